"""A question to what it asks for: whom and where it names, and what a follow-up leans on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.archive import Archive
from index.errors import BadInput
from index.lexical import STOP_WORDS, folded_words, stem, stems
from index.places import fold, known_countries, people_of
from rag.answer import Asked, Filters
from rag.filters import held_filters

LONGEST_QUESTION = 2000
# A follow-up leans on what was asked just before, not on how the conversation began.
REMEMBERED = 3
# A question that leans on the one before: it opens like one, or speaks of something unnamed.
OPENS_LEANING = re.compile(r"\s*(?:and|but|so|or|what about|how about|why\s*\?|when\s*\?)\b", re.I)
UNNAMED = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|their|theirs|them|it|its|this|that|these|those|"
    r"there|then|so|such)\b",
    re.I,
)
ACRONYM = re.compile(r"\(([A-Z][A-Za-z]*[A-Z]+)\)")


def understand(
    question: str, archive: Archive, history: Sequence[str] = (), filters: Filters | None = None
) -> Asked:
    """What a question asks for.

    `history` holds the earlier questions of a conversation, oldest first.

    Raises:
        BadInput: the question is blank or longer than 2,000 characters, or a filter names
            what the archive does not hold.
    """
    asked = plain(question)
    before = tuple(plain(one) for one in history)
    demanded = held_filters(filters or Filters(), archive)
    leaning = leans(asked) if before else False
    search = " ".join((*before[-REMEMBERED:], asked)) if leaning else asked
    countries = tuple(named_countries(search, archive))
    speakers = tuple(named_speakers(search, archive))
    absent = tuple(absent_countries(asked, archive))
    because = (
        *((f"It follows on: {before[-1]}",) if leaning else ()),
        *(f"Only {one}, as you chose." for one in (*demanded.countries, *demanded.speakers)),
        *(
            f"Only {archive.interview(one).country or one}: one interview, as you chose."
            for one in demanded.interviews
        ),
        *(f"It names {why}." for _, why in (*country_reasons(search, archive),)),
        *(f"It names {why}." for _, why in (*speaker_reasons(search, archive),)),
        *(f"It names {one}, which no interview here is about or mentions." for one in absent),
    )
    return Asked(
        asked, search, demanded, countries, speakers, absent, tuple(dict.fromkeys(because))
    )


def plain(question: str) -> str:
    """A question without control characters and needless spaces.

    Raises:
        BadInput: nothing is left, or more than 2,000 characters are.
    """
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"the question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are "
            "read. Ask one thing at a time."
        )
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in question
        if unicodedata.category(c) != "Cs"
    )
    words = " ".join(kept.split())
    if not any(c.isalnum() for c in words):
        raise BadInput("the question is empty. Ask in words, for example: why did you leave?")
    return words


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    return (
        bool(OPENS_LEANING.match(question) or UNNAMED.search(question)) or len(stems(question)) < 3
    )


def named_countries(question: str, archive: Archive) -> Iterator[str]:
    """The archive's countries that a question names, by any of their names."""
    return (country for country, _ in country_reasons(question, archive))


def country_reasons(question: str, archive: Archive) -> Iterator[tuple[str, str]]:
    """Each country that a question names, and how it names it."""
    folded = f" {' '.join(folded_words(question))} "
    for country in archive.countries:
        if f" {fold(country)} " in folded:
            yield country, country
            continue
        word = next((w for w in phrases(folded) if meant(w, country, archive)), None)
        if word is not None:
            yield country, f"{country} ({word})"


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


def phrases(folded: str) -> Iterator[str]:
    """The words of a folded question, and the pairs and triples of neighbours."""
    words = folded.split()
    for size in (3, 2, 1):
        for n in range(len(words) - size + 1):
            phrase = words[n : n + size]
            if not STOP_WORDS.issuperset(phrase):
                yield " ".join(phrase)


def named_speakers(question: str, archive: Archive) -> Iterator[str]:
    """The archive's speakers whom a question names, themselves or by their organisation."""
    return (speaker for speaker, _ in speaker_reasons(question, archive))


def speaker_reasons(question: str, archive: Archive) -> Iterator[tuple[str, str]]:
    """Each speaker whom a question names, and how it names them."""
    folded = f" {' '.join(folded_words(question))} "
    written = frozenset(re.findall(r"(?<!^)\b[A-ZÀ-Þ][\w’'-]*", question))
    for speaker, organisation in people(archive):
        last = speaker.split()[-1]
        if f" {fold(speaker)} " in folded:
            yield speaker, speaker
        elif any(fold(word) in (fold(last), f"{fold(last)} s") for word in written):
            # A surname can be a common word (Wear), so it counts with its capital only.
            yield speaker, f"{speaker} ({last})"
        elif organisation and (name := named_body(organisation, folded, written)):
            yield speaker, f"{speaker} ({name})"


def named_body(organisation: str, folded: str, written: frozenset[str]) -> str | None:
    """The name or acronym by which a question names an organisation."""
    acronym = ACRONYM.search(organisation)
    if acronym and acronym.group(1) in written:
        return acronym.group(1)
    full = organisation.partition(" (")[0]
    return full if len(full.split()) > 1 and f" {fold(full)} " in folded else None


@lru_cache(maxsize=4)
def people(archive: Archive) -> tuple[tuple[str, str | None], ...]:
    """The archive's speakers with their organisations, each pair once, sorted."""
    pairs = {(s.name, s.organisation or "") for i in archive.interviews for s in i.speakers}
    return tuple((name, body or None) for name, body in sorted(pairs))


def absent_countries(question: str, archive: Archive) -> Iterator[str]:
    """Countries that a question names, that no interview is about and no passage mentions."""
    folded = f" {' '.join(folded_words(question))} "
    held = {fold(country) for country in archive.countries}
    for country, words in known_countries().items():
        if country in held or len(country) < 4:
            continue
        named = [w for w in (country, *words) if len(w) > 3 and f" {w} " in folded]
        if named and not any(mentioned(word, archive) for word in (country, *words) if word):
            yield country.title()


def mentioned(words: str, archive: Archive) -> bool:
    """Whether every word of a name occurs in some passage."""
    return all(stem(word) in archive.lexical.vocabulary for word in folded_words(words))
