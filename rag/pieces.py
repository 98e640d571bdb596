"""The words of a quotation found just so: in one place, with gaps, or put together from several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rag.align import Aligned
from rag.concordance import Concordance, Numbers
from rag.quotations import Gap
from rag.wording import NEGATIONS, NOT

# Words in brackets stand for no more words of the source than this.
REPLACED = 8
# Of many equal places, so many are looked at.
MOST_PLACES = 200
# A shorter run of words can stand anywhere by chance.
LEAST_RUN = 4
MOST_RUNS = 6
# A gap over more words than this leaves out whole sentences.
LONGEST_LEFT_OUT = 25
# So alike, one place explains a quotation better than several.
ALIKE = 0.8

Sentence = Callable[[int], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one utterance: the place of the first and the last word of each piece of it."""

    ranges: tuple[tuple[int, int], ...]


def in_one_place(
    concordance: Concordance, pieces: Sequence[Numbers], gaps: Sequence[Gap], who: str | None
) -> tuple[Run, ...]:
    """Where all pieces stand in one utterance in their order, with no more than gaps between.

    The places that leave out least come first: they are what an editor shortened. Of very many,
    those are looked at that are of the speaker `who`, and the first of the others.
    """
    found = []
    runs = [concordance.runs(piece) for piece in pieces]
    own = concordance.said_by(who, runs[0])
    for begin in (*runs[0][own][:MOST_PLACES], *runs[0][~own][:MOST_PLACES]):
        ranges = [(int(begin), int(begin) + len(pieces[0]) - 1)]
        for piece, places, gap in zip(pieces[1:], runs[1:], gaps, strict=True):
            after = ranges[-1][1] + 1
            _, end = concordance.bounds(ranges[0][0])
            end = min(end, after + REPLACED + len(piece)) if gap is Gap.BRACKET else end
            fits = places[(places >= after) & (places + len(piece) <= end)]
            if not len(fits):
                break
            ranges.append((int(fits[0]), int(fits[0]) + len(piece) - 1))
        else:
            found.append(Run(tuple(ranges)))
    return tuple(sorted(found, key=lambda run: run.ranges[-1][1] - run.ranges[0][0]))


def dropped_denial(concordance: Concordance, run: Run) -> str | None:
    """A word that denies, among those that the gaps of a quotation leave out; None without one.

    Only a gap within some sentences' reach is looked at: what lies between whole sentences is
    left out as a whole.
    """
    for (_, last), (first, _) in pairwise(run.ranges):
        if first - last - 1 > LONGEST_LEFT_OUT:
            continue
        for place in range(last + 1, first):
            word = concordance.word(place)
            if word in NEGATIONS or NOT.search(word):
                return word
    return None


def stitched(
    concordance: Concordance,
    pieces: Sequence[Numbers],
    sentence: Sentence,
    near: Aligned | None,
) -> tuple[Run, ...]:
    """The places that a quotation is put together from; empty where one place explains it.

    Every word stands in a run of at least four, and some runs come from other sentences than
    those that follow one another.
    """
    parts: list[Run] = []
    for piece in pieces:
        own = covered(concordance, piece)
        if own is None:
            return ()
        parts += own
    if len(parts) < 2 or len(parts) > MOST_RUNS:
        return ()
    one = all(together(concordance, a, b, sentence) for a, b in pairwise(parts))
    apart = any(
        not concordance.together(a.ranges[0][0], b.ranges[0][0]) for a, b in pairwise(parts)
    )
    # Where a sentence ends at each seam, chance did not bring the parts together.
    seams = all(seam(concordance, a, b, sentence) for a, b in pairwise(parts))
    if one or (apart and not seams and near is not None and near.alike >= ALIKE):
        return ()
    return tuple(parts)


def seam(concordance: Concordance, before: Run, after: Run, sentence: Sentence) -> bool:
    """Whether a sentence of the source ends where a run does, or begins where the next does."""
    last, first = before.ranges[-1][1], after.ranges[0][0]
    begins, ends = concordance.bounds(first)[0], concordance.bounds(last)[1]
    return (
        last + 1 == ends
        or first == begins
        or sentence(last) != sentence(last + 1)
        or sentence(first) != sentence(first - 1)
    )


def together(concordance: Concordance, before: Run, after: Run, sentence: Sentence) -> bool:
    """Whether a run goes on where another ends, or later in the same sentence."""
    last, first = before.ranges[-1][1], after.ranges[0][0]
    if not concordance.together(last, first) or first <= last:
        return concordance.together(last, first) and sentence(last) == sentence(first)
    return first == last + 1 or sentence(last) == sentence(first)


def covered(concordance: Concordance, piece: Numbers) -> list[Run] | None:
    """Runs that hold all words of a piece in order; None where one is missing."""
    found: list[Run] = []
    at = 0
    while at < len(piece):
        begins = concordance.runs(piece[at : at + LEAST_RUN])
        length = min(LEAST_RUN, len(piece) - at)
        if length < LEAST_RUN or not len(begins):
            return None
        while at + length < len(piece):
            on = begins[begins + length < len(concordance.words)]
            on = on[concordance.words[on + length] == piece[at + length]]
            if not len(on):
                break
            begins, length = on, length + 1
        begin = following(begins, found)
        found.append(Run(((begin, begin + length - 1),)))
        at += length
    return found


def following(begins: Numbers, found: Sequence[Run]) -> int:
    """Of equal places, the one that lies nearest after what was found before."""
    if not found:
        return int(begins[0])
    last = found[-1].ranges[-1][1]
    return int(begins[np.argmin(np.where(begins > last, begins - last, len(begins) + abs(begins)))])
