"""Corrections by hand of what is known of an interview, on top of how its document was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from index.errors import Busy
from index.hints import BY_HAND, Correction, Facts, Hints, Person
from index.interview import Document, Interview, Remark, Span, Speaker

MOVED = "correction-moved"
LEFT = "correction-left"


class Changed(Busy):
    """An interview of which something else is known by now than a wish was made upon."""

    status = 409


@dataclass(frozen=True, slots=True)
class Wish:
    """What an interview is to be known by from now on; None for what its document tells.

    `seen` is the fingerprint of what was known when it was wished; None holds whatever is known.
    """

    interview: str
    now: Facts | None
    seen: str | None = None


def facts(interview: Interview) -> Facts:
    """What is known of an interview."""
    people = tuple(Person(one.name, one.role, one.organisation) for one in interview.speakers)
    return Facts(interview.country, interview.date, interview.rating, people)


def fingerprint(known: Facts) -> str:
    """A hash that tells some facts from others, and from the same of other people."""
    return hashlib.sha256(json.dumps(asdict(known)).encode()).hexdigest()[:16]


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


def overlaid(read: Facts, made: Correction) -> Facts:
    """Facts as a document tells them, but for those that were corrected by hand.

    Of people who answer no more what was corrected is kept, should they come back.
    """
    corrected = {name: value for name, value in made.now.each.items() if name in made.by_hand}

    def now(what: str, value: str | None, whose: str = "") -> str | None:
        return corrected.get((what, whose), value)

    here = {one.name for one in read.people}
    away = {whose for _, whose in made.by_hand} - here
    return Facts(
        now("country", read.country),
        now("date", read.date),
        now("rating", read.rating),
        tuple(
            Person(
                one.name,
                now("role", one.role, one.name),
                now("organisation", one.organisation, one.name),
            )
            for one in read.people
        )
        + tuple(one for one in made.now.people if one.name in away),
    )


def with_corrections(document: Document) -> Document:
    """A document as it was read, with the corrections among its hints.

    Those of interviews that it has no more go to the ones in their places, or stay for nobody, and
    remarks say so.
    """
    hints = document.hints
    if hints is None or not hints.corrections:
        return document
    here = {one.id: one for one in document.interviews}
    moved = tuple(in_place(one, document.interviews, hints) for one in hints.corrections)
    made = tuple(
        renewed(one, here[one.interview], document) if one.interview in here else one
        for one in moved
    )
    now = {one.interview: one.now for one in made}
    pairs = zip(hints.corrections, made, strict=True)
    return replace(
        document,
        interviews=tuple(
            known_by(one, now[one.id]) if one.id in now else one for one in document.interviews
        ),
        remarks=document.remarks
        + tuple(remark for old, one in pairs for remark in remarks(old.interview, one, document)),
        hints=replace(hints, corrections=made),
    )


def renewed(made: Correction, interview: Interview, document: Document) -> Correction:
    """A correction of an interview as it is read now: what nobody corrected follows it."""
    read, others = facts(interview), beside(interview.id, document)
    return replace(made, now=overlaid(read, made), before=read, beside=others)


def beside(interview: str, document: Document) -> tuple[str, ...]:
    """The ids of the other interviews in a document."""
    return tuple(one.id for one in document.interviews if one.id != interview)


def in_place(made: Correction, interviews: tuple[Interview, ...], hints: Hints) -> Correction:
    """The correction, of the interview that took the place of its own where that is gone.

    That is the only one which is new and in which the same people answer, who are known by name. An
    edited heading gives an interview another id.
    """
    here = {one.id for one in interviews}
    names = names_in(made.before)
    gone = [one for one in hints.corrections if one.interview not in here]
    if made not in gone or not names or [names_in(one.before) for one in gone].count(names) > 1:
        return made
    held = {*made.beside, *(one.interview for one in hints.corrections)}
    new = [one.id for one in interviews if one.id not in held and names_in(facts(one)) == names]
    return replace(made, interview=new[0]) if len(new) == 1 else made


def names_in(known: Facts) -> frozenset[str]:
    """The names of those who answer."""
    return frozenset(one.name for one in known.people)


def remarks(old: str, made: Correction, document: Document) -> Iterator[Remark]:
    """What to say of a correction that was of the interview called `old`."""
    interview = next((one for one in document.interviews if one.id == made.interview), None)
    if interview is None:
        yield Remark(
            LEFT,
            f"What was corrected by hand of the interview {old} is in use nowhere: the document "
            "has no such interview any more, and none that plainly took its place. Correct it anew "
            "on the page of the interview that it belongs to.",
            document.parts[0].span if document.parts else Span(0, 1),
        )
    elif made.interview != old:
        yield Remark(
            MOVED,
            f"What was corrected by hand of the interview {old}, which the document has no more, "
            f"now holds for {made.interview}: that is new, and the same people answer in it. Look "
            "at its page, and take it back there where it is wrong.",
            head(interview),
        )


def head(interview: Interview) -> Span:
    """Where an interview begins."""
    return interview.heading or (*interview.introduction, *interview.turns[0].spans)[0]


def corrected(document: Document, wish: Wish) -> Document:
    """A document as an archive holds it, with one of its interviews known as is wished.

    Raises:
        Changed: something else is known of it than what was seen.
    """
    interview = next(one for one in document.interviews if one.id == wish.interview)
    known = facts(interview)
    if wish.seen not in (None, fingerprint(known)):
        raise Changed(
            f"what is known of {interview.id} was changed meanwhile. Look at what is known now, "
            "and correct it again."
        )
    hints = document.hints or Hints(told=BY_HAND)
    held = hints.correction(wish.interview) or Correction(wish.interview, known, known)
    made = as_wished(held, wish.now, document)
    others = tuple(
        one for one in hints.corrections if one != held and not replaced(one, made, document)
    )
    left = replace(hints, corrections=(*others, made) if made.by_hand else others)
    empty = left == Hints(told=BY_HAND)
    # Who corrects an interview has seen what was said of it.
    said = (r for r in document.remarks if (r.code, r.span) != (MOVED, head(interview)))
    return replace(
        document,
        interviews=tuple(
            known_by(one, made.now) if one == interview else one for one in document.interviews
        ),
        remarks=tuple(one for one in said if one.code != LEFT)
        + tuple(remark for one in others for remark in remarks(one.interview, one, document)),
        hints=None if empty else left,
    )


def as_wished(held: Correction, now: Facts | None, document: Document) -> Correction:
    """The correction that is held as somebody wishes it; where taken back, by hand is nothing.

    What nobody touched stays by hand, also where the document says the same by now.
    """
    if now is None:
        return replace(held, now=held.before, by_hand=())
    was, wished = held.now.each, now.each
    unlike = now.unlike(held.before)
    same = (one for one in held.by_hand if wished.get(one, was[one]) == was[one])
    named = names_in(now)
    away = tuple(one for one in held.now.people if one.name not in named)
    made = replace(
        held,
        now=replace(now, people=now.people + away),
        by_hand=tuple(sorted({*unlike, *same})),
        beside=beside(held.interview, document),
    )
    return replace(made, now=overlaid(held.before, made))


def replaced(old: Correction, made: Correction, document: Document) -> bool:
    """Whether a correction of an interview that is gone is made anew of one of the same people.

    They are known by name, and one that stood beside it is another interview with them.
    """
    gone = all(one.id != old.interview for one in document.interviews)
    new = gone and made.interview not in old.beside
    names = names_in(old.before)
    return new and bool(made.by_hand and names) and names == names_in(made.before)
