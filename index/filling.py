"""Documents with their vectors to a segment: all that lies on disk of some documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.columns import ColumnsWriter
from index.dense import EXACT, build_index
from index.embed import Rows
from index.entering import CatalogueWriter
from index.errors import Misconfigured
from index.interview import Document, Interview, tongue_at
from index.lexical import stems
from index.manifest import Written
from index.matrix import Coding, Matrix, MatrixWriter
from index.passages import Cut, context
from index.postings import PostingsWriter
from index.repair import repaired
from index.segment import (
    CATALOGUE,
    DENSE,
    LEXICAL,
    PASSAGE_VECTORS,
    QUESTION_SPANS,
    QUESTIONS,
    SENTENCE_VECTORS,
    SOURCES,
    SPEAKERS,
    SPELLINGS,
)
from index.spellings import SpellingsWriter
from index.verify import faults_of_lengths
from index.words import Words

# A segment of so many passages is full; what indexing holds in memory grows no further.
FULL = 131_072


def searched(document: Document, cut: Cut) -> tuple[str, ...]:
    """The stems that a passage is found by: those of its searchable text, each part in the
    language that it is in.
    """
    text, glue, tongues = document.text, document.glue, document.tongues
    said = cut.sentences[0].to(cut.sentences[-1])
    question = None if cut.turn is None else cut.interview.turns[cut.turn].question
    asked = context(text, glue, cut.interview, cut.turn)
    return (
        *stems(asked, tongue_at(tongues, question or said)),
        *stems(repaired(text, said, glue), tongue_at(tongues, said)),
    )


class SegmentWriter:
    """Writes one segment, a document at a time."""

    def __init__(self, folder: Path, dimension: int) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self._catalogue = CatalogueWriter(folder / CATALOGUE)
        self._sources = (folder / SOURCES).open("xb")
        self._columns = ColumnsWriter()
        self._lexical, self._questions = PostingsWriter(), PostingsWriter()
        self._asked: list[tuple[int, int, int]] = []
        self._spellings = SpellingsWriter()
        self._countries: set[str] = set()
        self._speakers: set[str] = set()
        self._vectors = MatrixWriter(folder / PASSAGE_VECTORS, dimension)
        self._sentence_vectors = MatrixWriter(folder / SENTENCE_VECTORS, dimension)
        self._small = True

    @property
    def passages(self) -> int:
        """How many passages were written."""
        return self._columns.passages

    def add(self, rows: Rows) -> None:
        """The next document.

        Raises:
            Misconfigured: the model gives vectors that cannot be compared.
        """
        document = rows.document
        first = self._catalogue.interviews
        self._catalogue.add(document, self._sources.tell(), len(document.text.encode()))
        self._sources.write(document.text.encode())
        numbers = {interview.id: first + n for n, interview in enumerate(document.interviews)}
        for number, interview in enumerate(document.interviews, first):
            self._add_interview(document, interview, number)
        for cut in rows.cuts:
            self._columns.add(cut, numbers[cut.interview.id])
            self._lexical.add(searched(document, cut))
        if self._small and self.passages > EXACT:
            self._small = False
            self._vectors = self._vectors.recoded(Coding.HALF)
            self._sentence_vectors = self._sentence_vectors.recoded(Coding.BYTES)
        for name, writer, vectors in (
            ("passages", self._vectors, rows.vectors),
            ("sentences", self._sentence_vectors, rows.sentence_vectors),
        ):
            for what in faults_of_lengths(vectors):
                raise Misconfigured(
                    f"the model gives vectors that cannot be compared ({name} of "
                    f"{document.name}: {what}). Nothing was published; choose another model "
                    "with --model."
                )
            writer.add(vectors)

    def _add_interview(self, document: Document, interview: Interview, number: int) -> None:
        """What an interviewer asks, and how words and names are spelt."""
        text, glue = document.text, document.glue
        for question in interview.questions:
            language = tongue_at(document.tongues, question)
            self._questions.add(sorted(set(stems(repaired(text, question, glue), language))))
            self._asked.append((number, question.start, question.end))
        said = (paragraph for turn in interview.turns for paragraph in turn.answer)
        spans = (*interview.introduction, *interview.questions, *said)
        self._spellings.add(repaired(text, span, glue) for span in spans)
        self._countries |= {interview.country} if interview.country else set()
        self._speakers |= {speaker.name for speaker in interview.speakers}

    def release(self) -> None:
        """Lets go of every file, also of one that is not whole."""
        self._sources.close()
        self._catalogue.release()
        self._vectors.release()
        self._sentence_vectors.release()

    def close(self) -> Written:
        """Writes what needs the whole segment, and its index by meaning where it is large."""
        folder = self._folder
        self._sources.close()
        self._catalogue.close()
        speakers = self._columns.write(folder)
        (folder / SPEAKERS).mkdir()
        Words.of(speakers).save(folder / SPEAKERS)
        self._lexical.written().save(folder / LEXICAL)
        self._questions.written().save(folder / QUESTIONS)
        asked = np.array(self._asked, dtype=np.int32).reshape(-1, 3)
        np.save(folder / QUESTIONS / QUESTION_SPANS, asked, allow_pickle=False)
        self._spellings.add(sorted(self._countries))
        self._spellings.add(sorted(self._speakers))
        self._spellings.write(folder / SPELLINGS)
        self._vectors.close()
        self._sentence_vectors.close()
        if not self._small:
            build_index(Matrix(folder / PASSAGE_VECTORS), folder / DENSE)
        return Written(
            folder.name,
            self._catalogue.documents,
            self._catalogue.interviews,
            self._columns.passages,
            self._columns.sentences,
        )
