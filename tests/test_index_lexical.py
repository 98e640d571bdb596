"""BM25, against the library that computes it the same way."""

from __future__ import annotations

import logging
import random

import bm25s
import numpy as np
import pytest
from bm25s.tokenization import Tokenized

from index.lexical import K1, B, Lexical, stems
from index.postings import Postings, PostingsWriter

WORDS = "salt nets radio lamp boat letter bread rope harbour island winter river".split()


def texts(number: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randrange(1, 30))) for _ in range(number)]


def postings(held: list[str]) -> Postings:
    writer = PostingsWriter()
    for text in held:
        writer.add(stems(text))
    return writer.written()


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_bm25s(seed: int) -> None:
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    held = texts(50, seed)
    stemmed = [list(stems(text)) for text in held]
    vocabulary = {word: n for n, word in enumerate(sorted({w for s in stemmed for w in s}))}
    theirs = bm25s.BM25(method="lucene", k1=K1, b=B)
    theirs.index(
        Tokenized([[vocabulary[w] for w in s] for s in stemmed], vocabulary), show_progress=False
    )
    ours = Lexical.built(held)
    for words in (("salt",), ("radio", "lamp"), stems("harbours and islands of the winter")):
        right = theirs.get_scores(list(words))
        assert ours.matches(words).everywhere == pytest.approx(right, rel=1e-5)
        assert right.max() > 0


def test_segments_score_as_one(tmp_path) -> None:  # type: ignore[no-untyped-def]
    held = texts(60, 7)
    parts = [postings(held[:5]), postings(held[5:40]), postings(held[40:])]
    for number, part in enumerate(parts):
        part.save(tmp_path / str(number))
    loaded = [Postings.load(tmp_path / str(number)) for number in range(3)]
    whole, several = Lexical.built(held), Lexical(loaded)
    for words in (("salt",), ("radio", "lamp"), ("unheard",)):
        assert several.matches(words).everywhere == pytest.approx(whole.matches(words).everywhere)
        assert [several.holding(w) for w in words] == [whole.holding(w) for w in words]
    assert "salt" in several.vocabulary
    assert "unheard" not in several.vocabulary
    assert set(several.vocabulary.alike("ropes", 0.8)) == {"rope"}
    alive = np.ones(60, dtype=np.bool_)
    alive[[0, 7, 59]] = False
    some = Lexical(loaded, alive)
    assert not some.matches(("salt", "radio")).everywhere[~alive].any()
    assert some.passages == 57


def test_texts_without_words_are_held_too() -> None:
    for held in (["and of the", "of"], []):
        lexical = Lexical.built(held)
        assert lexical.matches(("salt",)).everywhere.shape == (len(held),)
        assert not len(lexical.matches(("salt",)).rows)


def test_matches_tell_the_scores_of_any_rows() -> None:
    matches = Lexical.built(texts(60, 3)).matches(("salt", "radio"))
    everywhere = matches.everywhere
    assert (matches.rows == np.flatnonzero(everywhere)).all()
    for rows in (np.arange(60), np.arange(50, 60), matches.rows[:2], np.zeros(0, dtype=np.int64)):
        assert (matches.at(rows) == everywhere[rows]).all()
        among = matches.among(rows)
        assert (among.rows == rows[everywhere[rows] > 0]).all()
        assert (among.scores == everywhere[among.rows]).all()
    nothing = Lexical.built(["salt", "sand"]).matches(("unheard",))
    assert not nothing.at(np.arange(2)).any()
