"""The routes of a quote's reference: the page with every style, the files, and the API's."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from index.archive import Archive
from index.errors import BadInput, NotHeld
from index.interview import Role
from index.language import _
from rag.anchor import LONGEST_PIN, read_pin
from rag.answer import Citation, Json, near_json
from rag.bibliography import STYLES, Style, cited, key
from rag.cite import cut_quote
from rag.desk import Desk
from rag.landing import landed
from rag.styles import Reference
from web.api import fails
from web.comparing import base_of
from web.reading import found
from web.replies import words
from web.shapes import CitedShape
from web.templating import framed, page
from web.views import CiteView, Written

InterviewQuery = Annotated[str, Query(max_length=64, description="The interview's id.")]
SpanQuery = Annotated[
    str,
    Query(
        max_length=LONGEST_PIN,
        description="The quote's place as its permalink writes it; START-END alone will do.",
    ),
]
# The styles that programs read; the others are for people to copy.
FILES = (Style.BIBTEX, Style.RIS, Style.CSL_JSON)


def reference_of(archive: Archive, interview: str, span: str, base: str) -> Reference:
    """The reference of a quote, read today.

    Raises:
        NotHeld: no such interview is held, or these are not words that it puts on record.
        BadInput: the span is not written like one.
        Gone: the words that a link was made to do not stand there any more.
    """
    landing = landed(archive, interview, read_pin(span))
    held = archive.interview(interview)
    if found(held, archive, landing).cite is None:
        raise NotHeld(
            _("This is what the interviewer asks, and nobody’s answer. Cite words of the answer.")
        )
    quote = cut_quote(archive, held.id, landing.span)
    return Reference(quote, base + quote.citation.permalink, date.today())


def cite_view(reference: Reference) -> CiteView:
    """The page of a reference."""
    citation = reference.citation
    shown = words(None, reference.quote)
    return CiteView(
        quote=shown,
        whose=_(", ").join(filter(None, (whose_of(citation), citation.country))),
        asked=citation.question,
        styles=tuple(
            Written(
                str(style),
                _(form.name),
                cited(reference, style),
                shown.cite.replace("/cite?", "/cite/file?") + f"&style={style}"
                if style in FILES
                else None,
            )
            for style, form in STYLES.items()
        ),
    )


def whose_of(citation: Citation) -> str:
    """Who speaks, with role and organisation; the publisher's words are nobody else's."""
    if citation.role is not Role.ANSWER:
        return _("The publisher’s words")
    speaker = citation.speaker or _("Speaker not named")
    told = (speaker, citation.speaker_role, citation.organisation)
    return _(", ").join(filter(None, told))


def add_citing(app: FastAPI, desk: Desk) -> None:
    """Gives an app the routes of references, over one desk."""
    frame = framed(desk.archive)
    archive = desk.archive

    @app.get("/cite", include_in_schema=False, response_class=HTMLResponse)
    def cite(request: Request, interview: InterviewQuery, span: SpanQuery) -> HTMLResponse:
        """A quote with its reference in every style."""
        return page(cite_view(reference_of(archive, interview, span, base_of(request))), frame)

    @app.get("/cite/file", include_in_schema=False)
    def file(request: Request, interview: InterviewQuery, span: SpanQuery, style: str) -> Response:
        """A reference as a file for a program that keeps them."""
        if style not in set(Style):
            raise BadInput(f"there is no style {style[:40]!r}. Choose one of: {', '.join(Style)}.")
        reference = reference_of(archive, interview, span, base_of(request))
        form = STYLES[Style(style)]
        return Response(
            cited(reference, Style(style)),
            media_type=f"{form.media}; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{key(reference)}.{form.suffix}"'
            },
        )

    @app.get(
        "/api/cite",
        response_model=CitedShape,
        responses=fails(404, 410, 422),
        summary="Cite a quote",
        response_description="The quote's reference in every style.",
    )
    def references(request: Request, interview: InterviewQuery, span: SpanQuery) -> Json:
        """Writes a quote's reference: plain, Chicago, APA, MLA, BibTeX, RIS and CSL-JSON.

        Names stay as the source writes them: nobody has said which part is the family's.
        """
        reference = reference_of(archive, interview, span, base_of(request))
        return {
            "quote": near_json(reference.quote),
            "url": reference.url,
            "accessed": reference.accessed.isoformat(),
            "styles": [
                {
                    "style": str(style),
                    "name": form.name,
                    "media": form.media,
                    "text": cited(reference, style),
                }
                for style, form in STYLES.items()
            ],
        }
