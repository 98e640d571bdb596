"""What the judge learns from: labels stay with sentences, and the first search is its start."""

from __future__ import annotations

import random

import pytest
from specimens import HashEmbedder

from eval.training.first import FirstSearch, searched
from eval.training.lessons import Lesson, Marked, closer, labelled, part, shortened
from eval.training.negatives import with_negatives
from rag.judge import Reading

SAID = ("The harbour was shut in May.", "We were paid nine dinars.", "My aunt sang.", "It rained.")
PASSAGE = Marked(Reading("Valdoria.", SAID), frozenset({1, 3}), True, (0.1, 0.4, 0.3, 0.2))
WRONG = Marked(Reading("Valdoria.", SAID), frozenset(), False, (0.1, 0.4, 0.3, 0.2))


def test_a_part_of_a_passage_keeps_what_is_known_of_its_sentences() -> None:
    cut = part(PASSAGE, 1, 2)
    assert cut.reading.sentences == SAID[1:3]
    assert (cut.answers, cut.right, cut.first) == (frozenset({0}), True, (0.4, 0.3))
    assert not part(PASSAGE, 2, 2).right


def test_the_second_look_is_at_an_answer_or_at_what_looks_most_like_one() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        assert closer(PASSAGE, rng).reading.sentences[-1] in (SAID[1], SAID[3])
        right = closer(PASSAGE, rng)
        assert len(right.reading.sentences) - 1 in (right.answers or ())
        wrong = closer(WRONG, rng)
        assert wrong.reading.sentences[-1] == SAID[1]
        assert not wrong.right


def test_a_shortened_passage_loses_no_answer_unless_it_is_looked_at_closer() -> None:
    for seed in range(50):
        cut = shortened(PASSAGE, random.Random(seed))
        kept = {cut.reading.sentences[at] for at in cut.answers or ()}
        assert kept <= {SAID[1], SAID[3]}
        assert kept == {SAID[1], SAID[3]} or len(cut.reading.sentences) <= 2
        assert len(cut.first) == len(cut.reading.sentences)


def test_the_first_search_prefers_what_shares_words() -> None:
    embedder = HashEmbedder()
    other = Reading("", ("Bees sleep in winter.", "A hive has one queen."))
    pool = [PASSAGE.reading, other]
    vectors = embedder.encode_passages([searched(one, one.sentences) for one in pool])
    search = FirstSearch(pool, vectors, embedder)
    question = "Who was paid nine dinars?"
    marked = [labelled(one) for one in pool]
    about, beside = search.seen(question, embedder.encode_question(question), marked)
    assert [len(about.first), len(beside.first)] == [4, 2]
    assert max(about.first) == about.first[1]
    assert max(about.first) > max(beside.first)


def test_every_lesson_gets_first_scores_and_weak_ones_none() -> None:
    lesson = Lesson("Who was paid?", (labelled(PASSAGE.reading, {1}),), "own")
    weak = Lesson("And then?", (Marked(PASSAGE.reading, None, True),), "podcasts", weak=True)
    found = {one.source: one for one in with_negatives([lesson, weak], HashEmbedder(), 7)}
    assert [len(one.first) for one in found["own"].passages] == [4]
    assert found["podcasts"] == weak


def test_an_untrained_network_orders_as_the_first_search_does() -> None:
    torch = pytest.importorskip("torch")
    from eval.training.fit import order

    first = torch.tensor([10.0, 12.0, 9.0])
    right = torch.tensor([0.0, 1.0, 0.0])
    wrong = torch.tensor([1.0, 0.0, 0.0])
    assert order(first, right) < order(first, wrong)
    assert order(first, torch.tensor([1.0, 1.0, 1.0])) == pytest.approx(0.0, abs=1e-6)


def test_every_sentence_that_is_needed_must_be_found() -> None:
    torch = pytest.importorskip("torch")
    from eval.training.fit import order

    one, both = torch.tensor([9.0, 0.0, 1.0]), torch.tensor([5.0, 5.0, 1.0])
    needed = torch.tensor([1.0, 1.0, 0.0])
    assert order(both, needed) < order(one, needed)
    helps = torch.tensor([1.0, 0.5, 0.0])
    assert order(one, helps) < order(one, needed)


def test_where_nothing_answers_none_is_right() -> None:
    torch = pytest.importorskip("torch")
    from eval.training.fit import ranking

    nothing = torch.zeros(2)
    assert ranking(torch.tensor([-9.0, -9.0]), nothing) == pytest.approx(0.0, abs=1e-3)
    assert ranking(torch.tensor([9.0, -9.0]), nothing) > 8
    assert ranking(torch.tensor([9.0, -9.0]), torch.tensor([1.0, 0.0])) == pytest.approx(
        0.0, abs=1e-3
    )


def test_a_part_keeps_what_helps() -> None:
    marked = labelled(PASSAGE.reading, [1], [2])
    assert marked.answers == {1, 2}
    cut = part(marked, 1, 2)
    assert (cut.answers, cut.helping) == ({0, 1}, {1})


def test_as_many_wrong_passages_are_read_as_a_lesson_says() -> None:
    passages = tuple(
        labelled(Reading(f"Person {n}", (f"Bees {n} sleep.",)), [0][n:]) for n in range(9)
    )
    lesson = Lesson("Who sleeps?", passages, "own", general=True, beside=4)
    (found,) = with_negatives([lesson], HashEmbedder(), 7)
    assert sum(one.right for one in found.passages) == 1
    assert len(found.passages) == 1 + 4
