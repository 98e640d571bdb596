"""Who speaks about what: subjects by interviews, a dot as large as the share of words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from index.language import _, ngettext
from rag.picture import Outline, Picture
from rag.subjects import Said, Subject
from web.drawn import Column, Dot, Matrix, Mention, SubjectRow
from web.timeline import called

LABEL = 136
HEAD = 30
CELL = 30
LARGEST, SMALLEST = 13.0, 2.5


def matrix(picture: Picture) -> Matrix | None:
    """The subjects of a picture; None where it has none."""
    if not picture.subjects:
        return None
    outlines = {one.id: one for one in picture.outlines}
    middles = {id: LABEL + (n + 0.5) * CELL for n, id in enumerate(picture.compared)}
    most = max(said.share for subject in picture.subjects for said in subject.said)
    return Matrix(
        width=LABEL + CELL * len(picture.compared),
        height=HEAD + CELL * len(picture.subjects),
        columns=tuple(
            Column(middles[id], n, f"/interviews/{id}", called(outlines[id]))
            for n, id in enumerate(picture.compared, 1)
        ),
        rows=tuple(
            row(subject, HEAD + (n + 0.5) * CELL, middles, outlines, most)
            for n, subject in enumerate(picture.subjects)
        ),
    )


def row(
    subject: Subject,
    y: float,
    middles: Mapping[str, float],
    outlines: Mapping[str, Outline],
    most: float,
) -> SubjectRow:
    """One subject."""
    return SubjectRow(
        y=y,
        words=subject.words,
        dots=tuple(
            Dot(
                middles[said.interview],
                y,
                radius(said.share, most),
                link(said),
                _(
                    "%(subject)s: %(whose)s, %(times)s",
                    subject=subject.words,
                    whose=called(outlines[said.interview]),
                    times=ngettext("%(num)s time", "%(num)s times", said.times),
                ),
                full=said.score is None or said.score > 0,
            )
            for said in subject.said
        ),
        mentions=tuple(
            Mention(called(outlines[said.interview]), said.times, link(said))
            for said in subject.said
        ),
    )


def radius(share: float, most: float) -> float:
    """The radius at which areas are as shares."""
    return round(max(SMALLEST, LARGEST * math.sqrt(share / most)), 1)


def link(said: Said) -> str:
    """The interview, with the sentence marked in which it speaks of this first."""
    return f"/interviews/{said.interview}?span={said.first.start}-{said.first.end}#span"
