"""Every word of some interviews and where it stands, to look up what somebody quotes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.archive import Archive
from index.interview import Interview, Role, Span
from rag.wording import words_in

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intc]
Flags = npt.NDArray[np.bool_]
NOWHERE: Numbers = np.zeros(0, dtype=np.int64)
# Stands between two utterances, so that no run of words crosses from one to the next.
APART = -1


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says without a break: an answer, a question, an introduction, a heading.

    `speaker` is who says it, None for an interviewer, a publisher or somebody not named.
    """

    interview: str
    role: Role
    speaker: str | None
    spans: tuple[Span, ...]


class Concordance:
    """The words of interviews in the order in which they stand, found by what they are."""

    def __init__(self, archive: Archive, interviews: Iterable[Interview]) -> None:
        """Reads all that some of an archive's interviews say, an interview at a time."""
        self._numbers: dict[str, int] = {}
        # Of every word in them, so each as small as it can be: twelve bytes a word.
        words, starts, ends = array("i"), array("i"), array("i")
        # Where the words of each utterance begin, and where those of one after the last would.
        begins = array("q", [0])
        held: list[Utterance] = []
        for interview in interviews:
            text = archive.source(interview.id).text
            for utterance in utterances(interview):
                held.append(utterance)
                for span in utterance.spans:
                    for word in words_in(text, span.start, span.end):
                        words.append(self._numbers.setdefault(word.folded, len(self._numbers)))
                        starts.append(word.start)
                        ends.append(word.end)
                words.append(APART)
                starts.append(0)
                ends.append(0)
                begins.append(len(words))
        self.utterances = tuple(held)
        self.words: Places = np.frombuffer(words, np.intc)
        self._names = tuple(self._numbers)
        self._starts, self._ends = np.frombuffer(starts, np.intc), np.frombuffer(ends, np.intc)
        self._begins = np.frombuffer(begins, np.int64)
        self._order: Places = np.argsort(self.words, kind="stable").astype(np.intc)
        self._bounds = np.searchsorted(
            self.words[self._order], np.arange(len(self._numbers) + 1), side="left"
        )

    def numbered(self, words: Sequence[str]) -> Numbers:
        """The number of each word, -2 for one that nobody says."""
        return np.array([self._numbers.get(word, -2) for word in words], dtype=np.int64)

    def word(self, place: int) -> str:
        """The folded word at a place."""
        return self._names[int(self.words[place])]

    def places(self, number: int) -> Numbers:
        """Where a word stands, in order."""
        if number < 0:
            return NOWHERE
        found = self._order[self._bounds[number] : self._bounds[number + 1]]
        return found.astype(np.int64)

    def runs(self, numbers: Numbers) -> Numbers:
        """Where some words stand in a row."""
        if not len(numbers) or (numbers < 0).any():
            return NOWHERE
        counts = self._bounds[numbers + 1] - self._bounds[numbers]
        rarest = int(np.argmin(counts))
        begins = self.places(int(numbers[rarest])) - rarest
        begins = begins[(begins >= 0) & (begins + len(numbers) <= len(self.words))]
        for offset, number in enumerate(numbers):
            begins = begins[self.words[begins + offset] == number]
        return begins

    def utterance(self, place: int) -> Utterance:
        """Whose word it is."""
        return self.utterances[self._owner(place)]

    def _owner(self, place: int) -> int:
        """The number of the utterance that a word is of."""
        return int(np.searchsorted(self._begins, place, side="right")) - 1

    def said_by(self, who: str | None, places: Numbers) -> Flags:
        """Which of some places are words of a speaker; of nobody none is."""
        if who is None:
            return np.zeros(len(places), dtype=np.bool_)
        owners = np.searchsorted(self._begins, places, side="right") - 1
        return np.array([self.utterances[one].speaker == who for one in owners.tolist()], np.bool_)

    def together(self, place: int, other: int) -> bool:
        """Whether two words are of one utterance."""
        return self._owner(place) == self._owner(other)

    def bounds(self, place: int) -> tuple[int, int]:
        """The half-open range of the words of an utterance."""
        owner = self._owner(place)
        return int(self._begins[owner]), int(self._begins[owner + 1]) - 1

    def span(self, first: int, last: int) -> Span:
        """The characters of the source from one word to another, both included."""
        return Span(int(self._starts[first]), int(self._ends[last]))


def utterances(interview: Interview) -> Iterator[Utterance]:
    """All that an interview's people and its publisher say; what alone stands by itself."""
    if interview.headline is not None:
        yield Utterance(interview.id, Role.HEADING, None, (interview.headline,))
    for span in interview.introduction:
        yield Utterance(interview.id, Role.INTRODUCTION, None, (span,))
    for question in interview.questions:
        yield Utterance(interview.id, Role.QUESTION, None, (question,))
    for number, turn in enumerate(interview.turns):
        if turn.answer:
            who = interview.speaker_named(number)
            yield Utterance(interview.id, Role.ANSWER, who.name if who else None, turn.answer)
    for part in interview.footer:
        if part.role is Role.RATING:
            yield Utterance(interview.id, Role.RATING, None, (part.span,))
