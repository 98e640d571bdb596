"""How those who ask speak: `python -m eval.training.hosts FOLDER...` fits `index.asking`.

Folders hold transcripts of broadcasts, each a series, with a label before each turn. Whoever
comes back from one to the next is a host, and asked; in a transcript in which hosts say less than
a third each, all others are guests, and were asked. Nothing is labelled by hand.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from index.asking import ASKS, BIAS, ENOUGH, WEIGHTS, Manner, manners_of, most_of, signs
from index.errors import BadInput, OnRecordError, Usage
from index.interview import Span
from index.labels import NOBODY, bare, opening_names
from index.labels import label_of as label_at
from index.paragraphs import paragraphs
from index.readers import bytes_of, text_in
from index.readers.formats import READERS

# A host comes back in this share of a series' transcripts, and in so many at least.
COMES_BACK, TIMES = 0.06, 8
# A host who says more than this is the guest of that day; guests together say at least so much.
MOST_OF_HOSTS, LEAST_OF_GUESTS = 0.3, 0.25
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript's series, and how each of its people speaks."""

    series: str
    manners: tuple[tuple[str, Manner], ...]


def transcripts(folder: Path) -> Iterator[Transcript]:
    """The labelled transcripts under a folder."""
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in READERS:
            continue
        try:
            text = text_in(bytes_of(file), file.name)
        except BadInput:
            continue
        manners = manners_of(turns(text))
        known = {name: one for name, one in manners.items() if one.turns >= ENOUGH}
        if len(known) > 1:
            yield Transcript(file.parent.name, tuple(known.items()))


def turns(text: str) -> list[tuple[str, str]]:
    """What is said under each label, in order."""
    spans: Sequence[Span] = paragraphs(text)
    found = [label_at(span.of(text)) for span in spans]
    names = opening_names(found)
    said: list[tuple[str, str]] = []
    for span, label in zip(spans, found, strict=True):
        if label is not None and label.name in names and bare(label.name) not in NOBODY:
            said.append((label.name, span.of(text)[label.end :]))
        elif said:
            said[-1] = (said[-1][0], f"{said[-1][1]}\n{span.of(text)}")
    return said


def regulars(found: Sequence[Transcript]) -> frozenset[tuple[str, str]]:
    """Series, and those who come back from one transcript of it to the next."""
    size = Counter(one.series for one in found)
    times = Counter((one.series, name) for one in found for name, _ in one.manners)
    return frozenset(
        (series, name)
        for (series, name), often in times.items()
        if often >= max(TIMES, COMES_BACK * size[series])
    )


def told(
    found: Sequence[Transcript], hosts: frozenset[tuple[str, str]]
) -> Iterator[tuple[int, str, Transcript]]:
    """The people of the transcripts in which hosts and guests are told apart, with a number."""
    for number, one in enumerate(found):
        shares = dict(one.manners)
        asking = [m.share for name, m in shares.items() if (one.series, name) in hosts]
        asked = sum(m.share for name, m in shares.items() if (one.series, name) not in hosts)
        if asking and max(asking) <= MOST_OF_HOSTS and asked >= LEAST_OF_GUESTS:
            yield from ((number, name, one) for name in shares)


def signs_of(name: str, manners: dict[str, Manner]) -> tuple[float, ...]:
    """The signs of one of those who speak in a transcript."""
    return signs(manners[name], most_of(manners.values()))


def main(arguments: list[str]) -> int:
    """Fits the weights on some folders, and says how the shipped ones and new ones do on it.

    Raises:
        Usage: no folder is named.
        BadInput: it holds no transcripts in which hosts and guests can be told apart.
    """
    if not arguments:
        raise Usage("say where the transcripts are: python -m eval.training.hosts FOLDER...")
    found = tuple(one for folder in arguments for one in transcripts(Path(folder)))
    hosts = regulars(found)
    rows = tuple(told(found, hosts))
    if not rows:
        raise BadInput(f"{', '.join(arguments)}: no series of labelled transcripts with its hosts.")
    x = np.array([signs_of(name, dict(one.manners)) for _, name, one in rows])
    y = np.array([(one.series, name) in hosts for _, name, one in rows])
    groups = [number for number, _, _ in rows]
    folds = min(FOLDS, len(set(groups)))
    if folds < 2:
        raise BadInput(f"{', '.join(arguments)}: one transcript is too few to leave any out.")
    print(f"{len(rows)} people in {len(set(groups))} transcripts, of whom {y.sum()} asked")
    model = LogisticRegression(C=100, max_iter=5000)
    held_out = cross_val_predict(
        model, x, y, groups=groups, cv=GroupKFold(folds), method="predict_proba"
    )[:, 1]
    shipped = 1 / (1 + np.exp(-(x @ np.array(WEIGHTS) + BIAS)))
    for which, sure in (("fitted, left out by transcript", held_out), ("shipped", shipped)):
        taken = sure >= ASKS
        print(
            f"{which}: AUC {roc_auc_score(y, sure):.4f}; at {ASKS} precision "
            f"{y[taken].mean():.4f}, recall {taken[y].mean():.4f}"
        )
    model.fit(x, y)
    print("weights", *model.coef_[0].round(1), "bias", *model.intercept_.round(1))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
