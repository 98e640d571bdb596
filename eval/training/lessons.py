"""What the judge learns from: questions, what was read for them, and which sentences answer."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.interview import Span
from index.sentences import sentences
from rag.judge import Reading

WH_WORDS = frozenset(
    "what who whom whose when where why which how did does do is are was were the a an of".split()
)

# How often a question is read after another one, as follow-ups are.
FOLLOWS = 0.12
# How often a passage is cut to a sentence or two.
CLOSER = 0.25


@dataclass(frozen=True, slots=True)
class Marked:
    """A reading, and which of its sentences answer.

    `answers` is None where it is only known whether the passage as a whole does; of them those
    that are `helping` are welcome and not needed. `first` is what the first search gives each
    sentence; empty before it was asked.
    """

    reading: Reading
    answers: frozenset[int] | None
    right: bool
    first: tuple[float, ...] = ()
    helping: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with the passages that are read for it; `weak` ones only rank their passages.

    A passage that holds one of `words` may answer too, so it is no example of a wrong one;
    where the question is `general`, any passage of another document may. `before` is a
    question that could have been asked just before. So many wrong passages of those that are
    known to be wrong are read as `beside` says.
    """

    question: str
    passages: tuple[Marked, ...]
    source: str
    weak: bool = False
    words: tuple[str, ...] = ()
    general: bool = False
    before: str = ""
    beside: int = 2


def labelled(reading: Reading, answers: Iterable[int] = (), helping: Iterable[int] = ()) -> Marked:
    """A passage whose every sentence is known to answer, to help to, or to do neither."""
    welcome = frozenset(helping)
    right = welcome.union(answers)
    return Marked(reading, right, bool(right), helping=welcome)


def cut(text: str) -> tuple[Span, ...]:
    """The sentences of a text, paragraph by paragraph."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found += sentences(text, Span(start, start + len(line)))
        start += len(line)
    return tuple(found)


def windows(spans: Sequence[Span], most: int) -> Iterator[tuple[Span, ...]]:
    """Runs of sentences of at most `most` characters together."""
    run: list[Span] = []
    for span in spans:
        if run and span.end - run[0].start > most:
            yield tuple(run)
            run = []
        run.append(span)
    if run:
        yield tuple(run)


def varied(lesson: Lesson, rng: random.Random) -> Lesson:
    """The lesson as others might meet it: other typing, less context, fewer sentences."""
    passages = tuple(shortened(without_context(one, rng), rng) for one in lesson.passages)
    question = retyped(lesson.question, rng)
    if lesson.before and rng.random() < FOLLOWS:
        question = f"{lesson.before} {question}"
    return replace(lesson, question=question, passages=passages)


def retyped(question: str, rng: random.Random) -> str:
    """A question as people type it: at times without its mark, as key words, or with a slip."""
    chance = rng.random()
    if chance < 0.70:
        return question
    if chance < 0.82:
        return question.rstrip("?")
    words = question.rstrip("?").split()
    if chance < 0.90 and len(words) > 4:
        return " ".join(word for word in words if word.lower() not in WH_WORDS) or question
    long = [place for place, word in enumerate(words) if len(word) > 4]
    if long:
        place = rng.choice(long)
        words[place] = slipped(words[place], rng)
    return " ".join(words)


def slipped(word: str, rng: random.Random) -> str:
    """A word with two letters exchanged or one left out."""
    at = rng.randrange(1, len(word) - 2)
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def without_context(passage: Marked, rng: random.Random) -> Marked:
    """The passage, one time in four without what stands around it."""
    if rng.random() < 0.75:
        return passage
    return replace(passage, reading=replace(passage.reading, context=""))


def shortened(passage: Marked, rng: random.Random) -> Marked:
    """The passage, at times a part of it that keeps its answers, at times a sentence or two."""
    chance = rng.random()
    said = passage.reading.sentences
    if passage.answers is None or len(said) < 3 or chance < 0.33:
        return passage
    if chance < 0.33 + CLOSER:
        return closer(passage, rng)
    first = rng.randint(0, min(passage.answers, default=len(said) // 2))
    last = rng.randint(max(passage.answers, default=first), len(said) - 1)
    return part(passage, first, last)


def closer(passage: Marked, rng: random.Random) -> Marked:
    """A sentence by itself or after the one before it, so that each is known by its own words.

    It is one that answers, where one does, else the one that the first search puts first.
    """
    answers = passage.answers or frozenset()
    best = max(range(len(passage.first)), key=passage.first.__getitem__, default=0)
    last = rng.choice(sorted(answers)) if answers else best
    return part(passage, max(0, last - rng.randint(0, 1)), last)


def part(passage: Marked, first: int, last: int) -> Marked:
    """Some sentences of a passage, from the `first` to the `last`, whose answers are known."""
    within = slice(first, last + 1)
    reading = replace(passage.reading, sentences=passage.reading.sentences[within])
    answers, helping = (
        frozenset(one - first for one in held if first <= one <= last)
        for held in (passage.answers or (), passage.helping)
    )
    return Marked(reading, answers, bool(answers), passage.first[within], helping)
