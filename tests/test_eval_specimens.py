"""The archive and the desk that the tests of `eval` measure, small enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.gold import EVERYWHERE, Evidence, Topic
from eval.place import Placed, Target
from eval.spans import Place
from index.errors import BadInput, NotHeld
from index.holdings import Source
from index.interview import Interview, Passage, Role, Span, Speaker, Turn
from rag.answer import (
    Answer,
    Asked,
    Citation,
    Coverage,
    Filters,
    Hit,
    Quote,
    Reply,
    Silence,
    Timing,
    Version,
    quote_hash,
)

NORTH = """NORTH: an interview
Q: What did you see?
We saw the river rise. Nobody warned us. The bridge was gone.
Q: And then?
We walked for two days. My sister carried the radio.
"""
SOUTH = """SOUTH: an interview
Q: Who came?
Nobody came. The roads were closed.
Rating: closed
"""

RIVER, WARNED, BRIDGE = Span(41, 63), Span(64, 81), Span(82, 102)
WALKED, SISTER = Span(116, 139), Span(140, 168)
NOBODY, ROADS, RATING = Span(33, 45), Span(46, 68), Span(69, 83)


def passage(number: int, interview: str, turn: int | None, *sentences: Span) -> Passage:
    role = Role.RATING if turn is None else Role.ANSWER
    return Passage(number, interview, role, turn, sentences, 0)


def interview(id: str, country: str, speaker: str, turns: tuple[Turn, ...]) -> Interview:
    return Interview(
        id=id,
        heading=Span(0, 19),
        country=country,
        headline=None,
        speakers=(Speaker(speaker),),
        date=None,
        rating=None,
        introduction=(),
        turns=turns,
        footer=(),
    )


@dataclass(frozen=True)
class FakeArchive:
    documents: tuple[Source, ...]
    interviews: tuple[Interview, ...]
    passages: tuple[Passage, ...]
    homes: tuple[tuple[str, str], ...] = (("north", "north.txt"), ("south", "south.txt"))
    generation: int = 3
    fingerprint: str = "ab" * 32

    def interview(self, id: str) -> Interview:
        for each in self.interviews:
            if each.id == id:
                return each
        raise NotHeld(id)

    def source(self, interview: str) -> Source:
        name = dict(self.homes)[self.interview(interview).id]
        return next(each for each in self.documents if each.name == name)


ARCHIVE = FakeArchive(
    documents=(
        Source("north.txt", "0" * 64, "text", None, NORTH, ()),
        Source("south.txt", "1" * 64, "text", None, SOUTH, ()),
    ),
    interviews=(
        interview(
            "north",
            "Northland",
            "Ana",
            (
                Turn(Span(20, 40), "Ana", (RIVER.to(BRIDGE),)),
                Turn(Span(103, 115), "Ana", (WALKED.to(SISTER),)),
            ),
        ),
        interview("south", "Southland", "Bo", (Turn(Span(20, 32), "Bo", (NOBODY.to(ROADS),)),)),
    ),
    passages=(
        passage(0, "north", 0, RIVER, WARNED),
        passage(1, "north", 0, BRIDGE),
        passage(2, "north", 1, WALKED, SISTER),
        passage(3, "south", 0, NOBODY, ROADS),
    ),
)
TEXTS = {"north": NORTH, "south": SOUTH}


def quote(id: str, span: Span, **other: str | None) -> Quote:
    """A true quote of an interview, but for what is given."""
    whose = ARCHIVE.interview(id)
    text = other.pop("text", None) or span.of(TEXTS[id])
    given = {"country": whose.country, "speaker": whose.speakers[0].name, **other}
    return Quote(
        text,
        Citation(
            interview=id,
            title="An interview",
            country=given["country"],
            speaker=given["speaker"],
            speaker_role=None,
            organisation=None,
            date=None,
            rating=None,
            question=None,
            document=f"{id}.txt",
            document_sha256="0" * 64,
            span=span,
            quote_sha256=quote_hash(text),
            role=Role.ANSWER,
        ),
    )


ASKED = Asked("?", "?", Filters(), (), (), (), ())
AROUND = (Coverage((), (), ()), Version(3, "ab" * 32), Timing(0, 0, 0, 0))


def answer(*quotes: Quote, more: tuple[Quote, ...] = ()) -> Answer:
    return Answer(ASKED, quotes, more, *AROUND)


def silence(*nearest: Quote) -> Silence:
    return Silence(ASKED, "Nobody says this.", nearest, *AROUND)


def evidence(id: str, span: Span, required: bool = True) -> Evidence:
    return Evidence(span.of(TEXTS[id]), span, required)


def placed(topic: Topic, *targets: tuple[str, Span, bool]) -> Placed:
    """A topic over targets that are given as (interview, span, required)."""
    return Placed(
        topic,
        tuple(
            Target(Place(f"{id}.txt", span), id, required, span.of(TEXTS[id]))
            for id, span, required in targets
        ),
    )


@dataclass(frozen=True)
class FakeFound:
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class FakeDesk:
    """Answers by the question; remembers in what way it was asked."""

    replies: tuple[tuple[str, Reply, tuple[int, ...]], ...]
    archive: FakeArchive = ARCHIVE
    asked: list[tuple[str, tuple[str, ...], Filters]] = field(default_factory=list)

    def ask(
        self, question: str, *, history: Sequence[str] = (), filters: Filters = EVERYWHERE
    ) -> Reply:
        if "Atlantis" in filters.countries:
            raise BadInput("the archive holds nothing about Atlantis")
        self.asked.append((question, tuple(history), filters))
        return next(reply for asked, reply, _ in self.replies if asked == question)

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        history: Sequence[str] = (),
        filters: Filters = EVERYWHERE,
    ) -> FakeFound:
        self.asked.append((f"search {question}", tuple(history), filters))
        rows = next(rows for asked, _, rows in self.replies if asked == question)
        hits = [Hit(ARCHIVE.passages[row], 1.0 / at) for at, row in enumerate(rows, 1)]
        return FakeFound(tuple(hits[:k]))


TOPICS = (
    Topic(
        id="t1",
        kind="direct",
        question="Did the river rise?",
        evidence=(evidence("north", RIVER), evidence("north", BRIDGE, required=False)),
        nuggets=("river", "RISE"),
    ),
    Topic(
        id="t2",
        kind="multi",
        question="Who <walked>?",
        evidence=(evidence("north", WALKED), evidence("south", ROADS)),
        nuggets=("two days", "roads were closed"),
        history=("Was there a bridge?",),
        filters=Filters(countries=("Northland",)),
    ),
    Topic(id="t3", kind="unanswerable", question="Who won the cup?", note="Nobody says."),
    Topic(id="t4", kind="unanswerable", question="What did it cost?"),
)
DESK_REPLIES: tuple[tuple[str, Reply, tuple[int, ...]], ...] = (
    # One quote of two sentences, of which the first is evidence.
    ("Did the river rise?", answer(quote("north", RIVER.to(WARNED))), (0, 1, 3)),
    ("Who <walked>?", silence(quote("south", NOBODY)), (1, 3)),
    ("Who won the cup?", silence(), (2,)),
    ("What did it cost?", answer(quote("south", NOBODY)), (3,)),
)


def test_the_spans_of_the_specimen_cut_what_they_are_named_for() -> None:
    assert RIVER.of(NORTH) == "We saw the river rise."
    assert WARNED.of(NORTH) == "Nobody warned us."
    assert BRIDGE.of(NORTH) == "The bridge was gone."
    assert WALKED.of(NORTH) == "We walked for two days."
    assert SISTER.of(NORTH) == "My sister carried the radio."
    assert NOBODY.of(SOUTH) == "Nobody came."
    assert ROADS.of(SOUTH) == "The roads were closed."
    assert RATING.of(SOUTH) == "Rating: closed"
