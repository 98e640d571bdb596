"""The language of words from a source, as far as they tell it; readers aloud need to know."""

from __future__ import annotations

from index.lexical import folded_words
from index.stop_words import STOP_WORDS

# In each of these every third word or so is a small one of its own, which others hardly have.
# The smallest, such as `a` and `no`, are words of many.
SHARE = 0.15
FEWEST = 4
SHORTEST = 3
SMALL = {
    "en": frozenset(word for word in STOP_WORDS if len(word) >= SHORTEST),
    **{
        code: frozenset(folded_words(words))
        for code, words in (
            ("ar", "في من على إلى عن أن لم لا كان كانت هذا هذه التي الذي كل بعد قبل حتى ثم"),
            ("fa", "و در به از که این است را با برای آن ما یک هم تا بود شد نیست من خود می"),
            ("de", "der die das und ist nicht ein eine ich wir sie mit von auf für den dem auch"),
            ("es", "que los las una por con para del como pero más fue porque nos se el la y"),
            ("fr", "les des une est que qui dans pour pas nous vous sur avec mais ils et le la"),
            ("pt", "que não uma com para dos das mas por foi nós eles ele ela muito como os"),
            ("ru", "и в не на что я мы он они как это но был была было у за от из по для"),
        )
    },
}


def tongue(words: str) -> str:
    """The BCP 47 tag of words' language, empty where it is not known, which says so in HTML.

    No document tells its language, so only what is plainly one of a few is called that: in words
    of another, or too few to tell, a reader aloud must not take the page's language for theirs.

    >>> tongue("They told me to go home and I said that this is home.")
    'en'
    >>> tongue("Három napig semmi hírt nem kaptunk.")
    ''
    """
    found = folded_words(words)
    if len(found) < FEWEST:
        return ""
    shares = {code: sum(w in small for w in found) / len(found) for code, small in SMALL.items()}
    first, second = sorted(shares, key=lambda code: -shares[code])[:2]
    return first if shares[first] >= max(SHARE, 1.5 * shares[second]) else ""
