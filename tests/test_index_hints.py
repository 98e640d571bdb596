"""Hints beside a document: what they change, what is wrong with them, and how long they hold."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder

from index.archive import open_archive
from index.build import Indexed, index_documents, index_found
from index.correcting import correct
from index.corrections import LEFT, MOVED, Changed, Wish, facts, fingerprint
from index.errors import BadInput, NotHeld, Usage
from index.gather import gathered
from index.hints import Correction, Facts, Hints, Person, as_json, hints_beside, hints_said, of_json
from index.interview import Document
from index.readers import read_bytes
from index.settings import Settings
from index.upload import read_upload, ready
from index.watch import SETTLED, Watcher
from index.watching import watch
from onrecord import main, parser

# Neither asks a question, so nobody is surely the interviewer.
TALK = (
    "AR: The lamp went out in March.\n\nMD: It was the wind.\n\nAR: Some say it was the mayor.\n\n"
    "MD: He was ill then.\n\nAR: Not here, no.\n\nMD: Write it down, then.\n"
)
TOLD = (
    'interviewer = "AR"\ncountry = "Tamrin"\ndate = 2031-05-14\nrating = "Closed"\n\n'
    '[[speaker]]\nname = "Mira Dolen"\nrole = "keeper of the lamp"\nlabels = ["MD"]\n'
)
ONE = (
    "Country: Tamrin\nInterviewee: Mira Dolen\nRole: keeper\n\nQ: Who keeps the lamp?\n\n"
    "A: I do.\n\nQ: Alone?\n\nA: Yes.\n"
)
BARE = (
    "Who keeps the lamp?\n\nI do, since the spring.\n\nAnd who pays for it?\n\nThe harbour does.\n"
)
VTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Speaker 1>The lamp went out in March.\n\n"
    "00:00:05.000 --> 00:00:09.000\n<v Speaker 2>It was the wind.\n"
)


def read(text: str, hints: Hints | None, name: str = "talk.txt") -> Document:
    return read_bytes(text.encode(), name, hints=hints)


def turns(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    """The question, the speaker and the answer of each turn."""
    text = document.text
    return [
        (
            turn.question.of(text) if turn.question else None,
            turn.speaker,
            [a.of(text) for a in turn.answer],
        )
        for interview in document.interviews
        for turn in interview.turns
    ]


def codes(document: Document) -> dict[str, str]:
    return {remark.code: remark.message for remark in document.remarks}


def told(text: str = TOLD) -> Hints:
    return hints_beside(text.encode(), "talk.txt.toml")


def test_without_hints_it_is_asked_for_one_that_then_works() -> None:
    asked = codes(read(TALK, None))["no-interviewer"]
    assert "Labels here: AR, MD." in asked
    assert "--speakers 'AR asks'" in asked
    found = read(TALK, hints_said("AR asks"))
    assert "no-interviewer" not in codes(found)
    assert turns(found)[0] == ("The lamp went out in March.", "MD", ["It was the wind."])


def test_hints_say_who_where_and_when() -> None:
    found = read(TALK, told())
    (interview,) = found.interviews
    (speaker,) = interview.speakers
    assert (interview.country, interview.date, interview.rating) == (
        "Tamrin",
        "2031-05-14",
        "closed",
    )
    assert (speaker.name, speaker.role, speaker.organisation) == (
        "Mira Dolen",
        "keeper of the lamp",
        None,
    )
    assert {speaker for _, speaker, _ in turns(found)} == {"Mira Dolen"}
    assert not {"no-country", "no-speaker", "no-interviewer"} & set(codes(found))
    assert found.hints == told()


def test_hints_stand_before_what_the_document_says_and_leave_the_rest() -> None:
    without = read(TINY, None).interviews[0]
    found = read(TINY, told('country = "Tamrin"\n')).interviews[0]
    assert found.country == "Tamrin"
    assert without.country != "Tamrin"
    assert (found.speakers, found.turns, found.date) == (
        without.speakers,
        without.turns,
        without.date,
    )


def test_one_person_under_two_labels_is_one_speaker() -> None:
    talk = (
        "Q: Who keeps the lamp?\n\nMira: I do.\n\nQ: And at night?\n\nKeeper: I do.\n\n"
        "Q: Alone?\n\nMira: Yes.\n"
    )
    found = read(talk, told('[[speaker]]\nname = "Mira Dolen"\nlabels = ["Mira", "Keeper"]\n'))
    assert [speaker for _, speaker, _ in turns(found)] == ["Mira Dolen"] * 3
    assert [one.name for one in found.interviews[0].speakers] == ["Mira Dolen"]


def test_who_answers_is_told_where_nothing_is_labelled() -> None:
    assert {speaker for _, speaker, _ in turns(read(BARE, None))} == {None}
    found = read(BARE, hints_said(" asks Mira Dolen"))
    assert {speaker for _, speaker, _ in turns(found)} == {"Mira Dolen"}


def test_of_several_interviews_each_has_those_who_answer_in_it() -> None:
    talk = (
        "Q: Who keeps the lamp?\n\nMira: I do.\n\nQ: Alone?\n\nMira: Yes.\n\n---\n\n"
        "Q: Who keeps the boat?\n\nBo: I do.\n\nQ: Alone?\n\nBo: No.\n"
    )
    people = '[[speaker]]\nname = "Mira Dolen"\n[[speaker]]\nname = "Bo Ek"\nrole = "pilot"\n'
    found = read(talk, told(people)).interviews
    assert [[(s.name, s.role) for s in one.speakers] for one in found] == [
        [("Mira Dolen", None)],
        [("Bo Ek", "pilot")],
    ]


def test_subtitles_with_voices_are_read_anew_at_the_same_places() -> None:
    before = read(VTT, None, "talk.vtt")
    found = read(
        VTT,
        told('interviewer = "Speaker 1"\n[[speaker]]\nname = "Mira Dolen"\nlabels = "Speaker 2"\n'),
        "talk.vtt",
    )
    assert turns(found) == [("The lamp went out in March.", "Mira Dolen", ["It was the wind."])]
    assert (found.text, found.marks, found.format) == (before.text, before.marks, before.format)


def test_hints_change_no_id() -> None:
    hints = told('country = "Norvale"\n[[speaker]]\nname = "Mira Dolen"\nrole = "pilot"\n')
    assert [i.id for i in read(ONE, hints).interviews] == [i.id for i in read(ONE, None).interviews]
    named = read(BARE, hints_said(" asks Mira Dolen")).interviews
    assert [i.id for i in named] == [i.id for i in read(BARE, None).interviews]


def test_the_only_label_that_names_nobody_is_the_only_one_who_answers() -> None:
    found = read(VTT, hints_said("Speaker 1 asks Mira Dolen"), "talk.vtt")
    assert turns(found) == [("The lamp went out in March.", "Mira Dolen", ["It was the wind."])]


def test_a_voice_that_hints_leave_out_is_not_the_one_that_they_name() -> None:
    voices = VTT + (
        "\n00:00:10.000 --> 00:00:14.000\n<v Speaker 3>I put it out myself.\n"
        "\n00:00:15.000 --> 00:00:19.000\n<v Speaker 1>You did?\n"
    )
    people = '[[speaker]]\nname = "Mira Dolen"\nlabels = "Speaker 2"\n'
    found = read(voices, told(f'interviewer = "Speaker 1"\n{people}'), "talk.vtt")
    assert [speaker for _, speaker, _ in turns(found)][:2] == ["Mira Dolen", None]
    assert "no-speaker" in codes(found)


@pytest.mark.parametrize("who", ["", "Speaker 3"])
def test_hints_of_a_table_change_only_who_asks(who: str) -> None:
    table = (
        "speaker,text\nAnn Roe,Who keeps the lamp?\n"
        'Mira Dolen,"I do.\n***\nLena Roe: no.\nTAMRIN: ‘Go home’"\n'
        f"{who},I put it out.\nAnn Roe,Alone?\nMira Dolen,Lena Roe: no.\n"
    )
    found = read(table, hints_said("Ann Roe asks Mira Dolen"), "talk.csv")
    without = read(table, None, "talk.csv")
    assert turns(found) == turns(without)
    assert [speaker for _, speaker, _ in turns(found)] == ["Mira Dolen", None, "Mira Dolen"]
    assert [one.speakers for one in found.interviews] == [
        one.speakers for one in without.interviews
    ]


def test_hints_stand_before_who_a_table_seems_to_say_answers() -> None:
    table = (
        "speaker,text\nAnn Roe,The lamp went out.\nMira Dolen,It did.\n"
        "Ann Roe,Some say it was you.\nMira Dolen,It was not.\n"
    )
    assert "no-interviewer" in codes(read(table, None, "talk.csv"))
    found = read(table, hints_said("Ann Roe asks"), "talk.csv")
    assert turns(found) == [
        ("The lamp went out.", "Mira Dolen", ["It did."]),
        ("Some say it was you.", "Mira Dolen", ["It was not."]),
    ]
    assert [one.name for one in found.interviews[0].speakers] == ["Mira Dolen"]


def test_rows_that_name_nobody_are_the_only_one_who_is_named_by_hints() -> None:
    table = "speaker,text\nAnn Roe,Who keeps the lamp?\n,I do.\nAnn Roe,Alone?\n,Yes.\n"
    found = read(table, hints_said("Ann Roe asks Mira Dolen"), "talk.csv")
    assert [speaker for _, speaker, _ in turns(found)] == ["Mira Dolen", "Mira Dolen"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("interviewer = ", "Invalid value"),
        ("intervewer = 'AR'", "intervewer is none of interviewer, country"),
        ("country = 5\ndate = 'soon'", "date is 'soon', no day"),
        ("rating = 'bad'", "none of open, narrowed"),
        ("speaker = 'Mira'", "begin each with [[speaker]]"),
        ("[[speaker]]\nrole = 'x'", "has no name"),
        ("[[speaker]]\nname = 'x'\nage = 5", "age is none of name, role"),
        ("country = ['a', ['b']]", "country is no text"),
        ("country = ''", "country is no text"),
        (f"country = '{'x' * 400}'", "country is no text"),
        ("#" * 70_000, "70,000 bytes"),
    ],
)
def test_what_is_no_hint_is_refused_with_what_is(text: str, says: str) -> None:
    with pytest.raises(BadInput) as error:
        told(text)
    assert says in str(error.value)
    assert "talk.txt.toml" in str(error.value)


MIRA = "[[speaker]]\nname = 'Mira Dolen'\nlabels = ['Speaker 2']\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            f"{MIRA}[[speaker]]\nname = 'Ana Rill'\nlabels = ['speaker  2']\n",
            "label speaker 2 is said to be of Mira Dolen and of Ana Rill",
        ),
        (f"interviewer = 'SPEAKER 2'\n{MIRA}", "Speaker 2 is said to ask, and to be Mira Dolen"),
        (f"interviewer = ['AR', 'Speaker 2']\n{MIRA}", "Speaker 2 is said to ask"),
        (f"interviewer = 'Mira Dolen'\n{MIRA}", "Mira Dolen is said to ask, and to be Mira Dolen"),
    ],
)
def test_hints_that_contradict_each_other_are_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput) as error:
        told(text)
    assert says in str(error.value)


def test_two_people_whose_labels_were_swapped_can_be_told() -> None:
    text = TALK.replace("AR:", "Ana Rill:").replace("MD:", "Mira Dolen:")
    swapped = (
        "[[speaker]]\nname = 'Mira Dolen'\nlabels = ['Ana Rill', 'Ana Rill']\n"
        "[[speaker]]\nname = 'Ana Rill'\nlabels = ['Mira Dolen']\n"
    )
    found = turns(read(text, told(swapped)))
    assert {speaker for _, speaker, said in found if "It was the wind." in said} == {"Ana Rill"}


def test_a_label_that_hints_write_out_is_not_taken_by_initials() -> None:
    hers = "[[speaker]]\nname = 'Ana Rill'\nlabels = ['AR']\n"
    with pytest.raises(BadInput, match="says Ann Roe, and no paragraph"):
        read(TALK, told(f"interviewer = 'Ann Roe'\n{hers}"))
    found = turns(read(TALK, told(f"interviewer = ['Mia Dun', 'MD']\n{hers}")))
    assert {speaker for _, speaker, _ in found} == {"Ana Rill"}


@pytest.mark.parametrize(
    "text", ['interviewer = "Bo Ek"\n', '[[speaker]]\nname = "Bo"\nlabels = ["BE"]\n']
)
def test_who_is_not_labelled_there_is_refused_with_who_is(text: str) -> None:
    with pytest.raises(BadInput, match="Labels there: AR, MD"):
        read(TALK, told(text))


@pytest.mark.parametrize(
    ("who", "asks", "name", "replies"),
    [
        ("Tom Roe", "Tr", "Mira Dolen", "Md"),
        ("Jamila Osman", "Jo", "Mira Dolen", "Md"),
        ("AR", "AR", "Jamila Osman", "Jo"),
    ],
)
def test_hints_find_first_letters_in_small_letters(
    who: str, asks: str, name: str, replies: str
) -> None:
    text = TALK.replace("AR:", f"{asks}:").replace("MD:", f"{replies}:")
    found = read(text, Hints((who,), (Person(name),)))
    assert [speaker for _, speaker, _ in turns(found)] == [name] * 3


def test_a_short_name_is_not_who_asks_where_it_is_who_answers() -> None:
    text = TALK.replace("AR:", "Jo:").replace("MD:", "Mira:")
    with pytest.raises(BadInput, match="Jamila Osman, and no paragraph"):
        read(text, Hints(("Jamila Osman",), (Person("Jo Berg"),)))


def test_a_part_of_two_names_that_asks_is_not_who_is_said_to_answer() -> None:
    text = (
        "Interviewee: Ann Roe\n\nTom Roe: Who keeps the lamp?\n\nAnn Roe: I do.\n\n"
        "Tom Roe: Alone?\n\nAnn Roe: Yes.\n"
    )
    found = read(text, Hints(("Roe",)))
    assert turns(found) == [
        ("Who keeps the lamp?", "Ann Roe", ["I do."]),
        ("Alone?", "Ann Roe", ["Yes."]),
    ]


def test_who_cannot_be_labelled_is_refused() -> None:
    with pytest.raises(BadInput, match="Nothing there is labelled"):
        read("Who keeps the lamp?\n\nI do.\n", hints_said("Ann asks"))


def test_the_interchange_format_says_it_itself() -> None:
    line = '{"turns": [{"question": "Who?", "answer": ["I do."]}]}\n'
    with pytest.raises(BadInput, match="would contradict it"):
        read(line, told('country = "Tamrin"\n'), "talk.jsonl")


@pytest.mark.parametrize("text", ["", "Ann", "asks", " asks , "])
def test_who_asks_must_be_said(text: str) -> None:
    with pytest.raises(BadInput, match="Ann Roe asks Mira Dolen"):
        hints_said(text)


def test_who_asks_is_said_in_one_line() -> None:
    assert hints_said("Ann Roe, BE asks Mira Dolen,  Bo Ek") == Hints(
        ("Ann Roe", "BE"), (Person("Mira Dolen"), Person("Bo Ek"))
    )


def test_hints_are_kept_as_they_are() -> None:
    whole = replace(told(), corrections=(Correction("a-1", NOW, replace(NOW, people=())),))
    assert of_json(as_json(whole)) == whole


class Folder:
    """A folder of documents and an archive of them."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "documents"
        self.path.mkdir()
        self.archive = tmp_path / "archive"
        self.embedder = HashEmbedder()

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        return path

    def index(self, hints: Hints | None = None) -> Indexed:
        return index_documents([self.path], self.archive, self.embedder, hints=hints)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_change_of_hints_refreshes_their_document(folder: Folder) -> None:
    folder.write("talk.txt", TALK)
    assert folder.index().archive.countries == ()
    hints = folder.write("talk.txt.toml", TOLD)
    made = folder.index()
    assert [one.name for one in made.refreshed] == ["talk.txt"]
    assert made.refreshed[0].hints == "talk.txt.toml"
    assert made.archive.countries == ("Tamrin",)
    assert not folder.index().published
    hints.unlink()
    assert folder.index().archive.countries == ()


