"""A question that asks several things to the questions that it consists of."""

from __future__ import annotations

import re

from index.lexical import stems

ASKS = (
    r"(?:what|who|whom|whose|when|where|why|how|which|"
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|should|will|would)(?=\s+\w+\s+\w+))"
)
# "... and what does she do now?", but not "what laws and police do": a question word after "and".
SECOND = re.compile(rf"[,;]?\s+(?:and|or|but)\s+(?:also\s+)?(?={ASKS}\b)", re.I)
SENTENCE_END = re.compile(r"(?<=\?)\s+")
OPENS = re.compile(rf"\W*{ASKS}\b", re.I)
# What follows "and" must say something of its own: "and why?" alone asks about the same.
FEWEST_WORDS = 1
MOST = 3


def parts(question: str) -> tuple[str, ...]:
    """The questions in a question, each after the first with that one before it; empty for one.

    Only questions are parted, never what they ask about: "What do laws and police forbid?" is
    one, and so is "Who knows what was said and what was done?", which opens no new question.
    """
    found = [
        part.strip(" ,;?")
        for sentence in SENTENCE_END.split(question)
        for part in (SECOND.split(sentence) if OPENS.match(sentence) else [sentence])
    ]
    if not 1 < len(found) <= MOST:
        return ()
    if any(not OPENS.match(part) or len(stems(part)) < FEWEST_WORDS for part in found):
        return ()
    whole = [f"{part[0].upper()}{part[1:]}?" for part in found]
    # A later one leans on the first, as a follow-up does: "... and what does she do now?"
    return (whole[0], *(f"{whole[0]} {part}" for part in whole[1:]))
