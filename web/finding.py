"""Words that somebody looks for in one interview; they come in a body, and are kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fastapi import HTTPException, Request

from index.archive import Archive
from index.interview import Interview, Span
from index.language import _
from rag.wording import words_in
from web.forms import MOST_FIELDS, cleaned
from web.views import Finding

LONGEST_WORDS = 200
# More marks than anybody steps through.
MOST_PLACES = 500


async def sought(request: Request) -> Finding:
    """What the form of an interview's page asks for.

    Raises:
        HTTPException: the body is no form (415), or one of too many fields (400).
    """
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise HTTPException(415, _("This form sends application/x-www-form-urlencoded."))
    async with request.form(max_fields=MOST_FIELDS) as form:
        words = cleaned(str(form.get("words", "")))
    if len(words) > LONGEST_WORDS:
        said = _(
            "At most %(most)s characters are looked for; these are %(characters)s.",
            most=LONGEST_WORDS,
            characters=len(words),
        )
        return Finding(words, problem=said)
    if not any(True for _ in words_in(words)):
        return Finding(words, problem=_("Write a word to look for."))
    return Finding(words)


def places_of(words: str, interview: Interview, archive: Archive) -> tuple[Span, ...]:
    """Where words stand in the lines of an interview, at most 500 places.

    Case and punctuation make no difference but for a point in a figure, accents do; the last word
    may go on, so that `boat` finds `boats`.
    """
    wanted = [word.folded for word in words_in(words)]
    text = archive.source(interview.id).text
    parts = archive.parts(interview.id) if wanted else ()
    found = (span for part in parts for span in matches(text, part.span, wanted))
    return tuple(islice(found, MOST_PLACES))


def matches(text: str, line: Span, wanted: list[str]) -> Iterator[Span]:
    """The places of one line, apart from each other, where some folded words stand in a row."""
    words = tuple(words_in(text, line.start, line.end))
    at = 0
    while at + len(wanted) <= len(words):
        here = words[at : at + len(wanted)]
        *whole, last = (word.folded for word in here)
        if whole == wanted[:-1] and last.startswith(wanted[-1]):
            yield Span(here[0].start, here[-1].end)
            at += len(wanted)
        else:
            at += 1
