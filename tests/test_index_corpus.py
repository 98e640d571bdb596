"""The real archive that the project was asked for; its words stay where they are."""

from __future__ import annotations

import hashlib
import json

import pytest
from specimens import SHARED

from index.interview import Document, Role
from index.passages import Cutting, cut
from index.readers import read
from index.sentences import sentences

CORPUS = SHARED / "corpus" / "exile.txt"
GOLD = SHARED / "gold" / "exile-dev.jsonl"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason=f"the corpus is not part of the project, and not in {SHARED}"
)


@pytest.fixture(scope="module")
def corpus() -> Document:
    return read(CORPUS, CORPUS.name)


def test_it_is_ten_interviews_and_46_questions(corpus: Document) -> None:
    assert len(corpus.interviews) == 10
    assert [len(i.turns) for i in corpus.interviews] == [
        len(i.questions) for i in corpus.interviews
    ]
    assert sum(len(interview.turns) for interview in corpus.interviews) == 46
    assert all(turn.answer and turn.question for i in corpus.interviews for turn in i.turns)


def test_every_interview_says_where_and_who(corpus: Document) -> None:
    for interview in corpus.interviews:
        (speaker,) = interview.speakers
        assert speaker.role
        assert interview.country
        assert interview.heading
        assert interview.headline
        assert interview.introduction
        assert {turn.speaker for turn in interview.turns} == {speaker.name}
    # One speaker gives two interviews; one country has two speakers.
    assert len({i.speakers[0].name for i in corpus.interviews}) == 9
    assert len({i.country for i in corpus.interviews}) < 10
    assert len({i.id for i in corpus.interviews}) == 10


def test_every_line_lies_in_exactly_one_part(corpus: Document) -> None:
    at = 0
    for number, line in enumerate(corpus.text.split("\n"), 1):
        if words := line.strip():
            start = at + line.index(words)
            over = [
                part.span
                for part in corpus.parts
                if part.span.start < start + len(words) and start < part.span.end
            ]
            assert len(over) == 1, f"line {number}"
            assert over[0].start <= start
            assert start + len(words) <= over[0].end
        at += len(line) + 1
    assert not any(part.role is Role.UNREAD for part in corpus.parts)


def test_the_source_is_the_files_text(corpus: Document) -> None:
    raw = CORPUS.read_bytes()
    assert corpus.text == raw.decode("utf-8-sig").replace("\r\n", "\n")
    assert corpus.sha256 == hashlib.sha256(raw).hexdigest()


def test_gold_evidence_starts_and_ends_where_sentences_do(corpus: Document) -> None:
    if not GOLD.exists():
        pytest.skip(f"{GOLD} is not here")
    spans = [
        sentence
        for interview in corpus.interviews
        for one in cut(corpus, interview, Cutting(), lambda _: True)
        for sentence in one.sentences
    ]
    spans += [
        sentence
        for part in corpus.parts
        if part.role in (Role.RATING, Role.CONTACT, Role.INTRODUCTION)
        for sentence in sentences(corpus.text, part.span)
    ]
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    seen = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        topic = json.loads(line)
        for evidence in topic["evidence"]:
            seen += 1
            assert evidence["start"] in starts, topic["id"]
            assert evidence["end"] in ends, topic["id"]
    assert seen > 0
