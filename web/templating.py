"""A view rendered by its template, with every value escaped."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import get_args

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from index.archive import Archive
from index.language import day, message, messages, spoken, values
from rag.bibliography import STYLES
from rag.tongues import asked_in
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
        extensions=["jinja2.ext.i18n"],
    )
    # Our own, rather than Jinja's: numbers are written out, and a message always has its values.
    found.install_gettext_callables(said, counted)  # type: ignore[attr-defined]
    found.globals["spoken"] = spoken
    found.globals["styles"] = tuple((str(style), form.name) for style, form in STYLES.items())
    found.filters |= {"day": day, "number": "{:,}".format, "tongue": asked_in, "told": told}
    return found


def said(words: str, /, **given: object) -> Markup:
    """A message as HTML in the language spoken; values are escaped, its own tags are not."""
    return Markup(message(words)) % values(given)  # noqa: S704 - catalogues are ours


def counted(one: str, many: str, num: int, /, **given: object) -> Markup:
    """The message that fits a number, as HTML; values are escaped."""
    return Markup(messages(one, many, num)) % values({"num": num, **given})  # noqa: S704


def told(words: str) -> Markup:
    """What the program says as HTML; where a page from right to left has it in English, so marked.

    Errors that a reader of documents or a model tells have no words in other languages yet. Read
    aloud as if they were in the page's they could not be understood, and their stops would stand
    before them. The letters tell.
    """
    letters = [c for c in words if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if spoken().direction == "ltr" or 2 * latin <= len(letters):
        return escape(words)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(words)


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
