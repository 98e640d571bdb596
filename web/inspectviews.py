"""What the page of an inspection is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence, its figures, what became of it, and whether it is marked.

    `value` is what the form sends of it.
    """

    number: str
    text: str
    permalink: str
    judged: str
    score: str
    fate: str
    why: str
    value: str
    answers: bool
    required: bool


@dataclass(frozen=True, slots=True)
class LookView:
    """How the first search sees a passage for one part of the question: ranks and figures."""

    by_meaning: str
    meaning: str
    sentence: str
    by_words: str
    words: str
    fused: str
    score: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that was found; `looks` has one for each part, None where not put forward."""

    number: int
    whose: str
    place: str
    found: str
    read: str
    judged: str
    score: str
    looks: tuple[LookView | None, ...]
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class SignView:
    """Something that speaks for an answer or against it."""

    name: str
    value: str
    weight: str
    pull: str


@dataclass(frozen=True, slots=True)
class TopicForm:
    """What somebody says of the question, as it was left; `kinds` pair a kind with
    whether it is chosen, `flaws` a field with what to mend.

    `gold` is the name of the file that topics are added to, None where they are downloaded;
    `saved` says what was added. `sent` are the fields that ask the question again.
    """

    sent: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, bool], ...]
    nuggets: str
    note: str
    id: str
    gold: str | None
    flaws: tuple[tuple[str, str], ...] = ()
    saved: str | None = None

    @property
    def wrong(self) -> frozenset[str]:
        """The fields with something to mend."""
        return frozenset(field for field, _ in self.flaws)


@dataclass(frozen=True, slots=True)
class Workings:
    """What was done for a question: `read` passages in the judge's order, then those `unread`."""

    question: str
    history: tuple[str, ...]
    understood: tuple[tuple[str, str], ...]
    outcome: str
    bounds: tuple[tuple[str, str], ...]
    bias: str
    signs: tuple[SignView, ...]
    parts: tuple[str, ...]
    read: tuple[PassageView, ...]
    unread: tuple[PassageView, ...]
    topic: TopicForm
