"""Words to stems, and BM25 over them (Robertson et al. 1995, as bm25s computes it)."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import Stemmer

from index.stop_words import STOP_WORDS

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
NO_WORD = "\0"
COLUMNS = {name: f"{name}.csc.index.npy" for name in ("data", "indices", "indptr")}
VOCABULARY = "vocab.index.json"
_stemmer = Stemmer.Stemmer("english")

Scores = npt.NDArray[np.float32]
Column = npt.NDArray[np.float32] | npt.NDArray[np.int32]


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
    """BM25 over the searchable texts of an archive's passages.

    A sparse matrix by columns, a column a stem: the scores and the passages of one
    column after another, and where each column begins.
    """

    def __init__(
        self, vocabulary: Mapping[str, int], columns: Mapping[str, Column], passages: int
    ) -> None:
        self._numbers = vocabulary
        self._data, self._rows = columns["data"], columns["indices"]
        self._begins = columns["indptr"]
        self.passages = passages

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every stem that a passage has."""
        return frozenset(self._numbers)

    @classmethod
    def built(cls, texts: Sequence[str]) -> Lexical:
        """The index of some texts, the same to the byte for the same texts."""
        # Imported here: searching needs it as little as the libraries that it imports.
        import bm25s
        from bm25s.tokenization import Tokenized

        # It announces each index that it builds.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
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
        return cls(index.vocab_dict, {name: index.scores[name] for name in COLUMNS}, len(texts))

    def save(self, folder: Path) -> None:
        """Writes the index as plain arrays and JSON, named as bm25s names them."""
        folder.mkdir()
        columns = {"data": self._data, "indices": self._rows, "indptr": self._begins}
        for name, column in columns.items():
            np.save(folder / COLUMNS[name], column, allow_pickle=False)
        words = json.dumps(dict(self._numbers), ensure_ascii=False)
        (folder / VOCABULARY).write_text(words, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, passages: int) -> Lexical:
        """The index that `save` wrote; its arrays stay on the disk until they are asked for."""
        columns = {
            name: np.load(folder / file, mmap_mode="r", allow_pickle=False)
            for name, file in COLUMNS.items()
        }
        words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        return cls(words, columns, passages)

    def holding(self, word: str) -> int:
        """How many passages have a stem."""
        number = self._numbers.get(word)
        if number is None:
            return 0
        return int(self._begins[number + 1] - self._begins[number])

    def scores(self, words: Sequence[str]) -> Scores:
        """The BM25 score of every passage for some stems, shape (passages,)."""
        found = np.zeros(self.passages, dtype=np.float32)
        for word in words:
            number = self._numbers.get(word)
            if number is None:
                continue
            column = slice(self._begins[number], self._begins[number + 1])
            # A passage stands in a column once, so nothing is added to it twice.
            found[self._rows[column]] += self._data[column]
        return found
