"""The routes of imports: send documents, look at how they were read, publish or discard them."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Path, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from index.archive import Archive
from index.build import held_names
from index.errors import Busy, NoRoom
from index.language import _
from index.readers.formats import READERS
from index.report import Json, dropped_words, taken_json
from index.taken import Taken
from rag.desk import Desk
from web.api import Responses, fails
from web.guard import IMPORT
from web.imports import Imports, Job, State
from web.importviews import ImportView, JobView, PreviewView, Reported, Waiting
from web.preview import ROWS, rows, warnings
from web.right import Right
from web.shapes import Closed, ProblemShape
from web.templating import framed, page
from web.uploaded import MOST_FILES, Uploads, sent_files

JobId = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$", description="The id of an import.")]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
Sent = Annotated[Uploads, Depends(sent_files)]
Sheet = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
WARNINGS_SHOWN = 50


class PlaceShape(Closed):
    """A place in a document's text."""

    start: int = Field(ge=0, description="In code points, as `end`.")
    end: int = Field(ge=1)
    line: int = Field(ge=1)
    column: int = Field(ge=1)


class WarningShape(PlaceShape):
    """What the reader was not sure of."""

    code: str
    message: str


class DroppedShape(PlaceShape):
    """What no question will find."""

    what: str
    why: str
    lines: int = Field(description="0 where it is in the file and not in its text.")


class TakenShape(Closed):
    """What was read of a document."""

    name: str
    sha256: str
    format: str
    characters: int
    interviews: int
    questions: int
    turns: int
    answers_of_nobody_named: int
    countries: list[str]
    speakers: list[str]
    hints: str | None = Field(description="What told what the document does not say itself.")
    warnings: list[WarningShape]
    dropped: list[DroppedShape]


class RefusedShape(Closed):
    """A file that was not read, and why."""

    name: str
    why: str


class ImportShape(Closed):
    """An import and how far it is."""

    id: str
    state: Literal["reading", "read", "publishing", "published", "failed"]
    done: int = Field(description="Files that were read of `total`, or texts that were embedded.")
    total: int
    documents: list[TakenShape]
    refused: list[RefusedShape]
    problem: str | None
    generation: int | None = Field(description="What was published, if anything was.")


REFUSED: Responses = {
    status: {"model": ProblemShape, "description": said}
    for status, said in (
        (401, "The password is missing or wrong: send it as Authorization: Bearer PASSWORD."),
        (403, "Importing is off on this server."),
        (404, "There is no such import."),
        (429, "The password was wrong too often."),
    )
}


def job_json(job: Job) -> Json:
    """An import for programs."""
    return {
        "id": job.id,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "documents": [taken_json(one) for one in job.reports],
        "refused": [{"name": one.name, "why": one.why} for one in job.refused],
        "problem": job.problem,
        "generation": job.generation,
    }


def job_view(job: Job, archive: Archive) -> JobView:
    """An import as its page."""
    held = held_names(archive)
    return JobView(
        id=job.id,
        state=str(job.state),
        files=tuple(name for name, _ in job.files),
        done=job.done,
        total=job.total,
        reported=tuple(reported(n, one, held) for n, one in enumerate(job.reports, 1)),
        refused=tuple((one.name, one.why) for one in job.refused),
        readable=bool(job.documents),
        problem=job.problem,
        generation=job.generation,
        minutes=None if job.left is None else max(1, math.ceil(job.left / 60)),
    )


def reported(number: int, one: Taken, held: dict[str, str]) -> Reported:
    """What was read of a document; `held` are the hashes of those in the archive, by name."""
    before = held.get(one.name)
    instead = None
    if before == one.sha256:
        instead = _("The archive holds the same document.")
    elif before is not None:
        instead = _("It takes the place of the document of this name that the archive holds.")
    return Reported(
        number=number,
        name=one.name,
        interviews=one.interviews,
        questions=one.questions,
        turns=one.turns,
        speakers=one.speakers,
        unnamed=one.unnamed,
        warnings=len(one.warnings),
        dropped=tuple(said[:1].upper() + said[1:] for said in map(dropped_words, one.dropped)),
        instead=instead,
    )


