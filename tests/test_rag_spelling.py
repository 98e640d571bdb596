from pathlib import Path

import pytest
from specimens import TINY, indexed

from index.archive import Archive
from rag.spelling import mended
from rag.understand import understand


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Who helps families in valdroia?", "Who helps families in Valdoria?"),
        ("Who counts the fishrs?", "Who counts the fishers?"),
        ("What does Dolan say?", "What does Dolen say?"),
        ("brothr held", "brother held"),
    ],
)
def test_slips_are_read_as_the_archives_words(tiny: Archive, typed: str, read: str) -> None:
    assert mended(typed, tiny)[0] == read


@pytest.mark.parametrize(
    "question",
    [
        "Who helps families?",
        'Who said "salte"?',
        "What is SLAT?",
        "What do Valdorians say?",
        # Another country, and not a slip for one that is held.
        "What happened in Austria and Australia?",
        "zzyzxq",
        *(f"Who helps families? {letter * size}" for letter in "ah" for size in (255, 256, 2000)),
        f"Who helps families? {'é' * 256}",
    ],
)
def test_words_that_are_no_slips_stay(tiny: Archive, question: str) -> None:
    assert mended(question, tiny) == (question, ())


def test_a_slip_in_a_name_still_names_and_is_told(tiny: Archive) -> None:
    asked = understand("What happened in valdroia?", tiny)
    assert asked.question == "What happened in valdroia?"
    assert asked.countries == ("Valdoria",)
    assert "It reads “valdroia” as “Valdoria”." in asked.because


def test_a_slip_in_a_very_long_word_is_no_error(tmp_path: Path) -> None:
    long = f"x{'ab' * 127}"
    archive = indexed(tmp_path, f"{TINY}What was written?\nOn the wall was {long}, said all.\n")
    question = f"Who wrote {long[:-1]}?"
    assert mended(question, archive)[0] == f"Who wrote {long}?"
