"""The question form: what was sent, and what a page shows of it again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from fastapi import HTTPException, Request
from pydantic import ValidationError

from index.archive import Archive
from index.language import _
from web.shapes import LONGEST_QUESTION, MOST_HISTORY, AskRequest
from web.views import AskForm, Choice

MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came, before anything of it is believed."""

    question: str
    history: tuple[str, ...]
    countries: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Every field that is filled in but the question, as the form sends it."""
        one = (("since", self.since), ("until", self.until))
        return (
            *(("history", value) for value in self.history),
            *(("country", value) for value in self.countries),
            *(("speaker", value) for value in self.speakers),
            *(("rating", value) for value in self.ratings),
            *(("organisation", value) for value in self.organisations),
            *((name, value) for name, value in one if value),
        )


async def sent(request: Request) -> Sent:
    """The form in a request's body.

    Raises:
        HTTPException: the body is no form (415), or one of too many fields (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise HTTPException(415, _("This form sends application/x-www-form-urlencoded."))
    async with request.form(max_fields=MOST_FIELDS) as form:
        read = {name: tuple(map(cleaned, map(str, form.getlist(name)))) for name in form}
    return Sent(
        question=" ".join(read.get("question", ("",))[:1]),
        history=tuple(h for h in read.get("history", ()) if h)[-MOST_HISTORY:],
        countries=tuple(c for c in read.get("country", ()) if c),
        speakers=tuple(s for s in read.get("speaker", ()) if s),
        ratings=tuple(r for r in read.get("rating", ()) if r),
        organisations=tuple(o for o in read.get("organisation", ()) if o),
        since=next(iter(read.get("since", ())), ""),
        until=next(iter(read.get("until", ())), ""),
    )


def cleaned(words: str) -> str:
    """Words without the control characters that a paste may bring along, and without margins."""
    kept = (c if c in "\t\n" or unicodedata.category(c) != "Cc" else " " for c in words)
    return "".join(kept).strip()


def problem_of(sent: Sent) -> str | None:
    """What is wrong with a form that can be told without asking the desk."""
    if not sent.question:
        return _("Write a question first.")
    if len(sent.question) > LONGEST_QUESTION:
        return _(
            "The question has %(characters)s characters; at most %(most)s are read. Shorten it, "
            "and ask one thing at a time.",
            characters=len(sent.question),
            most=LONGEST_QUESTION,
        )
    try:
        request_of(sent)
    except ValidationError:
        return _("The questions before this one, or the filters, cannot be read. Start afresh.")
    return None


def request_of(sent: Sent) -> AskRequest:
    """What the form asks, in the shape of the API.

    Raises:
        ValidationError: it does not fit.
    """
    return AskRequest(
        question=sent.question,
        history=list(sent.history),
        countries=list(sent.countries),
        speakers=list(sent.speakers),
        ratings=list(sent.ratings),
        organisations=list(sent.organisations),
        since=sent.since or None,
        until=sent.until or None,
    )


def form_again(sent: Sent, archive: Archive, problem: str | None) -> AskForm:
    """The form as it was sent, with what to mend."""
    form = follow_up(sent, archive)
    return replace(form, question=sent.question, history=sent.history, problem=problem)


def follow_up(sent: Sent, archive: Archive) -> AskForm:
    """The form for the question after this one, in the same countries and of the same people."""
    return AskForm(
        history=(*sent.history, sent.question)[-MOST_HISTORY:],
        countries=choices(archive.countries, sent.countries),
        speakers=choices(archive.speakers, sent.speakers),
        ratings=choices(archive.ratings, sent.ratings),
        organisations=choices(archive.organisations, sent.organisations),
        since=sent.since,
        until=sent.until,
        sent=sent.fields,
    )


def choices(held: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[Choice, ...]:
    """What the archive holds to choose from."""
    return tuple(Choice(value, value in chosen) for value in held)
