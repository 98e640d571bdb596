"""What is said, one after the other and by whom, to questions and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.account import Exchange, Text, joined, words_in
from index.asking import asking
from index.labels import unnamed


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker says in one go, a text a paragraph; `label` is the source's for them."""

    label: str
    texts: tuple[Text, ...]
    asks: bool


def uttered(
    said: Sequence[tuple[str, tuple[Text, ...]]], asks: frozenset[str] = frozenset()
) -> tuple[Utterance, ...]:
    """What is said, with whether its speaker asks: those in `asks`, else as people ask."""
    turns = [
        (label, "\n".join(words_in(text) for _, texts in held for text in texts))
        for label, held in groupby(said, key=lambda one: one[0])
        if label
    ]
    found = asks or asking(turns, frozenset(), frozenset())
    return tuple(Utterance(label, texts, label in found) for label, texts in said)


def exchanges(said: Iterable[Utterance]) -> Iterator[Exchange]:
    """Utterances as turns: questions in a row are one, and each who answers has a turn."""
    held = tuple(said)
    nobody = unnamed(one.label for one in held)
    question: Text | None = None
    asker: str | None = None
    waiting = False
    for (asks, label), group in groupby(
        held, lambda one: (one.asks, "" if one.asks else one.label)
    ):
        together = tuple(group)
        texts = tuple(text for one in together for text in one.texts)
        if asks:
            question, asker, waiting = joined(texts, "\n"), together[0].label or None, True
        else:
            yield answered(question, label, texts, nobody, asker)
            waiting = False
    if waiting:
        yield Exchange(question, asker=asker)


def answered(
    question: Text | None,
    label: str,
    answer: tuple[Text, ...],
    nobody: frozenset[str],
    asker: str | None = None,
) -> Exchange:
    """A turn whose speaker is the label, unless that is among those that name `nobody`."""
    if not label or label in nobody:
        return Exchange(question, None, answer, asker, label or None)
    return Exchange(question, label, answer, asker)


def nobody_asks(where: str) -> tuple[str, str]:
    """Says that none of those who speak is the interviewer."""
    return (
        "no-interviewer",
        f"{where} nobody is surely the interviewer, so what everybody says is read as an answer. "
        "Say who asks: --speakers 'NAME asks', or a file beside this one, its name with .toml "
        'after it, with the line interviewer = "NAME".',
    )
