"""A view rendered by its template, with every value escaped."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import get_args

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from index.archive import Archive
from web.views import Frame, View

VIEWS: tuple[type[View], ...] = get_args(View)


@cache
def environment() -> Environment:
    """The templates: autoescaped, and a name that a view does not declare is an error."""
    found = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["day"] = day
    return found


def day(iso: str) -> str:
    """An ISO date as people write it; a year or a month alone stays as it is.

    >>> day("2024-01-07")
    '7 January 2024'
    """
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{when.day} {when:%B %Y}"


def framed(archive: Archive) -> Frame:
    """What every page says about this archive."""
    return Frame(
        len(archive.interviews), len(archive.countries), archive.generation, archive.fingerprint
    )


def rendered(view: View, frame: Frame) -> str:
    """The page of a view."""
    return environment().get_template(view.template).render(view=view, frame=frame)


def page(view: View, frame: Frame, status: int = 200) -> HTMLResponse:
    """The response that shows a view."""
    return HTMLResponse(rendered(view, frame), status)
