"""The interchange format: what `export` writes is read as the same interviews."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specimens import SAMPLE, TINY, HashEmbedder, indexed

import index.build
from index.archive import Archive
from index.build import index_documents
from index.errors import BadInput
from index.interchange import accounts, line_of
from index.interview import Interview, Span
from index.locators import locator, locators, mark_of
from index.passages import context
from index.readers import read_bytes
from index.readers.rendered import printed

SRT = """1
00:00:01,000 --> 00:00:02,000
HOST: Why did you leave?

2
00:00:02,500 --> 00:00:03,000
MIRA DOLEN: They took the boat.

3
00:00:03,100 --> 00:00:04,000
And the radio.

4
00:12:31,000 --> 00:12:39,000
Then we walked.
"""


def exported(archive: Archive) -> bytes:
    return "".join(f"{line_of(one)}\n" for one in accounts(archive.read_documents)).encode()


def reread(archive: Archive, folder: Path) -> Archive:
    """An archive of what another one exports."""
    (folder / "all.jsonl").write_bytes(exported(archive))
    return index_documents([folder / "all.jsonl"], folder / "again", HashEmbedder()).archive


def whole(archive: Archive, interview: Interview) -> object:
    """An interview with the words of its spans, and the places of all that can be quoted."""
    source = archive.source(interview.id)

    def words(span: Span | None) -> str | None:
        return span.of(source.text) if span else None

    quotable = [*interview.introduction, *(s for turn in interview.turns for s in turn.answer)]
    return (
        interview.id,
        words(interview.heading),
        interview.country,
        words(interview.headline),
        interview.speakers,
        interview.date,
        interview.rating,
        [words(span) for span in interview.introduction],
        [(words(t.question), t.speaker, [words(a) for a in t.answer]) for t in interview.turns],
        [(part.role, words(part.span)) for part in interview.footer],
        [locators(source.marks, span) for span in quotable],
        len(interview.questions),
    )


def everything(archive: Archive) -> dict[str, object]:
    return {interview.id: whole(archive, interview) for interview in archive.interviews}


def searched(archive: Archive) -> list[str]:
    """Every passage with what is searched beside it, by interview and place."""
    found = []
    for passage in archive.passages:
        source = archive.source(passage.interview)
        held = archive.interview(passage.interview)
        beside = context(source.text, (), held, passage.turn)
        said = " | ".join(sentence.of(source.text) for sentence in passage.sentences)
        found.append(f"{passage.interview} {beside} {said}")
    return sorted(found)


def test_the_sample_archive_comes_back_whole(tmp_path: Path) -> None:
    first = index_documents([SAMPLE / "interviews"], tmp_path / "archive", HashEmbedder()).archive
    again = reread(first, tmp_path)
    assert len(first.interviews) == 13
    assert everything(again) == everything(first)
    assert searched(again) == searched(first)


def test_times_come_back_and_no_interview_gets_those_of_another(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "0.srt").write_text(SRT, encoding="utf-8")
    (documents / "1.txt").write_text(TINY, encoding="utf-8")
    archive = index_documents([documents], tmp_path / "archive", HashEmbedder()).archive
    again = reread(archive, tmp_path)
    assert everything(again) == everything(archive)
    places = {
        locator(again.source(p.interview).marks, p.sentences[-1]): p.interview
        for p in again.passages
    }
    assert "00:12:31" in places
    assert None in places


def test_an_export_of_an_export_is_the_same(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TINY)

    def without_source(raw: bytes) -> list[dict[str, object]]:
        lines = [json.loads(line) for line in raw.decode().splitlines()]
        return [{k: v for k, v in one.items() if k not in ("document", "sha256")} for one in lines]

    first, second = exported(archive), exported(reread(archive, tmp_path))
    assert without_source(second) == without_source(first)
    assert json.loads(first.splitlines()[0])["document"] == "0.txt"
    assert json.loads(second.splitlines()[0])["document"] == "all.jsonl"


def test_an_export_beside_its_documents_is_skipped_and_said(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TINY)
    (tmp_path / "all.jsonl").write_bytes(exported(archive))
    made = index_documents([tmp_path / "all.jsonl"], tmp_path / "archive", HashEmbedder())
    assert made.published is False
    (skipped,) = made.skipped
    assert "is in 0.txt already; give it an archive of its own" in skipped.why


@pytest.mark.parametrize("whole", [index.build.WHOLE, 0])
@pytest.mark.parametrize(
    ("edited", "skipped"),
    [
        (TINY.replace("lawyers", "nurses"), ["0.jsonl"]),
        ("Nothing is asked here.", ["0.jsonl", "0.txt"]),
    ],
)
def test_an_export_takes_no_interview_of_a_document_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int, edited: str, skipped: list[str]
) -> None:
    """It is read first, and what becomes of the document is not known yet."""
    monkeypatch.setattr(index.build, "WHOLE", whole)
    archive = indexed(tmp_path, TINY)
    documents = tmp_path / "documents"
    (documents / "0.jsonl").write_bytes(exported(archive))
    (documents / "0.txt").write_text(edited, encoding="utf-8")
    made = index_documents([documents], tmp_path / "archive", HashEmbedder())
    assert [one.name for one in made.skipped] == skipped
    assert "is in 0.txt already" in made.skipped[0].why
    assert made.archive.documents.names == ("0.txt",)
    assert ("nurses" in made.archive.documents[0].text) is ("nurses" in edited)
    ids = [interview.id for interview in made.archive.interviews]
    assert ids == [interview.id for interview in archive.interviews]


def test_an_interview_that_left_its_document_can_be_in_another(tmp_path: Path) -> None:
    """Also at once where the one that it left is read first."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "0.jsonl").write_text("\n".join(json.dumps(line(id=i)) for i in ("x", "y")))
    index_documents([documents], tmp_path / "archive", HashEmbedder())
    (documents / "0.jsonl").write_text(json.dumps(line(id="x")))
    (documents / "1.jsonl").write_text(json.dumps(line(id="y")))
    made = index_documents([documents], tmp_path / "archive", HashEmbedder())
    assert made.skipped == ()
    held = {one.id: made.archive.source(one.id).name for one in made.archive.interviews}
    assert held == {"x": "0.jsonl", "y": "1.jsonl"}


