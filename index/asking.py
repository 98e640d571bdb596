"""Who asks in a labelled conversation: as the labels say, else as those speak who ask."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.labels import parts_of

MARK = re.compile(r"[?？؟⸮]")
ENDS_ASKING = re.compile(r"[?？؟⸮][\s’”\"'»)\]*_]*$")
# A label with fewer turns than this says too little about how its speaker speaks.
ENOUGH = 3
# How sure it must be that somebody asks, and that somebody else does not.
ASKS, REPLIES = 0.8, 0.5
# Those who are asked say at least this share of the words.
SHARE = 0.35
# Of the signs of somebody who asks, in the order of `signs`.
WEIGHTS, BIAS = (6.7, 1.1, -1.7, 4.1, 6.3, -7.2), 2.3


@dataclass(frozen=True, slots=True)
class Manner:
    """How one label's speaker speaks.

    `ending` is the share of the turns that end in a question, `marks` the question marks in 1,000
    characters, `share` that of all characters, `first` whether the conversation begins with them.
    """

    turns: int
    ending: float
    marks: float
    share: float
    first: bool


def asking(
    said: Sequence[tuple[str, str]], asks: frozenset[str], replies: frozenset[str]
) -> frozenset[str]:
    """The labels of those who ask; empty where it cannot be told.

    `said` holds a label and its words for each turn, in order. `asks` and `replies` are labels
    of which it is known from elsewhere, such as a header field.
    """
    labels = frozenset(label for label, _ in said)
    parts = parts_of(labels)
    asks, replies = (asks | parts.asks) & labels, (replies | parts.replies) & labels
    if asks:
        return asks - replies
    others = labels - replies
    if replies and len(others) == 1:
        return others
    manners = manners_of(said)
    return (by_manner(manners) or by_questions(manners)) - replies


def manners_of(said: Sequence[tuple[str, str]]) -> dict[str, Manner]:
    """How each label's speaker speaks."""
    turns: defaultdict[str, list[str]] = defaultdict(list)
    for label, words in said:
        turns[label].append(words)
    lengths = {label: sum(map(len, own)) for label, own in turns.items()}
    total = max(1, sum(lengths.values()))
    return {
        label: Manner(
            turns=len(own),
            ending=sum(ENDS_ASKING.search(words) is not None for words in own) / len(own),
            marks=1000 * sum(len(MARK.findall(words)) for words in own) / max(1, lengths[label]),
            share=lengths[label] / total,
            first=label == said[0][0],
        )
        for label, own in turns.items()
    }


def by_manner(manners: dict[str, Manner]) -> frozenset[str]:
    """Those who ask, by the manner of all who say enough; empty where none is told apart."""
    known = {label: one for label, one in manners.items() if one.turns >= ENOUGH}
    if len(known) < 2:
        return frozenset()
    sure = {label: likelihood(label, known) for label in known}
    asks = {label for label in known if sure[label] >= ASKS}
    asked = sum(manners[label].share for label in known if sure[label] <= REPLIES)
    if asked < SHARE:
        return frozenset()
    # Who says little and only asks, such as one from the audience, asks too.
    longest = max(one.share for one in known.values())
    strangers = {
        label
        for label, one in manners.items()
        if label not in known and one.ending == 1.0 and 2 * one.share < longest
    }
    return frozenset(asks | strangers)


def likelihood(label: str, manners: dict[str, Manner]) -> float:
    """How likely somebody asks, 0 to 1.

    A logistic regression on the manners of those who speak in some 660 published interviews, of
    whom those who come back from one to the next asked: `python -m eval.training.hosts` fits it.
    """
    signed = zip(WEIGHTS, signs(label, manners), strict=True)
    weighed = BIAS + sum(weight * sign for weight, sign in signed)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, weighed))))


def signs(label: str, manners: dict[str, Manner]) -> tuple[float, ...]:
    """What tells whether somebody asks: how they speak, and how beside the others."""
    own = manners[label]
    most_asking = max(one.ending for other, one in manners.items() if other != label)
    longest = max(one.share for one in manners.values())
    return (
        own.ending,
        own.marks,
        own.share,
        float(own.first),
        own.ending - most_asking,
        own.share / max(longest, 1e-9),
    )


def by_questions(manners: dict[str, Manner]) -> frozenset[str]:
    """Those who end most turns in a question, unless all do: for a conversation of a few turns."""
    asks = frozenset(label for label, one in manners.items() if one.ending >= 0.5)
    return asks if asks != frozenset(manners) else frozenset()
