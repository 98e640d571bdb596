"""Hints beside a document: what they change, what is wrong with them, and how long they hold."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from specimens import NOW, ONE, TALK, TINY, TOLD, Folder

from index.build import Indexed
from index.errors import BadInput, Usage
from index.gather import gathered
from index.hints import Correction, Hints, Person, as_json, hints_beside, hints_said, of_json
from index.interview import Document
from index.readers import read_bytes
from index.settings import Settings
from index.upload import read_upload
from index.watch import SETTLED, Watcher
from index.watching import watch
from onrecord import main, parser

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
