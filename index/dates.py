"""Days as documents write them: ISO dates, or with the month in words."""

from __future__ import annotations

import re
from datetime import date

from index.places import fold

# From January to December, folded; abbreviations are English.
LANGUAGES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)
MONTHS = {word: number for words in LANGUAGES for number, word in enumerate(words.split(), 1)} | {
    "sept": 9
}
WEEKDAY = r"(?:[^\W\d_]{3,12}day,?\s+)?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|o)?"
MONTH = r"(?P<month>[^\W\d_]{3,10})"
YEAR = r"(?P<year>\d{4})"
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{WEEKDAY}{DAY}\s+(?:of\s+|de\s+)?{MONTH},?\s+(?:de\s+|del\s+)?{YEAR}",
        rf"{WEEKDAY}{MONTH}\s+{DAY},?\s+{YEAR}",
        rf"{YEAR}\s+{MONTH}\s+{DAY}",
    )
)


def iso_date(value: str | None) -> str | None:
    """A value that is an ISO date; None for any other."""
    try:
        return date.fromisoformat(value.strip()).isoformat() if value else None
    except ValueError:
        return None


def day_of(value: str | None) -> str | None:
    """The ISO date of a value that is one, or a day whose month is in words; None for any other.

    `04/05/2031` is none: it is a day in April to some and in May to others.
    """
    words = fold(value or "")
    match = next((match for form in FORMS if (match := form.fullmatch(words))), None)
    month = MONTHS.get(match["month"]) if match else None
    if match is None or month is None:
        return iso_date(value)
    try:
        return date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None
