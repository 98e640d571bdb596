"""What a judge thinks of passages and their sentences, and what that is worth beside the search."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean as mean

from index.archive import Archive
from index.interview import Passage, tongue_at
from index.repair import repaired
from rag.answer import Hit
from rag.judge import FIRST, Judge, Reading, Verdict
from rag.retrieve import Aspect, Retrieved
from rag.tongues import LEGIBLE

# What the judge's opinion of a sentence and of a passage weighs beside the first search. Chosen
# on the corpus' development topics, the sample's and the calibration's. `BEYOND` is for what a
# judge says that knows that search, and beside it `ANSWERS` for each of the log-odds that the
# sentence answers: two heads err less than one. Of another judge sentences count by their
# probability, because far below even odds it does not matter how far.
BEYOND = 1.0
ANSWERS = 0.05
SENTENCE_JUDGED = 0.3
PASSAGE_JUDGED = 0.1
# Log-odds past these say no more.
MOST_ODDS = 6.0


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
    beyond = [one for verdict in verdicts for one in verdict.beyond]
    passage = mean(verdict.passage for verdict in verdicts)
    return Verdict((mean(sentences),), passage, (mean(beyond),) if beyond else ())


def rejudged(hit: Hit, verdicts: Mapping[int, Verdict]) -> Hit:
    """A hit whose score is moved by what the judge thinks of its passage."""
    best = max(verdict.passage for verdict in verdicts.values())
    return Hit(hit.passage, hit.score + opinion(best))


def opinion(log_odds: float) -> float:
    """What the judge's opinion of a passage adds to its score."""
    return PASSAGE_JUDGED * within(log_odds) / MOST_ODDS


def within(log_odds: float, most: float = MOST_ODDS) -> float:
    """Log-odds, cut where they say no more."""
    return max(-most, min(most, log_odds))


def worth(verdict: Verdict, place: int) -> float:
    """What the judge's opinion of a sentence adds to its score.

    A judge that does not know the first search says only whether the sentence answers.
    """
    if verdict.beyond:
        return BEYOND * verdict.beyond[place] / FIRST + ANSWERS * within(verdict.sentences[place])
    return SENTENCE_JUDGED * chance(verdict.sentences[place])


def chance(log_odds: float) -> float:
    """Log-odds as a probability, from 0 to 1."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


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
