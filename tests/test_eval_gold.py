from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_eval_specimens import (
    ARCHIVE,
    BRIDGE,
    NORTH,
    RATING,
    RIVER,
    ROADS,
    TOPICS,
    evidence,
    passage,
)

from eval.gold import Evidence, Topic, read_topics
from eval.place import passages_of, place, relevant
from eval.spans import Place
from index.errors import BadInput, InputOutput
from index.interview import Span
from rag.answer import Filters

ROW = {
    "id": "d1",
    "kind": "direct",
    "question": "Did it rise?",
    "evidence": [{"quote": "It rose.", "required": True, "start": 4, "end": 12, "heading": "H"}],
    "nuggets": ["it ROSE"],
    "history": ["What of the river?"],
    "filter": {"country": "Iran", "speaker": ["Ana", "Bo"]},
    "note": "",
}
PROOF = ROW["evidence"][0]  # type: ignore[index]


def written(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_is_read_as_a_topic(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(ROW), "", json.dumps({**ROW, "id": "d2", "kind": "new"}))
    first, second = read_topics(path)
    assert first == Topic(
        id="d1",
        kind="direct",
        question="Did it rise?",
        evidence=(Evidence("It rose.", Span(4, 12), True),),
        nuggets=("it ROSE",),
        history=("What of the river?",),
        filters=Filters(("Iran",), ("Ana", "Bo")),
    )
    assert (second.id, second.kind, second.answerable) == ("d2", "new", True)


def test_what_is_optional_may_be_left_out(tmp_path: Path) -> None:
    row = {"id": "u1", "kind": "unanswerable", "question": "Why?", "evidence": []}
    assert read_topics(written(tmp_path, json.dumps(row))) == (Topic("u1", "unanswerable", "Why?"),)


def test_a_line_separator_in_a_string_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps({**ROW, "question": "Did\u2028it?"}, ensure_ascii=False)
    assert read_topics(written(tmp_path, line))[0].question == "Did\u2028it?"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": None}, "`question` is a string, not null"),
        ({"question": " "}, "`question` is empty"),
        ({"id": "a b"}, "holds a space"),
        ({"evidence": "It rose."}, "`evidence` is a list, not a string"),
        ({"evidence": ["It rose."]}, "evidence 1: it is an object, not a string"),
        ({"evidence": [{"quote": "It rose.", "required": True}]}, "evidence 1: `start` is missing"),
        ({"evidence": [PROOF, {**PROOF, "end": 13}]}, r"evidence 2: .* 9 characters long, .* 8"),
        ({"evidence": [{**PROOF, "start": 12, "end": 4}]}, "evidence 1: a span needs"),
        ({"evidence": [{**PROOF, "start": True}]}, "`start` is an offset .* not a boolean"),
        ({"evidence": [{**PROOF, "required": 1}]}, "`required` is true or false, not a number"),
        ({"nuggets": ["sank"]}, "'sank' is in none of the 1 required quotes; copy it"),
        ({"nuggets": [""]}, "`nuggets` holds ''"),
        ({"history": "What?"}, "`history` is a list, not a string"),
        ({"filter": {"city": "Rome"}}, "unknown filter 'city'; .* country, speaker, interview"),
        ({"filter": []}, "`filter` is an object, not a list"),
        ({"kind": "unanswerable"}, "an unanswerable topic has evidence"),
    ],
)
def test_a_topic_that_is_wrong_is_named(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = written(tmp_path, json.dumps({**ROW, "id": "d0"}), json.dumps({**ROW, **change}))
    with pytest.raises(BadInput, match=rf"gold\.jsonl, line 2: .*{message}"):
        read_topics(path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: a topic is a JSON object, not a list"),
        (json.dumps({"id": "d2"}), "line 2: `kind` is missing"),
        (json.dumps(ROW), "line 2: the id 'd1' is that of line 1 too"),
    ],
)
def test_a_line_that_is_no_topic_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_topics(written(tmp_path, json.dumps(ROW), line))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputOutput, match="cannot read the gold file"):
        read_topics(tmp_path / "absent.jsonl")
    with pytest.raises(BadInput, match="holds no topic"):
        read_topics(written(tmp_path, ""))
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(BadInput, match="not UTF-8"):
        read_topics(tmp_path / "latin.jsonl")


