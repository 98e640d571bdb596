"""Interviews as a source tells them that knows who asks and who answers: words, not yet spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.interview import FOOTER, Role, Speaker
from index.locators import mark_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with places in it: from each offset on `00:12:31` or `page 3`, until the next."""

    text: str
    locators: tuple[tuple[int, str], ...]

    def __post_init__(self) -> None:
        for at, place in self.locators:
            if not 0 <= mark_of(at, place).at < len(self.text):
                raise ValueError(f"the place {place} stands at {at}, outside the text")
        if any(a >= b for (a, _), (b, _) in pairwise(self.locators)):
            raise ValueError("the offsets of places must rise")


Text = str | Placed


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, where one was asked, and what one speaker answers, a text a paragraph.

    `asker` is who asks. `label` is what the source calls a speaker whom it does not name, such as
    `SPEAKER_01`: it is shown, and is nobody's name.
    """

    question: Text | None = None
    speaker: str | None = None
    answer: tuple[Text, ...] = ()
    asker: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """A line that closes an interview, and what it is: rating, contact, credit, disclaimer."""

    part: Role
    text: Text

    def __post_init__(self) -> None:
        if self.part not in FOOTER:
            raise ValueError(f"a {self.part} closes no interview; {', '.join(sorted(FOOTER))} do")


@dataclass(frozen=True, slots=True)
class Account:
    """One interview; what is None is not known.

    `document` and `sha256` are of the file that it was first read from, `fields` what else its
    source says about it, each with its name. `language` is the one that all of it is in.
    """

    id: str | None = None
    heading: Text | None = None
    country: str | None = None
    speakers: tuple[Speaker, ...] = ()
    date: str | None = None
    rating: str | None = None
    introduction: tuple[Text, ...] = ()
    turns: tuple[Exchange, ...] = ()
    footer: tuple[Closing, ...] = ()
    document: str | None = None
    sha256: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    language: str | None = None


def words_in(text: Text) -> str:
    """The words of a text."""
    return text if isinstance(text, str) else text.text


def joined(texts: Sequence[Text], between: str) -> Text:
    """Texts as one, each place where it was."""
    places: list[tuple[int, str]] = []
    length = 0
    for text in texts:
        found = () if isinstance(text, str) else text.locators
        places += [(length + at, place) for at, place in found]
        length += len(words_in(text)) + len(between)
    words = between.join(map(words_in, texts))
    return Placed(words, tuple(places)) if places else words


def stamped(words: str, place: str | None) -> Text:
    """Words that begin at a place, where that is known."""
    return words if place is None or not words else Placed(words, ((0, place),))
