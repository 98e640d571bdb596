"""Passages to sentences: how well each says what was asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean as mean

from index.archive import Archive
from index.interview import Passage, Role, Span, tongue_at
from index.repair import repaired
from rag.answer import Hit
from rag.judge import Judge, Reading, Verdict
from rag.retrieve import Aspect, Retrieved, ordered
from rag.tongues import LEGIBLE

# Past the eighth passage the development topics gained no quote, and a judge takes its time.
READ = 8
# A sentence's own meaning counts most, then the passage it stands in, then the words it shares.
PASSAGE = 1.0
SHARED_WORDS = 0.2
# What people say comes before what a publisher says of them, where both say it about as well.
PUBLISHER = 0.05
# What the judge's opinion of a sentence and of a passage weighs beside the first search. Chosen
# on the corpus' development topics, the sample's and SciFact; sentences count by their probability,
# because far below even odds it does not matter how far, passages by their log-odds.
SENTENCE_JUDGED = 0.3
PASSAGE_JUDGED = 0.15
# Log-odds past these say no more.
MOST_ODDS = 6.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted, by its passage and its place in it.

    `scores` holds one for each aspect of the question, the whole first, minus infinity for one
    that its passage is not asked; `judged` is what the
    judge thinks of it at best, as log-odds, None without a judge.
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


def read(found: Retrieved, archive: Archive, judge: Judge | None, most: int = READ) -> Read:
    """The `most` best passages and their sentences, as first found or as the judge sees them."""
    hits = found.hits[:most]
    told = legible(found, hits, archive) if judge else ()
    if judge is None or not told:
        return Read(hits, (), candidates(found, hits, (), archive))
    given = opinions(found.aspects, told, archive, judge)
    usual = middle([one for of_one in given.values() for one in of_one.values()])
    moved = [rejudged(hit, given.get(hit.passage.number, {0: usual})) for hit in hits]
    better = ordered(levelled(moved, found.sides))
    verdicts = [given.get(hit.passage.number, {}) for hit in better]
    whole = tuple(of_one.get(0) for of_one in verdicts)
    return Read(better, whole, candidates(found, better, verdicts, archive, usual))


def opinions(
    aspects: Sequence[Aspect], hits: Sequence[Hit], archive: Archive, judge: Judge
) -> dict[int, dict[int, Verdict]]:
    """The judge's verdicts by the passage and by the aspect, of all that each aspect asks."""
    given: dict[int, dict[int, Verdict]] = {hit.passage.number: {} for hit in hits}
    for number, aspect in enumerate(aspects):
        passages = [hit.passage for hit in hits if aspect.asks(hit.passage.number)]
        readings = [reading(passage, archive) for passage in passages]
        for passage, verdict in zip(passages, judge(aspect.text, readings), strict=True):
            given[passage.number][number] = verdict
    return given


def legible(found: Retrieved, hits: Sequence[Hit], archive: Archive) -> tuple[Hit, ...]:
    """Those of some hits that may be in the judge's language, none where the question is not."""
    if found.whole.language not in LEGIBLE:
        return ()
    return tuple(
        hit
        for hit in hits
        if tongue_at(archive.source(hit.passage.interview).tongues, hit.passage.span) in LEGIBLE
    )


def middle(verdicts: Sequence[Verdict]) -> Verdict:
    """What stands for a verdict on a passage that the judge cannot read: the mean of the others,
    so that it neither gains nor loses beside them.
    """
    sentences = [one for verdict in verdicts for one in verdict.sentences]
    return Verdict((mean(sentences),), mean(verdict.passage for verdict in verdicts))


def reading(passage: Passage, archive: Archive) -> Reading:
    """A passage as a judge reads it: where, who, and what they were asked; then the sentences."""
    interview = archive.interview(passage.interview)
    source = archive.source(passage.interview)
    speaker = interview.speaker_named(passage.turn)
    asked = None if passage.turn is None else interview.turns[passage.turn].question
    question = repaired(source.text, asked, source.glue) if asked else ""
    name = f"{speaker.name}:" if speaker else ""
    country = f"{interview.country}." if interview.country else ""
    return Reading(
        " ".join(filter(None, (country, name, question))),
        tuple(repaired(source.text, span, source.glue) for span in passage.sentences),
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


def rejudged(hit: Hit, verdicts: Mapping[int, Verdict]) -> Hit:
    """A hit whose score is moved by what the judge thinks of its passage."""
    best = max(verdict.passage for verdict in verdicts.values())
    return Hit(hit.passage, hit.score + opinion(best))


def opinion(log_odds: float) -> float:
    """What the judge's opinion of a passage adds to its score."""
    return PASSAGE_JUDGED * max(-MOST_ODDS, min(MOST_ODDS, log_odds)) / MOST_ODDS


def chance(log_odds: float) -> float:
    """Log-odds as a probability, from 0 to 1."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def candidates(
    found: Retrieved,
    hits: Sequence[Hit],
    verdicts: Sequence[Mapping[int, Verdict]],
    archive: Archive,
    usual: Verdict | None = None,
) -> tuple[Candidate, ...]:
    """The sentences of some passages, best first; `verdicts` by hit, and by aspect, or empty.

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
        judged = (
            {at: verdict.sentences[place] for at, verdict in verdicts[number].items()}
            if verdicts
            else {}
        )
        otherwise = usual.sentences[0] if usual else -math.inf
        base = PASSAGE * hit.score - (PUBLISHER if hit.passage.role is not Role.ANSWER else 0.0)
        vector = archive.sentence_vectors[hit.passage.first + place]
        scores = tuple(
            base
            + float(vector @ aspect.vector)
            + SHARED_WORDS * share_of(frozenset(aspect.words), words, weights)
            + SENTENCE_JUDGED * chance(judged.get(at, otherwise))
            if aspect.asks(hit.passage.number)
            else -math.inf
            for at, aspect in enumerate(found.aspects)
        )
        known = max(judged.values(), default=None)
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
