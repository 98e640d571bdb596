"""Corrections by hand of what is known of an interview, on top of how its document was read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.hints import BY_HAND, Correction, Facts, Hints, Person
from index.interview import Document, Interview, Speaker


@dataclass(frozen=True, slots=True)
class Wish:
    """What an interview is to be known by from now on; None for what its document tells."""

    interview: str
    now: Facts | None


def facts(interview: Interview) -> Facts:
    """What is known of an interview."""
    people = tuple(Person(one.name, one.role, one.organisation) for one in interview.speakers)
    return Facts(interview.country, interview.date, interview.rating, people)


def known_by(interview: Interview, now: Facts) -> Interview:
    """The interview, known by other facts; who answers in it stays."""
    told = {one.name: one for one in now.people}
    speakers = tuple(
        Speaker(one.name, told[one.name].role, told[one.name].organisation)
        if one.name in told
        else one
        for one in interview.speakers
    )
    return replace(
        interview, country=now.country, date=now.date, rating=now.rating, speakers=speakers
    )


def with_corrections(document: Document) -> Document:
    """A document as it was read, with the corrections among its hints."""
    hints = document.hints
    if hints is None or not hints.corrections:
        return document
    here = {one.id: one for one in document.interviews}
    made = tuple(
        replace(one, before=facts(here[one.interview])) if one.interview in here else one
        for one in hints.corrections
    )
    now = {one.interview: one.now for one in made}
    return replace(
        document,
        interviews=tuple(
            known_by(one, now[one.id]) if one.id in now else one for one in document.interviews
        ),
        hints=replace(hints, corrections=made),
    )


def corrected(document: Document, wish: Wish) -> Document:
    """A document as an archive holds it, with one of its interviews known as is wished."""
    hints = document.hints or Hints(told=BY_HAND)
    held = hints.correction(wish.interview)
    others = tuple(one for one in hints.corrections if one != held)
    interview = next(one for one in document.interviews if one.id == wish.interview)
    before = held.before if held else facts(interview)
    now = wish.now or before
    made = () if now == before else (Correction(wish.interview, now, before),)
    left = replace(hints, corrections=others + made)
    empty = left == Hints(told=BY_HAND)
    return replace(
        document,
        interviews=tuple(
            known_by(one, now) if one.id == wish.interview else one for one in document.interviews
        ),
        hints=None if empty else left,
    )
