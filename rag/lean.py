"""What a sentence leans on: the neighbour without which a quote of it would mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.archive import Archive
from index.interview import Passage, Span
from rag.read import Candidate

# Opens by pointing at something that was said before.
POINTS_BACK = re.compile(
    r"[\"'“‘(]*(?:(?:and|but|so|then|also)\b,?\s+)?"
    r"(?:(?:this|these|those|they|them|their|he|she|his|her)\b"
    # "It" points back unless it only opens the sentence: "It is hard to say".
    r"|it\b(?!['’]?s? (?:is |was |has been |would be |will be )?(?:\w+ly |very |so |too |not )?"
    r"(?:hard|difficult|easy|important|possible|impossible|necessary|clear|true|likely|time|good"
    r"|better|best|bad|wrong|right|sad|strange|said|known|crucial|essential|enough|common)\b)"
    r"|that(?:['’]s| is| was)\b)",
    re.I,
)
# Says yes or no to something, and turns what follows around where it is left out.
SAYS_NO = re.compile(
    r"[\"'“‘(]*(?:no|never|not (?:at all|really|yet|any ?more|exactly|quite)|hardly|of course not"
    r"|absolutely not|far from it|none)\b[^.!?]{0,24}[.!]?$",
    re.I,
)
# Takes back what was just said.
TAKES_BACK = re.compile(
    r"[\"'“‘(]*(?:(?:But|And)\b,?\s+)?(?:(?:it|that|this)\s+(?:is|was|['’]s)?\s*(?:simply |just )?"
    r"(?:not|n['’]t|never|a lie|false|untrue|wrong)\b|(?:it|that|this)(?:['’]s| is| was) "
    r"(?:not|never|a lie|false|untrue|wrong)\b|not any ?more\b|no longer\b).{0,60}$",
    re.I,
)


def leaned_on(candidate: Candidate, archive: Archive) -> Iterator[Span]:
    """The neighbours that a sentence needs, of the same answer.

    The one before, where the sentence opens with a word that points back at it, unless that
    one points back as well: then one more sentence would not mend it. A bare "No." before.
    A denial after.
    """
    text = archive.source(candidate.passage.interview).text
    before, after = neighbours(candidate, archive)
    if before is not None:
        earlier = before.of(text)
        points = POINTS_BACK.match(candidate.span.of(text)) and not POINTS_BACK.match(earlier)
        if points or SAYS_NO.fullmatch(earlier):
            yield before
    if after is not None and TAKES_BACK.fullmatch(after.of(text)):
        yield after


def neighbours(candidate: Candidate, archive: Archive) -> tuple[Span | None, Span | None]:
    """The sentences before and after a sentence in its answer."""
    passage, place = candidate.passage, candidate.place
    first, last = place == 0, place == len(passage.sentences) - 1
    return (
        beside(passage, archive, -1) if first else passage.sentences[place - 1],
        beside(passage, archive, 1) if last else passage.sentences[place + 1],
    )


def beside(passage: Passage, archive: Archive, step: int) -> Span | None:
    """The last sentence of the passage before (`step` -1), or the first of the one after (1)."""
    number = passage.number + step
    if not 0 <= number < archive.passages.rows:
        return None
    other = archive.passages[number]
    of_same = (other.interview, other.role, other.turn)
    if of_same != (passage.interview, passage.role, passage.turn):
        return None
    # An earlier version of the interview has its id too, and offsets in another text.
    if not archive.facets.alive[number]:
        return None
    return other.sentences[-1 if step < 0 else 0]
