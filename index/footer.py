"""The lines that close an interview: rating, contact, photo credit, disclaimer."""

from __future__ import annotations

import re

from index.interview import Part, Role, Span

QUOTED = "[‘’“”\"'«»]"
RATING = re.compile(
    rf"\brated\s+(?:as\s+)?{QUOTED}?(closed|repressed|obstructed|narrowed|open)\b{QUOTED}?", re.I
)
# The publisher states a rating; a speaker who says "we are rated closed" does not.
STATES_RATING = re.compile(r"^(?:the )?civic[ -]space\b|\bmonitor\b", re.I)
MARKS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.CREDIT,
        re.compile(
            r"(?:photo(?:graph)?s?|image|picture|cover)\s*(?:credits?|by)?\s*:[^.?!]{2,80}$|©|"
            r"transcribed (?:by|with) https?://\S{3,80}$",
            re.I,
        ),
    ),
    (
        Role.DISCLAIMER,
        re.compile(
            r"(?:disclaimer\b|the (?:opinions|views)\b.{0,20}\b(?:expressed|stated|in this)\b|"
            r"this interview (?:has been|was) (?:edited|conducted|translated))",
            re.I,
        ),
    ),
    (
        Role.CONTACT,
        re.compile(
            r"(?:(?i:get in touch)\b|Contact\s(?!with\b).{0,80}\b(?:through|via|at|on)\b|"
            r"(?i:contact)\s*:|(?i:follow)\b.{0,60}@|"
            r"(?i:e-?mail|web ?site|twitter|facebook)\s*:)"
        ),
    ),
)


def footer(text: str, paragraphs: tuple[Span, ...]) -> tuple[Part, ...]:
    """The closing lines at the end of `paragraphs`, in order, each with its role."""
    found: list[Part] = []
    for span in reversed(paragraphs):
        role = closing_role(span.of(text))
        if role is None:
            break
        found.append(Part(span, role))
    return tuple(reversed(found))


def closing_role(words: str) -> Role | None:
    """What a closing line is, or None for a paragraph of the conversation."""
    if len(words) < 200 and RATING.search(words) and STATES_RATING.search(words):
        return Role.RATING
    return next((role for role, mark in MARKS if mark.match(words)), None)


def rating(text: str, parts: tuple[Part, ...]) -> str | None:
    """The civic-space rating that a footer states, in lower case."""
    found = (RATING.search(part.span.of(text)) for part in parts if part.role is Role.RATING)
    return next((match.group(1).lower() for match in found if match), None)
