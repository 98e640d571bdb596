"""The quotations in somebody's draft: between the marks of many languages, or set apart by `>`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from index.errors import BadInput
from index.interview import Span
from index.language import _
from rag.wording import Word, words_in

# What opens a quotation, and what may close it.
MARKS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
SINGLE = frozenset("‘‚'")
BLANK = re.compile(r"\n[ \t]*\n")
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
SET_APART = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.M)
# What editors put in place of words, and words put in brackets: the source may say others there.
ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{3}|\. \. \.)\s*[\])]|…|\.{3,}|\. \. \.")
BRACKETED = re.compile(r"\[([^\[\]\n]{0,200})\]")
# `[T]hey`: a letter whose case was changed is part of its word.
LETTER = re.compile(r"\[(\w)\](?=\w)")
SIC = re.compile(r"\[\s*sic\s*[!.]?\s*\]", re.I)
LONGEST = 20_000
# Characters that are looked at for the ends of quotations, in all: seconds. Marks that never close
# would take a server's time for hours.
MOST_LOOKED_AT = 40_000_000


class Gap(StrEnum):
    """What stands between two pieces of a quotation: words left out, or words put in."""

    ELLIPSIS = "ellipsis"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: its words' place in the draft, without its marks.

    `pieces` are its words between the gaps that its editor marked; `gaps` stand between them,
    one fewer.
    """

    span: Span
    pieces: tuple[tuple[Word, ...], ...]
    gaps: tuple[Gap, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words but those put in by its editor."""
        return tuple(word for piece in self.pieces for word in piece)


class Scan:
    """The text of a draft, and how much of it may still be looked at for ends of quotations."""

    def __init__(self, text: str, left: int = MOST_LOOKED_AT) -> None:
        self.text = text
        self._left = left

    def spend(self, characters: int) -> None:
        """Counts what is looked at.

        Raises:
            BadInput: it is too much.
        """
        self._left -= characters
        if self._left < 0:
            raise BadInput(
                _(
                    "too many quotation marks in this draft are never closed, so where its "
                    "quotations end cannot be told. Close them, or send it in parts."
                )
            )


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a draft in order; one inside another is part of it.

    Raises:
        BadInput: so many marks never close that finding their ends would take too long.
    """
    found = (quotation(text, span) for span in sorted(spans(text)))
    return tuple(one for one in found if one is not None)


def spans(text: str) -> Iterator[Span]:
    """Where quotations stand, without their marks."""
    apart = [Span(m.start(), m.end()) for m in SET_APART.finditer(text)]
    yield from apart
    every = (Span(m.start(), m.end()) for m in PARAGRAPH.finditer(text))
    paragraphs = [one for one in every if not within(one, apart)]
    scan = Scan(text)
    taken = 0
    for number, paragraph in enumerate(paragraphs):
        at = max(paragraph.start, taken)
        while at < paragraph.end:
            closes = closing(scan, at, paragraphs, number)
            if closes is None:
                at += 1
            else:
                if closes > at + 1:
                    yield Span(at + 1, closes)
                at = taken = closes + 1


def within(paragraph: Span, apart: Sequence[Span]) -> bool:
    """Whether a paragraph is part of one of the blocks that are set apart, which are in order."""
    before = bisect_left(apart, paragraph.end, key=attrgetter("start")) - 1
    return before >= 0 and apart[before].overlap(paragraph) > 0


def closing(scan: Scan, at: int, paragraphs: list[Span], number: int) -> int | None:
    """Where the quotation ends that a mark at `at` opens; None where none opens or ends."""
    text = scan.text
    mark = text[at]
    if mark not in MARKS or not opens(text, at):
        return None
    ends = reopened(scan, at, paragraphs, number)
    if ends is None and mark not in SINGLE:
        # Lines of a draft may be wrapped; a blank one ends the paragraph.
        block = BLANK.search(text, at, at + LONGEST)
        most = min(len(text), at + LONGEST + 1)
        ends = closes_in(scan, mark, at + 1, block.start() if block else most)
    return ends if ends is not None and ends - at <= LONGEST else None


def reopened(scan: Scan, at: int, paragraphs: list[Span], number: int) -> int | None:
    """Where a quotation ends in its line, or in a later one that opens with the mark again."""
    text = scan.text
    mark = text[at]
    for here in range(number, len(paragraphs)):
        paragraph = paragraphs[here]
        begins = at + 1 if here == number else paragraph.start + 1
        ends = closes_in(scan, mark, begins, min(paragraph.end, at + LONGEST + 1))
        if ends is not None:
            return ends
        after = paragraphs[here + 1].of(text).lstrip() if here + 1 < len(paragraphs) else ""
        if not after.startswith(mark) or mark in SINGLE or paragraph.end - at > LONGEST:
            return None
    return None


def opens(text: str, at: int) -> bool:
    """Whether a mark stands where a quotation opens: after a space or a bracket, before a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in "”»\"'‘‚":
        return not (before.isalnum() or before in set(".,!?…")) and bool(after.strip())
    return bool(after)


def closes_in(scan: Scan, mark: str, begins: int, ends: int) -> int | None:
    """Where a mark is closed in one paragraph; an apostrophe closes nothing."""
    text, closers = scan.text, MARKS[mark]
    scan.spend(max(0, ends - begins))
    if mark not in SINGLE:
        depth = 0
        for at in range(begins, ends):
            if text[at] == mark and mark not in closers:
                depth += 1
            elif text[at] in closers and (text[at] != mark or text[at - 1 : at].strip()):
                if depth == 0:
                    return at
                depth -= 1
        return None
    found = [
        at
        for at in range(begins, ends)
        if text[at] in closers and not text[at + 1 : at + 2].isalnum()
    ]
    again = next((at for at in range(begins, ends) if text[at] == mark and opens(text, at)), ends)
    own = [at for at in found if at < again]
    # Punctuation before it tells a closing mark from the apostrophe in `the dogs’ bones`.
    sure = [at for at in own if text[at - 1] in ".,!?…;:"]
    return next(iter(sure or own), None)


def quotation(text: str, span: Span) -> Quotation | None:
    """The words at a place of a draft as a quotation; None where there are none."""
    words: list[list[Word]] = [[]]
    gaps: list[Gap] = []
    at = span.start
    for match in sorted(
        (m for p in (ELLIPSIS, BRACKETED) for m in p.finditer(text, span.start, span.end)),
        key=lambda m: (m.start(), -m.end()),
    ):
        if match.start() < at:
            continue
        if LETTER.match(text, match.start()) or SIC.fullmatch(match.group()):
            continue
        words[-1] += words_in(text, at, match.start())
        at = match.end()
        words.append([])
        gaps.append(Gap.ELLIPSIS if ELLIPSIS.fullmatch(match.group()) else Gap.BRACKET)
    words[-1] += words_in(text, at, span.end)
    pieces, between = joined([spelled(text, piece) for piece in words], gaps)
    return Quotation(span, pieces, between) if pieces else None


def spelled(text: str, piece: list[Word]) -> tuple[Word, ...]:
    """Words with `[T]hey` put together and `[sic]` left out."""
    found: list[Word] = []
    for word in piece:
        before = found[-1] if found else None
        if text[word.start - 1 : word.start] == "[" and word.folded == "sic":
            continue
        letter = before is not None and LETTER.match(text, before.start - 1)
        whole = before is not None and before.end - before.start > 1
        if before is not None and letter and not whole and before.end + 1 == word.start:
            found[-1] = Word(before.folded + word.folded, before.start, word.end)
        else:
            found.append(word)
    return tuple(found)


def joined(
    pieces: list[tuple[Word, ...]], gaps: list[Gap]
) -> tuple[tuple[tuple[Word, ...], ...], tuple[Gap, ...]]:
    """Pieces that hold words, and the gaps between them; two gaps in a row are the wider one."""
    kept: list[tuple[Word, ...]] = []
    between: list[Gap] = []
    open_gap: Gap | None = None
    for number, piece in enumerate(pieces):
        if number:
            gap = gaps[number - 1]
            open_gap = gap if open_gap is None or gap is Gap.ELLIPSIS else open_gap
        if piece:
            if kept and open_gap is not None:
                between.append(open_gap)
            kept.append(piece)
            open_gap = None
    return tuple(kept), tuple(between)
