from __future__ import annotations

import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG
from test_eval_specimens import BRIDGE, RIVER, ROADS, WALKED, placed

from eval.gold import Topic
from eval.measures import RETRIEVAL, Measure, parse, score
from eval.place import Placed, Target
from eval.spans import Place, covered, holds_most, is_half, is_most, shelf
from index.errors import BadInput
from index.interview import Span

TOPIC = Topic("t", "direct", "?")


def at(start: int, end: int, document: str = "a.txt") -> Place:
    return Place(document, Span(start, end))


def gold(*places: Place, required: bool = True) -> Placed:
    return Placed(TOPIC, tuple(Target(place, "i", required, "") for place in places))


def value(name: str, ranking: list[Place], topic: Placed, relevant: int = 1) -> float | None:
    return score(parse(name), ranking, topic, relevant)


@pytest.mark.parametrize(
    "name", ["hit@1", "recall@5", "recall@2000c", "mrr@10", "ndcg@10", "recall@100"]
)
def test_names_round_trip(name: str) -> None:
    assert str(parse(name)) == name


def test_the_measures_of_the_report_are_those_of_the_contract() -> None:
    assert [str(measure) for measure in RETRIEVAL] == [
        "hit@1",
        "recall@5",
        "recall@10",
        "recall@20",
        "recall@2000c",
        "mrr@10",
        "ndcg@10",
    ]
    assert parse("recall@2000c") == Measure(parse("recall@5").family, 2000, True)


@pytest.mark.parametrize("name", ["recall", "recall@0", "recall@05", "mrr@10c", "map@5", ""])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no retrieval measure"):
        parse(name)


def test_a_quote_is_covered_by_the_union_of_two_passages() -> None:
    topic = gold(at(0, 100))
    ranking = [at(0, 50), at(50, 100)]
    assert value("recall@1", ranking, topic) == 0
    assert value("recall@2", ranking, topic) == 1
    # Neither passage alone holds it.
    assert value("hit@1", ranking, topic) == 0
    assert value("mrr@10", ranking, topic) == 0
    assert value("ndcg@10", ranking, topic, 0) == 0


def test_passages_that_overlap_do_not_count_twice() -> None:
    # 0..50 and 10..60 cover 60 of 100 characters, not 100.
    assert covered(at(0, 100), [at(10, 60), at(0, 50)]) == 60
    assert value("recall@5", [at(0, 50), at(10, 60)], gold(at(0, 100))) == 0


@pytest.mark.parametrize(("end", "expected"), [(89, 0.0), (90, 1.0), (100, 1.0)])
def test_ninety_percent_of_the_characters_cover(end: int, expected: float) -> None:
    for name in ("hit@1", "recall@5", "recall@2000c", "mrr@10", "ndcg@10"):
        assert value(name, [at(0, end)], gold(at(0, 100))) == expected


def test_thresholds_are_exact_in_whole_numbers() -> None:
    assert is_most(9, at(0, 10))
    assert not is_most(8, at(0, 10))
    assert is_half(5, at(0, 10))
    assert not is_half(4, at(0, 9))
    assert holds_most(at(0, 9), at(0, 10))


def test_the_same_offsets_in_another_document_cover_nothing() -> None:
    topic = gold(at(0, 100))
    for name in map(str, RETRIEVAL):
        assert value(name, [at(0, 100, "b.txt")], topic) == 0


def test_the_last_passage_is_cut_at_the_budget_of_characters() -> None:
    # 1,950 characters of something else leave 50: the second passage reaches 3,050.
    ranking = [at(0, 1950), at(3000, 3100)]
    assert value("recall@2000c", ranking, gold(at(3000, 3050))) == 1
    assert value("recall@2000c", ranking, gold(at(3000, 3055))) == 1  # 50 of 55 is 91 %
    assert value("recall@2000c", ranking, gold(at(3000, 3060))) == 0  # 50 of 60 is 83 %
    assert value("recall@2000c", ranking, gold(at(3050, 3100))) == 0
    assert value("recall@5", ranking, gold(at(3050, 3100))) == 1
    # A full budget leaves nothing of the third.
    full = [at(0, 1000), at(5000, 6000), at(9000, 9010)]
    assert value("recall@2000c", full, gold(at(9000, 9010))) == 0


