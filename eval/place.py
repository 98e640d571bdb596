"""Where in an archive the evidence of a topic lies: checked at its offsets, never searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from eval.gold import Evidence, Topic
from eval.spans import Place, Shelf, holds_most, shelf
from index.archive import Archive, extent
from index.errors import BadInput
from index.holdings import Source
from index.interview import Span

SHOWN = 60
ADVICE = "index the document that the gold was made for"


@dataclass(frozen=True, slots=True)
class Target:
    """Evidence with its place in an archive.

    `interview` is None where the archive read no interview there; nothing then covers it.
    """

    place: Place
    interview: str | None
    required: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A topic whose evidence was found at its offsets in an archive."""

    topic: Topic
    targets: tuple[Target, ...]

    @property
    def required(self) -> tuple[Target, ...]:
        """The targets that a good answer cites."""
        return tuple(target for target in self.targets if target.required)


def place(topics: Sequence[Topic], archive: Archive) -> tuple[Placed, ...]:
    """The topics with every evidence resolved to a document, an interview and a span.

    Raises BadInput, with both sides, where the archive has other words at the offsets.
    """
    interviews = {
        Place(archive.source(interview.id).name, extent(interview)): interview.id
        for interview in archive.interviews
    }
    extents = shelf(interviews)
    placed: list[Placed] = []
    for topic in topics:
        targets: list[Target] = []
        for evidence in topic.evidence:
            at = Place(document_of(topic, evidence, archive).name, evidence.span)
            owner = interview_at(at, extents, interviews)
            targets.append(Target(at, owner, evidence.required, evidence.quote))
        placed.append(Placed(topic, tuple(targets)))
    return tuple(placed)


def document_of(topic: Topic, evidence: Evidence, archive: Archive) -> Source:
    """The document named; where none is, the only one that has the quote at the offsets."""
    span = evidence.span
    where = f"topic {topic.id}, evidence [{span.start}, {span.end})"
    named = evidence.document
    searched = [each for each in archive.documents if named in (None, each.name)]
    if not searched:
        held = ", ".join(each.name for each in islice(archive.documents, 5)) or "nothing"
        raise BadInput(f"{where} is in {named}; the archive holds {held}; {ADVICE}")
    matching = [each for each in searched if each.text[span.start : span.end] == evidence.quote]
    if not matching:
        there = "; ".join(f"{each.name} has {seen(each.text, span)}" for each in searched[:3])
        raise BadInput(f"{where} is {short(evidence.quote)}; {there}; {ADVICE}")
    if len(matching) > 1:
        names = ", ".join(each.name for each in matching)
        raise BadInput(
            f"{where} stands in {len(matching)} documents ({names}); "
            'say which in the gold, with "document" beside the offsets'
        )
    return matching[0]


def interview_at(at: Place, extents: Shelf, interviews: Mapping[Place, str]) -> str | None:
    """The interview that holds most of a place, None where there is none."""
    near = extents.touching(at)
    return interviews[max(near, key=at.overlap)] if near else None


def relevant(placed: Placed, passages: Shelf) -> tuple[Place, ...]:
    """The passages that hold at least 90 % of some evidence of a topic, in order."""
    quotes = [target.place for target in placed.targets]
    found = {
        each for quote in quotes for each in passages.touching(quote) if holds_most(each, quote)
    }
    return tuple(sorted(found))


def passages_of(archive: Archive) -> Shelf:
    """Where the passages of an archive lie."""
    return shelf(
        Place(archive.source(passage.interview).name, passage.span) for passage in archive.passages
    )


def seen(text: str, span: Span) -> str:
    """What a text has at a span, for a message."""
    if span.end > len(text):
        return f"only {len(text)} characters"
    return f"{short(span.of(text))} there"


def short(text: str) -> str:
    """A quotation that fits in a message."""
    return repr(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")
