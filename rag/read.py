"""Passages to sentences: how well each says what was asked."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from index.archive import Archive
from index.interview import Passage, Role, Span
from index.lexical import stems
from index.repair import repaired
from rag.retrieve import Retrieved

# Past the tenth passage the development topics gained no quote.
READ = 10
# A sentence's own meaning counts most, then the passage it stands in, then the words it shares.
PASSAGE = 0.7
SHARED_WORDS = 0.2
# What people say comes before what a publisher says of them, where both say it about as well.
PUBLISHER = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted, by its passage and its place in it, and its score."""

    passage: Passage
    place: int
    score: float

    @property
    def span(self) -> Span:
        """The sentence's offsets in the source."""
        return self.passage.sentences[self.place]


def read(found: Retrieved, archive: Archive) -> tuple[Candidate, ...]:
    """The sentences of the best passages, best first."""
    hits = found.hits[:READ]
    sentences = [
        (hit, place, own_words(archive, hit.passage, place))
        for hit in hits
        for place in range(len(hit.passage.sentences))
    ]
    weights = rarity([words for _, _, words in sentences])
    asked = frozenset(found.words)
    whole = sum(weights.get(word, math.log1p(len(sentences))) for word in asked) or 1.0
    candidates = []
    for hit, place, words in sentences:
        cosine = float(archive.sentence_vectors[hit.passage.first + place] @ found.question)
        shared = sum(weights[word] for word in asked & words) / whole
        score = cosine + PASSAGE * hit.score + SHARED_WORDS * shared
        score -= PUBLISHER if hit.passage.role is not Role.ANSWER else 0.0
        candidates.append(Candidate(hit.passage, place, score))
    return tuple(sorted(candidates, key=lambda c: (-c.score, c.passage.number, c.place)))


def own_words(archive: Archive, passage: Passage, place: int) -> frozenset[str]:
    """The stems of one sentence's own words."""
    source = archive.source(passage.interview)
    return frozenset(stems(repaired(source.text, passage.sentences[place], source.glue)))


def rarity(sentences: list[frozenset[str]]) -> dict[str, float]:
    """How rare each stem is among some sentences: BM25's inverse document frequency."""
    counts = Counter(word for words in sentences for word in words)
    total = len(sentences)
    return {w: math.log1p((total - n + 0.5) / (n + 0.5)) for w, n in counts.items()}
