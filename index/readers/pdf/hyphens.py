"""Words that were parted at the end of a line: together again, unless the hyphen is their own."""

from __future__ import annotations

import re
from collections import Counter

from index.repair import dictionary

# The hyphen of a keyboard, and the one that only typesetters write.
PARTED = re.compile(r"([^\W\d_]+)([-\u2010])\Z")
# After a number or a letter, what follows a hyphen goes on without a space (`2031-2032`).
NUMBERED = re.compile(r"\w[-\u2010]\Z")
BEGINS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


class Hyphens:
    """Joins lines of one document; the words that it writes elsewhere say what is one word."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._seen = Counter(
            word.casefold().replace("\u2010", "-")
            for line in lines
            for word in WORD.findall(PARTED.sub("", line))
        )
        self.joined = 0

    def join(self, before: str, after: str) -> str:
        """Two lines as one; `joined` counts the hyphens that were taken out."""
        parted, begins = PARTED.search(before), BEGINS.match(after)
        if parted is None or begins is None:
            return f"{before}{after}" if NUMBERED.search(before) else f"{before} {after}"
        first, rest = parted[1], begins[0]
        if self.one_word(first, rest, printed=parted[2] != "-"):
            self.joined += 1
            return before[: parted.start(2)] + after
        return f"{before}{after}"

    def one_word(self, first: str, rest: str, *, printed: bool) -> bool:
        """Whether two parts make a word without a hyphen.

        As the document writes it elsewhere, else as a dictionary has it. A word that neither
        knows keeps the hyphen where its parts are words: a hyphen that is shown and not meant
        can be read over, one that is lost makes another word. `printed` is a hyphen that a
        typesetter set, which stands at the ends of lines only.
        """
        glued, kept = f"{first}{rest}".casefold(), f"{first}-{rest}".casefold()
        if self._seen[glued] != self._seen[kept]:
            return self._seen[glued] > self._seen[kept]
        if rest[0].isupper():
            return False
        if glued in dictionary():
            return True
        words = first.casefold() in dictionary() and rest.casefold() in dictionary()
        return printed or not words