def test_hints_of_the_command_stay_until_a_file_tells(folder: Folder) -> None:
    folder.write("talk.txt", TALK)
    folder.index(hints_said("AR asks Mira Dolen"))
    assert not folder.index().published
    folder.write("talk.txt", TALK + "\nAR: Gladly.\n\nMD: Good.\n")
    made = folder.index()
    assert [one.hints for one in made.refreshed] == ["--speakers"]
    folder.write("talk.txt.toml", "")
    assert [one.hints for one in folder.index().refreshed] == ["talk.txt.toml"]


def test_documents_of_an_archive_keep_their_hints_when_others_come(folder: Folder) -> None:
    folder.write("talk.txt", TALK)
    folder.write("talk.txt.toml", TOLD)
    folder.index()
    folder.write("tiny.txt", TINY)
    held = folder.index().archive
    assert {d.name: d.hints for d in held.read_documents} == {"talk.txt": told(), "tiny.txt": None}


def test_a_document_with_bad_hints_is_skipped_and_stays_as_it_was(folder: Folder) -> None:
    folder.write("talk.txt", TALK)
    folder.write("tiny.txt", TINY)
    folder.index()
    folder.write("talk.txt.toml", "contry = 'Tamrin'")
    made = folder.index()
    assert [(one.name, "contry is none of" in one.why) for one in made.skipped] == [
        ("talk.txt", True)
    ]
    assert {document.name for document in made.archive.read_documents} == {"talk.txt", "tiny.txt"}