def test_ranks_and_shares() -> None:
    topic = gold(at(0, 10), at(20, 30), at(40, 50))
    ranking = [at(100, 110), at(20, 35), at(0, 10)]
    assert value("hit@1", ranking, topic) == 0
    assert value("hit@2", ranking, topic) == 1
    assert value("mrr@10", ranking, topic) == pytest.approx(1 / 2)
    assert value("recall@2", ranking, topic) == pytest.approx(1 / 3)
    assert value("recall@5", ranking, topic) == pytest.approx(2 / 3)
    # Gains at ranks 2 and 3, of three relevant passages in the archive.
    gained = 1 / math.log2(3) + 1 / math.log2(4)
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert value("ndcg@10", ranking, topic, 3) == pytest.approx(gained / best)


def test_mrr_is_zero_past_its_cut() -> None:
    ranking = [at(100 * n, 100 * n + 10) for n in range(1, 11)] + [at(0, 10)]
    assert value("mrr@10", ranking, gold(at(0, 10))) == 0
    assert value("mrr@11", ranking, gold(at(0, 10))) == pytest.approx(1 / 11)


def test_evidence_that_is_not_required_gains_but_is_not_recalled() -> None:
    topic = placed(TOPIC, ("north", RIVER, True), ("north", BRIDGE, False))
    ranking = [Place("north.txt", BRIDGE)]
    assert value("hit@1", ranking, topic) == 0
    assert value("recall@5", ranking, topic) == 0
    # One of two relevant passages, at rank 1: 1 / (1 + 1 / log2(3)).
    assert value("ndcg@10", ranking, topic, 2) == pytest.approx(0.6131471928)


def test_the_ideal_ranking_holds_every_relevant_passage_up_to_the_cut() -> None:
    topic = gold(at(0, 10), at(20, 30), at(40, 50))
    assert value("ndcg@2", [at(0, 10), at(20, 30)], topic, 3) == 1


def test_missing_is_zero_and_ineligible_is_absent() -> None:
    unanswerable, unfound = gold(), placed(TOPIC, ("north", WALKED, True), ("south", ROADS, True))
    for name in map(str, RETRIEVAL):
        assert value(name, [], unfound) == 0
        assert value(name, [at(0, 10)], unanswerable, 0) is None
    # Only helpful evidence: nothing to recall, but relevant passages to rank.
    helpful = gold(at(0, 10), required=False)
    assert value("recall@5", [at(0, 10)], helpful) is None
    assert value("ndcg@10", [at(0, 10)], helpful) == 1


def test_a_shelf_gives_what_touches_a_place() -> None:
    held = shelf([at(0, 10), at(5, 100), at(20, 30), at(30, 40), at(0, 99, "b.txt"), at(0, 10)])
    assert len(held.places) == 5
    assert held.touching(at(9, 21)) == (at(0, 10), at(5, 100), at(20, 30))
    assert held.touching(at(30, 31)) == (at(5, 100), at(30, 40))
    assert held.touching(at(0, 5, "c.txt")) == ()
    assert held.touching(at(200, 201)) == ()
    assert shelf([]).touching(at(0, 1)) == ()


def test_measures_agree_with_ir_measures_where_each_quote_is_one_passage() -> None:
    """Differential: there, coverage is identity and spans are document numbers."""
    chance = random.Random(7)
    passages = [at(100 * n, 100 * n + 50, document) for n in range(12) for document in ("a", "b")]
    names = {place: f"{place.document}{place.span.start}" for place in passages}
    library = {
        "ndcg@10": nDCG @ 10,
        "mrr@10": RR @ 10,
        "recall@5": R @ 5,
        "recall@10": R @ 10,
        "hit@1": Success @ 1,
    }
    for _ in range(200):
        relevant = chance.sample(passages, chance.randint(1, 14))
        ranking = chance.sample(passages, chance.randint(1, len(passages)))
        qrels = [ir_measures.Qrel("t", names[place], 1) for place in relevant]
        run = [
            ir_measures.ScoredDoc("t", names[place], 1.0 - rank / 100)
            for rank, place in enumerate(ranking)
        ]
        expected = ir_measures.calc_aggregate(list(library.values()), qrels, run)
        for name, theirs in library.items():
            ours = value(name, ranking, gold(*relevant), len(relevant))
            assert ours == pytest.approx(expected[theirs], abs=1e-9), name
