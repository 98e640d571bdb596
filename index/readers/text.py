"""Words to interviews: apart by a line, with heading, people, turns and footer."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace

from index.country import country_taken
from index.dates import day_of
from index.errors import BadInput
from index.footer import closing_role, footer, rating
from index.hints import Hints
from index.interview import Document, Interview, Mark, Part, Remark, Role, Span, Speaker
from index.labels import label_of, signed
from index.openings import Opening, headed, is_strict_heading, is_title, opened
from index.paragraphs import is_separator, paragraphs
from index.people import WITHIN, introduced, people_in, role_beside
from index.readers.decode import decode
from index.readers.fitting import labels_hinted, people_hinted, said_to_ask
from index.readers.identity import named
from index.readers.unsaid import missed_labels, overlooked, taken_remark, unsure
from index.readers.words import Words, words
from index.repair import glue_points, repaired
from index.turns import Conversation, canonical, conversation
from index.voices import Told, is_question


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a text that was written here has separators and labels, so that none is guessed."""

    separators: frozenset[int]
    labels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a document that is called `name`, and all that is known about the whole of it.

    `alone` says that it is one interview; `hinted` pairs the labels that hints name with whom
    they stand for.
    """

    name: str
    text: str
    glue: tuple[int, ...]
    bold: frozenset[Span]
    hints: Hints | None
    hinted: tuple[tuple[str, str], ...]
    alone: bool
    laid: Laid | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One interview and the role of each of its lines.

    `missed` holds what opens lines as a label does and was not taken for one.
    """

    interview: Interview
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...]
    marks: tuple[Mark, ...] = ()
    missed: tuple[tuple[str, Span], ...] = ()


def read_text(raw: bytes, name: str) -> Document:
    """A plain text file as a document; `name` is how the archive will call it.

    Raises:
        BadInput: the file is empty, not text, or holds no question.
    """
    return document(plain(raw, name), raw, name)


def plain(raw: bytes, name: str) -> Words:
    """The words of a plain text file, every character kept."""
    return words(decode(raw, name), "text", name)


def document(
    found: Words,
    raw: bytes,
    name: str,
    hints: Hints | None = None,
    laid: Laid | None = None,
) -> Document:
    """The interviews in the words of a file whose bytes are `raw`.

    `hints` are what somebody says about it that it does not say itself, `laid` what is known of
    a text that was written here.

    Raises:
        BadInput: no question is followed by an answer, or hints name whom it does not have.
    """
    text = found.text
    glue = glue_points(text)
    whole = paragraphs(text)
    blocks, separators = divided(text, whole, laid)
    title, blocks = titled(text, blocks)
    opens = tuple(span for span in whole if laid is None or span.start in laid.labels)
    hinted = labels_hinted(hints, text, opens, name) if hints else ()
    bold = frozenset(found.bold)
    source = Source(name, text, glue, bold, hints, hinted, len(blocks) == 1, laid)
    seen: Counter[str] = Counter()
    sections = [section(source, block, seen) for block in blocks]
    read = [one for one in sections if one.interview.turns]
    if not read:
        raise BadInput(
            f"{name} has no question that an answer follows, so it cannot be read as an "
            "interview. Put each question on a line of its own that ends in a question mark, "
            "or label the turns Q: and A:. `onrecord parse` shows how a document is read."
        )
    parts = [Part(span, Role.SEPARATOR) for span in separators]
    parts += [Part(title, Role.TITLE)] if title else []
    parts += [part for one in sections for part in one.parts]
    return Document(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        format=found.format,
        text=text,
        title=title or (read[0].interview.heading if len(read) == 1 else None),
        parts=tuple(sorted(parts, key=lambda part: part.span)),
        interviews=tuple(one.interview for one in read),
        remarks=(
            *found.remarks,
            *(remark for one in sections for remark in one.remarks),
            *overlooked(
                (one.interview for one in sections),
                (label for one in sections for label in one.missed),
                name,
            ),
        ),
        glue=glue,
        marks=found.marks or tuple(mark for one in sections for mark in one.marks),
        hints=hints,
    )


