"""Several scores of a passage to one: its meaning, its best sentence's meaning, its words."""

from __future__ import annotations

import numpy as np

from index.lexical import Scores

# The weights were chosen on two sets (the corpus' development topics and a public set of
# exact spans); anything near them does as well.
BEST_SENTENCE = 0.5
WORDS = 0.05


def fused(cosines: Scores, best_sentences: Scores, words: Scores, everywhere: Scores) -> Scores:
    """Mean of two cosines plus weighted standardised BM25; one score a passage.

    `words` are the BM25 scores of the passages in question, `everywhere` those of the whole
    archive: their mean and deviation standardise them, so a filter does not shift the scale.
    """
    meaning = (1 - BEST_SENTENCE) * cosines + BEST_SENTENCE * best_sentences
    return np.asarray(meaning + WORDS * standardised(words, everywhere), dtype=np.float32)


def standardised(words: Scores, everywhere: Scores) -> Scores:
    """BM25 scores less the mean of all, in their standard deviations; zeros where all are equal."""
    deviation = float(everywhere.std())
    if deviation == 0.0:
        return np.zeros_like(words)
    return np.asarray((words - float(everywhere.mean())) / deviation, dtype=np.float32)
