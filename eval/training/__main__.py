"""`python -m eval.training BENCH OUT`: trains the judge, in two passes.

The first reads the public sets once. The second reads our own questions several times, among
half as many of the public ones, so that what was learnt is kept.
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
# In the second pass: how often each of our own questions, and how many public ones.
REPEATS = 6
AGAIN = 8000
FIRST_RATE = 1.5e-4
SECOND_RATE = 1e-4
logger = logging.getLogger(__name__)


def main() -> None:
    """Trains in two passes, and saves the weights of each."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("bench", type=Path, help="the folder of the public sets")
    parser.add_argument("out", type=Path, help="where weights go")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--first", type=Path, help="weights of a first pass, not to repeat it")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311  # a seeded order, not a secret
    embedder = SentenceTransformerEmbedder()
    public = [*squad(asked.bench), *covid(asked.bench), *podcasts(asked.bench, SEED)]
    network = JudgeNetwork(embedder.folder, asked.layers)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.first:
        load_model(network, str(asked.first))
    else:
        lessons = list(with_negatives(public, embedder, SEED))
        learn(network, lessons, embedder.folder, FIRST_RATE, asked.out / "first.safetensors")
    again = rng.sample([lesson for lesson in public if not lesson.weak], AGAIN)
    own = [*invented(), *excerpts(asked.bench)] * REPEATS
    lessons = list(with_negatives([*own, *again], embedder, SEED + 1))
    learn(network, lessons, embedder.folder, SECOND_RATE, asked.out / "judge.safetensors")


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
