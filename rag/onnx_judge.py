"""The judge that comes with onrecord: a cross-encoder in eight bits, run without torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from index.digest import file_hash
from index.errors import Misconfigured, Unavailable
from index.runtime import beside, session, whole_tokenizer
from rag.judge import Laid, Layout, Reading, Verdict

FOLDER = Path(__file__).parent / "model"
MODEL = "judge.onnx"
WEIGHTS = "judge.weights"
TOKENIZER = "tokenizer.json"
RECORD = "RECORD.json"
AGAIN = 4


class OnnxJudge:
    """Scores every sentence of a passage at once; safe to use from several threads."""

    name = "built-in"

    def __init__(self, folder: Path = FOLDER) -> None:
        """Loads the network after its files were checked against the training record.

        Raises:
            Unavailable: a file is missing.
            Misconfigured: a file is not the one that the record names.
        """
        checked(folder)
        self._layout = Layout(whole_tokenizer((folder / TOKENIZER).read_text(encoding="utf-8")))
        self._session = session(folder / MODEL)

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        """A verdict for each reading, in their order.

        Those whose sentences seem worth most are looked at twice, with their context and without,
        and get the mean of both looks: two err less than one. On the corpus' development topics,
        the sample's and the calibration's this gains one or two of a hundred nuggets, as much as
        a second look at all of them did, and makes silence surer.
        """
        found = self._looked(question, readings)
        worth = [max(verdict.beyond) for verdict in found]
        best = sorted(range(len(found)), key=worth.__getitem__, reverse=True)[:AGAIN]
        again = self._looked(question, [replace(readings[at], context="") for at in best])
        for at, second in zip(best, again, strict=True):
            found[at] = mean_of(found[at], second)
        return tuple(found)

    def _looked(self, question: str, readings: Sequence[Reading]) -> list[Verdict]:
        """What is thought of each passage as it stands."""
        laid = [tuple(self._layout.lay(question, reading)) for reading in readings]
        windows = sorted(chain.from_iterable(laid), key=length, reverse=True)
        seen = dict(zip(windows, beside(self._seen, windows), strict=True))
        return [whole([seen[window] for window in of_one]) for of_one in laid]

    def _seen(self, laid: Laid) -> Verdict:
        """The mean scores of each sentence's pieces, and the passage's own, of one window.

        One window at a time: put together they would be padded to the longest, and on a CPU
        that costs more than it saves.
        """
        ids = np.array([laid.pieces], dtype=np.int64)
        kinds = (np.arange(ids.shape[1]) >= laid.question).astype(np.int64)[None]
        pieces, passages, beyond = self._session.run(None, {"ids": ids, "kinds": kinds})
        sentences, further = (
            tuple(float(scores[0, begin:end].mean()) for begin, end in laid.sentences)
            for scores in (pieces, beyond)
        )
        return Verdict(sentences, float(passages[0]), further)


def length(laid: Laid) -> int:
    """How many word pieces a window has."""
    return len(laid.pieces)


def whole(windows: Sequence[Verdict]) -> Verdict:
    """The verdict on a passage that was read in some windows; the best of them speaks for it."""
    return Verdict(
        tuple(score for window in windows for score in window.sentences),
        max(window.passage for window in windows),
        tuple(score for window in windows for score in window.beyond),
    )


def mean_of(one: Verdict, other: Verdict) -> Verdict:
    """The mean of two verdicts on the same sentences."""
    return Verdict(
        means(one.sentences, other.sentences),
        (one.passage + other.passage) / 2,
        means(one.beyond, other.beyond),
    )


def means(ones: Sequence[float], others: Sequence[float]) -> tuple[float, ...]:
    """The mean of each pair."""
    return tuple((one + other) / 2 for one, other in zip(ones, others, strict=True))


def checked(folder: Path) -> None:
    """Returns if the files of a judge are those that its record names.

    Raises:
        Unavailable: a file is missing.
        Misconfigured: a file is not the one that the record names.
    """
    missing = [
        name for name in (RECORD, MODEL, WEIGHTS, TOKENIZER) if not (folder / name).is_file()
    ]
    if missing:
        raise Unavailable(
            f"{folder} lacks {', '.join(missing)}. Install onrecord anew, or go on without the "
            "judge: --judge off"
        )
    try:
        expected_of = dict(json.loads((folder / RECORD).read_text(encoding="utf-8"))["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise Misconfigured(
            f"{folder / RECORD} is not the record of a judge ({type(error).__name__}). Install "
            "onrecord anew, or go on without the judge: --judge off"
        ) from error
    for name, expected in expected_of.items():
        found = file_hash(folder / name)
        if found != expected:
            raise Misconfigured(
                f"{folder / name} has the hash {found}, not {expected}: it is damaged or another "
                "model. Install onrecord anew, or go on without the judge: --judge off"
            )
