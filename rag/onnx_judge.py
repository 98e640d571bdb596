"""The judge that comes with onrecord: a cross-encoder in eight bits, run without torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.digest import file_hash
from index.errors import Misconfigured, Unavailable
from index.runtime import beside, session
from rag.judge import Laid, Layout, Reading, Verdict

FOLDER = Path(__file__).parent / "model"
MODEL = "judge.onnx"
TOKENIZER = "tokenizer.json"
RECORD = "RECORD.json"


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
        self._layout = Layout(whole_tokenizer(folder / TOKENIZER))
        self._session = session(folder / MODEL)

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        """A verdict for each reading, in their order."""
        return tuple(beside(partial(self._verdict, question), readings))

    def _verdict(self, question: str, reading: Reading) -> Verdict:
        """What is thought of one passage; of several windows the best speaks for it."""
        windows = [self._scores(laid) for laid in self._layout.lay(question, reading)]
        sentences = tuple(score for scores, _ in windows for score in scores)
        return Verdict(sentences, max(passage for _, passage in windows))

    def _scores(self, laid: Laid) -> tuple[tuple[float, ...], float]:
        """The mean score of each sentence's pieces, and the passage's own.

        One window at a time: put together they would be padded to the longest, and on a CPU
        that costs more than it saves.
        """
        ids = np.array([laid.pieces], dtype=np.int64)
        kinds = (np.arange(ids.shape[1]) >= laid.question).astype(np.int64)[None]
        given = {"ids": ids, "mask": np.ones_like(ids), "kinds": kinds}
        pieces, passages = self._session.run(None, given)
        means = tuple(float(pieces[0, begin:end].mean()) for begin, end in laid.sentences)
        return means, float(passages[0])


def whole_tokenizer(file: Path) -> Tokenizer:
    """A tokenizer that neither cuts nor fills up what it is given."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def checked(folder: Path) -> None:
    """Returns if the files of a judge are those that its record names.

    Raises:
        Unavailable: a file is missing.
        Misconfigured: a file is not the one that the record names.
    """
    missing = [name for name in (RECORD, MODEL, TOKENIZER) if not (folder / name).is_file()]
    if missing:
        raise Unavailable(
            f"{folder} lacks {', '.join(missing)}. Install onrecord anew, or go on without the "
            "judge: --judge off"
        )
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    for name, expected in record["sha256"].items():
        found = file_hash(folder / name)
        if found != expected:
            raise Misconfigured(
                f"{folder / name} has the hash {found}, not {expected}: it is damaged or another "
                "model. Install onrecord anew, or go on without the judge: --judge off"
            )
