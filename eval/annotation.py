"""A question and the sentences that somebody marked in an archive, as a gold topic."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from eval.gold import Evidence, Topic, check_topic, filter_json
from index.archive import Archive
from index.errors import BadInput, NotHeld
from index.interview import Span
from rag.answer import Filters
from rag.cite import cut_quote

UNANSWERABLE = "unanswerable"
KINDS = (
    *("direct", "paraphrase", "entity", "multi", "compare", "followup", "filtered", "typo"),
    UNANSWERABLE,
)
LONGEST_ID = 64
LONGEST_NOTE = 2000
MOST_MARKS = 200
MOST_NUGGETS = 50


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of an interview that somebody marked as an answer; a good answer cites `required`."""

    interview: str
    span: Span
    required: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """What somebody says of a question; an empty `id` asks for one to be made."""

    question: str
    history: tuple[str, ...]
    filters: Filters
    kind: str
    marks: tuple[Mark, ...]
    nuggets: tuple[str, ...]
    note: str
    id: str = ""

    @property
    def required(self) -> tuple[Mark, ...]:
        """The marks that a good answer cites."""
        return tuple(mark for mark in self.marks if mark.required)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an annotation: the field (marks, nuggets, kind, note or id), and why."""

    field: str
    why: str


class Flawed(BadInput):
    """An annotation that is no topic; `flaws` say why, by field."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__(" ".join(flaw.why for flaw in flaws))
        self.flaws = flaws


def topic_of(said: Annotation, archive: Archive) -> Topic:
    """The topic of an annotation, its evidence cut from the archive.

    Raises:
        Flawed: it contradicts itself, or the archive has no quotable words at a mark.
    """
    evidence: list[Evidence] = []
    flaws: list[Flaw] = []
    for mark in said.marks:
        try:
            evidence.append(evidence_of(mark, archive))
        except (NotHeld, ValueError):
            span = f"{mark.span.start}–{mark.span.end}"
            why = f"Characters {span} of {mark.interview} are not words to quote; mark a sentence."
            flaws.append(Flaw("marks", why))
    flaws += flaws_of(said)
    required = [each.quote.casefold() for each in evidence if each.required]
    flaws += [
        Flaw(
            "nuggets",
            f"“{nugget}” is in none of the {len(required)} required sentences. Copy "
            "it from one of them, or mark the sentence that holds it as required.",
        )
        for nugget in said.nuggets
        if not any(nugget.casefold() in quote for quote in required)
    ]
    if flaws:
        raise Flawed(tuple(flaws))
    topic = Topic(
        id=said.id or made_id(said),
        kind=said.kind,
        question=said.question,
        evidence=tuple(evidence),
        nuggets=said.nuggets,
        history=said.history,
        filters=said.filters,
        note=said.note,
    )
    check_topic(topic)
    return topic


def evidence_of(mark: Mark, archive: Archive) -> Evidence:
    """The words of a mark with their place in the document.

    Raises:
        NotHeld, ValueError: the archive has no quotable words there.
    """
    quote = cut_quote(archive, mark.interview, mark.span)
    return Evidence(quote.text, mark.span, mark.required, quote.citation.document)


def flaws_of(said: Annotation) -> Iterator[Flaw]:
    """What is wrong with an annotation that can be told without the archive."""
    if said.kind not in KINDS:
        yield Flaw("kind", f"Choose a kind: {', '.join(KINDS)}.")
    elif said.kind == UNANSWERABLE:
        if said.marks:
            yield Flaw(
                "marks",
                "An unanswerable topic has no marked sentence. Unmark them, or "
                "choose another kind.",
            )
        if not said.note.strip():
            yield Flaw("note", "An unanswerable topic needs a note that says why nothing answers.")
    elif not said.required:
        yield Flaw(
            "marks", f"Mark at least one sentence as required, or choose the kind {UNANSWERABLE}."
        )
    if said.kind == "followup" and not said.history:
        yield Flaw("kind", "A follow-up has questions before it, and this question has none.")
    if said.kind == "filtered" and not said.filters:
        yield Flaw(
            "kind",
            "A filtered topic looks only in some countries, speakers or interviews, "
            "and this question looks everywhere.",
        )
    if len(said.marks) > MOST_MARKS:
        yield Flaw("marks", f"{len(said.marks)} sentences are marked; at most {MOST_MARKS} are.")
    if len(said.nuggets) > MOST_NUGGETS:
        yield Flaw("nuggets", f"There are {len(said.nuggets)} nuggets; at most {MOST_NUGGETS}.")
    if len(said.note) > LONGEST_NOTE:
        yield Flaw("note", f"The note has {len(said.note):,} characters; at most {LONGEST_NOTE:,}.")
    if len(said.id) > LONGEST_ID or any(
        not letter.isprintable() or letter.isspace() for letter in said.id
    ):
        yield Flaw("id", f"An id has no spaces and at most {LONGEST_ID} characters.")


def made_id(said: Annotation) -> str:
    """An id for a question in its conversation and place, the same whenever it is made."""
    asked = (said.question, said.history, filter_json(said.filters))
    return f"t{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:10]}"