def topic(proof: Evidence) -> Topic:
    return Topic("t", "direct", "?", (proof,))


def test_evidence_is_placed_at_its_offsets() -> None:
    first, second, *rest = place(TOPICS, ARCHIVE)
    assert [target.place for target in first.targets] == [
        Place("north.txt", RIVER),
        Place("north.txt", BRIDGE),
    ]
    assert [target.interview for target in second.targets] == ["north", "south"]
    assert [target.quote for target in first.required] == ["We saw the river rise."]
    assert [each.targets for each in rest] == [(), ()]


def test_words_that_stand_elsewhere_are_not_searched_for() -> None:
    moved = Evidence("We saw the river rise.", Span(42, 64), True)
    with pytest.raises(BadInput) as caught:
        place((topic(moved),), ARCHIVE)
    assert str(caught.value) == (
        "topic t, evidence [42, 64) is 'We saw the river rise.'; "
        "north.txt has 'e saw the river rise. ' there; "
        "south.txt has 'me. The roads were clo' there; "
        "index the document that the gold was made for"
    )


def test_offsets_past_the_end_say_how_long_the_text_is() -> None:
    far = Evidence("Nobody.", Span(900, 907), True)
    with pytest.raises(BadInput, match=rf"north.txt has only {len(NORTH)} characters"):
        place((topic(far),), ARCHIVE)


def test_a_document_that_is_named_is_the_only_one_looked_at() -> None:
    named = replace(evidence("north", RIVER), document="south.txt")
    with pytest.raises(BadInput, match=r"south\.txt has .* index the document"):
        place((topic(named),), ARCHIVE)
    absent = replace(named, document="west.txt")
    with pytest.raises(BadInput, match=r"is in west.txt; the archive holds north.txt, south.txt"):
        place((topic(absent),), ARCHIVE)


def test_a_quote_in_two_documents_has_to_say_in_which() -> None:
    twin = replace(ARCHIVE.documents[0], name="twin.txt")
    twins = replace(ARCHIVE, documents=(*ARCHIVE.documents, twin))
    with pytest.raises(BadInput, match=r"2 documents \(north.txt, twin.txt\); say which"):
        place((topic(evidence("north", RIVER)),), twins)
    named = replace(evidence("north", RIVER), document="north.txt")
    (found,) = place((topic(named),), twins)
    assert found.targets[0].place.document == "north.txt"


def test_evidence_outside_every_interview_has_none() -> None:
    # The rating line of the specimen was read into no interview.
    (found,) = place((topic(evidence("south", RATING)),), ARCHIVE)
    assert found.targets[0].interview is None


def test_relevant_passages_hold_most_of_some_evidence() -> None:
    first, second, *_ = place(TOPICS, ARCHIVE)
    passages = passages_of(ARCHIVE)
    assert relevant(first, passages) == (
        Place("north.txt", Span(41, 81)),
        Place("north.txt", BRIDGE),
    )
    assert relevant(second, passages) == (
        Place("north.txt", Span(116, 168)),
        Place("south.txt", Span(33, 68)),
    )
    cut = replace(ARCHIVE, passages=(passage(0, "south", 0, Span(46, 60)),))
    assert relevant(second, passages_of(cut)) == ()
    assert Span(46, 68) == ROADS


def test_the_gold_set_beside_the_project_is_read() -> None:
    path = Path(__file__).parents[2] / "shared" / "gold" / "exile-dev.jsonl"
    if not path.exists():
        pytest.skip("the gold set is not on this machine")
    topics = read_topics(path)
    assert len(topics) == 130
    assert sum(not each.answerable for each in topics) == 18
    assert sum(len(each.evidence) for each in topics) == 254
    assert sum(bool(each.filters) for each in topics) == 8
