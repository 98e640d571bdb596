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
from index.people import NAME, can_ask
from index.scripts import UNSPACED
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
    "＂": "＂",
    "″": "″",
    "〝": "〞〟",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
SINGLE = frozenset("‘‚'")
# Those that open and close alike, and those that only open.
ALIKE = frozenset('"＂″')
OPENING = frozenset('“„«‹「『〝"＂')
# Where a mark that is never closed ends its quotation: before the next one.
NEXT_MARK = re.compile('[“”„«»‹›「」『』〝〞〟"＂]')
# ``so'', as typesetters type them; what takes their place is as long.
TYPESET = re.compile(r"``([^`\n]+?)''")
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
BLANK = re.compile(r"\n[ \t]*\n")
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
SET_APART = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.M)
# What stands before the name of whoever signs a quotation.
DASH = r"(?:[—–―]|--?)"
# The last line of such a block that says whose words they are, and is none of them: it holds a
# name, and perhaps what the person is.
SIGNED = re.compile(rf"[ \t]*>[ \t]*{DASH}[ \t]*{NAME.pattern}[ \t]*(?:[,(][^\n.!?]{{0,80}})?\.?")
ITEM = re.compile(rf"[ \t]*>[ \t]*{DASH}")
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
    one fewer; `begins` is the gap before the first of them. `put_in` are the words in brackets
    before each piece, and after the last.
    """

    span: Span
    pieces: tuple[tuple[Word, ...], ...]
    gaps: tuple[Gap, ...]
    begins: Gap | None
    put_in: tuple[tuple[Word, ...], ...]

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
    marked = TYPESET.sub("\u2060“\\1”\u2060", text)
    places = (part for span in sorted(spans(marked)) for part in parts(text, span))
    found = (quotation(text, span) for span in places)
    return tuple(one for one in found if one is not None)


def parts(text: str, span: Span) -> Iterator[Span]:
    """A place, or where it is very long several, each checked by itself."""
    while len(span) > LONGEST:
        spaces = [text.rfind(space, span.start, span.start + LONGEST) for space in "\n "]
        ends = max(spaces) if max(spaces) > span.start else span.start + LONGEST
        yield Span(span.start, ends)
        span = Span(ends, span.end)
    yield span


def spans(text: str) -> Iterator[Span]:
    """Where quotations stand, without their marks."""
    apart = [Span(m.start(), m.end()) for m in SET_APART.finditer(text)]
    yield from (unsigned(text, block) for block in apart)
    every = (Span(m.start(), m.end()) for m in PARAGRAPH.finditer(text))
    paragraphs = [one for one in every if not within(one, apart)]
    scan = Scan(text)
    taken = 0
    for number, paragraph in enumerate(paragraphs):
        at = max(paragraph.start, taken)
        while at < paragraph.end:
            closes = closing(scan, at, paragraphs, number)
            if closes is not None:
                if closes > at + 1:
                    yield Span(at + 1, closes)
                at = taken = closes + 1
            elif (ends := unclosed(text, at)) is not None:
                yield Span(at + 1, ends)
                at = taken = ends
            else:
                at += 1


def unsigned(text: str, block: Span) -> Span:
    """A block that is set apart without a last line that says whose words they are."""
    lines = block.of(text).rstrip(" \t\n>")
    last = lines.rfind("\n") + 1
    signed = SIGNED.fullmatch(lines, last)
    above = lines.rfind("\n", 0, max(0, last - 1)) + 1
    # Nobody signs an item of a list, nor a block of nothing else.
    if not signed or not can_ask(signed["name"]) or not last or ITEM.match(lines, above):
        return block
    return Span(block.start, block.start + last)


def unclosed(text: str, at: int) -> int | None:
    """Where a quotation ends whose mark at `at` is never closed; None where none opens there.

    That is where the next mark stands, or its paragraph ends: its words are checked, lest a draft
    with a slip reads as wholly exact.
    """
    before = text[at - 1 : at]
    if text[at] not in OPENING or before.isalnum() or before in set(".,!?…»“”"):
        return None
    if not text[at + 1 : at + 3].lstrip()[:1].isalnum():
        return None
    blank = BLANK.search(text, at)
    ends = blank.start() if blank else len(text)
    following = NEXT_MARK.search(text, at + 1, ends)
    return following.start() if following else ends


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
    """Whether a mark stands where a quotation opens: after a space or a bracket, before a word.

    Outside a quotation one with no space before it opens too, where a word follows (`said,"Go`).
    """
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in ALIKE:
        if before and before in ".,!?…":
            return after.isalnum()
        if spaced(text, at):
            return True
    if text[at] in "”»\"＂″'‘‚":
        joined = before.isalnum() and not UNSPACED_LETTER.match(before)
        return not (joined or before in set(".,!?…")) and bool(after.strip())
    return bool(after)


def spaced(text: str, at: int) -> bool:
    """Whether spaces stand on both sides of a mark, as in `: " Go! "`."""
    return (
        not text[at - 1 : at].strip()
        and text[at + 1 : at + 2] == " "
        and text[at + 2 : at + 3].isalnum()
    )


def closes_in(scan: Scan, mark: str, begins: int, ends: int) -> int | None:
    """Where a mark is closed in one paragraph; an apostrophe closes nothing."""
    text, closers = scan.text, MARKS[mark]
    scan.spend(max(0, ends - begins))
    if mark not in SINGLE:
        depth = 0
        apart = mark in ALIKE and text[begins : begins + 1] == " "
        for at in range(begins, ends):
            if text[at] == mark and mark not in closers:
                depth += 1
            elif text[at] in closers and (text[at] != mark or text[at - 1 : at].strip() or apart):
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
    put_in: list[tuple[Word, ...]] = [()]
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
        put_in.append(tuple(words_in(text, match.start(), match.end())))
    words[-1] += words_in(text, at, span.end)
    return joined(span, [spelled(text, piece) for piece in words], gaps, put_in)


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
    span: Span,
    pieces: Sequence[tuple[Word, ...]],
    gaps: Sequence[Gap],
    put_in: Sequence[tuple[Word, ...]],
) -> Quotation | None:
    """The pieces that hold words, and what stands before each; two gaps in a row are the wider."""
    kept: list[tuple[Word, ...]] = []
    between: list[Gap | None] = []
    put: list[tuple[Word, ...]] = []
    gap: Gap | None = None
    inserted: tuple[Word, ...] = ()
    for number, piece in enumerate(pieces):
        if number:
            wider = gap is None or gaps[number - 1] is Gap.ELLIPSIS
            gap = gaps[number - 1] if wider else gap
        inserted += put_in[number]
        if piece:
            kept.append(piece)
            between.append(gap)
            put.append(inserted)
            gap, inserted = None, ()
    if not kept:
        return None
    inner = tuple(one for one in between[1:] if one is not None)
    return Quotation(span, tuple(kept), inner, between[0], (*put, inserted))
