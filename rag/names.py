"""Names in a question: the countries and people of the archive, and countries it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
# Of so many archives what their countries are called is kept.
KEPT = 8
# `I` is written large wherever it stands, so it tells nothing of how names are written.
PRONOUN = re.compile(r"I(?:[’'](?:m|ve|d|ll))?[^\w’']*")
# A word as it is typed, with accents that stand apart from their letters.
TYPED = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
POSSESSIVE = re.compile(r"(?<=[’'])[sS]\Z")
# These hold the name of a country and name none.
ELSEWHERE = re.compile(r"(?<= )(?:guinea (?:pigs?|fowls?)|new (?:jersey|mexico))(?= )")
# After one of these, with no noun behind, a word in small letters is a thing and no country.
THING = re.compile(
    r"(?<= )(?:an?|the|my|our|your|his|her|its|their) (?:chad|china|guinea|jersey|turkey)"
    rf"(?= $| (?:{'|'.join(sorted(STOP_WORDS))}) )"
)
# Countries that people are named after, with a capital behind that can be a surname.
FORENAME = re.compile(rf"\b(?:Chad|Georgia|Jordan)(?= ({CAPITAL}[^\W\d_]+))")
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


def possible(question: str) -> tuple[list[str], list[str]]:
    """The folded words of a question that can be names, and all that can stand in one.

    Both are as long as the question, with a gap in place of each other word. With a capital
    inside the question the words in lower case are no names (`polish` is no Pole); without one
    any word may be.
    """
    written = question.split()
    capitals = any(word[0].isupper() and not PRONOUN.fullmatch(word) for word in written[1:])
    names, whole = [" "], [" "]
    for word in filter(None, (word.lstrip("‘“\"'«([") for word in written)):
        read = folded_words(word) or (GAP,)
        whole += (f"{one} " for one in read)
        names += (f"{GAP if capitals and not word[0].isupper() else one} " for one in read)
    kept = THING.sub(gaps, ELSEWHERE.sub(gaps, "".join(names)))
    return kept.split(), ELSEWHERE.sub(gaps, "".join(whole)).split()


def gaps(found: re.Match[str]) -> str:
    """As many gaps as there are words."""
    return " ".join(GAP for _ in found[0].split())


def typed(words: str, question: str) -> str:
    """The words of a question that are read as some words: `Simic` as Šimić.

    They are the given words where it cannot be told which of the question's they are.
    """
    found = [
        match
        for match in TYPED.finditer(question)
        if not POSSESSIVE.search(question, match.start(), match.end())
    ]
    read = ["".join(folded_words(match[0])) for match in found]
    sought = fold(words).split()
    for n in range(len(read) - len(sought) + 1):
        if read[n : n + len(sought)] == sought:
            return question[found[n].start() : found[n + len(sought) - 1].end()]
    return words


def written_as(words: str) -> str:
    """A pattern for words of a question, where they are not a part of others."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def country_words(question: str, archive: Archive) -> tuple[str, ...]:
    """The folded words by which a question names countries, held or not, longest first.

    Words inside the name of another country name none: South Sudan is not Sudan.
    """
    held, ours = frozenset(map(fold, archive.countries)), words_for(archive.countries)
    longest = longest_among(archive.countries)
    names, whole = possible(without_forenames(question, archive))
    found: dict[str, None] = {}
    for at, words in phrases(tuple(whole), longest):
        within = whole if " " in words and (words in held or words in countries_called()) else names
        if " ".join(within[at]) == words and (words in ours or is_foreign(words, ours)):
            found[words] = None
            names[at] = whole[at] = [GAP] * len(whole[at])
    return tuple(found)


@lru_cache(KEPT)
def words_for(countries: tuple[str, ...]) -> frozenset[str]:
    """The folded words for some countries and their people."""
    return frozenset(map(fold, countries)).union(*map(people_of, countries))


@lru_cache(KEPT)
def longest_among(countries: tuple[str, ...]) -> int:
    """Of how many words the longest name of these and of all known countries is."""
    return max(len(words.split()) for words in (*words_for(countries), *countries_called()))


def is_foreign(words: str, ours: frozenset[str]) -> bool:
    """Whether folded words mean a country, and none of those that `ours` are the words for."""
    countries = countries_called().get(words, ())
    known = len(words) >= SHORTEST_COUNTRY and bool(countries)
    return known and words not in ours and ours.isdisjoint(countries)


