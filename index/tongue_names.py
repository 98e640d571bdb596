"""What people call languages, in English and in these languages, as their BCP 47 tags."""

from __future__ import annotations

import re
from functools import cache

from index.places import fold

TAG = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.I)
# Codes of three letters where one of two is usual, and old ones.
SAME = {
    "iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "ara": "ar", "deu": "de",
    "ger": "de", "eng": "en", "spa": "es", "fas": "fa", "per": "fa", "fra": "fr", "fre": "fr",
    "heb": "he", "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "por": "pt", "rus": "ru",
    "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "zho": "zh", "chi": "zh", "cmn": "zh",
    "yue": "zh", "prs": "fa", "pes": "fa", "arb": "ar",
}  # fmt: skip
NAMES = {
    "am": "amharic አማርኛ",
    "ar": "arabic العربية عربي",
    "az": "azerbaijani azərbaycanca",
    "be": "belarusian беларуская",
    "bg": "bulgarian български",
    "bn": "bengali bangla বাংলা",
    "bo": "tibetan",
    "bs": "bosnian bosanski",
    "ca": "catalan català",
    "cs": "czech čeština česky",
    "da": "danish dansk",
    "de": "german deutsch",
    "el": "greek ελληνικά",
    "en": "english",
    "es": "spanish español castellano",
    "et": "estonian eesti",
    "eu": "basque euskara",
    "fa": "persian farsi dari فارسی دری",
    "fi": "finnish suomi",
    "fr": "french français",
    "gu": "gujarati",
    "he": "hebrew עברית",
    "hi": "hindi हिन्दी हिंदी",
    "hr": "croatian hrvatski",
    "hu": "hungarian magyar",
    "hy": "armenian հայերեն",
    "id": "indonesian",
    "it": "italian italiano",
    "ja": "japanese 日本語",
    "ka": "georgian ქართული",
    "kk": "kazakh қазақша",
    "km": "khmer ខ្មែរ",
    "ko": "korean 한국어",
    "ku": "kurdish kurmanji kurdî",
    "ckb": "sorani",
    "ky": "kyrgyz кыргызча",
    "lo": "lao",
    "lt": "lithuanian lietuvių",
    "lv": "latvian latviešu",
    "mk": "macedonian македонски",
    "mn": "mongolian",
    "ms": "malay",
    "my": "burmese မြန်မာ",
    "ne": "nepali नेपाली",
    "nl": "dutch nederlands",
    "no": "norwegian norsk bokmål",
    "pa": "punjabi",
    "pl": "polish polski",
    "ps": "pashto پښتو",
    "pt": "portuguese português",
    "ro": "romanian română",
    "ru": "russian русский",
    "si": "sinhala",
    "sk": "slovak slovenčina",
    "sl": "slovenian slovene slovenščina",
    "so": "somali soomaali",
    "sq": "albanian shqip",
    "sr": "serbian srpski српски",
    "sv": "swedish svenska",
    "sw": "swahili kiswahili",
    "ta": "tamil தமிழ்",
    "te": "telugu",
    "tg": "tajik тоҷикӣ",
    "th": "thai ไทย ภาษาไทย",
    "ti": "tigrinya ትግርኛ",
    "tk": "turkmen",
    "tl": "tagalog filipino",
    "tr": "turkish türkçe",
    "ug": "uyghur uighur ئۇيغۇرچە",
    "uk": "ukrainian українська",
    "ur": "urdu اردو",
    "uz": "uzbek",
    "vi": "vietnamese",
    "yi": "yiddish ייִדיש",
    "zh": "chinese mandarin cantonese 中文 汉语 漢語 普通话 國語",
}


@cache
def named() -> dict[str, str]:
    """The tag of each name, the names folded."""
    return {fold(name): code for code, names in NAMES.items() for name in names.split()}


def code_of(told: str) -> str:
    """The tag of a language that is told by its name or its tag; empty where that is unknown.

    >>> code_of("Español"), code_of("pt-BR"), code_of("the usual")
    ('es', 'pt', '')
    """
    found = named().get(fold(told))
    if found is not None:
        return found
    match = TAG.fullmatch(told.strip())
    if match is None:
        return ""
    code = match["code"].lower()
    code = SAME.get(code, code)
    return code if code in NAMES or len(code) == 2 else ""
