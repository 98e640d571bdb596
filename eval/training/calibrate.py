"""When silence is right: a logistic regression over signs, fitted on questions of our own.

Neither the judge nor any evaluation sees these questions. Platt (1999), "Probabilistic outputs
for support vector machines".
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from eval.training.asked import Put, put
from eval.training.own import Written
from index.archive import Archive, open_archive
from index.build import index_documents
from index.embedders import embedder_named
from rag.answer import Asked
from rag.answerable import Signs, signs
from rag.judge import Judge
from rag.read import passages_for, read
from rag.retrieve import retrieve
from rag.understand import understand

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
# How many of an archive's questions have no answer in it, where nothing is known: among our own
# half have none, so that both sides are learnt; people who know their archive ask fewer.
UNANSWERED = 0.2
PRECISIONS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))


def calibrate(judge: Judge, bench: Path, seed: int) -> dict[str, Any]:
    """Weights, bias and thresholds, with what they were worth on questions left out."""
    archives = [list(signs_in(archive, judge)) for archive in put(bench, seed)]
    seen = [one for archive in archives for one in archive]
    labels = np.array([answered for _, answered in seen])
    groups = np.repeat(range(len(archives)), [len(archive) for archive in archives])
    return fitted([signs for signs, _ in seen], labels, groups)


def signs_in(archive: Put, judge: Judge) -> Iterator[tuple[Signs, bool]]:
    """The signs of the questions to an archive, each with whether anything answers.

    Those that compare are left out, as they are where a desk doubts.
    """
    with tempfile.TemporaryDirectory() as folder:
        opened = archived(archive.interviews, Path(folder))
        for text, answered in archive.questions:
            asked = understand(text, opened)
            if not asked.compares:
                yield signs_of(asked, opened, judge), answered


def archived(interviews: Sequence[Written], folder: Path) -> Archive:
    """An archive of some interviews."""
    documents = folder / "documents"
    documents.mkdir()
    for number, interview in enumerate(interviews):
        (documents / f"{number:02}.txt").write_text(as_document(interview), encoding="utf-8")
    embedder = embedder_named(None, None)
    index_documents([documents], folder / "archive", embedder)
    return open_archive(folder / "archive", embedder)


def as_document(interview: Written) -> str:
    """An interview as a document that the indexer reads."""
    known = {
        "Country": interview.country,
        "Interviewee": interview.speaker,
        "Role": interview.role,
        "Date": interview.date,
    }
    head = "".join(f"{name}: {value}\n" for name, value in known.items() if value)
    turns = [f"Q: {question}\n\nA: {' '.join(said)}\n" for question, said in interview.turns]
    return "\n".join([f"{interview.speaker} speaks\n", head, *turns])


def signs_of(asked: Asked, archive: Archive, judge: Judge) -> Signs:
    """The signs of one question."""
    most = passages_for(asked)
    found = retrieve(asked, archive, most)
    return signs(asked, found, read(found, archive, judge, most), archive)


def fitted(seen: Sequence[Signs], labels: Flags, groups: Places) -> dict[str, Any]:
    """The regression, as it is stored; `groups` numbers the archive of each question.

    What an archive's questions get from a regression on those of all other archives is what
    questions to an archive that nobody has seen get. A second regression, on that alone, says how
    much of it to believe, and the first is shrunk by it (van Houwelingen and le Cessie 1990).
    """
    values = np.array([one.values for one in seen])
    model = LogisticRegression(C=1.0, max_iter=1000)
    left_out = cross_val_predict(
        model, values, labels, groups=groups, cv=LeaveOneGroupOut(), method="decision_function"
    )
    model.fit(values, labels)
    believed = LogisticRegression(C=1e6).fit(left_out[:, None], labels)
    slope, bias = float(believed.coef_[0, 0]), float(believed.intercept_[0])
    # From half unanswered to as many as are expected (Saerens et al. 2002, for one prior).
    answered = float(labels.mean())
    bias += math.log((1 - UNANSWERED) / UNANSWERED) - math.log(answered / (1 - answered))
    unanswered = 1 / (1 + np.exp(slope * left_out + bias))
    weights = np.where(labels, (1 - UNANSWERED) / answered, UNANSWERED / (1 - answered))
    return {
        "weights": [round(slope * float(w), 4) for w in model.coef_[0]],
        "bias": round(slope * float(model.intercept_[0]) + bias, 4),
        "thresholds": thresholds(unanswered, weights),
        "questions": len(labels),
        "archives": len(set(groups.tolist())),
        "unanswered_expected": UNANSWERED,
        "slope_left_out": round(slope, 3),
        "auc_left_out": round(float(roc_auc_score(labels, left_out)), 3),
    }


def thresholds(unanswered: Numbers, weights: Numbers) -> list[tuple[float, float]]:
    """For each precision the lowest probability of no answer from which on silence has it.

    As the regression expects it: so few questions lie at the top that to count how many of them
    have no answer is to count by luck.
    """
    order = np.argsort(-unanswered)
    right = np.cumsum((weights * unanswered)[order])
    whole = np.cumsum(weights[order])
    found = []
    for precision in PRECISIONS:
        reached = np.flatnonzero(right / whole >= precision)
        last = unanswered[order][reached[-1]] if len(reached) else 1.0
        found.append((precision, round(float(last), 4)))
    return found
