from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from index.interview import Span
from rag.answer import Answer
from rag.desk import Desk
from rag.lean import leaned_on
from rag.read import Candidate

PAGE = """The Harbour Tapes (invented)

Country: Valdoria
Interviewee: Mira Dolen

Q: What happened to the guild?

A: {answer}

Q: And now?

A: They meet in kitchens. Nobody is paid for it.
"""


def archive_of(folder: Path, answer: str) -> Archive:
    return indexed(folder, PAGE.format(answer=answer))


def brought(archive: Archive, sentence: str) -> list[str]:
    text = archive.documents[0].text
    for passage in archive.passages:
        for place, span in enumerate(passage.sentences):
            if span.of(text) == sentence:
                found = leaned_on(Candidate(passage, place, (1.0,)), archive)
                return [one.of(text) for one in found if isinstance(one, Span)]
    raise AssertionError(f"{sentence!r} is not a sentence of the archive")


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The ministry sent two clerks.", "They sealed our press with wax."),
        ("Parliament passed the Salt Act in May.", "This made every net a crime."),
        ("The ministry sent two clerks.", "And they sealed our press."),
        ("My brother was a baker.", "He lost his licence."),
        ("The radio was ours for a year.", "It was sold to a bank."),
        ("Did we give up?", "That is what they hoped."),
        ("No.", "We were paid nothing at all."),
        ("Not at all.", "We were paid nothing."),
    ],
)
def test_a_sentence_brings_along_the_one_it_leans_on(
    tmp_path: Path, before: str, sentence: str
) -> None:
    archive = archive_of(tmp_path, f"We began small. {before} {sentence} So it went.")
    assert brought(archive, sentence) == [before]


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The ministry sent two clerks.", "Our press was sealed with wax."),
        ("We waited a month.", "It is hard to say who won."),
        ("The clerks came.", "It is important that somebody counts."),
        # One more sentence would not mend it.
        ("They came at night.", "They sealed our press with wax."),
    ],
)
def test_a_sentence_that_stands_alone_or_cannot_be_mended_stays_alone(
    tmp_path: Path, before: str, sentence: str
) -> None:
    archive = archive_of(tmp_path, f"We began small. {before} {sentence} So it went.")
    assert brought(archive, sentence) == []


@pytest.mark.parametrize("denial", ["That is a lie.", "It is not true.", "But that was never so."])
def test_what_is_taken_back_is_quoted_with_the_denial(tmp_path: Path, denial: str) -> None:
    archive = archive_of(tmp_path, f"The papers wrote that we sold salt. {denial} We mended nets.")
    assert brought(archive, "The papers wrote that we sold salt.") == [denial]


def test_nothing_is_brought_from_another_answer(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "The clerks came. We hid the press.")
    assert brought(archive, "They meet in kitchens.") == []


SEALED = "They sealed our press with wax."


@pytest.mark.parametrize("more", ["", "The sea froze and the boats lay still. " * 60])
def test_nothing_is_brought_from_a_version_that_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setattr("index.build.WHOLE", 2)
    page = "Country: Valdoria\nInterviewee: {who}\n\nQ: What happened?\n\nA: {said}\n"
    others = [page.format(who=f"Nora Ek{n}", said="A boat was lost.") for n in "abcdefgh"]
    old = " ".join(f"Net {n} was mended that winter by all of the village." for n in range(60))
    for said in (old, f"{SEALED}\n\n{more}"):
        archive = indexed(tmp_path, *others, page.format(who="Mira Dolen", said=said))
    assert [len(segment.removed) for segment in archive.segments] == [1, 0]
    reply = Desk(archive).ask("Who sealed your press with wax?")
    assert isinstance(reply, Answer)
    assert [quote.text for quote in reply.quotes] == [SEALED]
