"""Names of countries and of their people: from a country library, and by their endings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from countryinfo import all_countries

SMALL = frozenset("and of the de da do du la le el al".split())
# Endings that turn a place into its people, after the place's own last vowels are dropped.
ENDINGS = (
    "n|ns|an|ans|ian|ians|ean|eans|nian|nians|i|is|ni|nis|ese|ish|er|ers|ite|ites|ic|ene|enes|"
    "iot|iots|ien|iens"
).split("|")
VOWELS = "aeiouy"
# What people are called where the library says something else or several things.
ALSO = {
    "united states": ("american", "americans", "us", "usa", "america"),
    "united kingdom": ("british", "briton", "britons", "uk", "britain"),
    "hong kong": ("hong konger", "hong kongers", "hongkonger", "hongkongers", "hongkong"),
    "myanmar": ("burmese", "burma"),
    "turkey": ("turk", "turks", "türkiye"),
    "denmark": ("dane", "danes"),
    "sweden": ("swede", "swedes"),
    "finland": ("finn", "finns"),
    "poland": ("pole", "poles"),
    "spain": ("spaniard", "spaniards"),
    "afghanistan": ("afghans",),
    "kurdistan": ("kurd", "kurds", "kurdish"),
    "philippines": ("filipinos", "filipina", "filipinas"),
    "new zealand": ("kiwi", "kiwis"),
    "kosovo": ("kosovar", "kosovars", "kosovan"),
    "somalia": ("somali", "somalis"),
    "tajikistan": ("tajik", "tajiks"),
    "uzbekistan": ("uzbek", "uzbeks"),
    "kazakhstan": ("kazakh", "kazakhs"),
    "turkmenistan": ("turkmen",),
    "serbia": ("serb", "serbs"),
    "croatia": ("croat", "croats"),
}

# Who is called by the place where they sit, beside countries, which are called by their capitals.
SEATS = {
    "brussels": ("european union", "eu", "nato"),
    "geneva": ("united nations", "un"),
    "hague": ("international criminal court", "icc", "international court of justice"),
    "kremlin": ("russia", "russian"),
    "strasbourg": ("council of europe", "european court of human rights"),
    "washington": ("united states", "usa", "america", "american"),
}
# A shorter word for a country can be another word: `us`.
SHORTEST = 4


def fold(words: str) -> str:
    """Words as names are compared: lower case, without accents, hyphens and double spaces."""
    # Some letters are large only once they are decomposed, so folding follows that.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-\u2010-\u2015.’'`]+", " ", plain).split())


@cache
def known_countries() -> dict[str, tuple[str, ...]]:
    """Country names in folded form, each with the library's words for its people."""
    found: dict[str, tuple[str, ...]] = {}
    for country in all_countries():
        demonym = fold(country.demonym() or "")
        people = (demonym, f"{demonym}s") if demonym else ()
        key = fold(country.name())
        found[key] = people + ALSO.get(key, ())
    return found | {key: found.get(key, ()) + words for key, words in ALSO.items()}


@cache
def countries_called() -> dict[str, tuple[str, ...]]:
    """Folded words for countries and their people, each with what it may mean, likeliest first.

    The library calls the people of Norway and of Svalbard alike: likeliest is the one that we add
    the word to ourselves, then the shortest, then one whose name begins as the word does.
    """
    called: dict[str, list[str]] = {}
    for country, words in known_countries().items():
        for word in dict.fromkeys((country, *words)):
            called.setdefault(word, []).append(country)
    return {
        word: tuple(
            sorted(
                countries,
                key=lambda one: (word not in ALSO.get(one, ()), len(one), one[:3] != word[:3]),
            )
        )
        for word, countries in called.items()
    }


@cache
def capitals() -> dict[str, tuple[str, ...]]:
    """Country names in folded form, each with the capitals that the library knows."""
    found = ((fold(country.name()), country.capital() or ()) for country in all_countries())
    return {
        name: (fold(at),) if isinstance(at, str) else tuple(map(fold, at)) for name, at in found
    }


def seated_in(place: str) -> tuple[str, ...]:
    """Folded words for those who are called by the place where they sit: `Brussels insists`."""
    name = fold(place)
    countries = (country for country, at in capitals().items() if name in at)
    words = (word for one in countries for word in (one, *known_countries()[one]))
    return (*SEATS.get(name, ()), *(word for word in words if len(word) >= SHORTEST))


@cache
def people_of(country: str) -> frozenset[str]:
    """Folded words for a country's people and for the country by another name or its capital.

    `Cairo denies it` is about Egypt. Works for a country that no library knows: the endings are
    tried on its own name.
    """
    name = fold(country)
    known = known_countries().get(name)
    if known or not name:
        return frozenset((*(known or ()), *capitals().get(name, ()))) - {name}
    base = name.rstrip(VOWELS) or name
    stems = {name, base, name[:-1] if name[-1] in VOWELS else name}
    if name.endswith("land"):
        stems |= {name[:-4]}
    formed = {stem + ending for stem in stems for ending in ENDINGS}
    return frozenset(formed - names_of_countries() - {name})


def country_name(words: str) -> str:
    """A country as it is shown: `HONG KONG` as Hong Kong; other casing is left alone."""
    words = " ".join(words.split())
    if words != words.upper() or len(words) <= 3:
        return words
    return " ".join(
        word.lower() if n and word.lower() in SMALL else capital(word)
        for n, word in enumerate(words.split(" "))
    )


def capital(word: str) -> str:
    """A word in capitals with only its first letter, and that of a hyphened part, kept large."""
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


@cache
def names_of_countries() -> frozenset[str]:
    """Every folded word for a known country or its people."""
    return frozenset(
        word for country, words in known_countries().items() for word in (country, *words)
    )


def is_country(words: str) -> bool:
    """Whether the country library knows a country of this name."""
    return fold(words) in known_countries()


@dataclass(frozen=True, slots=True)
class Where:
    """Where on earth a country lies, in degrees: north and east count up from 0."""

    latitude: float
    longitude: float


@cache
def positions() -> dict[str, Where]:
    """Country names in folded form, each with its place, where the library tells one."""
    found = ((fold(country.name()), country.latlng()) for country in all_countries())
    return {name: Where(float(at[0]), float(at[1])) for name, at in found if at}


def where(country: str) -> Where | None:
    """Where a country lies; None for one that the country library does not place."""
    return positions().get(fold(country))
