"""The words of a quotation found just so: in one place, with gaps, or put together from several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import numpy as np

from rag.align import Aligned
from rag.concordance import Concordance, Numbers
from rag.quotations import Gap, Quotation
from rag.wording import Word, denies

# Words in brackets stand for no more words of the source than this.
REPLACED = 8
# Of many equal places, so many are looked at.
MOST_PLACES = 200
# A word that denies turns words that begin no farther after it than this.
RIGHT_BEFORE = 2
# A shorter run of words can stand anywhere by chance.
LEAST_RUN = 4
MOST_RUNS = 6
# Of a longer gap only the sentences are looked at that it breaks off.
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


def dropped_denial(
    concordance: Concordance, run: Run, quotation: Quotation, sentence: Sentence
) -> str | None:
    """A word that denies, among those that the gaps of a quotation leave out; None without one.

    A gap at the beginning leaves out what stands right before it in its sentence: what is farther
    off may belong to another clause.
    """
    opening = before(concordance, run, sentence, RIGHT_BEFORE) if quotation.begins else []
    source = (opening, *left_out(concordance, run, sentence))
    # What stands in brackets instead may deny just so.
    for put_in, denying in zip(quotation.put_in, source, strict=False):
        if denying and not any(word.denies for word in put_in):
            return denying[0]
    return None


def added_denial(
    concordance: Concordance, run: Run, quotation: Quotation, sentence: Sentence
) -> Word | None:
    """A word in brackets that denies where the source does not; None without one."""
    inner = left_out(concordance, run, sentence)
    source = (before(concordance, run, sentence), *inner, [])
    for put_in, denying in zip(quotation.put_in, source, strict=True):
        own = next((word for word in put_in if word.denies), None)
        if own is not None and not denying:
            return own
    return None


def left_out(concordance: Concordance, run: Run, sentence: Sentence) -> list[list[str]]:
    """The words that deny among those that each gap within a quotation leaves out.

    A long gap leaves out whole sentences as a whole: there only those count that it breaks off.
    """
    found = []
    for (_, last), (first, _) in pairwise(run.ranges):
        gap = range(last + 1, first)
        ends = (sentence(last), sentence(first)) if len(gap) > LONGEST_LEFT_OUT else ()
        denying = (place for place in gap if denies(concordance.word(place)))
        kept = [place for place in denying if not ends or sentence(place) in ends]
        found.append([concordance.word(place) for place in kept])
    return found


def before(
    concordance: Concordance, run: Run, sentence: Sentence, most: int | None = None
) -> list[str]:
    """The words that deny before a run in its sentence, among the last `most` there."""
    first = run.ranges[0][0]
    begins, own = concordance.bounds(first)[0], sentence(first)
    begins = begins if most is None else max(begins, first - most)
    places = takewhile(lambda place: sentence(place) == own, range(first - 1, begins - 1, -1))
    return [word for place in places if denies(word := concordance.word(place))]


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