def test_hints_of_a_document_that_was_named_are_an_error(folder: Folder) -> None:
    path = folder.write("talk.txt", TALK)
    folder.write("talk.txt.toml", "contry = 'Tamrin'")
    with pytest.raises(BadInput, match="contry is none of"):
        gathered([path])


def test_hints_without_their_document_are_told(folder: Folder) -> None:
    folder.write("tiny.txt", TINY)
    folder.write("talk.txt.toml", TOLD)
    folder.write("settings.toml", "")
    assert {one.name: one.why for one in gathered([folder.path]).skipped} == {
        "talk.txt.toml": "it would tell about talk.txt, which is not beside it",
        "settings.toml": "no reader for .toml",
    }


def packed(folder: Folder, **files: str) -> Path:
    path = folder.path / "talks.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_hints_in_a_zip_file_stand_beside_their_document(folder: Folder) -> None:
    path = packed(folder, **{"a/talk.txt": TALK, "a/talk.txt.toml": TOLD, "b/gone.txt.toml": TOLD})
    made = folder.index()
    assert made.archive.countries == ("Tamrin",)
    assert [one.name for one in made.skipped] == ["talks.zip/b/gone.txt.toml"]
    document, alone = read_upload("talks.zip", path.read_bytes())
    assert isinstance(document, Document)
    assert document.hints is not None
    assert document.hints.told == "talks.zip/a/talk.txt.toml"
    assert "which is not beside it" in getattr(alone, "why", "")


