"""What kind of thing a question wants to be told, and whether a sentence tells one."""

from __future__ import annotations

import re
from enum import Enum

from index.lexical import folded_words
from index.scripts import CAPITAL

NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    " hundreds thousand thousands million millions billion dozen dozens half third quarter"
    " majority percent once twice none nobody zero".split()
)
TIMES = frozenset(
    "january february march april june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday spring summer autumn winter yesterday"
    " ago today tomorrow century decade year years month months week weeks easter christmas"
    " night morning evening age old since after before".split()
)
DIGIT = re.compile(r"\d")
DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}[./:]\d\d?\b"
    # The month, and not the verb.
    r"|\b(?:in|of|on|by|since|last|until|till|early|late|mid|next|\d+)[ -]May\b"
)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
UNIT = (
    r"(?:second|minute|hour|day|night|week|month|year|decade|centur|metre|meter|kilomet|mile|page"
    r"|line|feet|foot)"
)
COUNTED = "|".join(sorted(NUMBERS)) + r"|a|an|one|few|several|some|many|\d[\d.,]*"
LASTING = re.compile(
    rf"\b(?:{COUNTED})(?:[ -]\w+){{0,3}}?[ -]{UNIT}"
    r"|\b(?:for|since|until|till|all) (?:years|months|weeks|days|decades|life|ever)\b"
    r"|\blife (?:sentence|imprisonment|in prison)\b"
    r"|\b(?:since|until|till|from)\b[^.;]{0,25}\b(?:1[5-9]|20)\d\d\b",
    re.I,
)
NAME = re.compile(rf"(?<=[\w,;:’'\"”)] )[\"“‘(]?{CAPITAL}[\w’'-]+")


class Wanted(Enum):
    """The kinds of things that can be told from the form of their words; the first one counts."""

    YEAR = re.compile(r"\b(?:what|which) (?:exact )?year\b", re.I)
    LENGTH = re.compile(rf"\bhow long\b|\bhow many (?:more )?{UNIT}", re.I)
    NUMBER = re.compile(
        r"\bhow (?:many|much|old|often|far|high|large|big|tall|wide)\b"
        r"|\b(?:what|which) (?:(?:is|was|are|were) )?(?:the )?(?:share|percentage|proportion|number"
        r"|amount|salary|budget|price|sum|turnout|size)\b|\bnumber of\b",
        re.I,
    )
    TIME = re.compile(
        r"\bwhen (?:did|was|were|is|are|does|do|will|had|has|have)\b|\bsince when\b"
        r"|\b(?:what|which|what is the|what was the) (?:exact )?(?:date|month|day)\b"
        r"|\bdate of\b",
        re.I,
    )
    NAME = re.compile(
        r"\bnames? of\b|\bnames? (?:is|are|was|were)\b"
        r"|\bwhat (?:is|are|was|were) \S+(?: \S+)? named\b",
        re.I,
    )


def wanted(question: str) -> Wanted | None:
    """What a question wants to be told; None where its form does not say."""
    return next((kind for kind in Wanted if kind.value.search(question)), None)


def tells(sentence: str, kind: Wanted, question: str) -> bool:
    """Whether a sentence has something of that kind in it, apart from the question's own words."""
    asked = frozenset(folded_words(question))
    if kind is Wanted.NAME:
        return any(not asked.issuperset(folded_words(name)) for name in NAME.findall(sentence))
    if kind is Wanted.YEAR:
        return any(year not in asked for year in YEAR.findall(sentence))
    if kind is Wanted.LENGTH:
        return bool(LASTING.search(sentence))
    words = frozenset(folded_words(sentence)) - asked
    if kind is Wanted.NUMBER:
        counts = (word for word in words if not YEAR.fullmatch(word))
        return bool(words & NUMBERS) or any(DIGIT.search(word) for word in counts)
    return bool(words & TIMES) or bool(DATE.search(sentence))
