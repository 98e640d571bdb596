"""The language that people are shown: English as the code has it, others by catalogue.

`_("Read in the interview")` and `ngettext("%(num)s quotation", "%(num)s quotations", 3)` give the
words in the language of whoever asks, which `speaking` sets for a request; everywhere else, on a
terminal and in the API, that is English. Messages are looked up in gettext catalogues by their
English words, in which values stand as `%(name)s` (and a per cent sign as `%%`): whole sentences,
never parts to be put together. Words of a source are no messages, and never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "onrecord"
FIRST_STRONG_ISOLATE, END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages can be shown in: its BCP 47 tag, and which way it is written."""

    code: str
    direction: str = "ltr"


ENGLISH = Language("en")
LANGUAGES = {one.code: one for one in (ENGLISH, Language("ar", "rtl"))}
_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """The language that words are given in here and now."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Gives words in a language, in this task and in the threads that it starts by its context."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """The messages of a language; those of English are the code's own."""
    if code == ENGLISH.code:
        return NullTranslations()
    with (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


def message(words: str) -> str:
    """A message in the language spoken, its values still to be filled in."""
    return catalogue(spoken().code).gettext(words) if words else ""


def messages(one: str, many: str, number: int) -> str:
    """The message that fits a number, its values still to be filled in."""
    return catalogue(spoken().code).ngettext(one, many, number)


def later(words: str) -> str:
    """A message that stands in a table, to be given to `_` when it is shown."""
    return words


def values(given: Mapping[str, object]) -> dict[str, object]:
    """The values of a message, whole numbers as people write them: `1,200`.

    Digits are those of the sources and of links in every language, so that they can be compared.
    """
    return {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in given.items()
    }


def _(words: str, /, **given: object) -> str:
    """A message in the language spoken.

    >>> _("%(done)s of %(total)s files", done=3, total=1200)
    '3 of 1,200 files'
    """
    return message(words) % values(given)


def ngettext(one: str, many: str, num: int, /, **given: object) -> str:
    """The message that fits a number, which stands in it as `%(num)s`.

    >>> ngettext("%(num)s interview", "%(num)s interviews", 1200)
    '1,200 interviews'
    """
    return messages(one, many, num) % values({"num": num, **given})


def apart(words: str) -> str:
    """Words of another direction, such as a file's name, set apart from what stands beside them.

    Left alone where the language spoken is written as they are, so that plain text stays plain.
    """
    return words if spoken().direction == "ltr" else f"{FIRST_STRONG_ISOLATE}{words}{END_ISOLATE}"


def day(iso: str) -> str:
    """An ISO date as people write it; a year or a month alone stays as it is.

    >>> day("2024-01-07")
    '7 January 2024'
    """
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = months()[when.month - 1]
    return _("%(day)s %(month)s %(year)s", day=when.day, month=month, year=str(when.year))


def months() -> tuple[str, ...]:
    """The names of the months."""
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def short_months() -> tuple[str, ...]:
    """The names of the months where there is little room."""
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )


def listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them where all are meant.

    >>> listed(("Ana", "Bo", "Cy"))
    'Ana, Bo and Cy'
    """
    if len(names) < 2:
        return "".join(names)
    first = names[0]
    for name in names[1:-1]:
        first = _("%(first)s, %(next)s", first=first, next=name)
    return _("%(first)s and %(last)s", first=first, last=names[-1])
