"""An interview as a page to read: the source's own characters, with the cited words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from index.archive import Archive
from index.errors import NotHeld
from index.hints import Correction
from index.interview import FOOTER, Interview, Part, Role, Span
from index.language import _, later
from rag.cite import cut_question, cut_quote, interview_title
from rag.landing import Landing
from web.finding import places_of
from web.lines import Mark, Setting
from web.replies import cite_address
from web.views import Block, Finding, InterviewView, Listed, Marked, Person

PUBLISHER = {
    Role.INTRODUCTION: later("the publisher, who introduces the interview"),
    Role.RATING: later("the publisher, who rates civic space"),
}


def listed(interview: Interview, archive: Archive) -> Listed:
    """An interview as a line of the list."""
    return Listed(
        interview.id,
        interview_title(archive, interview.id),
        interview.country,
        people(interview),
        interview.date,
        interview.rating,
        len(interview.questions),
    )


def people(interview: Interview) -> tuple[Person, ...]:
    """Who answers in an interview."""
    return tuple(Person(s.name, s.role, s.organisation) for s in interview.speakers)


def interview_view(
    interview: Interview,
    archive: Archive,
    landing: Landing | None,
    finding: Finding | None = None,
) -> InterviewView:
    """The page of an interview, with the words marked that a link leads to, or that are found.

    Raises:
        NotHeld: a link's are not one stretch of quotable words in this interview.
    """
    source = archive.source(interview.id)
    marked = None if landing is None else found(interview, archive, landing)
    marks = marks_of(landing.span, archive.parts(interview.id)) if landing else ()
    if finding is not None:
        places = places_of(finding.words, interview, archive)
        marks = tuple(Mark(span, number) for number, span in enumerate(places, 1))
        finding = replace(finding, places=len(marks))
    blocks = tuple(blocked(Setting(archive, interview, marks)))
    title = interview_title(archive, interview.id)
    return InterviewView(
        id=interview.id,
        title=title,
        country=interview.country,
        people=people(interview),
        date=interview.date,
        rating=interview.rating,
        document=source.name,
        document_sha256=source.sha256,
        heading=next((b.lines[0] for b in blocks if b.kind == "heading"), None),
        blocks=tuple(b for b in blocks if b.kind != "heading"),
        questions=tuple(b for b in blocks if b.kind == "question"),
        marked=marked,
        finding=finding or Finding(),
        corrected=tuple(corrections(archive.correction(interview.id))),
    )


def corrections(made: Correction | None) -> Iterator[tuple[str, str]]:
    """The facts that were corrected by hand, each with what the document says, if it says any."""
    if made is None:
        return
    before, now = made.before, made.now
    told = {one.name: one for one in before.people}
    people = [(one, told[one.name]) for one in now.people if one.name in told]
    for label, is_now, was in (
        (_("Country"), now.country, before.country),
        (_("Date"), now.date, before.date),
        (_("Civic space"), now.rating, before.rating),
        *((_("Role of %(name)s", name=one.name), one.role, was.role) for one, was in people),
        *(
            (_("Organisation of %(name)s", name=one.name), one.organisation, was.organisation)
            for one, was in people
        ),
    ):
        if is_now != was:
            yield label, was or ""


def found(interview: Interview, archive: Archive, landing: Landing) -> Marked:
    """Whose words a link marks.

    Raises:
        NotHeld: it is not one stretch of quotable words in this interview.
    """
    span = landing.span
    if span in interview.questions:
        asked = cut_question(archive, interview.id, span).citation
        return Marked(_("the interviewer"), asked.place, landing.changed, asked.permalink, None)
    try:
        quote = cut_quote(archive, interview.id, span)
    except ValueError as error:
        raise unmarkable(span) from error
    if not any(part.span.holds(span) for part in archive.parts(interview.id)):
        raise unmarkable(span)
    citation = quote.citation
    whose = (
        _(PUBLISHER[citation.role])
        if citation.role in PUBLISHER
        else citation.speaker or _("a speaker whom the source does not name")
    )
    return Marked(
        whose, citation.place, landing.changed, citation.permalink, cite_address(citation)
    )


def marks_of(span: Span, parts: Iterable[Part]) -> tuple[Mark, ...]:
    """The places to mark for a link: one, or one on each line that a question takes."""
    lines = (part.span for part in parts if part.span.overlap(span))
    shared = (Span(max(s.start, span.start), min(s.end, span.end)) for s in lines)
    return tuple(Mark(one, line=number) for number, one in enumerate(shared, 1))


def unmarkable(span: Span) -> NotHeld:
    """The error for a span that no words of an interview answer to."""
    return NotHeld(
        _(
            "Characters %(start)s–%(end)s are not words that this interview puts on record, so "
            "nothing is marked. The link may be mistyped, or the archive may have changed since "
            "it was made.",
            start=str(span.start),
            end=str(span.end),
        )
    )


def blocked(setting: Setting) -> Iterator[Block]:
    """The lines of an interview in their order, those of one kind in a row together."""
    interview = setting.interview
    number = 0
    parts = setting.archive.parts(interview.id)
    for (kind, turn), group in groupby(parts, lambda part: kinded(part, interview)):
        if kind == "separator":
            continue
        lines = tuple(setting.line(part, words_of(part, interview)) for part in group)
        block = Block(kind, lines)
        if kind == "question":
            number += 1
            silent = turn is not None and not interview.turns[turn].answer
            block = replace(block, number=number, unanswered=silent)
        elif kind == "answer" and turn is not None:
            speaker = interview.speaker_named(turn)
            name = speaker.name if speaker else interview.turns[turn].speaker
            labelled = name is not None and last(name) in lines[0].label.casefold()
            block = replace(block, speaker=None if labelled else name)
        yield block


def last(name: str) -> str:
    """A name's last word, as a label may hold it."""
    return name.split()[-1].casefold()


def kinded(part: Part, interview: Interview) -> tuple[str, int | None]:
    """How a line is shown, and the turn that it belongs to."""
    if part.role in FOOTER:
        return "footer", None
    if part.role in (Role.SEPARATOR, Role.TITLE):
        return "separator", None
    if part.role in (Role.QUESTION, Role.ANSWER):
        return str(part.role), interview.turn_at(part.span)
    return str(part.role), None


def words_of(part: Part, interview: Interview) -> int:
    """Where the words of a line begin, after a label such as `Q:`."""
    turn = interview.turn_at(part.span)
    spoken = None if turn is None else interview.turns[turn].first_over(part.span)
    return part.span.start if spoken is None else max(part.span.start, spoken.start)
