"""Which country words are about, where they name exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from countryinfo import all_countries

from index.interview import Speaker
from index.places import fold, known_countries
from index.scripts import CAPITAL

LONGEST = 5
# Countries that are also names, states or common words, and words for people who are as often
# of somewhere else: they tell nothing alone.
DOUBTFUL = frozenset(
    """
    america american americans antarctica arab british chad chadian chinese congo dane danes
    dominica dominican dominicans dutch english finn finns french georgia georgian georgians
    german greek guinea guinean guineans guineas india indian indians ireland irish israel
    italian japanese jersey jordan jordans kiwi kiwis korea korean koreans manx manxs micronesia
    monaco pole poles portuguese russian samoa samoan samoans scots spanish swiss turk turkey
    turks us wales welsh
    """.split()
)
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
POSSESSIVE = re.compile(r"[’']s?$")
# A word with a capital right before, and right after.
BEFORE, AFTER = re.compile(rf"{CAPITAL}[\w’'-]*\s+$"), re.compile(rf"\s+{CAPITAL}")


@cache
def tellers() -> dict[str, str]:
    """Folded words that tell a country, each with the country's name as it is shown."""
    shown = {fold(country.name()): country.name() for country in all_countries()}
    found = {
        word: shown[name]
        for name, words in known_countries().items()
        if name in shown
        for word in (*words, name)
    }
    return {word: one for word, one in found.items() if len(word) > 2}


@dataclass(frozen=True, slots=True)
class Named:
    """The countries that words surely name, and all that they may name."""

    surely: frozenset[str]
    perhaps: frozenset[str]


def named_in(words: str) -> Named:
    """The countries that words name, by their names or their people, with a capital.

    What stands beside another word with a capital may be part of somebody's name: `Mark Cuban`.
    """
    found = tuple(WORD.finditer(words))
    tokens = [POSSESSIVE.sub("", match.group()) for match in found]
    surely, perhaps = set(), set()
    for first, last, country in matched(tokens):
        if not tokens[first][0].isupper():
            continue
        perhaps.add(country)
        before = words[found[first - 1].start() : found[first].start()] if first else ""
        after = words[found[last - 1].end() : found[last].end()] if last < len(found) else ""
        several = last - first > 1
        single = not several and (BEFORE.match(before) or AFTER.match(after))
        if not single and fold(" ".join(tokens[first:last])) not in DOUBTFUL:
            surely.add(country)
    return Named(frozenset(surely), frozenset(perhaps))


def matched(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The runs of words that tell a country, the longest at each place, and the country."""
    at = 0
    while at < len(tokens):
        sizes = range(min(LONGEST, len(tokens) - at), 0, -1)
        runs = ((size, tellers().get(fold(" ".join(tokens[at : at + size])))) for size in sizes)
        size, country = next(((size, one) for size, one in runs if one), (1, None))
        if country:
            yield at, at + size, country
        at += size


def named_by_file(name: str) -> Named:
    """The countries that a document's file name names: `2031-kenya_rivers.txt`."""
    stem = PurePath(name).name.partition(".")[0]
    tokens = re.sub(r"[\W_]+", " ", stem).split()
    found = {" ".join(tokens[first:last]): country for first, last, country in matched(tokens)}
    surely = (c for words, c in found.items() if fold(words) == fold(c) and fold(c) not in DOUBTFUL)
    return Named(frozenset(surely), frozenset(found.values()))


def country_taken(
    heading: str, place: str, people: Iterable[Speaker], name: str | None
) -> tuple[str, str] | None:
    """The only country that an interview's surroundings name, and where; None where none is.

    They are its heading, the place of a header field, what its people are, and the `name` of its
    file where it is alone in it. Whatever may name another country leaves it unknown.
    """
    said = {
        "its heading": named_in(heading),
        "its place": named_in(place),
        "what is said of who answers": named_in("; ".join(one.role or "" for one in people)),
        "the name of its file": named_by_file(name or ""),
    }
    if len(frozenset().union(*(found.perhaps for found in said.values()))) != 1:
        return None
    where = [place for place, found in said.items() if found.surely]
    surely = frozenset[str]().union(*(found.surely for found in said.values()))
    return (next(iter(surely)), " and ".join(where)) if surely else None
