"""`python -m eval.training BENCH OUT`: trains the judge, in seven passes.

The first reads the public sets once. The others read our own questions, among some of the public
ones, so that what was learnt is kept: the second those that were written first, the third as many
again that were written later, the fourth those that were put to several interviews at once, the
fifth those that ask who of all says something, the sixth about as many of both that were written
later, and the seventh as many again, more of which have an answer in other words beside one that
only looks like it, or none. `--onto FOLDER` goes on with the judge in a folder, as `rag/model` was
before, and learns the passes that its record does not tell of.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import torch
from safetensors.torch import load_model, save_model
from torch import Tensor

from eval.training.fit import fit
from eval.training.lessons import Lesson
from eval.training.negatives import with_negatives
from eval.training.network import JudgeNetwork
from eval.training.ship import ship
from eval.training.shipped import take
from eval.training.sources import covid, excerpts, invented, podcasts, put_to_all, squad
from index.embedder import SentenceTransformerEmbedder
from index.runtime import whole_tokenizer
from rag.judge import Layout
from rag.onnx_judge import RECORD, TOKENIZER

SEED = 20261123
LAYERS = 6
logger = logging.getLogger(__name__)


def main() -> None:
    """Trains pass after pass, and saves the weights of each."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("bench", type=Path, help="the folder of the public sets")
    parser.add_argument("out", type=Path, help="where weights go")
    parser.add_argument("--onto", type=Path, help="a judge that goes on learning")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(SEED)
    embedder = SentenceTransformerEmbedder()
    network = JudgeNetwork(embedder.folder, LAYERS)
    asked.out.mkdir(parents=True, exist_ok=True)
    learnt: list[dict[str, object]] = []
    if asked.onto:
        take(network, asked.onto)
        shipped = json.loads((asked.onto / RECORD).read_text(encoding="utf-8"))
        learnt += shipped["passes"]
    for number, (name, lessons) in enumerate(PASSES.items()):
        if any(one["pass"] == name for one in learnt):
            continue
        weights, record = asked.out / f"{name}.safetensors", asked.out / f"{name}.json"
        # A run that was broken off goes on after its last whole pass.
        if record.exists():
            load_model(network, str(weights))
        else:
            read = list(with_negatives(lessons(asked.bench), embedder, SEED + number))
            before = deepcopy(network.state_dict())
            found = learn(network, read, embedder.folder, RATES[name])
            if name in MEANS:
                found["mean"] = MEANS[name]
                network.load_state_dict(between(before, network.state_dict(), MEANS[name]))
            save_model(network, str(weights))
            record.write_text(json.dumps(found), encoding="utf-8")
        learnt.append({"pass": name, **json.loads(record.read_text(encoding="utf-8"))})
    ship(network, embedder.folder, asked.out / "model", asked.bench, learnt, SEED)


def public(bench: Path) -> list[Lesson]:
    """All of the public sets, once."""
    return [*squad(bench), *covid(bench), *podcasts(bench, SEED)]


def own(bench: Path) -> list[Lesson]:
    """Our own questions, those about interviews more often, among 4,000 public ones."""
    return [
        *list(invented()) * 4,
        *list(invented("later")) * 3,
        *list(excerpts(bench)) * 3,
        *some(bench, 4000),
    ]


def archives(bench: Path) -> list[Lesson]:
    """Our own questions that were written last, more often, among those before and 2,500 public."""
    return [
        *list(invented("archives")) * 3,
        *list(invented()) * 2,
        *list(invented("later")) * 2,
        *list(excerpts(bench)) * 2,
        *some(bench, 2500),
    ]


def together(bench: Path) -> list[Lesson]:
    """Our own questions to several interviews, among those to one and 1,500 public ones."""
    return [
        *put_to_all(),
        *invented("archives"),
        *invented(),
        *invented("later"),
        *excerpts(bench),
        *some(bench, 1500),
    ]


def gathered(_: Path) -> list[Lesson]:
    """Our own questions that ask who of all says something, among 700 of those before."""
    rng = random.Random(SEED)  # noqa: S311  # a seeded choice, not a secret
    return [*put_to_all("gathered"), *rng.sample([*put_to_all()], 700)]


def wider(_: Path) -> list[Lesson]:
    """Our own questions to more archives, of both kinds, among 700 of those before."""
    rng = random.Random(SEED)  # noqa: S311  # a seeded choice, not a secret
    return [*put_to_all("wider"), *rng.sample([*put_to_all()], 700)]


def harder(_: Path) -> list[Lesson]:
    """Our own questions that are easier to get wrong."""
    return [*put_to_all("harder")]


def some(bench: Path, count: int) -> list[Lesson]:
    """Some of the public questions whose sentences are labelled."""
    rng = random.Random(SEED)  # noqa: S311  # a seeded choice, not a secret
    return rng.sample([*squad(bench), *covid(bench)], count)


PASSES = {
    "public": public,
    "own": own,
    "archives": archives,
    "together": together,
    "gathered": gathered,
    "wider": wider,
    "harder": harder,
}
RATES = {
    "public": 1.5e-4,
    "own": 1e-4,
    "archives": 1e-4,
    "together": 1e-4,
    "gathered": 5e-5,
    "wider": 1e-4,
    "harder": 1e-4,
}
# How far from the weights before a pass to those after it the kept ones lie. Chosen among 0, a half
# and 1 on the development topics themselves.
MEANS = {"archives": 0.5, "wider": 0.5, "harder": 0.5}


def between(
    before: Mapping[str, Tensor], after: Mapping[str, Tensor], share: float
) -> dict[str, Tensor]:
    """Weights that lie `share` of the way from those before to those after."""
    return {name: torch.lerp(held, after[name], share) for name, held in before.items()}


def learn(
    network: JudgeNetwork, lessons: Sequence[Lesson], folder: Path, rate: float
) -> dict[str, object]:
    """One pass over some lessons; what was read and how long it took."""
    count = Counter(lesson.source for lesson in lessons)
    logger.info("lessons: %s", count)
    layout = Layout(whole_tokenizer((folder / TOKENIZER).read_text(encoding="utf-8")))
    found = fit(network, lessons, layout, SEED, rate)
    logger.info("%s", found)
    return {"lessons": dict(sorted(count.items())), "rate": rate, **found}


if __name__ == "__main__":
    main()
