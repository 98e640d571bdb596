"""Interviews in the interchange format: JSON Lines, an interview a line, out and in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from index.account import Account, Closing, Exchange, Placed, Text, words_in
from index.dates import iso_date
from index.errors import BadInput
from index.interview import Document, Interview, Span, tongue_at
from index.locators import locators
from index.spoken import said_in
from index.tongue_names import code_of

LINE = TypeAdapter(Account)
ID = re.compile(r"[a-z0-9-]{1,64}")


def accounts(documents: Iterable[Document]) -> Iterator[Account]:
    """Every interview of some documents, in their order."""
    for document in documents:
        for interview in document.interviews:
            yield told(document, interview)


def told(document: Document, interview: Interview) -> Account:
    """An interview of a document, its spans as the words that they cover."""

    def text(span: Span) -> Text:
        places = locators(document.marks, span)
        words = span.of(document.text)
        return Placed(words, places) if places else words

    return Account(
        id=interview.id,
        heading=text(interview.heading) if interview.heading else None,
        country=interview.country,
        speakers=interview.speakers,
        date=interview.date,
        rating=interview.rating,
        introduction=tuple(map(text, interview.introduction)),
        turns=tuple(
            Exchange(
                text(turn.question) if turn.question else None,
                turn.speaker,
                tuple(map(text, turn.answer)),
            )
            for turn in interview.turns
        ),
        footer=tuple(Closing(part.role, text(part.span)) for part in interview.footer),
        document=document.name,
        sha256=document.sha256,
        language=only_language(document, interview),
    )


def only_language(document: Document, interview: Interview) -> str | None:
    """The language that all of an interview is in; None where there are several, or it is unknown.

    What is in several is told apart anew when it is read.
    """
    found = {tongue_at(document.tongues, span) for span in said_in(interview)}
    return (found.pop() or None) if len(found) == 1 else None


def line_of(interview: Account) -> str:
    """An interview as one line of JSON, without the line's end."""
    return LINE.dump_json(interview).decode()


def parsed_line(line: str, place: str) -> Account:
    """The interview of one line; `place` says which line it is.

    Raises:
        BadInput: it is not JSON, or not such an interview.
    """
    try:
        read = LINE.validate_json(line, strict=True, extra="forbid")
    except ValidationError as error:
        raise BadInput(f"{place} {fault(error)}") from error
    if read.id is not None and not ID.fullmatch(read.id):
        raise BadInput(
            f"{place} has an id that is no id: 1 to 64 of a-z, 0-9 and hyphens. Leave it out to "
            "be given one."
        )
    if any(name is not None and not name.strip() for name in names_in(read)):
        raise BadInput(
            f"{place} has a name that is blank. Write who it is, or leave out whoever has no name."
        )
    if read.date is not None and iso_date(read.date) is None:
        raise BadInput(
            f"{place} has a date that is not written as 2031-05-14. Leave it out, or mend it."
        )
    if read.language is not None and not code_of(read.language):
        raise BadInput(
            f"{place} has a language that is not known. Write it as es or Spanish, or leave it out."
        )
    if not any(words_in(text).strip() for turn in read.turns for text in turn.answer):
        raise BadInput(f"{place} has no answer in its turns. Add one, or take the line out.")
    return replace(read, date=iso_date(read.date))


def names_in(read: Account) -> Iterator[str | None]:
    """The names of all who speak in an interview, None for each who is not named."""
    yield from (speaker.name for speaker in read.speakers)
    yield from (name for turn in read.turns for name in (turn.speaker, turn.asker, turn.label))


def fault(error: ValidationError) -> str:
    """What is wrong in a line, and where; never its words."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    first = next((one for one in found if one["type"] == "value_error"), found[0])
    # The names of the two shapes that a text may have are no keys.
    keys = [str(key) for key in first["loc"] if key not in ("str", Placed.__name__)]
    where = f"at {'.'.join(keys)} " if keys else ""
    return f"{where}cannot be read: {first['msg']}. README.md describes the format."
