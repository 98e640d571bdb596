"""Lists of interviews, a page at a time: all, or those of a country, a rating or a date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import compress
from math import ceil
from urllib.parse import urlencode

from index.archive import Archive
from index.errors import NotHeld
from index.holdings import Card
from index.interview import Interview
from index.language import _, later

# In an address, what no document says.
UNKNOWN = ""
# So many interviews stand on a page of a list.
PAGE = 100
NO_COUNTRY = later("This archive holds no interview of that country. See all interviews.")
NO_RATING = later("This archive holds no interview of that rating. See all interviews.")
NO_DATE = later("This archive holds no interview of that date. See all interviews.")


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
    def _date_said(self) -> str:
        """The date, of which a decade is all that its first three digits tell."""
        decade = len(self.date or "") == len("203")
        return _("%(decade)ss", decade=f"{self.date}0") if decade else self.date or ""

    @property
    def said(self) -> tuple[str, ...]:
        """What the list is narrowed to beside a country, in words."""
        rated = self.rating and _("civic space rated %(rating)s", rating=self.rating)
        dated = self.date and _("dated %(date)s", date=self._date_said)
        unrated = _("no rating stated") if self.rating == UNKNOWN else None
        undated = _("no date known") if self.date == UNKNOWN else None
        return tuple(filter(None, (rated, unrated, dated, undated)))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: the interviews `first` to `last` of `all`, counted from 1.

    `earlier` and `later` are the addresses of its neighbours, None where it has none.
    """

    interviews: tuple[Interview, ...]
    first: int
    all: int
    earlier: str | None
    later: str | None

    @property
    def last(self) -> int:
        """The place of its last interview in the whole list."""
        return self.first + len(self.interviews) - 1


def listing_link(
    country: str | None = None,
    rating: str | None = None,
    date: str | None = None,
    number: int | None = None,
) -> str:
    """The address of a list, or of its page `number`, counted from 1."""
    given = (("country", country), ("rating", rating), ("date", date), ("page", number))
    asked = urlencode([(name, value) for name, value in given if value is not None])
    return f"/interviews?{asked}" if asked else "/interviews"


def leaf(archive: Archive, narrowing: Narrowing, number: int) -> Leaf:
    """A page of a list, counted from 1, in the order of the archive.

    Raises:
        NotHeld: the archive has none of that country, that rating or that date, or the list has
            no such page.
    """
    ids = ids_in(archive, narrowing)
    pages = max(1, ceil(len(ids) / PAGE))
    if not 1 <= number <= pages:
        raise NotHeld(
            _(
                "This list has no page %(page)s: its pages are 1 to %(pages)s.",
                page=number,
                pages=pages,
            )
        )
    first = (number - 1) * PAGE
    link = partial(listing_link, narrowing.country, narrowing.rating, narrowing.date)
    return Leaf(
        tuple(archive.interview(id) for id in ids[first : first + PAGE]),
        first + 1,
        len(ids),
        link(number - 1 if number > 2 else None) if number > 1 else None,
        link(number + 1) if number < pages else None,
    )


def ids_in(archive: Archive, narrowing: Narrowing) -> tuple[str, ...]:
    """The ids of all interviews of a list, in the order of the archive.

    Raises:
        NotHeld: the archive has none of that country, that rating or that date.
    """
    cards = archive.interviews.cards
    rated = tuple(zip(cards.values(), archive.interviews.ratings, strict=True))
    for none, alone in (
        (NO_COUNTRY, Narrowing(country=narrowing.country)),
        (NO_RATING, Narrowing(rating=narrowing.rating)),
        (NO_DATE, Narrowing(date=narrowing.date)),
    ):
        if alone != Narrowing() and not any(alone.admits(*one) for one in rated):
            raise NotHeld(_(none))
    admitted = [narrowing.admits(*one) for one in rated]
    return tuple(compress(cards, admitted))
