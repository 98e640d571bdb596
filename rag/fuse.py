"""Several scores of a passage to one: its meaning, its best sentence's meaning, its words."""

from __future__ import annotations

import math

import numpy as np

from index.lexical import Matches, Scores

# The weights were chosen on two sets (the corpus' development topics and a public set of
# exact spans); anything near them does as well.
BEST_SENTENCE = 0.5
WORDS = 0.05


def fused(cosines: Scores, best_sentences: Scores, words: Scores, everywhere: Matches) -> Scores:
    """Mean of two cosines plus weighted standardised BM25; one score a passage.

    `words` are the BM25 scores of the passages in question, `everywhere` those of the whole
    archive: their mean and deviation standardise them, so a filter does not shift the scale.
    """
    meaning = (1 - BEST_SENTENCE) * cosines + BEST_SENTENCE * best_sentences
    return np.asarray(meaning + WORDS * standardised(words, everywhere), dtype=np.float32)


def standardised(words: Scores, everywhere: Matches) -> Scores:
    """BM25 scores less the mean of all, in their standard deviations; zeros where all are equal."""
    rows = max(1, everywhere.of)
    mean = float(everywhere.scores.sum()) / rows
    # One pass over what may be very many numbers; scores are small, so nothing is lost.
    spread = float(everywhere.scores @ everywhere.scores) / rows - mean**2
    if spread <= 0.0:
        return np.zeros_like(words)
    return np.asarray((words - mean) / math.sqrt(spread), dtype=np.float32)
