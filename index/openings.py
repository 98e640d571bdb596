"""What an interview begins with: its heading with country and pull-quote, and header fields."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.interview import Part, Role, Span
from index.labels import opens_turn
from index.places import country_name, is_country
from index.voices import is_question

HEADING = re.compile(r"(?P<place>[^:\n‘“\"«?]{2,60}):\s*(?P<open>[‘“\"'«])(?P<rest>.+)", re.S)
CLOSING = "’”\"'»"
FIELD = re.compile(
    r"(?:\*\*)?(?P<key>country|place|location|interviewee|speaker|narrator|guest|name|role|"
    r"position|organi[sz]ation|affiliation|date|interviewer|rating|civic space|"
    r"language|lang)(?:\*\*)?\s*:(?:\*\*)?\s*(?P<value>\S.*)",
    re.I | re.S,
)
FIELD_KEYS = {
    "location": "place",
    "speaker": "interviewee",
    "narrator": "interviewee",
    "guest": "interviewee",
    "name": "interviewee",
    "position": "role",
    "organization": "organisation",
    "affiliation": "organisation",
    "civic space": "rating",
    "lang": "language",
}
LONGEST_TITLE = 150
LONGEST_NAME = 6
# A value that ends like a sentence is what somebody says under that label, not a field.
ENDS_SENTENCE = ".?!…？؟"
# What somebody says first under a label, where speech recognition writes no full stop.
GREETINGS = frozenset(
    "hello hi hey welcome thanks thank yes yeah no ok okay well sure right hola buenas bonjour"
    " salut hallo ciao olá".split()
)
# Capitals before a quotation that are no country.
NO_PLACES = frozenset("warning note notice disclaimer sign slogan question answer q a".split())


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the conversation: heading, fields by their key, and what is left."""

    heading: Span | None
    fields: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    rest: tuple[Span, ...]

    def field(self, key: str) -> str | None:
        """The value of a header field, None where there is none."""
        return next(iter(self.every(key)), None)

    def every(self, key: str) -> tuple[str, ...]:
        """The values of a header field that comes again, such as one for each who answers."""
        return tuple(value for name, value in self.fields if name == key)


def opened(text: str, block: tuple[Span, ...]) -> Opening:
    """The heading and the header fields that a block begins with."""
    heading = next(iter(block[:1]), None)
    if heading is not None and not is_heading(text, heading, block[1:]):
        heading = None
    rest = block[1:] if heading else block
    fields: list[tuple[str, str]] = []
    parts = [Part(heading, Role.HEADING)] if heading else []
    keys = Counter(match["key"].lower() for p in rest if (match := FIELD.fullmatch(p.of(text))))
    while rest and (match := FIELD.fullmatch(rest[0].of(text))):
        key = match["key"].lower()
        value = match["value"].rstrip()
        if value[-1] in ENDS_SENTENCE or (keys[key] > 1 and not names(value)):
            break
        if re.search(r"\w", match["value"]):
            fields.append((FIELD_KEYS.get(key, key), match["value"].strip()))
        parts.append(Part(rest[0], Role.FIELD))
        rest = rest[1:]
    return Opening(heading, tuple(fields), tuple(parts), rest)


def names(value: str) -> bool:
    """Whether a value can be a name: a few words, none of which begins with a small letter."""
    words = value.split()
    greets = words[0].strip(",!").casefold() in GREETINGS
    return len(words) <= LONGEST_NAME and not greets and not any(w[0].islower() for w in words)


def is_heading(text: str, first: Span, rest: tuple[Span, ...]) -> bool:
    """Whether a block's first paragraph is its heading and not already its introduction."""
    words = first.of(text)
    if is_strict_heading(words) or HEADING.fullmatch(words):
        return True
    if not is_title(words) or opens_turn(words):
        return False
    followed_by_field = bool(rest) and FIELD.fullmatch(rest[0].of(text)) is not None
    return followed_by_field or words[-1] not in ".!…"


def is_strict_heading(words: str) -> bool:
    """Whether a line is `COUNTRY: ‘pull-quote’` and no more: a place in capitals or a known one."""
    match = HEADING.fullmatch(words)
    return (
        match is not None
        and match["rest"].rstrip()[-1] in CLOSING
        and match["place"].casefold() not in NO_PLACES
        and (match["place"].isupper() or is_country(match["place"]))
    )


def is_title(words: str) -> bool:
    """Whether a first line can be a title: short, no sentence, question, label or field."""
    return (
        len(words) <= LONGEST_TITLE
        and not is_strict_heading(words)
        and not FIELD.fullmatch(words)
        and not is_question(words)
    )


def headed(text: str, opening: Opening) -> tuple[str | None, Span | None]:
    """Country and pull-quote, from the heading or a header field."""
    place = opening.field("place") or ""
    # Where people met is a town, a house or an event, and the country only where it says one.
    country = opening.field("country") or (place if is_country(place) else None)
    if opening.heading is None:
        return country, None
    words = opening.heading.of(text)
    match = HEADING.fullmatch(words)
    if match is None:
        named = words if is_country(words) else None
        return country or (country_name(named) if named else None), None
    place = match["place"].strip()
    if place.isupper() or is_country(place):
        country = country or country_name(place)
    pull = match["rest"].rstrip()
    pull = pull[:-1] if pull[-1] in CLOSING else pull
    start = opening.heading.start + match.start("rest")
    return country, Span(start, start + len(pull)) if pull else None
