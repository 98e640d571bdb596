"""Names in a question: the countries and people of the archive, and countries it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.archive import Archive
from index.entering import ACRONYM
from index.lexical import folded_words
from index.places import (
    countries_called,
    country_name,
    fold,
    known_countries,
    people_of,
)
from index.scripts import CAPITAL
from index.stop_words import STOP_WORDS
from rag.tongues import is_said

# Stands where a word that is no name was, so that names on both sides are not read as one.
GAP = "\u00b7"
SHORTEST_COUNTRY = 4
# A word with a capital that does not begin the question.
WRITTEN = re.compile(rf"(?<!^)\b{CAPITAL}[\w’'-]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the archive has it, and the words by which a question names it."""

    name: str
    words: str

    @property
    def beside(self) -> str:
        """The question's words in brackets, where they are not the name itself."""
        return "" if fold(self.words) == fold(self.name) else f" ({self.words})"


def folded(question: str) -> str:
    """A question's words as names are compared, with a space on both sides of each."""
    return f" {' '.join(folded_words(question))} "


def naming(question: str) -> str:
    """The folded words of a question that can be names, a gap in place of each other word.

    With a capital inside the question the words in lower case are no names (`polish` is no
    Pole); without one any word may be.
    """
    written = question.split()
    capitals = any(word[0].isupper() for word in written[1:])
    kept = (
        " ".join(folded_words(word)) if not capitals or word[0].isupper() else GAP
        for word in (word.lstrip("‘“\"'«([") or GAP for word in written)
    )
    return f" {' '.join(kept)} "


def named_countries(question: str, archive: Archive) -> Iterator[Named]:
    """The archive's countries that a question names, by any of their names."""
    names, whole = naming(question), folded(question)
    for country in archive.countries:
        if f" {fold(country)} " in (whole if " " in country else names):
            yield Named(country, country)
            continue
        words = next((w for w in phrases(names) if meant(w, country, archive)), None)
        if words is not None:
            yield Named(country, words)


def meant(words: str, country: str, archive: Archive) -> bool:
    """Whether words for a people mean this country.

    Where two countries share a word (Hong Kong's people are Chinese in the library), it is
    the country whose own name it is formed from.
    """
    if words not in people_of(country):
        return False
    sharing = [other for other in archive.countries if words in people_of(other)]
    formed = [other for other in sharing if words[:3] == fold(other)[:3]]
    return country in (formed or sharing)


def phrases(names: str) -> Iterator[str]:
    """The words of a question, and the pairs and triples of neighbours, longest first."""
    words = names.split()
    for size in (3, 2, 1):
        for n in range(len(words) - size + 1):
            phrase = words[n : n + size]
            if not STOP_WORDS.issuperset(phrase):
                yield " ".join(phrase)


def named_speakers(question: str, archive: Archive) -> Iterator[Named]:
    """The archive's speakers whom a question names, themselves or by their organisation."""
    whole = folded(question)
    written = frozenset(WRITTEN.findall(question))
    plain = {fold(word) for word in written}
    keys = {*whole.split(), *written, *plain, *(word.removesuffix(" s") for word in plain)}
    for speaker, organisation in archive.called(keys):
        last = speaker.split()[-1]
        if f" {fold(speaker)} " in whole:
            yield Named(speaker, speaker)
        elif any(fold(word) in (fold(last), f"{fold(last)} s") for word in written):
            # A surname can be a common word (Wear), so it counts with its capital only.
            yield Named(speaker, last)
        elif organisation and (name := named_body(organisation, whole, written)):
            yield Named(speaker, name)


def named_body(organisation: str, whole: str, written: frozenset[str]) -> str | None:
    """The name or acronym by which a question names an organisation."""
    acronym = ACRONYM.search(organisation)
    if acronym and acronym.group(1) in written:
        return acronym.group(1)
    full = organisation.partition(" (")[0]
    return full if len(full.split()) > 1 and f" {fold(full)} " in whole else None


def absent_countries(question: str, archive: Archive) -> Iterator[str]:
    """Countries that a question names, that no interview is about and no passage mentions."""
    for country, words in foreign_countries(question, archive):
        if not any(mentioned(word, archive) for word in words):
            yield country


def foreign_countries(question: str, archive: Archive) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Countries that a question names and no interview is about, each with all words for it.

    Where its word means several countries, they count as one.
    """
    names, whole = naming(question), folded(question)
    held = {fold(country) for country in archive.countries}
    ours = held.union(*(people_of(country) for country in archive.countries))
    found: dict[str, tuple[str, ...]] = {}
    for word, countries in countries_called().items():
        if len(word) < SHORTEST_COUNTRY or word in ours or not ours.isdisjoint(countries):
            continue
        if f" {word} " in (whole if " " in word else names):
            words = (name for one in countries for name in (one, *known_countries()[one]))
            found.setdefault(country_name(countries[0].upper()), tuple(words))
    yield from found.items()


def names_country(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has one of a country's names; short ones are acronyms, so in capitals."""
    plain = folded(text)
    return any(
        f" {word} " in plain
        if len(word) >= SHORTEST_COUNTRY
        else re.search(rf"\b{r'[.]?'.join(word.upper())}\b", text)
        for word in words
    )


def mentioned(words: str, archive: Archive) -> bool:
    """Whether every word of a name occurs in some passage."""
    return is_said(words, archive)
