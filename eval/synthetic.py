"""Archives of any size, made up: what is measured on them is time, memory and size, not quality.

What is real: the words that matter and the meanings. Both are those of the sample's sentences,
embedded by the real model, which the questions of the sample's topics are about.
What is made up: everything else. A passage is about a few of the sample's sentences: its vector
is a mixture of theirs and of noise, so that it lies as near to others as passages of real archives
do, and its sentences' vectors are mixtures of its own and of noise. Its words are drawn from those
sentences, from English function words and from a vocabulary of invented words whose frequencies
fall as those of a language do, and that grows with the archive. How long sentences, answers and
interviews are was measured on public transcripts of conversations. Nothing in them makes sense.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embed import Rows
from index.embedder import Embedder, Vectors
from index.interview import Document, Interview, Part, Role, Span, Speaker, Turn
from index.passages import Cut
from index.readers import read
from index.sentences import sentences
from index.stop_words import STOP_WORDS

SAMPLE = Path(__file__).parent / "sample" / "interviews"
# Words of a sentence, and sentences of an answer: medians, and spreads of the logarithms.
WORDS, WORDS_SPREAD = 12.0, 0.7
ANSWER, ANSWER_SPREAD = 5.0, 0.6
TURNS = 40
# Sentences of a passage at most.
PASSAGE = 6
# The share of words that are function words, and of words of the sentences that it is about.
FUNCTION, ABOUT = 0.45, 0.2
# Invented words: their number, and how their frequencies fall (Mandelbrot 1953). So chosen that an
# archive has about as many different words as transcripts of its length have.
INVENTED, FALL, SHIFT = 400_000, 1.5, 12.0
# What a passage is about weighs against what only it says.
OWN = 0.75
# The same for a sentence of a passage, against the passage.
APART = 0.9
COUNTRIES, NAMES = 60, 5_000
ONSETS, NUCLEI, CODAS = "b d f g k l m n p r s t v z".split(), list("aeiou"), ["", "n", "r", "s"]

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Basis:
    """The real sentences that everything is made of: their vectors and their words."""

    vectors: Vectors
    words: tuple[tuple[str, ...], ...]


def basis(embedder: Embedder) -> Basis:
    """The sample's sentences, embedded."""
    texts = []
    for path in sorted(SAMPLE.rglob("*.txt")):
        document = read(path, path.name)
        for interview in document.interviews:
            for turn in interview.turns:
                for paragraph in turn.answer:
                    spans = sentences(document.text, paragraph)
                    texts += [span.of(document.text) for span in spans]
    found = tuple(
        tuple(word for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in STOP_WORDS)
        for text in texts
    )
    kept = [number for number, words in enumerate(found) if words]
    vectors = embedder.encode_passages([texts[number] for number in kept])
    return Basis(vectors, tuple(found[number] for number in kept))


def invented(number: int) -> str:
    """The invented word of that number; each number has its own."""
    letters = []
    while True:
        number, nucleus = divmod(number, len(NUCLEI))
        number, onset = divmod(number, len(ONSETS))
        letters.append(ONSETS[onset] + NUCLEI[nucleus])
        if not number:
            break
        number -= 1
    return "".join(letters) + CODAS[len(letters) % len(CODAS)]