def test_bad_hints_in_a_zip_file_keep_their_document_out(folder: Folder) -> None:
    packed(folder, **{"talk.txt": TALK, "talk.txt.toml": "contry = 1", "tiny.txt": TINY})
    made = folder.index()
    assert [one.name for one in made.added] == ["talks.zip/tiny.txt"]
    assert "contry is none of" in made.skipped[0].why


def test_a_watched_folder_follows_its_hints(folder: Folder) -> None:
    watcher = Watcher((folder.path,), folder.archive, folder.embedder)
    folder.write("talk.txt", TALK)
    assert watcher.step(0) is None
    assert isinstance(watcher.step(SETTLED), Indexed)
    folder.write("talk.txt.toml", TOLD)
    assert watcher.step(2 * SETTLED) is None
    made = watcher.step(3 * SETTLED)
    assert isinstance(made, Indexed)
    assert made.archive.countries == ("Tamrin",)


def test_a_watcher_takes_no_speakers(tmp_path: Path) -> None:
    asked = parser().parse_args(["index", "--watch", "--speakers", "A asks", str(tmp_path)])
    with pytest.raises(Usage, match="toml beside each"):
        watch(asked, Settings(archive=tmp_path / "archive"))


def test_parse_reads_with_hints(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder.write("talk.txt", TALK)
    assert main(["parse", str(path), "--speakers", "AR asks Mira Dolen"]) == 0
    assert "read as --speakers says" in capsys.readouterr().out
    folder.write("talk.txt.toml", TOLD)
    assert main(["parse", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "Mira Dolen, keeper of the lamp" in shown
    assert "read as talk.txt.toml says" in shown


def known(folder: Folder) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """The country, the rating, and the role and the organisation of the first who answers."""
    held = open_archive(folder.archive, folder.embedder)
    return [
        (one.country, one.rating, one.speakers[0].role, one.speakers[0].organisation)
        for one in held.interviews
    ]


def correct_one(folder: Folder, now: Facts | None) -> Indexed:
    (interview,) = open_archive(folder.archive, folder.embedder).interviews
    return correct(folder.archive, folder.embedder, Wish(interview.id, now))


NOW = Facts("Norvale", None, "open", (Person("Mira Dolen", "pilot", "Harbour Archive"),))


def test_a_correction_by_hand_is_published_and_stays_however_it_is_read_again(
    folder: Folder,
) -> None:
    folder.write("talk.txt", TALK)
    folder.index(hints_said("AR asks Mira Dolen"))
    (before,) = open_archive(folder.archive, folder.embedder).interviews
    made = correct_one(folder, NOW)
    assert made.published
    assert known(folder) == [("Norvale", "open", "pilot", "Harbour Archive")]
    assert [one.id for one in made.archive.interviews] == [before.id]
    assert not folder.index().published
    folder.write("talk.txt", TALK + "\nAR: Gladly.\n\nMD: Good.\n")
    assert len(folder.index().refreshed) == 1
    folder.write("talk.txt.toml", TOLD)
    assert len(folder.index().refreshed) == 1
    assert known(folder) == [("Norvale", "open", "pilot", "Harbour Archive")]
    correct_one(folder, None)
    assert known(folder) == [("Tamrin", "closed", "keeper of the lamp", None)]


def test_a_correction_taken_back_leaves_nothing(folder: Folder) -> None:
    folder.write("one.txt", ONE)
    first = folder.index().archive
    before = known(folder)
    facts_now = replace(NOW, people=())
    assert correct_one(folder, facts_now).published
    assert known(folder)[0][0] == "Norvale"
    correct_one(folder, None)
    assert known(folder) == before
    held = open_archive(folder.archive, folder.embedder)
    assert [document.hints for document in held.read_documents] == [None]
    assert held.manifest.files == first.manifest.files


def test_a_correction_that_changes_nothing_publishes_nothing(folder: Folder) -> None:
    folder.write("one.txt", ONE)
    (interview,) = folder.index().archive.interviews
    assert not correct_one(folder, facts(interview)).published


def test_a_correction_of_one_interview_leaves_the_others(folder: Folder) -> None:
    folder.write("two.txt", f"{ONE}\n---\n\n{ONE.replace('Mira', 'Lena')}")
    one, other = folder.index().archive.interviews
    made = correct(folder.archive, folder.embedder, Wish(one.id, replace(NOW, people=())))
    found = {i.id: i.country for i in made.archive.interviews}
    assert found == {one.id: "Norvale", other.id: other.country}


def test_a_document_that_is_sent_again_keeps_its_corrections(folder: Folder) -> None:
    folder.write("one.txt", ONE)
    folder.index()
    correct_one(folder, replace(NOW, people=()))
    (sent,) = read_upload("one.txt", f"{ONE}\n".encode())
    assert isinstance(sent, Document)
    index_found(ready([sent]), folder.archive, folder.embedder)
    assert known(folder)[0][0] == "Norvale"


def test_older_hints_tell_what_was_corrected_by_what_differs() -> None:
    made = Correction("a-1", NOW, replace(NOW, country=None), (("country", ""),))
    kept = json.loads(as_json(Hints(corrections=(made,))))
    for one in kept["corrections"]:
        del one["by_hand"], one["beside"]
    assert of_json(json.dumps(kept)).corrections == (made,)


KEPT = "Interviewee: Mira Dolen\nRole: keeper\n{}\nQ: Who keeps the lamp?\n\nA: I do.\n"


def corrected_role(folder: Folder, role: str | None) -> Indexed:
    (interview,) = open_archive(folder.archive, folder.embedder).interviews
    people = tuple(replace(one, role=role) for one in facts(interview).people)
    return correct_one(folder, replace(facts(interview), people=people))


def test_what_nobody_corrected_follows_the_document(folder: Folder) -> None:
    folder.write("one.txt", KEPT.format("Date: 2031-05-14\nRating: open\n"))
    folder.index()
    corrected_role(folder, "founder")
    folder.write("one.txt", KEPT.format("Date: 2033-01-02\nRating: closed\n"))
    (after,) = folder.index().archive.interviews
    assert (after.date, after.rating, after.speakers[0].role) == ("2033-01-02", "closed", "founder")
    folder.write("one.txt.toml", 'country = "Tamrin"\n')
    folder.index()
    assert known(folder) == [("Tamrin", "closed", "founder", None)]


def test_a_correction_holds_though_the_document_said_the_same_in_between(folder: Folder) -> None:
    folder.write("one.txt", KEPT.format(""))
    folder.index()
    corrected_role(folder, "founder")
    for role in ("founder", "pilot"):
        folder.write("one.txt", KEPT.format("").replace("keeper", role))
        folder.index()
        assert known(folder)[0][2] == "founder"
    # Whoever corrects something else leaves it by hand; whoever takes it all back does not.
    (interview,) = open_archive(folder.archive, folder.embedder).interviews
    correct_one(folder, replace(facts(interview), country="Norvale"))
    folder.write("one.txt", KEPT.format("").replace("keeper", "sailor"))
    folder.index()
    assert known(folder) == [("Norvale", None, "founder", None)]
    correct_one(folder, None)
    assert known(folder) == [(None, None, "sailor", None)]


def test_what_was_taken_out_stays_out(folder: Folder) -> None:
    folder.write("one.txt", KEPT.format(""))
    folder.index()
    corrected_role(folder, None)
    folder.write("one.txt", KEPT.format("").replace("keeper", "pilot"))
    folder.index()
    assert known(folder)[0][2] is None


def remarked(folder: Folder, code: str) -> list[str]:
    """What is said with a code of the documents that are held."""
    held = open_archive(folder.archive, folder.embedder)
    return [one.message for doc in held.read_documents for one in doc.remarks if one.code == code]


def test_a_correction_goes_with_an_interview_whose_heading_is_edited(folder: Folder) -> None:
    folder.write("tiny.txt", TINY)
    old, other = folder.index().archive.interviews
    correct(folder.archive, folder.embedder, Wish(old.id, NOW))
    folder.write("tiny.txt", TINY.replace("I said this is home’\n", "I said: here’\n", 1))
    new, same = folder.index().archive.interviews
    assert (new.id == old.id, same.id) == (False, other.id)
    assert known(folder)[0] == ("Norvale", "open", "pilot", "Harbour Archive")
    (said,) = remarked(folder, MOVED)
    assert old.id in said
    assert new.id in said
    correct(folder.archive, folder.embedder, Wish(new.id, None))
    assert known(folder)[0][0] == "Valdoria"
    assert remarked(folder, MOVED) == []


@pytest.mark.parametrize(
    "text",
    [
        TINY[TINY.index("WEST") :],  # only the other interview is left
        TINY.replace("VALDORIA: ‘They", "VALDORIA: ‘Who").replace("Mira Dolen", "Lena Brod"),
        TINY.replace("VALDORIA: ‘They", "VALDORIA: ‘Who") + "-\n" + TINY.split("-\n")[1],
    ],
)
def test_a_correction_whose_interview_is_gone_is_kept_and_said(folder: Folder, text: str) -> None:
    folder.write("tiny.txt", TINY)
    old, _ = folder.index().archive.interviews
    correct(folder.archive, folder.embedder, Wish(old.id, NOW))
    folder.write("tiny.txt", text.replace("VALDORIA: ‘They", "VALDORIA: ‘We"))
    folder.index()
    assert "Norvale" not in {one[0] for one in known(folder)}
    assert old.id in remarked(folder, LEFT)[0]
    assert not folder.index().published
    folder.write("tiny.txt", TINY)
    folder.index()
    assert known(folder)[0] == ("Norvale", "open", "pilot", "Harbour Archive")
    assert remarked(folder, LEFT) == []


def test_a_correction_made_anew_takes_the_place_of_one_that_is_gone(folder: Folder) -> None:
    folder.write("tiny.txt", TINY)
    old, _ = folder.index().archive.interviews
    correct(folder.archive, folder.embedder, Wish(old.id, NOW))
    mira = TINY.split("-\n")[1]
    folder.write("tiny.txt", mira.replace("They", "We", 1) + "-\n" + mira.replace("They", "I", 1))
    one, _ = folder.index().archive.interviews
    assert remarked(folder, LEFT)
    correct(folder.archive, folder.embedder, Wish(one.id, NOW))
    assert remarked(folder, LEFT) == []
    held = open_archive(folder.archive, folder.embedder)
    (document,) = held.read_documents
    assert document.hints is not None
    assert [made.interview for made in document.hints.corrections] == [one.id]


TWO = (
    "KESTAN: ‘The lake is gone’\n\nThe Lantern Project speaks with {}.\n\nWhat happened?\n\n"
    "The lake went away and nobody told us why it went.\n",
    "VALDORIA: ‘A law that nobody tests’\n\nThe Lantern Project speaks with {}.\n\n"
    "What is a law?\n\nA law is weather that nobody can ask about.\n",
)


@pytest.mark.parametrize("who", ["Mira Dolen, a keeper", "a keeper who cannot be named"])
def test_a_correction_of_one_interview_keeps_that_of_another_that_is_away(
    folder: Folder, who: str
) -> None:
    one, two = (part.format(who) for part in TWO)
    folder.write("two.txt", f"{one}-\n{two}")
    first, second = folder.index().archive.interviews
    dated = replace(facts(first), date="2031-05-14")
    correct(folder.archive, folder.embedder, Wish(first.id, dated))
    folder.write("two.txt", two)
    folder.index()
    correct(folder.archive, folder.embedder, Wish(second.id, replace(facts(second), rating="open")))
    folder.write("two.txt", f"{one}-\n{two}")
    back = {i.id: (i.date, i.rating) for i in folder.index().archive.interviews}
    assert (back[first.id][0], back[second.id][1]) == ("2031-05-14", "open")


def test_a_wish_upon_what_is_known_no_more_is_refused(folder: Folder) -> None:
    folder.write("one.txt", ONE)
    (interview,) = folder.index().archive.interviews
    seen = fingerprint(facts(interview))
    now = replace(NOW, people=())
    wish = Wish(interview.id, now, seen)
    assert correct(folder.archive, folder.embedder, wish).published
    with pytest.raises(Changed, match="changed meanwhile"):
        correct(folder.archive, folder.embedder, replace(wish, now=None))
    assert known(folder)[0][0] == "Norvale"


def test_an_interview_that_is_not_there_cannot_be_corrected(folder: Folder) -> None:
    folder.write("one.txt", ONE)
    folder.index()
    with pytest.raises(NotHeld):
        correct(folder.archive, folder.embedder, Wish("nobody-0", NOW))
