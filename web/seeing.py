"""The routes of an archive's picture: the page and the API's."""

from __future__ import annotations

from threading import Lock

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import Field

from index.archive import Archive
from index.language import _, listed, ngettext
from rag.answer import Json
from rag.desk import Desk
from rag.picture import Picture, picture_json, picture_of
from web.api import fails
from web.dots import matrix
from web.drawn import LengthRow, Period, SeeView
from web.listing import UNKNOWN, listing_link
from web.shapes import Closed, Version
from web.templating import framed, page
from web.tiles import tile_map
from web.timeline import NOBODY, timeline


class Easel:
    """The picture of an archive, made when it is first asked for and then kept."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._picture: Picture | None = None
        self._lock = Lock()

    def picture(self) -> Picture:
        """The picture; whoever asks while it is made waits for it."""
        with self._lock:
            if self._picture is None:
                self._picture = picture_of(self._archive)
            return self._picture


def see_view(picture: Picture) -> SeeView:
    """The page of a picture."""
    undated = len(picture.outlines) - len(picture.dated)
    dropped = len(picture.outlines) - len(picture.compared)
    said = ngettext(
        "The %(drawn)s longest interviews are drawn here and below; %(num)s more is in the list "
        "of all interviews.",
        "The %(drawn)s longest interviews are drawn here and below; %(num)s more are in the list "
        "of all interviews.",
        dropped,
        drawn=len(picture.compared),
    )
    return SeeView(
        people=picture.people,
        words=picture.words,
        median=picture.median,
        map=tile_map(picture),
        timeline=timeline(picture.dated),
        undated=Period(_("undated"), undated, listing_link(date=UNKNOWN)) if undated else None,
        lengths=lengths(picture),
        read=len(picture.lengths),
        left_out=said if dropped else None,
        matrix=matrix(picture),
        alone=len(picture.outlines) == 1,
    )


def lengths(picture: Picture) -> tuple[LengthRow, ...]:
    """How long the interviews are that are compared, by their numbers."""
    outlines = {one.id: one for one in picture.outlines}
    words = {one.interview: one.words for one in picture.lengths}
    shown = [outlines[id] for id in picture.compared]
    longest = max((words[one.id] for one in shown), default=0) or 1
    return tuple(
        LengthRow(
            number=number,
            link=f"/interviews/{one.id}",
            names=listed(one.speakers) or _(NOBODY),
            country=one.country,
            date=one.date,
            words=words[one.id],
            share=round(100 * words[one.id] / longest, 1),
        )
        for number, one in enumerate(shown, 1)
    )


class RatedShape(Closed):
    """A civic-space rating and how many interviews state it."""

    rating: str | None = Field(description="As sources state it; null where they do not.")
    interviews: int = Field(ge=1)


class LandShape(Closed):
    """A country and how its interviews say that it is rated."""

    country: str | None = Field(description="Null: of these interviews it is unknown.")
    interviews: int = Field(ge=1)
    ratings: list[RatedShape]
    latitude: float | None = Field(description="Null where no country library knows it.")
    longitude: float | None


class OutlineShape(Closed):
    """An interview in outline."""

    id: str
    country: str | None
    speakers: list[str]
    date: str | None = Field(description="ISO date; null where the source is silent.")
    rating: str | None
    questions: int | None = Field(description="Null where, of very many, it was not read.")
    words: int | None = Field(description="Words of its answers, as spaces part them.")


class SaidShape(Closed):
    """How much an interview says of a subject."""

    interview: str
    times: int = Field(ge=1)
    share: float = Field(description="Of the interview's content words, from 0 to 1.")
    score: float | None = Field(
        description="Weighted log-odds against all other interviews, in standard deviations "
        "(Monroe et al. 2008); null where there are no others."
    )
    start: int = Field(ge=0, description="The sentence that says it first, in code points.")
    end: int = Field(ge=1)


class SubjectShape(Closed):
    """A word or two that some interview says more than the others do."""

    words: str
    said: list[SaidShape]


class PictureShape(Closed):
    """An archive at a glance."""

    interviews: list[OutlineShape]
    people: int = Field(description="How many who answer are named.")
    words: int = Field(description="Words of all answers that were read.")
    countries: list[LandShape]
    ratings: list[RatedShape]
    compared: list[str] = Field(description="The interviews (ids) whose subjects are compared.")
    subjects: list[SubjectShape]
    archive: Version


def add_seeing(app: FastAPI, desk: Desk) -> None:
    """Gives an app the routes that show an archive at a glance, over one desk."""
    frame = framed(desk.archive)
    easel = Easel(desk.archive)

    @app.get("/see", include_in_schema=False, response_class=HTMLResponse)
    def see() -> HTMLResponse:
        """The archive as pictures, each with the same in words."""
        return page(see_view(easel.picture()), frame)

    @app.get(
        "/api/see",
        response_model=PictureShape,
        responses=fails(),
        summary="See the archive at a glance",
        response_description="Countries, ratings, dates, lengths and subjects.",
    )
    def picture() -> Json:
        """Counts what the interviews are about, as far as their documents say.

        Subjects are the archive's own words: those that one interview says more than the others
        do. The first request takes longer, since it counts every word.
        """
        return picture_json(easel.picture())