def divided(
    text: str, found: tuple[Span, ...], laid: Laid | None = None
) -> tuple[tuple[tuple[Span, ...], ...], tuple[Span, ...]]:
    """The paragraphs of each interview, and the separators between them: where known, those.

    Without any separator each heading with a pull-quote begins an interview, unless its place
    also labels turns: `MIRA DOLEN: ‘Go home.’` is something that she says.
    """
    separators = tuple(
        span
        for span in found
        if (is_separator(span.of(text)) if laid is None else span.start in laid.separators)
    )
    labels = {
        label.name
        for span in found
        if not is_strict_heading(span.of(text)) and (label := label_of(span.of(text)))
    }
    divides = frozenset(separators)
    blocks: list[list[Span]] = [[]]
    for span in found:
        words = span.of(text)
        heads = (
            laid is None
            and not separators
            and is_strict_heading(words)
            and words.partition(":")[0] not in labels
        )
        if heads or span in divides:
            blocks.append([])
        if span not in divides:
            blocks[-1].append(span)
    return tuple(tuple(block) for block in blocks if block), separators


def titled(
    text: str, blocks: tuple[tuple[Span, ...], ...]
) -> tuple[Span | None, tuple[tuple[Span, ...], ...]]:
    """The document's title line, if a short first line stands before the first heading."""
    if not blocks:
        return None, blocks
    first = blocks[0]
    lone = len(first) == 1 and len(blocks) > 1
    before_heading = len(first) > 1 and is_strict_heading(first[1].of(text))
    if (lone or before_heading) and is_title(first[0].of(text)):
        rest = (first[1:], *blocks[1:]) if len(first) > 1 else blocks[1:]
        return first[0], rest
    return None, blocks


def section(source: Source, block: tuple[Span, ...], seen: Counter[str]) -> Section:
    """One interview from its paragraphs; one without turns is a block that was not read."""
    text, hints = source.text, source.hints or Hints()
    closing = footer(text, block)
    rest = block[: len(block) - len(closing)]
    while closing and rest and is_question(rest[-1].of(text)) and closing[0].role != Role.RATING:
        # What alone follows a question answers it, whatever it looks like.
        rest, closing = (*rest, closing[0].span), closing[1:]
    credits = tuple(p for p in rest if closing_role(p.of(text)) is Role.CREDIT)
    closing = tuple(Part(p, Role.CREDIT) for p in credits) + closing
    opening = opened(text, tuple(p for p in rest if p not in credits))
    talk = conversation(text, opening.rest, told(opening, source))
    if not any(turn.answer for turn in talk.turns):
        return unread(block)
    closing = tuple(part for part in closing if not held(part, talk))
    country, headline = headed(text, opening)
    own = named_speakers(source, opening, talk, closing)
    named_labels = tuple(label for label in talk.labels if label not in talk.unnamed)
    people = people_hinted(hints, own, named_labels, source.hinted, alone=source.alone)
    names = tuple(person.name for person in people)
    turns = tuple(
        replace(turn, speaker=canonical(turn.speaker, names, talk)) for turn in talk.turns
    )
    if talk.labels:
        spoken = dict.fromkeys(turn.speaker for turn in turns if turn.speaker and turn.answer)
        people += tuple(Speaker(name) for name in spoken if name not in names)
    elif len(people) == 1:
        turns = tuple(replace(turn, speaker=people[0].name) for turn in talk.turns)
    # Of what the document says itself, so that links stay whatever somebody says about it.
    id = identity(source.name, text, opening, country, own, talk, seen)
    taken = None
    if (country := hints.country or country) is None:
        heading = opening.heading.of(text) if opening.heading else ""
        place = opening.field("place") or ""
        taken = country_taken(heading, place, people, source.name if source.alone else None)
    interview = Interview(
        id=id,
        heading=opening.heading,
        country=taken[0] if taken else country,
        headline=headline,
        speakers=people,
        date=hints.date or day_of(opening.field("date")),
        rating=hints.rating or rating(text, closing) or lowered(opening.field("rating")),
        introduction=talk.introduction,
        turns=turns,
        footer=closing,
    )
    remarks = unsure(interview, opening, block[0], source.name) + talk.remarks
    if taken is not None:
        remarks = (taken_remark(*taken, block[0]), *remarks)
    missed = () if source.laid is not None else tuple(missed_labels(text, talk))
    return Section(interview, opening.parts + talk.parts + closing, remarks, talk.marks, missed)


