"""One sentence more on either side of a quotation, and never beyond the answer."""

from __future__ import annotations

from pathlib import Path

from specimens import TINY, indexed

from index.archive import Archive
from index.interview import Span
from rag.answer import Quote
from rag.around import Around, around
from rag.check import check_quotes
from rag.cite import cut_quote, quotable

TWO = """Voices (invented)
-
VALDORIA: ‘We kept the keys’
The Lantern Project speaks with Mira Dolen and Pell Andrake, two locksmiths.
INTERVIEWER: What did you keep?

DOLEN: We kept the keys. They are in a tin. Nobody asks for them.

The tin is under the floor.

ANDRAKE: I kept nothing. I was not there.

INTERVIEWER: Would you do it again?

DOLEN: Yes.
"""


def words(archive: Archive, said: str) -> Quote:
    """The quote of some words of the archive's first document."""
    text = archive.documents[0].text
    spans = [s for i in archive.interviews for _, _, s in quotable(i)]
    line = next(s for s in spans if said in s.of(text))
    start = line.start + line.of(text).index(said)
    holder = next(i for i in archive.interviews if any(s == line for _, _, s in quotable(i)))
    return cut_quote(archive, holder.id, Span(start, start + len(said)))


def sides(found: Around) -> tuple[str | None, str | None]:
    return (
        found.before.text if found.before else None,
        found.after.text if found.after else None,
    )


def test_there_is_one_sentence_on_either_side(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TWO)
    found = around(words(archive, "They are in a tin."), archive)
    assert sides(found) == ("We kept the keys.", "Nobody asks for them.")
    check_quotes(filter(None, (found.before, found.after)), archive)


def test_an_answer_goes_on_in_its_next_paragraph(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TWO)
    last = words(archive, "Nobody asks for them.")
    assert sides(around(last, archive)) == ("They are in a tin.", "The tin is under the floor.")


def test_words_of_somebody_else_are_not_around(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TWO)
    end = words(archive, "The tin is under the floor.")
    assert sides(around(end, archive)) == ("Nobody asks for them.", None)
    other = words(archive, "I kept nothing.")
    assert other.citation.speaker == "Pell Andrake"
    assert sides(around(other, archive)) == (None, "I was not there.")


def test_what_is_quoted_is_not_said_again(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TWO)
    both = words(archive, "We kept the keys. They are in a tin.")
    assert sides(around(both, archive)) == (None, "Nobody asks for them.")


def test_a_whole_answer_has_nothing_around(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TINY)
    assert sides(around(words(archive, "Yes."), archive)) == (None, None)


def test_an_introduction_has_its_own_sentences_around(tmp_path: Path) -> None:
    archive = indexed(tmp_path, TINY)
    found = around(words(archive, "She lives in Port Sel."), archive)
    assert sides(found) == ("Mira left Valdoria in 2031.", None)
