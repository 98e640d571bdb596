"""Which sentences answer a question, and whether any does: a small cross-encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Of a long question the end is read, as of what an interviewer asked: there the question mark is.
QUESTION = 64
CONTEXT = 40
# Word pieces of one sentence, and of all the sentences that are read at once.
SENTENCE = 128
WINDOW = 288
# Texts whose word pieces are kept: a passage is read twice, and for many a question.
KEPT = 4096
# How many log-odds a point of the first search's score is worth, where the judge's own are added.
FIRST = 10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as it is read: what stands around it, and its sentences."""

    context: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well each sentence answers, and whether the passage does; log-odds, 0 is undecided.

    `beyond` is what each sentence is worth beyond what the first search sees, in log-odds of
    which `FIRST` are a point of its score; empty from a judge that knows nothing of that search.
    """

    sentences: tuple[float, ...]
    passage: float
    beyond: tuple[float, ...] = ()


class Judge(Protocol):
    """Reads passages for a question."""

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        """A verdict for each reading, in their order."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Word pieces of a question and some sentences, as the network reads them."""

    pieces: tuple[int, ...]
    question: int  # how many pieces come before the passage's
    sentences: tuple[tuple[int, int], ...]  # half-open ranges of pieces


class Layout:
    """Lays out a passage: `[CLS] question [SEP] context [SEP] sentence [SEP] ...`.

    `pieces` gives the word pieces of a text.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.pieces = lru_cache(maxsize=KEPT)(self._cut)
        # A vocabulary without them is not one of this family: the encoder names no others.
        self._open, self._close = tokenizer.encode("").ids

    def _cut(self, text: str) -> tuple[int, ...]:
        """The word pieces of a text."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def lay(self, question: str, reading: Reading) -> Iterator[Laid]:
        """A reading in as many windows as it needs; each sentence lies in exactly one."""
        asked, context = self.pieces(question), self.pieces(reading.context)
        head = [self._open, *asked[-QUESTION:], self._close]
        before = len(head)
        if context:
            head += [*context[-CONTEXT:], self._close]
        pieces, ranges = list(head), list[tuple[int, int]]()
        for sentence in reading.sentences:
            cut = [*self.pieces(sentence)[:SENTENCE], self._close]
            if ranges and len(pieces) - len(head) + len(cut) > WINDOW:
                yield Laid(tuple(pieces), before, tuple(ranges))
                pieces, ranges = list(head), []
            ranges.append((len(pieces), len(pieces) + len(cut)))
            pieces += cut
        if ranges:
            yield Laid(tuple(pieces), before, tuple(ranges))