def held(closing: Part, talk: Conversation) -> bool:
    """Whether a closing line stands between a label and what is said: within that paragraph."""
    at = bisect_right(talk.parts, closing.span.start, key=lambda part: part.span.start) - 1
    return at >= 0 and talk.parts[at].span.holds(closing.span)


def told(opening: Opening, source: Source) -> Told:
    """What header fields and hints say of who asks and who answers."""
    labels, below = signed_below(opening, source.text), said_below(opening, source.text)
    asks, replies = (
        tuple(name for value in opening.every(key) for name in people_in(value, labels, below))
        for key in ("interviewer", "interviewee")
    )
    if source.hints is not None:
        asks += source.hints.interviewers
        replies = tuple(one for one in replies if not said_to_ask(source.hints, one, source.hinted))
        replies += tuple(one.name for one in source.hints.people)
    opens = source.laid.labels if source.laid is not None else None
    return Told(asks, replies, source.bold, source.hinted, opens)


def unread(block: tuple[Span, ...]) -> Section:
    """A block in which nobody is asked and answers: kept in sight, never retrieved."""
    span = block[0].to(block[-1])
    nothing = Interview("unread", None, None, None, (), None, None, (), (), ())
    remark = Remark(
        "unread",
        "No question with an answer here, so this part is not read. If it is an interview, "
        "label its turns Q: and A:.",
        span,
    )
    return Section(nothing, tuple(Part(p, Role.UNREAD) for p in block), (remark,))


def named_speakers(
    source: Source,
    opening: Opening,
    talk: Conversation,
    closing: tuple[Part, ...],
) -> tuple[Speaker, ...]:
    """Who answers: as header fields name them, else as the introduction presents them."""
    fields = opening.every("interviewee")
    if fields:
        return in_fields(fields, opening, source.text)
    text, glue = source.text, source.glue
    introduction = "\n".join(
        " ".join(repaired(text, span, glue).split("\n")) for span in talk.introduction
    )
    around = "\n".join(repaired(text, part.span, glue) for part in closing)
    labels = tuple(label for label in talk.labels if label not in talk.unnamed)
    return introduced(introduction, around, labels, told(opening, source).asks)


def signed_below(opening: Opening, text: str) -> frozenset[str]:
    """The labels below header fields; none where fields are clear without: then none is asked."""
    if not any("," in value or WITHIN.search(value) for _, value in opening.fields):
        return frozenset()
    return signed(span.of(text) for span in opening.rest)


def said_below(opening: Opening, text: str) -> str:
    """What an interview has below its opening."""
    return opening.rest[0].to(opening.rest[-1]).of(text) if opening.rest else ""


def in_fields(fields: tuple[str, ...], opening: Opening, text: str) -> tuple[Speaker, ...]:
    """The people that header fields name; one alone with the role and organisation beside it."""
    people = []
    labels, below = signed_below(opening, text), said_below(opening, text)
    for field in fields:
        names = people_in(field, labels, below)
        alone = len(names) == 1
        people += [Speaker(one, role_beside(field, one) if alone else None) for one in names]
    if len(people) != 1:
        return tuple(dict.fromkeys(people))
    role = opening.field("role") or people[0].role
    return (Speaker(people[0].name, role, opening.field("organisation")),)


def identity(
    name: str,
    text: str,
    opening: Opening,
    country: str | None,
    people: tuple[Speaker, ...],
    talk: Conversation,
    seen: Counter[str],
) -> str:
    """An interview's id: readable, and the same at every reading of the same document.

    It holds a hash of the document's name and the heading, or where there is none the first
    question, so other documents and other interviews cannot change it.
    """
    heading = opening.heading.of(text) if opening.heading else ""
    first = talk.turns[0].question
    begins = heading or (first.of(text) if first else "")
    return named(f"{name}\0{begins}", seen, country, people[0].name if people else None)


def lowered(value: str | None) -> str | None:
    """A field's value in lower case."""
    return value.lower() if value else None
