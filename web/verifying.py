"""The routes that check a draft: the page, with text or a file, and the API's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from index.errors import BadInput
from index.interview import Role
from index.language import _
from index.readers import text_in
from index.readers.formats import READERS
from rag.answer import Json, Quote
from rag.desk import Desk
from rag.verify import Checked, Draft, Verdict
from rag.verifying import SAID, draft_json, passed_over, summary
from web.api import POSTED_DRAFT, json_only
from web.replies import words
from web.shapes import DraftShape, VerifyRequest
from web.templating import framed, page
from web.views import CheckedView, DraftPart, VerifyForm, VerifyView, Words

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it came: pasted text, or the bytes of a file with its name."""

    text: str
    name: str
    raw: bytes

    @property
    def words(self) -> str:
        """What is to be checked; a file goes before pasted text.

        Raises:
            BadInput: the file is of a format that is not read, or broken.
        """
        return text_in(self.raw, self.name) if self.raw else self.text


async def sent_draft(request: Request) -> SentDraft:
    """The draft in a request's form.

    Raises:
        HTTPException: the body is no form (415), or one of too many fields (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media not in FORMS:
        raise HTTPException(
            415, _("This form sends application/x-www-form-urlencoded or multipart/form-data.")
        )
    async with request.form(max_fields=MOST_FIELDS, max_files=1) as form:
        text, file = form.get("text"), form.get("file")
        raw = await file.read() if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
    # Browsers send the ends of lines as CR LF, whatever was pasted.
    pasted = text.replace("\r\n", "\n") if isinstance(text, str) else ""
    return SentDraft(pasted, name, raw)


def verify_view(draft: Draft) -> VerifyView:
    """The page of a checked draft."""
    return VerifyView(
        form=VerifyForm("", tuple(READERS)),
        summary=summary(draft),
        passed_over=passed_over(draft),
        checked=tuple(checked_view(n, one, draft) for n, one in enumerate(draft.checked, 1)),
        draft=tuple(parts(draft)),
    )


def checked_view(number: int, one: Checked, draft: Draft) -> CheckedView:
    """One quotation as the page shows it."""
    return CheckedView(
        number=number,
        verdict=str(one.verdict),
        said=_(SAID[one.verdict]),
        exact=one.verdict is Verdict.EXACT,
        line=draft.text.count("\n", 0, one.span.start) + 1,
        text=one.text,
        attributed_to=one.attributed_to,
        because=one.because,
        changes=tuple((str(change.op), change.text) for change in one.changes),
        matches=tuple(map(shown, one.matches)),
        nearest=tuple(map(shown, one.nearest)),
    )


def shown(quote: Quote) -> tuple[str, Words]:
    """Whose words they are, and the words; a question has a place, and no reference."""
    said = words(None, quote)
    if quote.citation.role is Role.QUESTION:
        said = replace(said, cite="")
    return whose_of(quote), said


def whose_of(quote: Quote) -> str:
    """Whose words they are, in a line."""
    cited = quote.citation
    if cited.role is Role.QUESTION:
        told = (_("The interviewer"), cited.country)
        return _(", ").join(filter(None, told))
    if cited.role is not Role.ANSWER:
        return _("The publisher’s words")
    named = (cited.speaker or _("Speaker not named"), cited.speaker_role, cited.country)
    return _(", ").join(filter(None, named))


def parts(draft: Draft) -> Iterator[DraftPart]:
    """The draft in stretches, those that are quotations with their number and verdict."""
    at = 0
    for number, one in enumerate(draft.checked, 1):
        if one.span.start > at:
            yield DraftPart(draft.text[at : one.span.start])
        yield DraftPart(one.text, number, str(one.verdict), _(SAID[one.verdict]))
        at = one.span.end
    if at < len(draft.text):
        yield DraftPart(draft.text[at:])


def add_verifying(app: FastAPI, desk: Desk) -> None:
    """Gives an app the routes that check drafts, over one desk."""
    frame = framed(desk.archive)

    @app.get("/verify", include_in_schema=False, response_class=HTMLResponse)
    def form() -> HTMLResponse:
        """The form to check a draft with."""
        return page(VerifyView(VerifyForm("", tuple(READERS))), frame)

    @app.post("/verify", include_in_schema=False, response_class=HTMLResponse)
    def verified(sent: Annotated[SentDraft, Depends(sent_draft)]) -> HTMLResponse:
        """The draft checked; it is kept nowhere."""
        try:
            view = verify_view(desk.verify(sent.words))
        except BadInput as error:
            again = VerifyForm(sent.text, tuple(READERS), str(error))
            return page(VerifyView(again), frame, 422)
        return page(view, frame)

    @app.post(
        "/api/verify",
        response_model=DraftShape,
        responses=POSTED_DRAFT,
        dependencies=[Depends(json_only)],
        summary="Check the quotations of a draft",
        response_description="Each quotation with its verdict.",
    )
    def verify(draft: VerifyRequest) -> Json:
        """Finds the quotations in an article and checks each against the archive.

        Exact means word for word in one place; what an editor marked as left out or put in
        brackets may differ. Of altered words `diff` tells what was changed.
        """
        return draft_json(desk.verify(draft.text))
