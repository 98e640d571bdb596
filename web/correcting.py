"""The page on which what is known of an interview is corrected by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.archive import Archive
from index.corrections import Wish, facts
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
        values = tuple((name, " ".join(cleaned(str(form[name])).split())) for name in form)
    return Asked(values, "undo" in dict(values))


def wished(form: Asked, held: Facts) -> Facts:
    """What the form says of an interview of which something else is held."""
    date, rating = form.value("date"), form.value("rating")
    return Facts(
        form.value("country"),
        day_of(date),
        rating.lower() if rating else None,
        tuple(
            Person(one.name, form.value(f"role-{n}"), form.value(f"organisation-{n}"))
            for n, one in enumerate(held.people, 1)
        ),
    )


def problems(form: Asked) -> Iterator[tuple[str, str]]:
    """The fields of a form that cannot be taken, and why."""
    date, rating = form.value("date"), form.value("rating")
    if date and day_of(date) is None:
        yield "date", _("Write the date as 2031-05-14, or leave it empty.")
    if rating and rating.lower() not in RATINGS:
        yield "rating", _("Choose one of the ratings.")
    for name, value in form.values:
        if len(value) > LONGEST:
            yield name, _("At most %(most)s characters are taken.", most=LONGEST)


def view_of(id: str, archive: Archive, form: Asked | None = None) -> CorrectView:
    """The page of an interview's facts, as they are held or as a form has them.

    Raises:
        NotHeld: the archive holds no such interview.
    """
    held = facts(archive.interview(id))
    correction = archive.correction(id)
    before = correction.before if correction else held
    wrong = dict(problems(form)) if form else {}

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
        ratings=RATINGS,
        people=people,
        corrected=correction is not None,
    )


def add_correcting(app: FastAPI, desk: Desk, imports: Imports | None, right: Right) -> None:
    """Gives an app the page on which an interview is corrected, by whoever may import."""
    frame = framed(desk.archive)
    place = "/interviews/{id}/known"
    allowed = [Depends(right)]

    @app.get(place, response_class=HTMLResponse, include_in_schema=False, dependencies=allowed)
    def known(id: InterviewId) -> Response:
        """What is known of an interview, to be corrected."""
        return page(view_of(id, desk.archive), frame)

    @app.post(place, response_class=HTMLResponse, include_in_schema=False, dependencies=allowed)
    def correct(id: InterviewId, form: Annotated[Asked, Depends(asked)]) -> Response:
        """Publishes what is known of an interview from now on."""
        # The right is nobody's where there are none, and is asked for first.
        assert imports is not None  # noqa: S101
        view = view_of(id, desk.archive, None if form.undo else form)
        if view.problems:
            return page(view, frame, 422)
        held = facts(desk.archive.interview(id))
        wish = Wish(id, None if form.undo else wished(form, held))
        try:
            imports.correct(wish, desk.archive.embedder)
        except Busy as error:
            return page(view.hindered(str(error)), frame, error.status)
        return RedirectResponse(f"/interviews/{id}", 303)
