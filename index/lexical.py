"""Words to stems, and BM25 over them (Robertson et al. 1995, as bm25s computes it)."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from bm25s.tokenization import Tokenized

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
NO_WORD = "\0"
STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)
_stemmer = Stemmer.Stemmer("english")

# It announces each index that it builds.
logging.getLogger("bm25s").setLevel(logging.WARNING)

Scores = npt.NDArray[np.float32]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one folded word (Snowball English)."""
    return str(_stemmer.stemWord(word))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case without accents; possessive endings are dropped."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(WORD.findall(re.sub(r"[’']s?\b", " ", plain)))


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, in order."""
    return tuple(stem(word) for word in folded_words(text) if word not in STOP_WORDS)


class Lexical:
    """BM25 over the searchable texts of an archive's passages."""

    def __init__(self, index: bm25s.BM25, passages: int) -> None:
        self._index = index
        self.passages = passages
        self.vocabulary: frozenset[str] = frozenset(index.vocab_dict)

    @classmethod
    def built(cls, texts: Sequence[str]) -> Lexical:
        """The index of some texts, the same to the byte for the same texts."""
        stemmed = [list(stems(text)) for text in texts]
        # bm25s numbers words in the order of a set, which differs from run to run.
        words = sorted({word for stemmed_text in stemmed for word in stemmed_text})
        if not words:
            # Nothing but stop words: bm25s needs one word, and no question can ask for this one.
            words, stemmed = [NO_WORD], [[NO_WORD] for _ in texts]
        vocabulary = {word: n for n, word in enumerate(words)}
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        index.index(
            Tokenized([[vocabulary[w] for w in s] for s in stemmed], vocabulary),
            show_progress=False,
        )
        return cls(index, len(texts))

    def save(self, folder: Path) -> None:
        """Writes the index as plain arrays and JSON."""
        self._index.save(str(folder), corpus=None, show_progress=False)

    @classmethod
    def load(cls, folder: Path, passages: int) -> Lexical:
        """The index that `save` wrote."""
        return cls(bm25s.BM25.load(str(folder), load_corpus=False), passages)

    def holding(self, word: str) -> int:
        """How many passages have a stem."""
        return int(np.count_nonzero(self.scores((word,))))

    def scores(self, words: Sequence[str]) -> Scores:
        """The BM25 score of every passage for some stems, shape (passages,)."""
        held = [word for word in words if word in self.vocabulary]
        if not held:
            return np.zeros(self.passages, dtype=np.float32)
        return np.asarray(self._index.get_scores(held), dtype=np.float32)
