"""Which segments are written anew, so that they stay few, and what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.columns import Column
from index.embed import Rows
from index.filling import FULL
from index.manifest import Written
from index.passages import Cut
from index.segment import Segment, opened

# So many segments of about one size become one. A passage is then written anew once for each
# power of this number that its archive grows by, and an archive of a million has some dozens.
ALIKE = 8


def due(segments: Sequence[Written]) -> tuple[Written, ...]:
    """The segments to write anew as one, if any: too many of a size, or half removed."""
    for held in segments:
        if held.present * 2 < held.passages or (held.removed and not held.present):
            return (held,)
    tiers: dict[int, list[Written]] = defaultdict(list)
    for held in segments:
        if held.present <= FULL // 2:
            tiers[max(1, held.present).bit_length() // ALIKE.bit_length()].append(held)
    full = [tier for _, tier in sorted(tiers.items()) if len(tier) >= ALIKE]
    return tuple(full[0]) if full else ()


def rows_of(folder: Path, held: Written) -> Iterator[Rows]:
    """What a segment holds that was not removed, document by document."""
    segment = opened(folder / held.name, frozenset(held.removed))
    for number, _, _ in segment.documents():
        yield rows_held(segment, number)


def rows_held(segment: Segment, number: int) -> Rows:
    """What a segment holds of a document, by its number, with its vectors."""
    document = segment.document(number)
    passages, sentences = extents(segment, number)
    first = segment.catalogue.interviews_of(number)[:1]
    cuts = []
    for row in passages:
        interview, role, turn, spans, _ = segment.columns.passage(row)
        cuts.append(Cut(document.interviews[interview - first[0]], role, turn, spans))
    return Rows(
        document,
        tuple(cuts),
        segment.vectors.rows(np.arange(passages.start, passages.stop)),
        segment.sentence_vectors.rows(np.arange(sentences.start, sentences.stop)),
    )


def extents(segment: Segment, number: int) -> tuple[range, range]:
    """The passages and the sentences of a document, which stand together."""
    interviews = segment.catalogue.interviews_of(number)
    if not interviews:
        return range(0), range(0)
    ends = (interviews[0], interviews[-1] + 1)
    begin, end = np.searchsorted(segment.columns.of(Column.INTERVIEW), ends).tolist()
    if begin == end:
        return range(0), range(0)
    first, counts = segment.columns.firsts(np.array([begin, end - 1]))
    return range(begin, end), range(int(first[0]), int(first[1] + counts[1]))


def without(held: Written, segment: Segment, numbers: Sequence[int]) -> Written:
    """A segment in which some more documents, by their numbers, count no more."""
    if not numbers:
        return held
    interviews = sum(len(segment.catalogue.interviews_of(number)) for number in numbers)
    spans = [extents(segment, number) for number in numbers]
    fewer = (
        interviews,
        sum(len(passages) for passages, _ in spans),
        sum(len(sentences) for _, sentences in spans),
    )
    a, b, c = (old + more for old, more in zip(held.fewer, fewer, strict=True))
    return Written(
        held.name,
        held.documents,
        held.interviews,
        held.passages,
        held.sentences,
        tuple(sorted({*held.removed, *numbers})),
        (a, b, c),
    )
