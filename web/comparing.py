"""The routes of comparisons: the page, the files to take away, and the API's."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from index.errors import BadInput
from index.language import _
from rag.answer import Filters, Json
from rag.compare import MOST_QUESTIONS, Comparison, questions_in
from rag.desk import Desk
from rag.groups import By
from rag.tables import comparison_csv, comparison_html, comparison_json, comparison_markdown
from web.api import POSTED, json_only
from web.forms import MOST_FIELDS, choices, cleaned
from web.grid import grid_of
from web.shapes import CompareRequest, ComparisonShape, ExportRequest
from web.templating import framed, page
from web.views import Choice, CompareForm, CompareView

Fields = tuple[tuple[str, str], ...]
LIMITS = ("country", "speaker", "interview", "rating", "organisation", "since", "until")
NAMES = frozenset(("question", "by", "format", *LIMITS))
SAID_FILE = "The comparison in the form that was asked for, in UTF-8."
TEXTS = {
    "csv": (comparison_csv, "csv", "text/csv"),
    "markdown": (comparison_markdown, "md", "text/markdown"),
    "html": (comparison_html, "html", "text/html"),
}


async def posted(request: Request) -> Fields:
    """The form in a request's body, of which only the known fields are believed.

    Raises:
        HTTPException: the body is no form (415), or one of too many fields (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise HTTPException(415, _("This form sends application/x-www-form-urlencoded."))
    async with request.form(max_fields=MOST_FIELDS) as form:
        return known([(name, str(value)) for name, value in form.multi_items()])


def in_address(request: Request) -> Fields:
    """The form in a request's address, as a link to a comparison holds it."""
    return known(request.query_params.multi_items())


def known(fields: list[tuple[str, str]]) -> Fields:
    """The fields that this form has, without control characters."""
    kept = ((name, cleaned(value)) for name, value in fields if name in NAMES)
    return tuple((name, value) for name, value in kept if value)


def values(fields: Fields, name: str) -> tuple[str, ...]:
    """What was sent under a name."""
    return tuple(value for field, value in fields if field == name)


def by_of(fields: Fields) -> By:
    """What the form puts side by side.

    Raises:
        BadInput: nothing that can be.
    """
    said = (values(fields, "by") or (str(By.SPEAKER),))[0]
    if said not in set(By):
        raise BadInput(
            _(
                "%(name)s cannot be compared. Choose one of: %(names)s.",
                name=repr(said[:40]),
                names=", ".join(By),
            )
        )
    return By(said)


def asked_of(desk: Desk, fields: Fields) -> Comparison:
    """The comparison that a form asks for.

    Raises:
        BadInput: there is no question or there are too many, or a name is not held.
    """
    questions = questions_in("\n".join(values(fields, "question")))
    since, until = (next(filter(None, values(fields, name)), None) for name in ("since", "until"))
    filters = Filters(
        values(fields, "country"),
        values(fields, "speaker"),
        values(fields, "interview"),
        values(fields, "rating"),
        values(fields, "organisation"),
        since,
        until,
    )
    return desk.compare(questions, by=by_of(fields), filters=filters)


def form_of(fields: Fields, desk: Desk, problem: str | None = None) -> CompareForm:
    """The form as it was sent."""
    archive = desk.archive
    by = (values(fields, "by") or (str(By.SPEAKER),))[0]
    return CompareForm(
        questions="\n".join(values(fields, "question")),
        by=tuple(Choice(str(one), str(one) == by) for one in By),
        countries=choices(archive.countries, values(fields, "country")),
        speakers=choices(archive.speakers, values(fields, "speaker")),
        ratings=choices(archive.ratings, values(fields, "rating")),
        organisations=choices(archive.organisations, values(fields, "organisation")),
        since=next(iter(values(fields, "since")), ""),
        until=next(iter(values(fields, "until")), ""),
        interviews=values(fields, "interview"),
        most=MOST_QUESTIONS,
        problem=problem,
    )


def written(comparison: Comparison, desk: Desk, form: str, base: str) -> Response:
    """A comparison as a file to save, with a mark that tells spreadsheets that CSV is UTF-8.

    Raises:
        BadInput: there is no such form.
    """
    if form not in TEXTS:
        raise BadInput(f"there is no format {form[:40]!r}. Choose one of: {', '.join(TEXTS)}.")
    write, suffix, media = TEXTS[form]
    text = write(comparison, desk.archive, base)
    return Response(
        text.encode("utf-8-sig" if form == "csv" else "utf-8"),
        media_type=f"{media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="comparison.{suffix}"'},
    )


def base_of(request: Request) -> str:
    """The address that permalinks begin with; the host was checked by the guard."""
    return str(request.base_url).rstrip("/")


def add_comparing(app: FastAPI, desk: Desk) -> None:
    """Gives an app the routes of comparisons, over one desk."""
    frame = framed(desk.archive)

    def shown(fields: Fields, *, asked: bool) -> HTMLResponse:
        if not asked:
            return page(CompareView(form_of(fields, desk), None), frame)
        try:
            comparison = asked_of(desk, fields)
        except BadInput as error:
            return page(CompareView(form_of(fields, desk, str(error)), None), frame, 422)
        kept = tuple((name, value) for name, value in fields if name != "format")
        grid = grid_of(comparison, desk.archive, f"/compare?{urlencode(kept)}", kept)
        return page(CompareView(form_of(fields, desk), grid), frame)

    @app.get("/compare", include_in_schema=False, response_class=HTMLResponse)
    def linked(fields: Annotated[Fields, Depends(in_address)]) -> HTMLResponse:
        """The form; or the comparison that the address asks for, as a link that somebody made."""
        return shown(fields, asked=bool(values(fields, "question")))

    @app.post("/compare", include_in_schema=False, response_class=HTMLResponse)
    def compared(fields: Annotated[Fields, Depends(posted)]) -> HTMLResponse:
        """The comparison that the form asks for; its questions stay out of the address."""
        return shown(fields, asked=True)

    @app.get("/compare/export", include_in_schema=False)
    def linked_file(
        request: Request,
        fields: Annotated[Fields, Depends(in_address)],
        form: Annotated[str, Query(alias="format")] = "csv",
    ) -> Response:
        """A comparison as a file, by its address."""
        return written(asked_of(desk, fields), desk, form, base_of(request))

    @app.post("/compare/export", include_in_schema=False)
    def file(request: Request, fields: Annotated[Fields, Depends(posted)]) -> Response:
        """A comparison as a file."""
        form = (values(fields, "format") or ("csv",))[0]
        return written(asked_of(desk, fields), desk, form, base_of(request))

    @app.post(
        "/api/compare",
        response_model=ComparisonShape,
        responses=POSTED,
        dependencies=[Depends(json_only)],
        summary="Compare what people say",
        response_description="A cell for each question and group.",
    )
    def compare(asked: CompareRequest) -> Json:
        """Puts speakers, countries or interviews side by side: what each says to each question.

        Each is searched by itself, so that nobody fills the table. A cell holds the words that
        answer best, or none, and then whether the interviewer asked.
        """
        questions = questions_in(asked.question)
        return comparison_json(desk.compare(questions, by=By(asked.by), filters=asked.filters()))

    @app.post(
        "/api/compare/export",
        response_class=Response,
        responses={
            **POSTED,
            200: {
                "description": SAID_FILE,
                "content": {
                    media: {"schema": {"type": "string"}} for _, _, media in TEXTS.values()
                },
            },
        },
        dependencies=[Depends(json_only)],
        summary="Compare, as a file",
    )
    def export(request: Request, asked: ExportRequest) -> Response:
        """Writes a comparison as CSV, Markdown or a page that needs nothing else.

        CSV begins with a byte order mark, and a field that a spreadsheet would take for a formula
        with an apostrophe.
        """
        found = desk.compare(questions_in(asked.question), by=By(asked.by), filters=asked.filters())
        return written(found, desk, asked.format, base_of(request))
