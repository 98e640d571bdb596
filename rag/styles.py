"""A quote's reference as people write it: plain, Chicago, APA and MLA, in their interview forms.

Names stay as the source writes them. Which part of a name is the family's cannot be told from the
words, and for many people "last, first" would be wrong.
"""

from __future__ import annotations

from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date

from index.interview import Role
from rag.answer import Citation, Quote

SHORT = {5: "May", 6: "June", 7: "July", 9: "Sept."}


@dataclass(frozen=True, slots=True)
class Reference:
    """A quote to be cited: where it can be read, and the day on which somebody did.

    `url` is its permalink as a whole address.
    """

    quote: Quote
    url: str
    accessed: date

    @property
    def citation(self) -> Citation:
        """Whose words they are, and where they stand."""
        return self.quote.citation

    @property
    def author(self) -> str | None:
        """Who speaks; None where the words are the publisher's or the source names nobody."""
        return self.citation.speaker if self.citation.role is Role.ANSWER else None

    @property
    def title(self) -> str:
        """The interview's title on one line."""
        return one_line(self.citation.title)

    @property
    def form(self) -> str:
        """What kind of words these are, with the country."""
        kind = {
            Role.INTRODUCTION: "introduction to an interview",
            Role.RATING: "rating beside an interview",
        }.get(self.citation.role, "interview")
        return f"{kind}, {self.citation.country}" if self.citation.country else kind

    @property
    def locator(self) -> str:
        """Where in the source the words stand."""
        exact = f"characters {self.citation.span.start}–{self.citation.span.end}"
        return f"{self.citation.locator}, {exact}" if self.citation.locator else exact

    @property
    def document(self) -> str:
        """The source document's name on one line."""
        return one_line(self.citation.document)

    @property
    def asked(self) -> str:
        """What the interviewer asked, on one line; empty where nothing was."""
        return one_line(self.citation.question or "")


def one_line(words: str) -> str:
    """Words without line breaks and needless spaces, which a reference cannot hold."""
    return " ".join(words.split())


def known(day: str | None) -> tuple[int, ...]:
    """Year, month and day of an ISO date, as far as it says them."""
    parts = (day or "").split("-")[:3]
    if not all(part.isdecimal() for part in parts):
        return ()
    numbers = tuple(int(part) for part in parts)
    return numbers if len(numbers) < 2 or 1 <= numbers[1] <= 12 else numbers[:1]


def long_day(parts: tuple[int, ...]) -> str:
    """A date as American English writes it: `April 17, 2031`, `April 2031`, `2031`."""
    year, month, day = (*parts, 0, 0, 0)[:3]
    if not month:
        return str(year) if year else ""
    return f"{month_name[month]} {day}, {year}" if day else f"{month_name[month]} {year}"


def short_day(parts: tuple[int, ...]) -> str:
    """A date as MLA writes it: `17 Apr. 2031`."""
    year, month, day = (*parts, 0, 0, 0)[:3]
    named = SHORT.get(month, f"{month_abbr[month]}.") if month else ""
    return " ".join(str(part) for part in (day, named, year) if part)


def parts_of(day: date) -> tuple[int, int, int]:
    """Year, month and day."""
    return day.year, day.month, day.day


def ended(words: str) -> str:
    """Words that end a sentence."""
    return words if words.rstrip("”’")[-1:] in (".", "?", "!") else f"{words}."


def plain(reference: Reference) -> str:
    """The words, whose they are, what was asked, where they stand and when they were read."""
    cited = reference.citation
    told = (reference.author, cited.speaker_role, cited.organisation)
    who = ", ".join(one_line(one) for one in (told if reference.author else ()) if one)
    asked = f"Asked: “{reference.asked}”" if reference.asked else ""
    sentences = (
        f"“{reference.quote.text}”",
        f"{who or 'Speaker not named'} ({reference.form})"
        if cited.role is Role.ANSWER
        else f"The publisher’s words ({reference.form})",
        f"“{reference.title}”",
        long_day(known(cited.date)),
        asked,
        f"{reference.document}, {reference.locator}",
        f"{reference.url} (accessed {long_day(parts_of(reference.accessed))})",
    )
    head, *rest = [one for one in sentences if one]
    return f"{head} — " + " ".join(ended(one) for one in rest)


def chicago(reference: Reference) -> str:
    """A note after The Chicago Manual of Style."""
    cited = reference.citation
    asked = f"answer to “{reference.asked}”" if reference.asked else ""
    told = (
        reference.author,
        f"“{reference.title},” {reference.form}",
        long_day(known(cited.date)),
        asked,
        reference.document,
        reference.locator,
        f"accessed {long_day(parts_of(reference.accessed))}",
        reference.url,
    )
    return ", ".join(one for one in told if one) + "."


def apa(reference: Reference) -> str:
    """A reference after the Publication Manual of the APA (7th edition), by who speaks."""
    cited = reference.citation
    parts = known(cited.date)
    when = "n.d."
    if parts:
        named = long_day(parts).removesuffix(f" {parts[0]}").removesuffix(",")
        when = f"{parts[0]}, {named}" if len(parts) > 1 else str(parts[0])
    form = f"[{reference.form[:1].upper()}{reference.form[1:]}]"
    head = (
        f"{ended(reference.author)} ({when}). {reference.title} {form}."
        if reference.author
        else f"{reference.title} {form}. ({when})."
    )
    asked = f" Answer to “{reference.asked}”" if reference.asked else ""
    return (
        f"{head} {reference.document}, {reference.locator}.{ended(asked) if asked else ''} "
        f"Retrieved {long_day(parts_of(reference.accessed))}, from {reference.url}"
    )


def mla(reference: Reference) -> str:
    """A work cited after the MLA Handbook (9th edition)."""
    cited = reference.citation
    form = f"{reference.form[:1].upper()}{reference.form[1:]}"
    asked = f"answer to “{reference.asked}”" if reference.asked else ""
    where = (reference.document, short_day(known(cited.date)), reference.locator, asked)
    told = (
        reference.author,
        f"“{ended(reference.title)}”",
        form,
        ", ".join(one for one in (*where, reference.url) if one),
        f"Accessed {short_day(parts_of(reference.accessed))}",
    )
    return " ".join(ended(one) for one in told if one)
