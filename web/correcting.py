"""The page on which what is known of an interview is corrected by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.archive import Archive
from index.corrections import Changed, Wish, facts, fingerprint
from index.dates import day_of
from index.errors import Busy
from index.hints import LONGEST, RATINGS, Facts, Person
from index.language import _
from rag.cite import interview_title
from rag.desk import Desk
from web.correctviews import CorrectView, Field
from web.forms import MOST_FIELDS, cleaned
from web.imports import Imports
from web.right import Right
from web.templating import framed, page

InterviewId = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$")]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it came: its fields by their names, and whether the document's own are wanted."""

    values: tuple[tuple[str, str], ...]
    undo: bool

    def value(self, name: str) -> str | None:
        """What a field holds; None where nothing is in it."""
        return next((value for key, value in self.values if key == name and value), None)


async def asked(request: Request) -> Asked:
    """The form in a request's body.

    Raises:
        HTTPException: the body is no form (415), or one of too many fields (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise HTTPException(415, _("This form sends application/x-www-form-urlencoded."))
    async with request.form(max_fields=MOST_FIELDS) as form:
        values = tuple((name, plain(str(form[name]))) for name in form)
    return Asked(values, "undo" in dict(values))


def plain(words: str) -> str:
    """Words as a field holds them, on one line."""
    return " ".join(cleaned(words).split())


def shown(known: Facts) -> Mapping[str, str | None]:
    """What is known, by the names of the fields; people are counted in their order."""
    people = tuple(enumerate(known.people, 1))
    return {
        "country": known.country,
        "date": known.date,
        "rating": known.rating,
        **{f"role-{n}": one.role for n, one in people},
        **{f"organisation-{n}": one.organisation for n, one in people},
    }


def untouched(form: Asked, name: str, held: Facts) -> bool:
    """Whether a field was sent as it was, which is taken whatever it holds."""
    return (form.value(name) or "") == plain(shown(held).get(name) or "")


def ratings(*known: Facts) -> tuple[str, ...]:
    """The ratings to choose from: those that there are, and others that a document tells."""
    others = (one.rating for one in known if one.rating)
    return tuple(dict.fromkeys((*RATINGS, *others)))


def wished(form: Asked, held: Facts, before: Facts) -> Facts:
    """What the form says of an interview of which something else is held."""

    def said(name: str) -> str | None:
        return shown(held).get(name) if untouched(form, name, held) else form.value(name)

    rating = form.value("rating")
    chosen = next((one for one in ratings(held, before) if same_rating(one, rating)), None)
    return Facts(
        said("country"),
        held.date if untouched(form, "date", held) else day_of(form.value("date")),
        held.rating if untouched(form, "rating", held) else chosen,
        tuple(
            Person(one.name, said(f"role-{n}"), said(f"organisation-{n}"))
            for n, one in enumerate(held.people, 1)
        ),
    )


def same_rating(one: str, rating: str | None) -> bool:
    """Whether a rating is the one that a field holds."""
    return plain(one).lower() == plain(rating or "").lower()


def problems(form: Asked, held: Facts, before: Facts) -> Iterator[tuple[str, str]]:
    """The fields of a form that cannot be taken, and why."""
    date, rating = form.value("date"), form.value("rating")
    if date and day_of(date) is None and not untouched(form, "date", held):
        yield "date", _("Write the date as 2031-05-14, or leave it empty.")
    if rating and not any(same_rating(one, rating) for one in ratings(held, before)):
        yield "rating", _("Choose one of the ratings.")
    for name, value in form.values:
        if len(value) > LONGEST and not untouched(form, name, held):
            yield name, _("At most %(most)s characters are taken.", most=LONGEST)


def view_of(id: str, archive: Archive, form: Asked | None = None) -> CorrectView:
    """The page of an interview's facts, as they are held or as a form has them.

    Raises:
        NotHeld: the archive holds no such interview.
    """
    held, before = held_of(id, archive)
    wrong = dict(problems(form, held, before)) if form else {}

    def field(name: str, label: str, now: str | None, told: str | None) -> Field:
        value = (form.value(name) if form else now) or ""
        return Field(name, label, value, told or "", changed=now != told, problem=wrong.get(name))

    told = {one.name: one for one in before.people}
    people = tuple(
        (
            one.name,
            field(f"role-{n}", _("Role"), one.role, told[one.name].role),
            field(
                f"organisation-{n}",
                _("Organisation"),
                one.organisation,
                told[one.name].organisation,
            ),
        )
        for n, one in enumerate(held.people, 1)
    )
    return CorrectView(
        id=id,
        interview=interview_title(archive, id),
        country=field("country", _("Country"), held.country, before.country),
        date=field("date", _("Date"), held.date, before.date),
        rating=field("rating", _("Civic space"), held.rating, before.rating),
        ratings=ratings(held, before),
        people=people,
        corrected=archive.correction(id) is not None,
        seen=(form.value("seen") or "") if form else fingerprint(held),
    )


def held_of(id: str, archive: Archive) -> tuple[Facts, Facts]:
    """What is known of an interview, and what its document tells.

    Raises:
        NotHeld: the archive holds no such interview.
    """
    held, correction = facts(archive.interview(id)), archive.correction(id)
    return held, correction.before if correction else held


def meanwhile() -> str:
    """What the page says where a form was made upon what is known no more."""
    return _(
        "What is known of this interview has changed since you opened the form. Here is what is "
        "known now; correct it again."
    )


def anew(id: str, archive: Archive, form: Asked) -> CorrectView:
    """The page of what is known by now, with what a form held that was made upon other facts.

    That fills no field: what nobody touched would undo what was corrected meanwhile, and people may
    be others.
    """
    view = view_of(id, archive)
    sent = () if form.undo else form.values
    labels = {field.name.rstrip("-0123456789"): field.label for field in view.fields}
    held = {field.name: plain(field.value) for field in view.fields}
    typed = tuple(
        (labels[what], value)
        for name, value in sent
        if (what := name.rstrip("-0123456789")) in labels and value and held.get(name) != value
    )
    return replace(view.hindered(meanwhile()), typed=typed)


def add_correcting(app: FastAPI, desk: Desk, imports: Imports | None, right: Right) -> None:
    """Gives an app the page on which an interview is corrected, by whoever may import."""
    frame = framed(desk.archive)
    place = "/interviews/{id}/known"
    allowed = [Depends(right)]

    @app.get(place, response_class=HTMLResponse, include_in_schema=False, dependencies=allowed)
    def known(id: InterviewId, changed: bool = False) -> Response:
        """What is known of an interview, to be corrected; or anew, as it has changed meanwhile."""
        view = view_of(id, desk.archive)
        return page(view.hindered(meanwhile()) if changed else view, frame)

    @app.post(place, response_class=HTMLResponse, include_in_schema=False, dependencies=allowed)
    def correct(id: InterviewId, form: Annotated[Asked, Depends(asked)]) -> Response:
        """Publishes what is known of an interview from now on."""
        # The right is nobody's where there are none, and is asked for first.
        assert imports is not None  # noqa: S101
        view = view_of(id, desk.archive, None if form.undo else form)
        if view.problems:
            return page(view, frame, 422)
        held, before = held_of(id, desk.archive)
        seen = form.value("seen") or ""
        # Fields go by the order of people, so those of others would be taken for theirs.
        if seen != fingerprint(held):
            return page(anew(id, desk.archive, form), frame, Changed.status)
        wish = Wish(id, None if form.undo else wished(form, held, before), seen)
        try:
            imports.correct(wish, desk.archive.embedder)
        except Changed:
            # Another process published it; this server has it from the next request on.
            return RedirectResponse(f"/interviews/{id}/known?changed=1", 303)
        except Busy as error:
            return page(view.hindered(str(error)), frame, error.status)
        return RedirectResponse(f"/interviews/{id}", 303)
