"""Who asks in a labelled conversation: as the labels say, else as those speak who ask."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import nlargest

from index.labels import bare, parts_of
from index.places import fold

MARK = re.compile(r"[?？؟⸮]")
ENDS_ASKING = re.compile(r"[?？؟⸮][\s’”\"'»)\]*_]*$")
# Who says again what others say, questions and answers, is neither of those.
INTERPRETERS = frozenset(
    fold(word)
    for word in (
        "interpreter translator intérprete traductor traductora tradutor tradutora interprète"
        " traducteur traductrice dolmetscher dolmetscherin übersetzer übersetzerin interprete"
        " traduttore traduttrice tolk tłumacz tłumaczka tercüman çevirmen переводчик переводчица"
        " перекладач перекладачка مترجم مترجمة المترجم المترجمة מתורגמן מתורגמנית दुभाषिया"
        " 翻译 翻譯 口译 口譯 通訳 통역 통역사 ล่าม".split()
    )
)
# What stands in for every voice that could not be told.
UNKNOWN = "Unknown Speaker"
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


@dataclass(frozen=True, slots=True)
class Most:
    """The two highest shares of turns that end in a question among some people, and the largest
    share of all characters.
    """

    endings: tuple[float, float]
    share: float


def asking(
    said: Sequence[tuple[str, str]], asks: frozenset[str], replies: frozenset[str]
) -> frozenset[str]:
    """The labels of those who ask; empty where it cannot be told.

    `said` holds a label and its words for each turn, in order. `asks` and `replies` are labels
    of which it is known from elsewhere, such as a header field. An interpreter asks only where
    nobody else does, and among several who are told apart nobody who is not.
    """
    labels = frozenset(label for label, _ in said)
    parts = parts_of(labels)
    asks, replies = (asks | parts.asks) & labels, (replies | parts.replies) & labels
    if asks:
        return asks - replies
    said = told_apart(said)
    others = frozenset(label for label, _ in said) - replies
    if replies and len(others) == 1:
        return others
    spoken = [turn for turn in said if not INTERPRETERS.intersection(bare(turn[0]).split())]
    return manner_asks(spoken, replies) or manner_asks(said, replies)


def told_apart(said: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The turns without those of voices that could not be told, which have no manner of their own.

    Beside one other such a voice is told by that: it is somebody else, so its turns stay.
    """
    known = [turn for turn in said if fold(turn[0]) != fold(UNKNOWN)]
    return known if len({label for label, _ in known}) > 1 else said


def manner_asks(said: Sequence[tuple[str, str]], replies: frozenset[str]) -> frozenset[str]:
    """The labels of those who speak as one who asks does, without those known to answer."""
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
    most = most_of(known.values())
    sure = {label: likelihood(own, most) for label, own in known.items()}
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


def likelihood(own: Manner, most: Most) -> float:
    """How likely somebody asks, 0 to 1.

    A logistic regression on the manners of those who speak in some 660 published interviews, of
    whom those who come back from one to the next asked: `python -m eval.training.hosts` fits it.
    """
    signed = zip(WEIGHTS, signs(own, most), strict=True)
    weighed = BIAS + sum(weight * sign for weight, sign in signed)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, weighed))))


def most_of(manners: Collection[Manner]) -> Most:
    """The most of each manner among two or more people."""
    first, second = nlargest(2, (one.ending for one in manners))
    return Most((first, second), max(one.share for one in manners))


def signs(own: Manner, most: Most) -> tuple[float, ...]:
    """What tells whether somebody asks: how they speak, and how beside the others."""
    first, second = most.endings
    others = second if own.ending == first else first
    return (
        own.ending,
        own.marks,
        own.share,
        float(own.first),
        own.ending - others,
        own.share / max(most.share, 1e-9),
    )


def by_questions(manners: dict[str, Manner]) -> frozenset[str]:
    """Those who end most turns in a question, unless all do: for a conversation of a few turns."""
    asks = frozenset(label for label, one in manners.items() if one.ending >= 0.5)
    return asks if asks != frozenset(manners) else frozenset()
