"""`python -m eval.training BENCH OUT`: trains the judge, in three passes.

The first reads the public sets once. The second and the third read our own questions several
times, first those of a dozen interviews and then all, among some of the public ones, so that
what was learnt is kept.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_model, save_model
from tokenizers import Tokenizer

from eval.training.fit import fit
from eval.training.lessons import Lesson
from eval.training.negatives import with_negatives
from eval.training.network import JudgeNetwork
from eval.training.sources import covid, excerpts, invented, podcasts, squad
from index.embedder import SentenceTransformerEmbedder
from rag.judge import Layout

SEED = 20261123
LAYERS = 6
FIRST_RATE = 1.5e-4
LATER_RATE = 1e-4
WEIGHTS = ("first.safetensors", "second.safetensors", "third.safetensors")
logger = logging.getLogger(__name__)


def main() -> None:
    """Trains in two passes, and saves the weights of each."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("bench", type=Path, help="the folder of the public sets")
    parser.add_argument("out", type=Path, help="where weights go")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(SEED)
    embedder = SentenceTransformerEmbedder()
    network = JudgeNetwork(embedder.folder, LAYERS)
    asked.out.mkdir(parents=True, exist_ok=True)
    for number, (name, lessons) in enumerate(zip(WEIGHTS, PASSES, strict=True)):
        file = asked.out / name
        if file.exists():
            # A run that was broken off goes on after its last whole pass.
            load_model(network, str(file))
            continue
        read = list(with_negatives(lessons(asked.bench), embedder, SEED + number))
        learn(network, read, embedder.folder, LATER_RATE if number else FIRST_RATE, file)


def first(bench: Path) -> list[Lesson]:
    """All of the public sets, once."""
    return [*squad(bench), *covid(bench), *podcasts(bench, SEED)]


def second(bench: Path) -> list[Lesson]:
    """The questions about a dozen interviews six times, among 8,000 public ones."""
    return [*list(invented("interviews")) * 6, *some(bench, 8000)]


def third(bench: Path) -> list[Lesson]:
    """All of our own questions, those about interviews more often, among 3,000 public ones."""
    about = [*invented("interviews"), *invented("more")]
    return [*about * 3, *list(excerpts(bench)) * 2, *some(bench, 3000)]


def some(bench: Path, count: int) -> list[Lesson]:
    """Some of the public questions whose sentences are labelled."""
    rng = random.Random(SEED)  # noqa: S311  # a seeded choice, not a secret
    return rng.sample([*squad(bench), *covid(bench)], count)


PASSES = (first, second, third)


def learn(
    network: JudgeNetwork, lessons: Sequence[Lesson], folder: Path, rate: float, file: Path
) -> None:
    """One pass over some lessons; the weights are saved."""
    logger.info("lessons: %s", Counter(lesson.source for lesson in lessons))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    logger.info("%s", fit(network, lessons, Layout(tokenizer), SEED, rate))
    save_model(network, str(file))


if __name__ == "__main__":
    main()
