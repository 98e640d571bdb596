"""Interviews as they are told to a document: a text that people can read, each span exact."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from index.account import Account, Exchange, Text, words_in
from index.asking import UNKNOWN
from index.errors import BadInput
from index.interview import (
    Document,
    Interview,
    Mark,
    Measure,
    Part,
    Remark,
    Role,
    Span,
    Speaker,
    Turn,
)
from index.locators import mark_of
from index.openings import Opening, headed
from index.readers.identity import named
from index.readers.words import APART, Words
from index.repair import glue_points


class Page:
    """The text as it grows, and what each line of it is."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def write(self, text: Text, role: Role, label: str = "") -> Span | None:
        """Writes a paragraph; gives the span of its words, or None where there are none."""
        whole = words_in(text).replace("\r\n", "\n").replace("\r", "\n")
        words = whole.strip()
        if not words:
            return None
        self._add(APART if self._pieces else "")
        start = self._length
        self._add(label)
        span = Span(self._length, self._length + len(words))
        self._place(text, span, len(whole) - len(whole.lstrip()))
        self._add(words)
        self.parts.append(Part(Span(start, span.end), role))
        return span

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _place(self, text: Text, span: Span, lead: int) -> None:
        """Marks the places of a text; what tells of none is in none, not in the last one."""
        places = () if isinstance(text, str) else text.locators
        told = bool(self.marks) and self.marks[-1].measure is not Measure.UNTOLD
        if told and (not places or places[0][0] > lead):
            self.marks.append(Mark(span.start, Measure.UNTOLD, 0))
        for at, place in places:
            if at < lead + len(span):
                self.marks.append(mark_of(span.start + max(0, at - lead), place))


def rendered(
    interviews: Iterable[Account],
    raw: bytes,
    name: str,
    format: str,
    dropped: Mapping[str, int] | None = None,
    notes: Iterable[tuple[str, str]] = (),
) -> Document:
    """A file whose bytes are `raw` as a document, its interviews as they are told.

    `dropped` counts what was left out, `notes` are codes and messages of what is doubtful.

    Raises:
        BadInput: nobody answers in any of them.
    """
    page = Page()
    seen: Counter[str] = Counter()
    read = tuple(written(page, told, name, seen) for told in interviews)
    if not any(turn.answer for interview in read for turn in interview.turns):
        raise BadInput(
            f"{name} has no answer, so nothing in it can be quoted. Each interview needs what "
            "somebody says. `onrecord parse` shows how a document is read."
        )
    text = f"{page.text}\n"
    whole = Words(text, format, dict(dropped or {}), tuple(page.marks))
    first = Span(0, 1)
    return Document(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        format=format,
        text=text,
        title=read[0].heading if len(read) == 1 else None,
        parts=tuple(page.parts),
        interviews=read,
        remarks=whole.remarks
        + tuple(Remark(code, message, first) for code, message in (*notes, *unknown(read))),
        glue=glue_points(text),
        marks=whole.marks,
    )


def printed(interviews: Iterable[Account]) -> Iterator[str]:
    """Interviews as pieces of a text to read, which plain text's reader reads too."""
    apart = ""
    for told in interviews:
        page = Page()
        written(page, told, "", Counter())
        yield f"{apart}{page.text}"
        apart = f"{APART}---{APART}"
    yield "\n"


def written(page: Page, told: Account, name: str, seen: Counter[str]) -> Interview:
    """Writes one interview, apart from the one before it, and gives it with its spans."""
    if page.parts:
        page.write("---", Role.SEPARATOR)
    heading = page.write(told.heading, Role.HEADING) if told.heading else None
    people = (*told.speakers, *unlisted(told))
    for field, value in fields(told):
        page.write(f"{field}: {' '.join(value.split())}", Role.FIELD)
    introduction = tuple(paragraphs(page, told.introduction, Role.INTRODUCTION))
    turns = tuple(asked(page, told.turns))
    closing = []
    for line in told.footer:
        if span := page.write(line.text, line.part):
            closing.append(Part(span, line.part))
    country, headline = headed_by(told, heading)
    return Interview(
        id=told.id or identity(told, name, seen, country, people),
        heading=heading,
        country=country,
        headline=headline,
        speakers=people,
        date=told.date,
        rating=told.rating,
        introduction=introduction,
        turns=turns,
        footer=tuple(closing),
    )


