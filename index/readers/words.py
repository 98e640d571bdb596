"""A file's words as one text: what every reader makes of its format before turns are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.errors import BadInput
from index.interview import Mark, Remark, Span

# Between paragraphs: lines that only a blank line parts are never taken for one that is wrapped.
APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Words:
    """The text that every offset counts in, and what of the file is not in it.

    `dropped` counts what was left out, by what it is called in a message, in the singular.
    `marks` tell the pages or the times of the text, `bold` the paragraphs set in bold. `invisible`
    lists the pages of which words were taken in that nobody sees on them. `language` is what the
    file calls the language of all of it, empty where it does not.
    """

    text: str
    format: str
    dropped: Mapping[str, int]
    marks: tuple[Mark, ...] = ()
    bold: tuple[Span, ...] = ()
    invisible: tuple[int, ...] = ()
    language: str = ""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Says what was left out, and what was taken in that is not seen."""
        first = len(self.text) - len(self.text.lstrip())
        return tuple(
            Remark(code, message, Span(first, first + 1)) for code, message in self._said()
        )

    def _said(self) -> Iterator[tuple[str, str]]:
        """The code and the message of each remark."""
        found = [f"{n} {name}" + ("s" if n > 1 else "") for name, n in self.dropped.items() if n]
        if found:
            yield "left-out", f"Left out of the text: {', '.join(found)}."
        if self.invisible:
            yield (
                "invisible-text",
                f"Text was taken in that nobody sees on page{listed(self.invisible)}. It is quoted "
                "like the rest: check it against the original.",
            )


def listed(pages: tuple[int, ...]) -> str:
    """Pages after the word `page`: ` 3` or `s 1, 2, 5`, at most eight of them."""
    few = ", ".join(map(str, pages[:8])) + (", …" if len(pages) > 8 else "")
    return f"{'s' if len(pages) > 1 else ''} {few}"


def words(
    text: str,
    format: str,
    name: str,
    dropped: Mapping[str, int] | None = None,
    marks: Iterable[Mark] = (),
    bold: Iterable[Span] = (),
    invisible: Iterable[int] = (),
    language: str = "",
) -> Words:
    """The words of a file called `name`.

    Raises:
        BadInput: there are none.
    """
    if not text.strip():
        raise BadInput(f"{name} is empty: there is nothing to read in it.")
    return Words(
        text,
        format,
        dict(Counter(dropped or {})),
        tuple(marks),
        tuple(bold),
        tuple(invisible),
        language,
    )
