"""A document that was read, line by line beside its source, before anything is published."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping

from index.archive import extent
from index.interview import Document, Interview, Part, Role
from index.language import _, day, later
from index.taken import Lines
from web.importviews import Doubt, Row
from web.reading import words_of

ROWS = 200
# What a line is, for people; what no question finds says so.
SAID = {
    Role.TITLE: later("Title of the document"),
    Role.SEPARATOR: later("Between interviews"),
    Role.HEADING: later("Heading"),
    Role.FIELD: later("Fact about the interview"),
    Role.INTRODUCTION: later("Introduction"),
    Role.QUESTION: later("Question"),
    Role.ANSWER: later("Answer"),
    Role.RATING: later("Rating"),
    Role.CONTACT: later("Contact, not searched"),
    Role.CREDIT: later("Credit, not searched"),
    Role.DISCLAIMER: later("Disclaimer, not searched"),
    Role.UNREAD: later("Not read, not searched"),
}
BETWEEN = frozenset({Role.TITLE, Role.SEPARATOR, Role.UNREAD})
NOT_SEARCHED = frozenset({Role.CONTACT, Role.CREDIT, Role.DISCLAIMER, Role.UNREAD})


def rows(document: Document, first: int) -> Iterator[Row]:
    """How the lines of a document were read, from one on, as many as a page shows."""
    lines = Lines(document.text)
    warned = warnings_by_part(document)
    interviews = sorted(document.interviews, key=extent)
    ends = [extent(one).end for one in interviews]
    begun: set[str] = set()
    for number in range(first, min(first + ROWS, len(document.parts))):
        part = document.parts[number]
        place = bisect_left(ends, part.span.end)
        held = interviews[place] if place < len(ends) and part.role not in BETWEEN else None
        begins = None
        if held is not None and held.id not in begun:
            begun.add(held.id)
            begins = about_interview(held)
        yield row(document, number, held, lines, begins, warned.get(number, ()))


def row(
    document: Document,
    number: int,
    held: Interview | None,
    lines: Lines,
    begins: str | None,
    warned: tuple[str, ...],
) -> Row:
    """How one line was read; `held` is the interview that it stands in."""
    part = document.parts[number]
    start, end = part.span.start, part.span.end
    turn = held.turn_at(part.span) if held and part.role in (Role.QUESTION, Role.ANSWER) else None
    said, whose, about, words = _(SAID[part.role]), None, None, start
    if held is not None and turn is not None:
        words = words_of(part, held)
        question = held.turns[turn].question
        if part.role is Role.QUESTION and question is not None:
            number_asked = sum(one <= question for one in held.questions)
            said = _("Question %(number)s", number=number_asked)
        elif part.role is Role.ANSWER:
            speaker = held.speaker_named(turn)
            whose = speaker.name if speaker else held.turns[turn].speaker or _("Speaker not named")
            told = (speaker.role, speaker.organisation) if speaker else ()
            about = _(", ").join(filter(None, told)) or None
    line, column = lines.place(start)
    return Row(
        anchor=f"line-{number + 1}",
        kind="aside" if part.role in NOT_SEARCHED else str(part.role),
        said=said,
        whose=whose,
        about=about,
        place=_("line %(line)s, column %(column)s", line=line, column=column),
        span=_("characters %(start)s–%(end)s", start=start, end=end),
        label=document.text[start:words],
        words=document.text[words:end],
        begins=begins,
        warnings=warned,
    )


def about_interview(held: Interview) -> str:
    """What is known of an interview: its country, who answers, its date and its rating."""
    people = _("; ").join(
        _(", ").join(filter(None, (one.name, one.role, one.organisation))) for one in held.speakers
    )
    known = (
        held.country or _("Country unknown"),
        people or _("nobody named"),
        day(held.date or ""),
        held.rating and _("rated %(rating)s", rating=held.rating),
    )
    return " · ".join(filter(None, known))


def warnings_by_part(document: Document) -> Mapping[int, tuple[str, ...]]:
    """What the reader was not sure of, by the number of the line that it begins in."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for remark in document.remarks:
        found[part_at(document.parts, remark.span.start)] += (remark.message,)
    return found


def part_at(parts: tuple[Part, ...], offset: int) -> int:
    """The number of the line that an offset stands in, or that stands before it."""
    return max(0, bisect_right(parts, offset, key=lambda part: part.span.start) - 1)


def warnings(document: Document, address: str) -> Iterator[Doubt]:
    """What the reader was not sure of, each with a link to its line."""
    lines = Lines(document.text)
    for remark in document.remarks:
        number = part_at(document.parts, remark.span.start)
        line, column = lines.place(remark.span.start)
        page = number // ROWS + 1
        link = f"{address}?page={page}#line-{number + 1}"
        yield Doubt(f"{line:,}:{column:,}", remark.message, link)
