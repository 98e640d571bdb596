"""To whom a draft attributes a quotation: the name that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.interview import Span
from index.people import NAME, personal
from index.places import fold

WORD = re.compile(r"\w[\w’'\-]*\w|\w")
SAYS = (
    r"(?:said|says|say|told|tells|wrote|writes|asked|asks|explained|explains|recalled|recalls|"
    r"remembered|remembers|added|adds|replied|replies|answered|answers|described|describes|"
    r"stated|states|testified|testifies|insisted|insists|argued|argues|warned|warns|noted|notes|"
    r"continued|continues|claimed|claims|put it|puts it|according to|in the words of|as)"
)
SPEAKS = re.compile(rf"\b{SAYS}\b", re.I)
HE_OR_SHE = re.compile(rf"\b(?:he|she|they)\s+{SAYS}\b|\b{SAYS}\s+(?:he|she|they)\b", re.I)
# What leads to a quotation: a colon or a comma right before its mark.
LEADS = re.compile(r"[^.!?\n]{0,60}[:,]\s*[“„«»‘‚'\"「『]\Z")
# A verb of saying belongs to a name that is no farther from it than this.
NEAR = 40


def attributed(
    text: str, quotation: Span, quotations: Sequence[Span], speakers: Sequence[str]
) -> str | None:
    """The name to which a draft attributes a quotation; None where it does not tell.

    That is the nearest name in its paragraph, outside all quotations, beside a verb of saying; else
    the nearest of the archive's `speakers`; else, where he or she says it, the last of them named
    before.
    """
    paragraph = around(text, quotation)
    outside = masked(text, quotations)
    next_one = next((one for one in quotations if one.start >= quotation.end), None)
    found = [
        (beside(outside, span), distance(span, quotation), name)
        for span, name in names(outside, paragraph, speakers)
        if next_one is None or not introduces(outside, span, quotation, next_one)
    ]
    said = [one for one in found if one[0]]
    known = [one for one in found if known_as(one[2], speakers)]
    best = min(said or known, key=lambda one: one[1], default=None)
    if best is not None:
        return known_as(best[2], speakers) or best[2]
    if HE_OR_SHE.search(outside, paragraph.start, paragraph.end):
        before = [
            whole
            for span, name in names(outside, Span(0, max(1, paragraph.start)), speakers)
            if (whole := known_as(name, speakers)) and span.start < paragraph.start
        ]
        return before[-1] if before else None
    return None


def around(text: str, span: Span) -> Span:
    """The paragraphs that a quotation stands in."""
    start = text.rfind("\n", 0, span.start) + 1
    ends = text[span.end :].partition("\n")[0]
    return Span(start, span.end + len(ends))


def masked(text: str, quotations: Sequence[Span]) -> str:
    """A text whose quotations are blank, so that who is named in one says nothing."""
    pieces, at = [], 0
    for span in quotations:
        pieces += [text[at : span.start], " " * len(span)]
        at = span.end
    return "".join((*pieces, text[at:]))


def names(text: str, within: Span, speakers: Sequence[str]) -> list[tuple[Span, str]]:
    """The people named in a stretch of text, in order: whole names, and parts of speakers'."""
    found = {
        Span(*match.span("name")): match["name"]
        for match in NAME.finditer(text, within.start, within.end)
        if personal(match["name"])
    }
    parts = {part for name in speakers for part in (name.split()[0], name.split()[-1])}
    for match in WORD.finditer(text, within.start, within.end):
        span = Span(*match.span())
        if match.group() in parts and not any(one.overlap(span) for one in found):
            found[span] = match.group()
    return sorted(found.items())


def known_as(name: str, speakers: Sequence[str]) -> str | None:
    """The speaker whom a name or a part of one means; None where it is nobody's or several's."""
    wanted = fold(name).split()
    own = [speaker for speaker in speakers if wanted and set(wanted) <= set(fold(speaker).split())]
    return own[0] if len(own) == 1 else None


def beside(text: str, name: Span) -> bool:
    """Whether a verb of saying stands near a name, in its sentence."""
    before = re.split(r"[.!?]\s", text[max(0, name.start - NEAR) : name.start])[-1]
    after = re.split(r"[.!?]\s", text[name.end : name.end + NEAR])[0]
    return SPEAKS.search(before) is not None or SPEAKS.search(after) is not None


def introduces(text: str, name: Span, quotation: Span, following: Span) -> bool:
    """Whether a name after a quotation leads to the next one: `Bo Ek adds: “...`."""
    return quotation.end <= name.start < following.start and (
        LEADS.match(text[name.end : following.start]) is not None
    )


def distance(name: Span, quotation: Span) -> int:
    """How many characters lie between a name and a quotation."""
    return max(name.start - quotation.end, quotation.start - name.end, 0)