def headed_by(told: Account, heading: Span | None) -> tuple[str | None, Span | None]:
    """Country and pull-quote: the country as it is told, else as the heading has it."""
    if heading is None or told.heading is None:
        return told.country, None
    words = words_in(told.heading).strip()
    given = (("country", told.country),) if told.country else ()
    country, pull = headed(words, Opening(Span(0, len(words)), given, (), ()))
    if pull is None:
        return country, None
    return country, Span(heading.start + pull.start, heading.start + pull.end)


def unlisted(told: Account) -> tuple[Speaker, ...]:
    """Those who answer and are not among the speakers."""
    listed = {speaker.name for speaker in told.speakers}
    answering = dict.fromkeys(turn.speaker for turn in told.turns if turn.speaker and turn.answer)
    return tuple(Speaker(name) for name in answering if name not in listed)


def fields(told: Account) -> Iterator[tuple[str, str]]:
    """The header lines of an interview, each a name and what it says."""
    if told.country:
        yield "Country", told.country
    if len(told.speakers) == 1:
        (one,) = told.speakers
        said = (("Interviewee", one.name), ("Role", one.role), ("Organisation", one.organisation))
        yield from ((field, value) for field, value in said if value)
    else:
        for one in told.speakers:
            yield "Interviewee", ", ".join(filter(None, (one.name, one.role, one.organisation)))
    if told.date:
        yield "Date", told.date
    if told.rating and not any(line.part is Role.RATING for line in told.footer):
        yield "Rating", told.rating
    if told.language:
        yield "Language", told.language
    yield from told.fields
    if told.document:
        yield "Source", told.document + (f" (SHA-256 {told.sha256})" if told.sha256 else "")


def asked(page: Page, exchanges: Iterable[Exchange]) -> Iterator[Turn]:
    """Writes turns; a question that several people answer one after the other stands once."""
    held = tuple(exchanges)
    # Without a `Q` beside it an `A` would be somebody's name to who reads the text.
    untold = "A" if any(one.question and not one.asker for one in held) else UNKNOWN
    before: Exchange | None = None
    question: Span | None = None
    for exchange in held:
        if before is None or not again(before, exchange):
            asker = labelled(exchange.asker or "Q")
            question = page.write(exchange.question or "", Role.QUESTION, asker)
        label = labelled(exchange.label or exchange.speaker or untold)
        answer = tuple(paragraphs(page, exchange.answer, Role.ANSWER, label))
        if question or answer:
            yield Turn(question, exchange.speaker, answer)
        before = exchange


def labelled(name: str) -> str:
    """A name as it stands before what is said."""
    return f"{' '.join(name.split())}: "


def again(before: Exchange, exchange: Exchange) -> bool:
    """Whether a turn is another person's answer to the question before."""
    who = (exchange.speaker, exchange.label)
    other = who == (None, None) or who != (before.speaker, before.label)
    return exchange.question is not None and exchange.question == before.question and other


def paragraphs(page: Page, texts: Iterable[Text], role: Role, label: str = "") -> Iterator[Span]:
    """Writes paragraphs, the first of them with a label."""
    for text in texts:
        span = page.write(text, role, label)
        if span is not None:
            yield span
            label = ""


def identity(
    told: Account, name: str, seen: Counter[str], country: str | None, people: tuple[Speaker, ...]
) -> str:
    """An id made of the heading, or where there is none of the first question or answer."""
    texts = (
        told.heading,
        *(text for turn in told.turns for text in (turn.question, *turn.answer)),
    )
    begins = next((words_in(text) for text in texts if text), "")
    return named(f"{name}\0{begins}", seen, country, people[0].name if people else None)


def unknown(read: tuple[Interview, ...]) -> Iterator[tuple[str, str]]:
    """What interviews do not say about themselves."""
    of = f"of {len(read)} interviews"
    lands = sum(interview.country is None for interview in read)
    if lands:
        yield "no-country", f"The country of {lands} {of} is unknown, and stays so."
    mute = sum(any(t.answer and t.speaker is None for t in i.turns) for i in read)
    if mute:
        yield "no-speaker", f"Who answers in {mute} {of} is unknown, and stays so."
