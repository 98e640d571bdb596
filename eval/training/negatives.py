"""Passages that look right and are not: what the retriever would have put forward."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from eval.training.first import FirstSearch, searched
from eval.training.lessons import Lesson, Marked, labelled
from index.embedder import Embedder
from rag.judge import Reading

# Of the nearest passages any may be drawn, so that not always the same one is met.
NEAREST = 6
OFTEN = 0.6


def with_negatives(lessons: Sequence[Lesson], embedder: Embedder, seed: int) -> Iterator[Lesson]:
    """Each lesson with the wrong passages that lie nearest to its question."""
    rng = random.Random(seed)  # noqa: S311  # a seeded choice of examples, not a secret
    by_source = defaultdict(list)
    for lesson in lessons:
        by_source[lesson.source].append(lesson)
    for _, group in sorted(by_source.items()):
        if group[0].weak:
            yield from group
            continue
        pool = tuple(dict.fromkeys(one.reading for lesson in group for one in lesson.passages))
        numbers = {reading: number for number, reading in enumerate(pool)}
        vectors = embedder.encode_passages([searched(one, one.sentences) for one in pool])
        questions = embedder.encode_passages([lesson.question for lesson in group])
        search = FirstSearch(pool, vectors, embedder)
        for lesson, question in zip(group, questions, strict=True):
            cosines = vectors @ question
            nearest = [pool[at] for at in np.argsort(-cosines)[: 4 * NEAREST]]
            near = {one.reading: cosines[numbers[one.reading]] for one in lesson.passages}
            passages = chosen(lesson, nearest, near, rng)
            yield replace(lesson, passages=search.seen(lesson.question, question, passages))


def chosen(
    lesson: Lesson, nearest: Sequence[Reading], near: dict[Reading, float], rng: random.Random
) -> tuple[Marked, ...]:
    """The right passages, the most similar wrong ones beside them, at times one from elsewhere."""
    right = [one for one in lesson.passages if one.right]
    wrong = [one for one in lesson.passages if not one.right]
    wrong.sort(key=lambda one: -near[one.reading])
    kept = right + wrong[: lesson.beside if right else lesson.beside + 1]
    others = [
        reading for reading in nearest if reading not in near and not holds(reading, lesson.words)
    ][:NEAREST]
    if others and not (right and lesson.general) and rng.random() < OFTEN:
        kept.append(labelled(rng.choice(others)))
    rng.shuffle(kept)
    return tuple(kept)


def holds(reading: Reading, words: Sequence[str]) -> bool:
    """Whether a reading holds any of some words."""
    text = " ".join(reading.sentences).casefold()
    return any(word in text for word in words)