def test_text_that_is_exported_reads_as_interviews(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TINY)
    document = read_bytes("".join(printed(accounts(archive.read_documents))).encode(), "all.txt")
    assert [interview.country for interview in document.interviews] == ["Valdoria", "West Orlund"]
    assert [s.name for i in document.interviews for s in i.speakers] == ["Mira Dolen", "Tomas Ek"]
    assert [len(i.questions) for i in document.interviews] == [
        len(i.questions) for i in archive.interviews
    ]


BY_HAND = {
    "heading": "VALDORIA: ‘Go home’",
    "speakers": [{"name": "Mira Dolen", "role": "founder"}],
    "introduction": ["Mira founded the archive."],
    "turns": [
        {"question": " Why?\r\n", "speaker": "Mira Dolen",
         "answer": ["They came.", "", "At night."]},
        {"question": "Who?", "speaker": "Ilke Sann", "answer": [
            {"text": "  My aunt. And I.", "locators": [[0, "00:12:31"], [11, "page 4"]]}]},
        {"question": "Who?", "speaker": "Mira Dolen", "answer": ["No."]},
        {"question": "When?"},
    ],
    "footer": [{"part": "rating", "text": "Civic space is rated ‘closed’ by the Monitor."}],
    "document": "tape.txt",
    "sha256": "ab" * 32,
}  # fmt: skip


