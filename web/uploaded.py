"""The files in a request's form, kept in memory while they arrive."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from index.language import _
from index.readers.invisible import Invisible
from web.guard import LARGEST_UPLOAD

MOST_FILES = 100
MOST_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files that a form sent, each with the name that it claims, and how they are to be read.

    `invisible` says what becomes of text that nobody sees on a page.
    """

    files: tuple[tuple[str, bytes], ...]
    invisible: Invisible = Invisible.REFUSE


class InMemory(MultiPartParser):
    """A parser that writes nothing to the system's folder for temporary files."""

    # More than a request may hold: the guard has counted its bytes.
    spool_max_size = LARGEST_UPLOAD + 1


async def sent_files(request: Request) -> Uploads:
    """The files that a form sends.

    Raises:
        HTTPException: the body is no such form (415, 400), or one of too many parts (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "multipart/form-data":
        raise HTTPException(415, _("This form sends multipart/form-data."))
    parser = InMemory(
        request.headers, request.stream(), max_files=MOST_FILES, max_fields=MOST_FIELDS
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(
            400, _("The files cannot be taken: %(why)s", why=error.message)
        ) from error
    try:
        found = [
            (file.filename or "", await file.read())
            for file in form.getlist("files")
            if isinstance(file, UploadFile)
        ]
        chosen = form.get("invisible", Invisible.REFUSE)
    finally:
        await form.close()
    if chosen not in tuple(Invisible):
        raise HTTPException(400, f"“invisible” is none of {', '.join(Invisible)}.")
    return Uploads(tuple((name, raw) for name, raw in found if name or raw), Invisible(chosen))