class Maker:
    """Makes up interviews with their vectors; the same seed makes the same ones."""

    def __init__(self, basis: Basis, seed: int = 1) -> None:
        self._basis = basis
        self._chance = np.random.default_rng(seed)
        self._function = np.array(sorted(STOP_WORDS))
        weights = (np.arange(INVENTED) + SHIFT) ** -FALL
        self._cumulated = np.cumsum(weights / weights.sum())
        self._invented = np.array([invented(number) for number in range(INVENTED)])

    def rows(self, passages: int) -> Iterator[Rows]:
        """Documents of one interview each until there are so many passages."""
        number = made = 0
        while made < passages:
            rows = self._interview(number, passages - made)
            made += len(rows.cuts)
            number += 1
            yield rows

    def _interview(self, number: int, most: int) -> Rows:
        """One document, of `most` passages at most."""
        chance = self._chance
        land = invented(20 + number % COUNTRIES).title()
        names = (invented(900 + int(n)).title() for n in chance.integers(NAMES, size=2))
        speaker = Speaker(" ".join(names), "witness", None)
        subjects = chance.integers(len(self._basis.words), size=4)
        words = Lines()
        heading = words.line(f"{land.upper()}: ‘{self._sentence(subjects, 5)}’")
        turns: list[Turn] = []
        answers: list[list[Span]] = []
        sizes = np.rint(spread(chance, ANSWER, ANSWER_SPREAD, TURNS)).astype(int)
        for size in np.maximum(sizes, 1).tolist():
            left = most - sum(len(groups(answer)) for answer in answers)
            if left <= 0:
                break
            asked = words.line(f"{self._sentence(subjects[:2], 8)}?")
            answer = words.sentences(
                f"{self._sentence(subjects, count)}."
                for count in lengths(chance, min(size, left * PASSAGE))
            )
            turns.append(Turn(asked, speaker.name, (answer[0].to(answer[-1]),)))
            answers.append(answer)
        text = words.text
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        interview = Interview(
            id=f"{land.lower()}-{number:06d}",
            heading=heading,
            country=land,
            headline=None,
            speakers=(speaker,),
            date=None,
            rating=None,
            introduction=(),
            turns=tuple(turns),
            footer=(),
        )
        parts = [Part(heading, Role.HEADING)]
        for turn in turns:
            parts += [Part(s, Role.QUESTION) for s in (turn.question,) if s]
            parts += [Part(span, Role.ANSWER) for span in turn.answer]
        cuts = tuple(
            Cut(interview, Role.ANSWER, turn, group)
            for turn, answer in enumerate(answers)
            for group in groups(answer)
        )
        document = Document(
            f"{number:06d}.txt", sha256, "text", text, None, tuple(parts), (interview,), (), ()
        )
        return Rows(document, cuts, *self._vectors(subjects, [len(c.sentences) for c in cuts]))

    def _sentence(self, subjects: Numbers, count: int) -> str:
        """Words about some subjects, without meaning."""
        chance = self._chance
        kinds = chance.random(count)
        tail = np.searchsorted(self._cumulated, chance.random(count))
        function = chance.integers(len(self._function), size=count)
        about = self._basis.words[int(subjects[int(chance.integers(len(subjects)))])]
        words = [
            str(self._function[function[n]])
            if kind < FUNCTION
            else about[n % len(about)]
            if kind < FUNCTION + ABOUT
            else str(self._invented[min(int(tail[n]), INVENTED - 1)])
            for n, kind in enumerate(kinds.tolist())
        ]
        words[0] = words[0].capitalize()
        return " ".join(words)

    def _vectors(self, subjects: Numbers, counts: Sequence[int]) -> tuple[Vectors, Vectors]:
        """Vectors of the passages of an interview, and of their sentences."""
        chance, size = self._chance, self._basis.vectors.shape[1]
        weights = chance.dirichlet(np.full(len(subjects), 0.7), len(counts))
        about = normal(weights.astype(np.float32) @ self._basis.vectors[subjects])
        passages = normal(about + OWN * noise(chance, len(counts), size))
        single = normal(
            np.repeat(passages, counts, axis=0) + APART * noise(chance, sum(counts), size)
        )
        return passages, single


class Lines:
    """A text as it grows, with the offsets of what was added."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0

    def _added(self, words: str, end: str) -> Span:
        """The span of some words, after which stands `end`."""
        self._parts += [words, end]
        span = Span(self._at, self._at + len(words))
        self._at = span.end + len(end)
        return span

    def line(self, words: str) -> Span:
        """The span of a line."""
        return self._added(words, "\n")

    def sentences(self, said: Iterator[str]) -> list[Span]:
        """The spans of the sentences of one paragraph."""
        spans = [self._added(words, " ") for words in said]
        self._parts[-1] = "\n"
        return spans

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)


def groups(answer: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The passages of an answer."""
    return [tuple(answer[n : n + PASSAGE]) for n in range(0, len(answer), PASSAGE)]


def lengths(chance: np.random.Generator, count: int) -> list[int]:
    """The words of some sentences."""
    drawn = np.rint(spread(chance, WORDS, WORDS_SPREAD, count)).astype(int)
    return [int(count) for count in np.clip(drawn, 2, 80)]


def spread(
    chance: np.random.Generator, median: float, width: float, count: int
) -> npt.NDArray[np.float64]:
    """Numbers whose logarithms are normal."""
    return median * np.exp(width * chance.standard_normal(count))


def noise(chance: np.random.Generator, rows: int, size: int) -> Vectors:
    """Vectors of about length 1 in all directions."""
    return chance.standard_normal((rows, size), dtype=np.float32) / np.float32(np.sqrt(size))


def normal(vectors: Vectors) -> Vectors:
    """Vectors, each of length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
