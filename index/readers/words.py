"""A file's words as one text: what every reader makes of its format before turns are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.errors import BadInput
from index.interview import Mark, Remark, Span

# Between paragraphs: lines that only a blank line parts are never taken for one that is wrapped.
APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Words:
    """The text that every offset counts in, and what of the file is not in it.

    `dropped` counts what was left out, by what it is called in a message, in the singular.
    `marks` tell the pages or the times of the text, `bold` the paragraphs set in bold.
    """

    text: str
    format: str
    dropped: Mapping[str, int]
    marks: tuple[Mark, ...] = ()
    bold: tuple[Span, ...] = ()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Says what was left out."""
        found = [f"{n} {name}" + ("s" if n > 1 else "") for name, n in self.dropped.items() if n]
        if not found:
            return ()
        first = len(self.text) - len(self.text.lstrip())
        listed = ", ".join(found)
        return (Remark("left-out", f"Left out of the text: {listed}.", Span(first, first + 1)),)


def words(
    text: str,
    format: str,
    name: str,
    dropped: Mapping[str, int] | None = None,
    marks: Iterable[Mark] = (),
    bold: Iterable[Span] = (),
) -> Words:
    """The words of a file called `name`.

    Raises:
        BadInput: there are none.
    """
    if not text.strip():
        raise BadInput(f"{name} is empty: there is nothing to read in it.")
    return Words(text, format, dict(Counter(dropped or {})), tuple(marks), tuple(bold))
