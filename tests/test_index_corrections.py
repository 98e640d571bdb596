"""Corrections by hand: they are published, stay with their interview, and can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from specimens import NOW, ONE, TALK, TINY, TOLD, Folder

from index.archive import open_archive
from index.build import Indexed, index_found
from index.correcting import correct
from index.corrections import LEFT, MOVED, Changed, Wish, facts, fingerprint
from index.errors import NotHeld
from index.hints import Correction, Facts, Hints, as_json, hints_said, of_json
from index.interview import Document
from index.upload import read_upload, ready


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
