"""Which interviews a list shows: all, or those of a country, a rating or a date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from urllib.parse import urlencode

from index.archive import Archive
from index.errors import NotHeld
from index.holdings import Card
from index.interview import Interview

# In an address, what no document says.
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to: None is everything, an empty string what is unknown.

    `date` is how an ISO date begins: `203`, `2031` or `2031-04`.
    """

    country: str | None = None
    rating: str | None = None
    date: str | None = None

    def admits(self, card: Card, rating: str | None) -> bool:
        """Whether an interview is one of those, by its card and its rating."""
        return (
            self.country in (None, card.country or UNKNOWN)
            and self.rating in (None, rating or UNKNOWN)
            and self._admits_date(card.date)
        )

    def _admits_date(self, date: str | None) -> bool:
        """Whether a date is one of those."""
        if not self.date:
            return self.date is None or not date
        return (date or UNKNOWN).startswith(self.date)

    @property
    def said(self) -> tuple[str, ...]:
        """What the list is narrowed to beside a country, in words."""
        rated = self.rating and f"civic space rated {self.rating}"
        dated = self.date and f"dated {self.date}{'0s' if len(self.date) == len('203') else ''}"
        unrated = "no rating stated" if self.rating == UNKNOWN else None
        undated = "no date known" if self.date == UNKNOWN else None
        return tuple(filter(None, (rated, unrated, dated, undated)))


def listing_link(
    country: str | None = None, rating: str | None = None, date: str | None = None
) -> str:
    """The address of a list."""
    given = (("country", country), ("rating", rating), ("date", date))
    asked = urlencode([(name, value) for name, value in given if value is not None])
    return f"/interviews?{asked}" if asked else "/interviews"


def interviews_in(archive: Archive, narrowing: Narrowing) -> tuple[Interview, ...]:
    """The interviews that a list shows, in the order of the archive.

    Raises:
        NotHeld: the archive has none of that country, that rating or that date.
    """
    cards = archive.interviews.cards
    rated = tuple(zip(cards.values(), archive.interviews.ratings, strict=True))
    for name, alone in (
        ("country", Narrowing(country=narrowing.country)),
        ("rating", Narrowing(rating=narrowing.rating)),
        ("date", Narrowing(date=narrowing.date)),
    ):
        if alone != Narrowing() and not any(alone.admits(*one) for one in rated):
            raise NotHeld(f"This archive holds no interview of that {name}. See all interviews.")
    admitted = [narrowing.admits(*one) for one in rated]
    return tuple(archive.interview(id) for id in compress(cards, admitted))
