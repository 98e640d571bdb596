"""How sure it is that the archive answers: a calibrated probability, not a score."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean as mean

from index.archive import Archive
from index.errors import Misconfigured
from index.interview import Passage
from index.lexical import folded_words, stems
from index.places import people_of
from index.scripts import CAPITAL
from index.stemming import stem
from rag.answer import Asked
from rag.opinions import chance, reading, within
from rag.read import Candidate, Read
from rag.retrieve import Retrieved
from rag.wanted import tells, wanted

FILE = Path(__file__).parent / "model" / "silence.json"
# Words with a capital inside a question, and numbers.
NAMES = re.compile(rf"(?<!^)(?<![.?!:] )\b{CAPITAL}[\w’'-]*|\b\d[\d.,]*")
# In so many of the best passages a name may stand.
NEAR = 3
# Of a name by itself, with the small words that stand inside names.
NAMED = re.compile(
    r"(?:who|what) (?:is|was|are|were) (?:the |an? )?(?P<name>\S.*?)[ ?.!]*", re.I | re.DOTALL
)
INSIDE = frozenset("of the and for in de la del da do".split())
KINDS = frozenset("movement law act party group case network".split())
# Log-odds past these say no more.
MOST = 8.0
TEN = 10


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a question that the archive answers from one that it does not.

    `sentence` and `passage` are the judge's best log-odds, `second` that of its second best
    sentence; `meaning` is the score of the best passage as first found; `words` the share of
    the question's words, rare ones counting more, that the best passage or its question has;
    `unheld` the share that no passage has. `told` is how far below the best sentence the best
    one lies that tells what the form of the question wants, and `named` the share of its names
    and numbers that the best passages have or are about. `others` is how far below the best
    sentence the ten best ones lie on average: an answer stands out. `defined` is 1 where the
    question is who or what a name is, and the best passage has it, else 0. `beyond` is the most
    that a sentence is worth beyond what the first search sees.
    """

    sentence: float
    second: float
    passage: float
    meaning: float
    words: float
    unheld: float
    told: float
    named: float
    others: float
    defined: float
    beyond: float

    @property
    def values(self) -> tuple[float, ...]:
        """The signs in their order."""
        return (
            self.sentence,
            self.second,
            self.passage,
            self.meaning,
            self.words,
            self.unheld,
            self.told,
            self.named,
            self.others,
            self.defined,
            self.beyond,
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over signs, and from which probability on to be silent.

    `thresholds` pairs a precision of silence with the least probability that nothing answers
    at which silence had that precision.
    """

    weights: tuple[float, ...]
    bias: float
    thresholds: tuple[tuple[float, float], ...]

    def answerable(self, signs: Signs) -> float:
        """The probability that the archive answers."""
        products = (w * v for w, v in zip(self.weights, signs.values, strict=True))
        return chance(self.bias + sum(products))

    def silent_below(self, precision: float) -> float:
        """The probability of an answer below which silence is as precise as demanded."""
        held = [unanswered for target, unanswered in self.thresholds if target >= precision]
        return 1 - min(held, default=1.0)


def calibration(file: Path = FILE) -> Calibration:
    """The calibration that belongs to the built-in judge.

    Raises:
        Misconfigured: the file is not one.
    """
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return Calibration(
            tuple(float(one) for one in held["weights"]),
            float(held["bias"]),
            tuple((float(a), float(b)) for a, b in held["thresholds"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Misconfigured(
            f"{file} is not the calibration of silence ({type(error).__name__}). Install "
            "onrecord anew, or go on without the judge: --judge off"
        ) from error


def signs(asked: Asked, found: Retrieved, done: Read, archive: Archive) -> Signs:
    """The signs of a question in English whose passages a judge has read."""
    sentences = sorted((s for v in done.verdicts if v for s in v.sentences), reverse=True)
    near = stems_about(done.candidates[0].passage, archive)
    words = stems(found.whole.text)
    return Signs(
        within(sentences[0], MOST),
        within(sentences[min(1, len(sentences) - 1)], MOST),
        within(max(verdict.passage for verdict in done.verdicts if verdict), MOST),
        found.hits[0].score,
        share(words, near, archive),
        1 - share(words, archive.lexical.vocabulary, archive),
        told(asked.question, done, archive),
        named(asked.question, done, archive),
        mean(within(one, MOST) for one in sentences[:TEN]) - within(sentences[0], MOST),
        float(is_name(asked.question) and set(stems(asked.question)) <= near),
        within(max((one for v in done.verdicts if v for one in v.beyond), default=0.0), MOST),
    )


def is_name(question: str) -> bool:
    """Whether a question is who or what a name is, and nothing else."""
    match = NAMED.fullmatch(question)
    words = match["name"].split() if match else []
    names = [word for word in words if word not in INSIDE | KINDS]
    return bool(names) and all(re.match(r"\W*[^\W_a-z]", word) for word in names)


def told(question: str, done: Read, archive: Archive) -> float:
    """How far the best sentence that tells what is wanted lies below the best; 0 if it is it."""
    kind = wanted(question)
    if kind is None:
        return 0.0
    scores = [
        candidate.judged
        for candidate in done.candidates
        if candidate.judged is not None
        if tells(candidate.span.of(text_of(candidate, archive)), kind, question)
    ]
    best = max(candidate.judged or -MOST for candidate in done.candidates)
    return max(-MOST, max(scores, default=-math.inf) - best)


def text_of(candidate: Candidate, archive: Archive) -> str:
    """The text that a sentence stands in."""
    return archive.source(candidate.passage.interview).text


def named(question: str, done: Read, archive: Archive) -> float:
    """The share of a question's names and numbers that the best passages have; 1 of none."""
    names = [stem(word) for name in NAMES.findall(question) for word in folded_words(name)]
    held = frozenset(word for hit in done.hits[:NEAR] for word in stems_about(hit.passage, archive))
    return sum(name in held for name in names) / len(names) if names else 1.0


def stems_about(passage: Passage, archive: Archive) -> frozenset[str]:
    """The stems of a passage, of its question, and of who speaks where."""
    interview = archive.interview(passage.interview)
    speaker = interview.speaker_named(passage.turn)
    said = reading(passage, archive)
    about = [said.context, *said.sentences]
    if speaker:
        about += [speaker.role or "", speaker.organisation or ""]
    if interview.country:
        about += people_of(interview.country)
    return frozenset(stems(" ".join(about)))


def share(words: Sequence[str], among: Container[str], archive: Archive) -> float:
    """The share of some stems that are among others, rare ones counting more; 1 of none."""
    weights = {word: rareness(word, archive) for word in set(words)}
    whole = sum(weights.values())
    return sum(w for word, w in weights.items() if word in among) / whole if whole else 1.0


def rareness(word: str, archive: Archive) -> float:
    """BM25's inverse document frequency of a stem over the archive's passages."""
    held = archive.lexical.holding(word)
    return math.log1p((len(archive.passages) - held + 0.5) / (held + 0.5))
