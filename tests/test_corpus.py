"""The real corpus: needs ../shared beside the project, and skips where it is absent."""

import json

import pytest
from specimens import SHARED

from index.interview import Role
from index.readers import read
from index.sentences import sentences

CORPUS = SHARED / "corpus" / "exile.txt"
GOLD = SHARED / "gold" / "exile-dev.jsonl"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/corpus")


def test_ten_interviews_and_their_turns_are_found() -> None:
    document = read(CORPUS, CORPUS.name)
    assert len(document.interviews) == 10
    assert sum(len(interview.turns) for interview in document.interviews) == 46
    assert all(turn.answer and turn.speaker for i in document.interviews for turn in i.turns)
    assert all(i.country and i.headline and i.rating for i in document.interviews)
    assert document.remarks == ()


def test_every_line_has_exactly_one_role() -> None:
    document = read(CORPUS, CORPUS.name)
    assert len(document.parts) == sum(bool(line.strip()) for line in document.text.split("\n"))
    roles = [0] * len(document.text)
    for part in document.parts:
        for at in range(part.span.start, part.span.end):
            roles[at] += 1
    assert all(
        count == 1 or character.isspace()
        for count, character in zip(roles, document.text, strict=True)
    )
    assert max(roles) == 1


def test_gold_quotes_begin_and_end_where_sentences_do() -> None:
    document = read(CORPUS, CORPUS.name)
    found = [
        sentence
        for part in document.parts
        if part.role in (Role.ANSWER, Role.INTRODUCTION, Role.RATING)
        for sentence in sentences(document.text, part.span)
    ]
    starts, ends = {s.start for s in found}, {s.end for s in found}
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        for evidence in json.loads(line)["evidence"]:
            assert evidence["start"] in starts, evidence["quote"]
            assert evidence["end"] in ends, evidence["quote"]
