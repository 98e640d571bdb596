"""Interviews by date, in the coarsest unit that any of them tells: nothing is placed by guess."""

from __future__ import annotations

from collections.abc import Sequence

from index.language import _, day, later, listed, ngettext, short_months
from rag.picture import Outline
from web.drawn import Bar, Dot, Period, Tick, Timeline
from web.listing import listing_link

WIDTH = 640
MARGIN = 36
DOT = 9.0
PITCH = 24
TALLEST = 8
# As many columns as there is room for; more time needs a coarser unit.
MOST_MONTHS = 24
MOST_YEARS = 60
MOST_TICKS = 6
NOBODY = later("Speaker not named")
YEAR, MONTH = len("2031"), len("2031-04")


def timeline(dated: Sequence[Outline]) -> Timeline | None:
    """Some interviews, of each of which the year is known at least; None of none."""
    if not dated:
        return None
    digits, unit = unit_of([one.date or "" for one in dated])
    held: dict[str, list[Outline]] = {}
    for one in dated:
        held.setdefault((one.date or "")[:digits], []).append(one)
    periods = between(min(held), max(held))
    most = max(map(len, held.values()))
    base = min(most, TALLEST) * PITCH + PITCH / 2
    step = (WIDTH - 2 * MARGIN) / len(periods)
    middles = {one: MARGIN + (n + 0.5) * step for n, one in enumerate(periods)}
    dots, bars = marks(held, middles, most, base, step)
    every = -(-len(periods) // MOST_TICKS)
    return Timeline(
        width=WIDTH,
        height=round(base + 2 * PITCH),
        base=base,
        unit=unit,
        dots=dots,
        bars=bars,
        ticks=tuple(Tick(round(middles[one], 1), named(one)) for one in periods[::every]),
        periods=tuple(
            Period(named(one), len(held[one]), listing_link(date=one)) for one in sorted(held)
        ),
    )


def marks(
    held: dict[str, list[Outline]],
    middles: dict[str, float],
    most: int,
    base: float,
    step: float,
) -> tuple[tuple[Dot, ...], tuple[Bar, ...]]:
    """A dot for each interview; where a stack would grow too tall, a bar for each period."""
    if most <= TALLEST and step >= 2 * DOT:
        return tuple(
            Dot(
                round(middles[period], 1),
                base - (n + 0.5) * PITCH,
                DOT,
                f"/interviews/{one.id}",
                _(", ").join((called(one), day(one.date or ""))),
            )
            for period, members in sorted(held.items())
            for n, one in enumerate(members)
        ), ()
    tall = base / most
    return (), tuple(
        Bar(
            round(middles[period] - step * 0.4, 1),
            round(base - tall * len(members), 1),
            round(step * 0.8, 1),
            round(tall * len(members), 1),
            listing_link(date=period),
            _(
                "%(period)s: %(held)s",
                period=named(period),
                held=ngettext("%(num)s interview", "%(num)s interviews", len(members)),
            ),
        )
        for period, members in sorted(held.items())
    )


def called(one: Outline) -> str:
    """Whom an interview is with, and of which country."""
    return _(", ").join(filter(None, (listed(one.speakers) or _(NOBODY), one.country)))


def unit_of(dates: Sequence[str]) -> tuple[int, str]:
    """With how many characters dates tell the unit to draw in, and what it is called."""
    first, last = min(dates), max(dates)
    if min(map(len, dates)) >= MONTH and months(last) - months(first) < MOST_MONTHS:
        return MONTH, "month"
    if int(last[:YEAR]) - int(first[:YEAR]) < MOST_YEARS:
        return YEAR, "year"
    return YEAR - 1, "decade"


def months(date: str) -> int:
    """The months from year 0 to a date that tells one."""
    return int(date[:YEAR]) * 12 + int(date[YEAR + 1 : MONTH]) - 1


def between(first: str, last: str) -> tuple[str, ...]:
    """Every period from the first to the last, those without interviews too."""
    if len(first) == MONTH:
        whole = range(months(first), months(last) + 1)
        return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in whole)
    return tuple(f"{n:0{len(first)}}" for n in range(int(first), int(last) + 1))


def named(period: str) -> str:
    """A period as people write it: `2030s`, `2031` or `Apr 2031`."""
    if len(period) == MONTH:
        month = short_months()[int(period[YEAR + 1 :]) - 1]
        return _("%(month)s %(year)s", month=month, year=period[:YEAR])
    return period if len(period) == YEAR else _("%(decade)ss", decade=f"{period}0")
