"""The language of words from a source, as far as they tell it; readers aloud need to know."""

from __future__ import annotations

from index.lexical import folded_words
from index.stop_words import STOP_WORDS

# Of English every third word or so is a small one of its own; of other languages hardly any is.
# The smallest, such as `a` and `no`, are words of many.
SHARE = 0.15
FEWEST = 4
SHORTEST = 3
SMALL = frozenset(word for word in STOP_WORDS if len(word) >= SHORTEST)


def tongue(words: str) -> str:
    """The BCP 47 tag of words' language, empty where it is not known, which says so in HTML.

    No document tells its language, so only what is plainly English is called that: in words of
    another language, or too few to tell, a reader aloud must not take the page's for theirs.

    >>> tongue("They told me to go home and I said that this is home.")
    'en'
    >>> tongue("Nous n’avons jamais reçu de réponse.")
    ''
    """
    found = folded_words(words)
    small = sum(word in SMALL for word in found)
    return "en" if len(found) >= FEWEST and small >= SHARE * len(found) else ""
