"""Whether a question asks which of all those interviewed say something."""

from __future__ import annotations

import re

# Several of a kind: one of them is asked for by what it does, and one sentence may tell it.
MANY = r"(?:organi[sz]ations|groups|countries|places)"
WHO = rf"(?:interviewees|speakers|interviews|witnesses|people|persons|activists|{MANY})"
OF_ALL = rf"of (?:them|those|these|(?:the|our|all) (?:\w+ )?{WHO})"
GATHERS = re.compile(
    rf"^\W*(?:(?:in|from|for|about|at) )?(?:which (?:other )?(?:(?:\w+ )?{WHO}|{OF_ALL})"
    rf"|what (?:other )?{MANY})\b"
    r"|^\W*who (?:else )?(?:of them |among them |all )?(?:says?|mentions?|describes?|reports?"
    r"|(?:speaks?|talks?|complains?|tells?) (?:of|about))\b",
    re.I,
)


def gathers(question: str) -> bool:
    """Whether it asks who of all says, mentions or describes something."""
    return bool(GATHERS.search(question))
