"""The shape of an inspection, for the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from web.shapes import Closed, Part, ReplyShape


class SignShape(Closed):
    """Something that speaks for an answer or against it."""

    name: str
    value: float
    weight: float
    pull: float = Field(description="What it adds to the log-odds: value times weight.")


class DoubtShape(Closed):
    """What makes silence."""

    best: float | None = Field(description="The score of the best sentence.")
    floor: float = Field(description="Below it the best sentence makes silence.")
    answerable: float | None = Field(description="The probability that the archive answers.")
    silent_below: float | None = Field(description="Below it that probability makes silence.")
    bias: float | None = Field(description="The log-odds before any sign counts.")
    signs: list[SignShape] = Field(description="Empty without a calibrated judge.")


class LookShape(Closed):
    """How the first search sees a passage for one part of the question; ranks count from 1."""

    by_meaning: int | None = Field(description="Null past the passages that are compared.")
    by_words: int | None = Field(description="Null also where no word is shared.")
    fused: int
    meaning: float = Field(description="Cosine of the passage.")
    sentence: float = Field(description="Cosine of its best sentence.")
    words: float = Field(description="BM25.")
    score: float = Field(description="All three fused.")


class InspectedShape(Closed):
    """A sentence and what became of it."""

    text: str = Field(description="Equals source[start:end].")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    judged: float | None = Field(description="What the judge thinks of it, as log-odds.")
    score: float | None
    fate: Literal["quoted", "brought", "repeat", "full", "behind", "below", "silent", "unread"]
    why: str = Field(description="The same in words.")


class ConsideredShape(Closed):
    """A passage that was found."""

    interview: str
    part: Part
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    found: int | None = Field(description="Its rank when it was found.")
    read: int | None = Field(description="Its rank after the judge; null where it was not read.")
    looks: list[LookShape | None] = Field(description="One for each of `parts`.")
    judged: float | None = Field(description="What the judge thinks of it, as log-odds.")
    score: float | None
    sentences: list[InspectedShape]


class InspectionShape(Closed):
    """A reply and how it came about."""

    reply: ReplyShape
    parts: list[str] = Field(description="What was looked up: the question, then its parts.")
    considered: list[ConsideredShape] = Field(description="Those that were read come first.")
    silence: DoubtShape
    line: float | None = Field(description="From this score on a sentence is quoted for itself.")
