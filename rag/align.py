"""The place in an archive that comes nearest to some words, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum

import numpy as np

from index.dense import best as best_of
from index.interview import Role
from rag.concordance import Concordance, Numbers
from rag.wording import Word

# Places are looked for by so many of the rarest words, each of no more than so many places: all of
# them, unless a word is very common.
RAREST, MOST_PLACES = 16, 100_000
# How many places are compared word by word, and by how many words one may be longer on each side.
CANDIDATES, SLACK = 6, 12
# Of so many words a comparison takes long, and the likeliest places are surer: two are enough.
LONG, CANDIDATES_OF_LONG = 1000, 2
# So many of the words of both must be the same, in order, for one to be the other altered.
LEAST_ALIKE = 0.62
# And so many of them at least: fewer can agree by chance.
LEAST_SHARED = 3


class Op(StrEnum):
    """What became of some words between the source and the draft."""

    SAME = "same"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that are the same, that the draft dropped, or that it added."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A place that comes near: the first and last word that it shares, and how alike it is.

    `alike` runs from 0 to 1; `head` and `tail` count the words of the draft before and after
    those that are shared.
    """

    first: int
    last: int
    alike: float
    head: int
    tail: int


def aligned(concordance: Concordance, words: Sequence[Word]) -> Aligned | None:
    """The place whose words are most alike, in order; None where none is alike enough.

    An answer goes before any other words that are as much alike; headings, which are edited
    twins of what was said, are never the place.
    """
    numbers = concordance.numbered([word.folded for word in words])
    # What it learns of the words once serves for every place.
    matcher = SequenceMatcher(None, [0], numbers.tolist(), autojunk=False)
    best: Aligned | None = None
    for place in candidates(concordance, numbers):
        found = compared(concordance, matcher, len(numbers), place)
        if found is None or concordance.utterance(found.first).role is Role.HEADING:
            continue
        if best is None or better(concordance, found, best):
            best = found
    return best


def better(concordance: Concordance, one: Aligned, other: Aligned) -> bool:
    """Whether one place explains some words better than another."""
    answers = [concordance.utterance(a.first).role is Role.ANSWER for a in (one, other)]
    return (round(one.alike, 3), answers[0]) > (round(other.alike, 3), answers[1])


def candidates(concordance: Concordance, numbers: Numbers) -> list[int]:
    """Places at which the words may begin, the likeliest first: where rare words stand in step."""
    held = [(len(concordance.places(int(n))), k, int(n)) for k, n in enumerate(numbers) if n >= 0]
    held = sorted(one for one in held if one[0])[:RAREST]
    # Some words of what begins before the first word may stand behind it.
    before = len(numbers) // SLACK + 1
    votes = np.zeros(before + len(concordance.words) // SLACK + 2, dtype=np.float32)
    for times, offset, number in held:
        begins = concordance.places(number)[:MOST_PLACES] - offset
        here = np.bincount(begins // SLACK + before)
        votes[: len(here)] += (here / (1 + np.log1p(times))).astype(np.float32)
    voted = np.flatnonzero(votes)
    most = CANDIDATES if len(numbers) <= LONG else CANDIDATES_OF_LONG
    likely, _ = best_of(voted, votes[voted] + votes[voted + 1], most)
    last = len(concordance.words) - 1
    return [min(max(0, one * SLACK + SLACK), last) for one in (likely - before).tolist()]


def compared(
    concordance: Concordance, matcher: SequenceMatcher[int], words: int, begins: int
) -> Aligned | None:
    """What comes nearest to some words, which `matcher` holds, around a place of one utterance."""
    low, high = concordance.bounds(min(begins + words // 2, len(concordance.words) - 1))
    first = max(low, begins - 2 * SLACK)
    last = min(high, begins + words + 2 * SLACK)
    if first >= last:
        return None
    matcher.set_seq1(concordance.words[first:last].tolist())
    found = likest(matcher.get_matching_blocks()[:-1], words)
    if found is None:
        return None
    begin, end, alike = found
    tail = words - end.b - end.size
    return Aligned(first + begin.a, first + end.a + end.size - 1, alike, begin.b, tail)


def likest(blocks: Sequence[Match], words: int) -> tuple[Match, Match, float] | None:
    """The first and the last of the blocks between which some words are most alike, and how much.

    A lone word far from the others makes the place longer without making it more alike.
    """
    starts = np.array([block.a for block in blocks])
    sizes = np.array([block.size for block in blocks])
    ends, shared = starts + sizes, np.cumsum(sizes)
    best: tuple[Match, Match, float] | None = None
    for number, block in enumerate(blocks):
        held = shared[number:] - shared[number] + block.size
        alike = np.where(held >= LEAST_SHARED, 2 * held / (ends[number:] - block.a + words), 0.0)
        last = int(np.argmax(alike))
        if alike[last] >= LEAST_ALIKE and (best is None or alike[last] > best[2]):
            best = block, blocks[number + last], float(alike[last])
    return best


def changes(
    near: Aligned, draft: str, words: Sequence[Word], source: str, concordance: Concordance
) -> tuple[Change, ...]:
    """What leads from the source's words to the draft's, in reading order."""
    numbers = concordance.numbered([word.folded for word in words]).tolist()
    window = concordance.words[near.first : near.last + 1].tolist()
    found = []
    for op, a, b, c, d in SequenceMatcher(None, window, numbers, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Change(Op.SAME, draft[words[c].start : words[d - 1].end]))
            continue
        if b > a:
            span = concordance.span(near.first + a, near.first + b - 1)
            found.append(Change(Op.DROPPED, span.of(source)))
        if d > c:
            found.append(Change(Op.ADDED, draft[words[c].start : words[d - 1].end]))
    return tuple(found)
