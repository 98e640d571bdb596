"""Passages to sentences: how well each says what was asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.archive import Archive
from index.interview import Passage, Role, Span
from rag.answer import Asked, Hit
from rag.judge import Judge, Verdict
from rag.opinions import legible, middle, opinions, rejudged, worth
from rag.retrieve import Aspect, Retrieved, ordered

# Past the eighth passage the development topics gained no quote, and a judge takes its time.
READ = 8
# Where a question asks who of all says something, more of those who were interviewed are heard.
READ_OF_ALL = 16
# A sentence's own meaning counts most, then the passage it stands in, then the words it shares.
PASSAGE = 1.0
SHARED_WORDS = 0.2
# What people say comes before what a publisher says of them, where both say it about as well.
PUBLISHER = 0.05
# How much of what its best sentence is worth a passage gains, once a judge has read it.
LIFT = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted, by its passage and its place in it.

    `scores` holds one for each aspect of the question, the whole first, minus infinity for one
    that its passage is not asked; `judged` is what the judge thinks of it at best, as log-odds,
    None without a judge.
    """

    passage: Passage
    place: int
    scores: tuple[float, ...]
    judged: float | None = None

    @property
    def score(self) -> float:
        """How well it speaks to the aspect that it speaks to best."""
        return max(self.scores)

    @property
    def span(self) -> Span:
        """The sentence's offsets in the source."""
        return self.passage.sentences[self.place]


@dataclass(frozen=True, slots=True)
class Read:
    """The passages that were read, best first, and their sentences, best first.

    `verdicts` are the judge's on the whole question, by the hits' order: None of a passage that is
    in another language than the judge's; empty where it read none.
    """

    hits: tuple[Hit, ...]
    verdicts: tuple[Verdict | None, ...]
    candidates: tuple[Candidate, ...]

    @property
    def judged(self) -> int:
        """How many of the passages the judge read."""
        return sum(verdict is not None for verdict in self.verdicts)


def passages_for(asked: Asked) -> int:
    """How many passages are read for a question."""
    return READ_OF_ALL if asked.gathers else READ


def read(found: Retrieved, archive: Archive, judge: Judge | None, most: int) -> Read:
    """The `most` best passages and their sentences, as first found or as the judge sees them."""
    hits = found.hits[:most]
    told = legible(found, hits, archive) if judge else ()
    if judge is None or not told:
        return Read(hits, (), candidates(found, hits, {}, archive))
    given = opinions(found.aspects, told, archive, judge)
    usual = middle([one for of_one in given.values() for one in of_one.values()])
    judged = [rejudged(hit, given.get(hit.passage.number, {0: usual})) for hit in hits]
    listed = candidates(found, judged, given, archive, usual)
    better = ordered(levelled(lifted(judged, listed), found.sides))
    whole = tuple(given.get(hit.passage.number, {}).get(0) for hit in better)
    return Read(better, whole, listed)


def lifted(hits: Sequence[Hit], listed: Sequence[Candidate]) -> tuple[Hit, ...]:
    """Hits whose scores are raised by what the best sentence of each is worth."""
    best = {one.passage.number: one.score for one in reversed(listed)}
    return tuple(
        Hit(hit.passage, hit.score + LIFT * (best[hit.passage.number] - hit.score)) for hit in hits
    )


def levelled(hits: Sequence[Hit], sides: Sequence[Aspect]) -> Iterator[Hit]:
    """Hits whose scores are raised so that the best of each side counts as much as any."""
    best = max((hit.score for hit in hits), default=0.0)
    tops = [max((h.score for h in hits if s.asks(h.passage.number)), default=best) for s in sides]
    for hit in hits:
        asked = (
            top for top, side in zip(tops, sides, strict=True) if side.asks(hit.passage.number)
        )
        yield Hit(hit.passage, hit.score + best - max(asked, default=best))


def candidates(
    found: Retrieved,
    hits: Sequence[Hit],
    verdicts: Mapping[int, Mapping[int, Verdict]],
    archive: Archive,
    usual: Verdict | None = None,
) -> tuple[Candidate, ...]:
    """The sentences of some passages, best first; `verdicts` by passage and by aspect.

    `usual` stands for the verdict on a passage that was not judged where others were.
    """
    sentences = [
        (number, place, own_words(archive, hit.passage, place))
        for number, hit in enumerate(hits)
        for place in range(len(hit.passage.sentences))
    ]
    weights = rarity([words for _, _, words in sentences])
    listed = []
    for number, place, words in sentences:
        hit = hits[number]
        given = verdicts.get(hit.passage.number, {})
        otherwise = worth(usual, 0) if usual else 0.0
        base = PASSAGE * hit.score - (PUBLISHER if hit.passage.role is not Role.ANSWER else 0.0)
        vector = archive.sentence_vectors[hit.passage.first + place]
        scores = tuple(
            base
            + float(vector @ aspect.vector)
            + SHARED_WORDS * share_of(frozenset(aspect.words), words, weights)
            + (worth(given[at], place) if at in given else otherwise)
            if aspect.asks(hit.passage.number)
            else -math.inf
            for at, aspect in enumerate(found.aspects)
        )
        known = max((verdict.sentences[place] for verdict in given.values()), default=None)
        listed.append(Candidate(hit.passage, place, scores, known))
    return tuple(sorted(listed, key=lambda c: (-c.score, c.passage.number, c.place)))


def share_of(asked: frozenset[str], words: frozenset[str], weights: dict[str, float]) -> float:
    """The share of what is asked for that a sentence's words have, rare ones counting more."""
    rarest = max(weights.values(), default=1.0)
    whole = sum(weights.get(word, rarest) for word in asked)
    return sum(weights[word] for word in asked & words) / whole if whole else 0.0


def own_words(archive: Archive, passage: Passage, place: int) -> frozenset[str]:
    """The stems of one sentence's own words."""
    return frozenset(archive.stems(passage.interview, passage.sentences[place]))


def rarity(sentences: list[frozenset[str]]) -> dict[str, float]:
    """How rare each stem is among some sentences: BM25's inverse document frequency."""
    counts = Counter(word for words in sentences for word in words)
    total = len(sentences)
    return {w: math.log1p((total - n + 0.5) / (n + 0.5)) for w, n in counts.items()}