def without_forenames(question: str, archive: Archive) -> str:
    """A question without the countries that are forenames of speakers whom it names in full."""
    return FORENAME.sub(
        lambda found: GAP if is_speaker(f"{found[0]} {found[1]}", archive) else found[0], question
    )


def is_speaker(name: str, archive: Archive) -> bool:
    """Whether a name is that of a speaker whom the archive holds."""
    called = archive.called(folded_words(name))
    return any(fold(speaker) == fold(name) for speaker, _ in called)


def named_countries(question: str, archive: Archive) -> Iterator[Named]:
    """The archive's countries that a question names, by any of their names."""
    found = country_words(question, archive)
    for country in archive.countries:
        own = (words for words in found if words == fold(country))
        words = next(own, next((w for w in found if meant(w, country, archive)), None))
        if words is not None:
            yield Named(country, typed(words, question))


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


def phrases(words: tuple[str, ...], longest: int) -> Iterator[tuple[slice, str]]:
    """Words and up to so many neighbours together, each with its place, the longest first."""
    for size in range(min(longest, len(words)), 0, -1):
        for n in range(len(words) - size + 1):
            phrase = words[n : n + size]
            if not STOP_WORDS.issuperset(phrase):
                yield slice(n, n + size), " ".join(phrase)


def named_speakers(question: str, archive: Archive) -> Iterator[Named]:
    """The archive's speakers whom a question names, themselves or by their organisation."""
    written = frozenset(WRITTEN.findall(question))
    plain = {fold(word) for word in written}
    whole = folded(question)
    keys = {*whole.split(), *written, *plain, *(word.removesuffix(" s") for word in plain)}
    called = archive.called(keys)
    full, rest = in_full(question, called)
    written = frozenset(WRITTEN.findall(rest))
    for speaker, organisation in called:
        last = speaker.split()[-1]
        if speaker in full:
            yield Named(speaker, typed(speaker, question))
        elif any(fold(word) in (fold(last), f"{fold(last)} s") for word in written):
            # A surname can be a common word (Wear), so it counts with its capital only.
            yield Named(speaker, typed(last, rest))
        elif organisation and (name := named_body(organisation, full, written)):
            yield Named(speaker, typed(name, question))


def in_full(
    question: str, called: tuple[tuple[str, str | None], ...]
) -> tuple[frozenset[str], str]:
    """The speakers and organisations that a question names in full, and the question without.

    The longest go first, so that Ali is not named where Ali Reza is.
    """
    names = {speaker for speaker, _ in called} | {
        name for _, body in called if body and len((name := name_of(body)).split()) > 1
    }
    full, rest = set(), question
    for name in sorted(names, key=lambda one: (-len(fold(one).split()), one)):
        if f" {fold(name)} " in folded(rest):
            full.add(name)
            rest = re.sub(written_as(typed(name, rest)), GAP, rest, flags=re.IGNORECASE)
    return frozenset(full), rest


def name_of(organisation: str) -> str:
    """An organisation without its acronym."""
    return organisation.partition(" (")[0]


def named_body(organisation: str, full: frozenset[str], written: frozenset[str]) -> str | None:
    """The name or acronym by which a question names an organisation.

    `full` are the names that it has in full, `written` its other words with a capital.
    """
    acronym = ACRONYM.search(organisation)
    if acronym and acronym.group(1) in written:
        return acronym.group(1)
    return name if (name := name_of(organisation)) in full else None


def absent_countries(question: str, archive: Archive) -> Iterator[str]:
    """Countries that a question names, that no interview is about and no passage mentions."""
    for country, words in foreign_countries(question, archive):
        if not any(mentioned(word, archive) for word in words):
            yield country


def absent_words(question: str, archive: Archive) -> Iterator[str]:
    """The words by which a question names the countries that are absent, as they are typed."""
    absent = frozenset(absent_countries(question, archive))
    for country, words in foreign_countries(question, archive):
        if country in absent:
            found = country_words(question, archive)
            yield from (typed(one, question) for one in found if one in words)


def foreign_countries(question: str, archive: Archive) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Countries that a question names and no interview is about, each with all words for it.

    Where its word means several countries, they count as one.
    """
    named, ours = frozenset(country_words(question, archive)), words_for(archive.countries)
    found: dict[str, tuple[str, ...]] = {}
    for word, countries in countries_called().items():
        if word in named and is_foreign(word, ours):
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