def test_an_interview_can_be_written_by_hand() -> None:
    document = read_bytes(json.dumps(BY_HAND).encode(), "a.jsonl")
    (interview,) = document.interviews
    text = document.text
    assert (interview.country, interview.headline and interview.headline.of(text)) == (
        "Valdoria",
        "Go home",
    )
    assert [(t.speaker, t.question and t.question.of(text)) for t in interview.turns] == [
        ("Mira Dolen", "Why?"),
        ("Ilke Sann", "Who?"),
        ("Mira Dolen", "Who?"),
        (None, "When?"),
    ]
    assert [s.name for s in interview.speakers] == ["Mira Dolen", "Ilke Sann"]
    assert [a.of(text) for a in interview.turns[0].answer] == ["They came.", "At night."]
    (said,) = interview.turns[1].answer
    assert locators(document.marks, said) == ((0, "00:12:31"), (9, "page 4"))
    assert locator(document.marks, interview.turns[2].answer[0]) is None
    assert len(interview.questions) == 3
    assert "Source: tape.txt (SHA-256 abab" in text


def line(**changed: object) -> dict[str, object]:
    return {"turns": [{"question": "Why?", "answer": ["So."]}], **changed}


@pytest.mark.parametrize("written", ["2031-05-14", "20310514", " 2031-05-14 ", "2031-W20-3"])
def test_a_date_is_kept_in_one_form(written: str) -> None:
    raw = json.dumps(line(date=written)).encode()
    assert [one.date for one in read_bytes(raw, "a.jsonl").interviews] == ["2031-05-14"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["{"], "line 1 of a.jsonl cannot be read: Invalid JSON"),
        ([line(), line(turn=[])], "line 2 of a.jsonl at turn cannot be read"),
        ([line(turns=[{"answer": [3]}])], "at turns.0.answer.0 cannot be read"),
        ([line(turns=[{"answer": "So."}])], "at turns.0.answer cannot"),
        ([line(turns=[{"question": "Why?"}])], "line 1 of a.jsonl has no answer"),
        ([line(turns=[{"answer": [" "]}])], "has no answer"),
        ([line(id="../x")], "an id that is no id"),
        ([line(date="14 May")], "2031-05-14"),
        ([line(), line(speakers=[{"name": ""}])], "line 2 of a.jsonl has a name that is blank"),
        ([line(speakers=[{"name": "Mira Dolen"}, {"name": " "}])], "a name that is blank"),
        ([line(turns=[{"speaker": "\u00a0", "answer": ["So."]}])], "a name that is blank"),
        ([line(id="a"), line(), line(id="a")], "lines 1 and 3 of a.jsonl have the same id, a"),
        ([line(footer=[{"part": "answer", "text": "x"}])], "closes no interview"),
        ([line(introduction=[{"text": "x", "locators": [[1, "page 2"]]}])], "outside the text"),
        ([line(introduction=[{"text": "x", "locators": [[0, "noon"]]}])], "no place such as"),
        ([line(introduction=[{"text": "xy", "locators": [[1, "page 2"], [1, "page 3"]]}])], "rise"),
        (['{"id": "\\ud800"}'], "Invalid JSON"),
        ([], "is empty"),
    ],
)
def test_a_line_that_is_no_interview_is_refused(lines: list[object], why: str) -> None:
    raw = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    with pytest.raises(BadInput, match=why):
        read_bytes(raw.encode(), "a.jsonl")


def test_a_refusal_never_repeats_the_words() -> None:
    with pytest.raises(BadInput) as refused:
        read_bytes(json.dumps(line(country=["Zofie hides here"])).encode(), "a.jsonl")
    assert "Zofie" not in str(refused.value)


@pytest.mark.parametrize("place", ["00:12:31", "page 3", "123:00:05"])
def test_places_round_trip(place: str) -> None:
    mark = mark_of(7, place)
    assert locator((mark,), Span(7, 9)) == place
    with pytest.raises(ValueError, match="no place"):
        mark_of(0, f"{place}x")