def preview_view(job: Job, number: int, sheet: int) -> PreviewView:
    """A document of an import beside its source.

    Raises:
        NotHeld: there is none of that number.
    """
    document = job.document(number)
    pages = max(1, -(-len(document.parts) // ROWS))
    sheet = min(sheet, pages)
    address = f"{IMPORT}/{job.id}/documents/{number}"
    return PreviewView(
        job=job.id,
        number=number,
        name=document.name,
        warnings=tuple(warnings(document, address))[:WARNINGS_SHOWN],
        rows=tuple(rows(document, (sheet - 1) * ROWS)),
        page=sheet,
        pages=pages,
    )


def add_importing(app: FastAPI, desk: Desk, imports: Imports | None, right: Right) -> None:
    """Gives an app the routes of imports; without `imports` they say that importing is off."""
    frame = framed(desk.archive)
    allowed = [Depends(right)]

    def held() -> Imports:
        # The right is nobody's where there are none, and is asked for first.
        assert imports is not None  # noqa: S101
        return imports

    def form_page(problem: str | None = None, status: int = 200) -> Response:
        waiting = tuple(
            Waiting(job.id, str(job.state), tuple(name for name, _ in job.files))
            for job in held().jobs
            if job.state is not State.PUBLISHED
        )
        return page(ImportView((*READERS, ".zip"), MOST_FILES, waiting, problem), frame, status)

    def see(job: Job) -> Response:
        return RedirectResponse(f"{IMPORT}/{job.id}", 303)

    page_route = {"include_in_schema": False, "dependencies": allowed}

    @app.get(IMPORT, response_class=HTMLResponse, **page_route)  # type: ignore[arg-type]
    def form() -> Response:
        """The form to send documents with."""
        return form_page()

    @app.post(IMPORT, response_class=HTMLResponse, **page_route)  # type: ignore[arg-type]
    def take(sent: Sent) -> Response:
        """Takes documents in, and leads to what becomes of them."""
        if not sent.files:
            return form_page(_("Choose a file first."), 422)
        try:
            return see(held().accept(sent.files, sent.invisible))
        except (Busy, NoRoom) as error:
            return form_page(str(error), error.status)

    @app.get(f"{IMPORT}/{{id}}", response_class=HTMLResponse, **page_route)  # type: ignore[arg-type]
    def look(id: JobId) -> Response:
        """How far an import is, and what was read."""
        return page(job_view(held().job(id), desk.archive), frame)

    @app.get(
        f"{IMPORT}/{{id}}/documents/{{number}}",
        response_class=HTMLResponse,
        **page_route,  # type: ignore[arg-type]
    )
    def preview(id: JobId, number: Number, sheet: Sheet = 1) -> Response:
        """A document as it was read, beside its source."""
        return page(preview_view(held().job(id), number, sheet), frame)

    @app.post(f"{IMPORT}/{{id}}/publish", **page_route)  # type: ignore[arg-type]
    def publish(id: JobId) -> Response:
        """Begins to add what was read to the archive."""
        return see(held().publish(id, desk.archive.embedder))

    @app.post(f"{IMPORT}/{{id}}/discard", **page_route)  # type: ignore[arg-type]
    def discard(id: JobId) -> Response:
        """Ends an import and wipes its files."""
        held().discard(id)
        return RedirectResponse(IMPORT, 303)

    @app.get(
        f"/api{IMPORT}/{{id}}",
        response_model=ImportShape,
        responses={**fails(), **REFUSED},
        dependencies=allowed,
        summary="See how far an import is",
        response_description="Its state, and what was read of each document.",
    )
    def progress(id: JobId) -> Json:
        """Tells what was read of the documents that were sent to `/import`, before and after they
        are published.

        Only where the server was started with `--import`, and with its password.
        """
        return job_json(held().job(id))
