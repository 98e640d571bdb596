"""What interviews speak of, in their own words: those that one says more than the others do.

Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
"Fightin' Words", equations 15, 16, 20 and 22). The prior has every word at the rate of the whole
archive, and weighs as much as one interview of mean length.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from index.archive import Archive
from index.interview import Passage, Role, Span, tongue_at
from index.lexical import spoken_words, word_stems
from index.places import people_of
from index.repair import repaired
from index.scripts import NO_SPACES, word_pattern
from index.stemming import UNKNOWN, small_words, stem
from rag.tongues import LEGIBLE, tried

# A word said once may be there by accident.
LEAST_TIMES = 2
# Said by fewer interviews a word compares nothing; with two interviews every word would go.
LEAST_INTERVIEWS = 2
# A phrase stands for its word where the interview says it in so large a part of the cases.
PHRASE = 0.5
SHORTEST = 3
# Words of English that search needs and that are nobody's subject, beside the stop words.
SMALL = frozenset(
    """
    also always another anything asked away back became become came can cannot come could done
    either else even ever every everything first five four get gets give given gives go goes going
    got however keep kept knew know known last later like made make many may might much must never
    new next nothing one part put said saw say says see seen several since something still take
    taken tell ten thing things think though three times together told took two upon used us want
    way well went whether within without would yet
    """.split()
)
JOINED = re.compile(r"[ \u00a0-]")

Term = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """How often an interview says something, and the sentence in which it does so first.

    `share` is that of all its content words; `score` the log-odds, in standard deviations, by
    which it says it more than the others do: None where there are no others.
    """

    interview: str
    times: int
    share: float
    score: float | None
    first: Span


@dataclass(frozen=True, slots=True)
class Subject:
    """A word or two that some interview says more than the others do, and who says them.

    `words` are in the form that is said most often; `said` follows the order of the archive.
    """

    words: str
    said: tuple[Said, ...]


class Tally:
    """The content words of one interview's answers, counted."""

    def __init__(self) -> None:
        self.content = 0
        self.terms: Counter[Term] = Counter()
        self.first: dict[Term, Span] = {}

    def add(self, term: Term, sentence: Span) -> None:
        """Counts a word or a phrase."""
        self.terms[term] += 1
        self.first.setdefault(term, sentence)


class Spoken:
    """What some interviews say, counted, to compare a few of them with all of these."""

    def __init__(self, archive: Archive, read: Sequence[str], compared: Sequence[str]) -> None:
        """Counts in all that are `read` the terms that one of `compared` says often enough.

        Both hold ids; those compared are read.
        """
        self.forms: dict[Term, Counter[str]] = {}
        self.tallies = {id: Tally() for id in read}
        self._names = names_in(archive)
        chosen = frozenset(compared)
        for passage in answers(archive, compared):
            self._count(passage, archive, None)
        # Of the others nothing else is counted: every pair of words would fill the memory.
        often = frozenset(
            term
            for id in compared
            for term, times in self.tallies[id].terms.items()
            if times >= LEAST_TIMES
        )
        for passage in answers(archive, [id for id in read if id not in chosen]):
            self._count(passage, archive, often)
        self.everywhere: Counter[Term] = Counter()
        self.holding: Counter[Term] = Counter()
        for tally in self.tallies.values():
            self.everywhere.update(tally.terms)
            self.holding.update(tally.terms.keys())
        self.content = sum(tally.content for tally in self.tallies.values())

    def _count(self, passage: Passage, archive: Archive, only: frozenset[Term] | None) -> None:
        """Counts a passage's terms, all or only some."""
        tally = self.tallies[passage.interview]
        source = archive.source(passage.interview)
        for span in passage.sentences:
            words = repaired(source.text, span, source.glue)
            language = tongue_at(source.tongues, span)
            found = [
                (match, stemmed)
                for match in word_pattern().finditer(words)
                if (stemmed := content(match[0], language)) and stemmed not in self._names
            ]
            tally.content += len(found)
            for term, begins, form in terms(words, found):
                if only is None or term in only:
                    tally.add(term, span)
                    # A capital that opens a sentence tells nothing of the word.
                    inside = any(map(str.isalnum, words[:begins]))
                    self.forms.setdefault(term, Counter())[form] += inside

    def form(self, term: Term) -> str:
        """The form in which a term is written most often; of equals one in lower case."""
        forms = self.forms[term]
        return min(forms, key=lambda form: (-forms[form], form != form.lower(), form))


def answers(archive: Archive, interviews: Sequence[str]) -> Iterator[Passage]:
    """The passages of what is answered in some interviews, in the order of the archive."""
    facets = archive.facets
    numbers = [archive.interviews.number(id) for id in interviews]
    for row in np.flatnonzero(facets.alive & np.isin(facets.interview, numbers)).tolist():
        passage = archive.passages[row]
        if passage.role is Role.ANSWER:
            yield passage


def terms(
    words: str, found: Sequence[tuple[re.Match[str], str]]
) -> Iterator[tuple[Term, int, str]]:
    """The content words of a sentence and the pairs of neighbours.

    Each with where it begins in the sentence, and how it is written.
    """
    for match, stemmed in found:
        yield (stemmed,), match.start(), match[0]
    for (before, one), (after, other) in pairwise(found):
        if JOINED.fullmatch(words[before.end() : after.start()]):
            yield (one, other), before.start(), words[before.start() : after.end()]


@lru_cache(maxsize=65536)
def content(word: str, language: str = UNKNOWN) -> str | None:
    """The stem of a word that says what something is about; None for any other.

    Nor for what is written without spaces: nothing here knows its words.
    """
    folded = "".join(spoken_words(word, language))
    small = folded in small_words(language) or (folded in SMALL and language in LEGIBLE)
    if len(folded) < SHORTEST or small or not any(c.isalpha() for c in folded):
        return None
    return None if NO_SPACES.search(word) else stem(folded, language)


def names_in(archive: Archive) -> frozenset[str]:
    """The stems of the archive's own names: who speaks, and of which country.

    They are on every picture beside what is said.
    """
    names = [*archive.speakers, *archive.countries]
    names += [words for country in archive.countries for words in people_of(country)]
    return frozenset(
        stemmed for one in tried(archive) for name in names for stemmed in word_stems(name, one)
    )


def subjects(spoken: Spoken, interviews: Sequence[str], most: int) -> tuple[Subject, ...]:
    """At most `most` subjects of some interviews, in their order; each has a say in turn.

    Where an archive holds one interview, what it says most often.
    """
    ranked = [distinctive(spoken, id) for id in interviews]
    taken: dict[Term, None] = {}
    for _ in range(most):
        for theirs in ranked:
            term = next((one for one in theirs if one in taken or apart(one, taken)), None)
            if term is not None and len(taken) < most:
                taken.setdefault(term)
    order = {id: place for place, id in enumerate(interviews)}
    found = [subject(spoken, term, interviews) for term in taken]
    return tuple(sorted(found, key=lambda one: (order[leader(one).interview], one.words)))


def apart(term: Term, taken: Iterable[Term]) -> bool:
    """Whether a term shares no word with those taken."""
    return all(set(term).isdisjoint(one) for one in taken)


def leader(subject: Subject) -> Said:
    """Who says a subject more than anybody else."""
    return max(subject.said, key=lambda said: (said.score or 0.0, said.share))


def subject(spoken: Spoken, term: Term, interviews: Sequence[str]) -> Subject:
    """A term, and who of some interviews says it."""
    said = tuple(
        Said(
            id,
            tally.terms[term],
            tally.terms[term] / tally.content,
            score(spoken, id, term),
            tally.first[term],
        )
        for id in interviews
        if (tally := spoken.tallies[id]).terms[term]
    )
    return Subject(spoken.form(term), said)


def distinctive(spoken: Spoken, interview: str) -> Iterator[Term]:
    """The terms that an interview says more than the others, the most so first.

    None shares a word with one before it.
    """
    tally = spoken.tallies[interview]
    least = min(LEAST_INTERVIEWS, max(1, len(spoken.tallies) - 1))
    scores = {
        term: found
        for term, times in tally.terms.items()
        if times >= LEAST_TIMES and spoken.holding[term] >= least
        if (found := score(spoken, interview, term)) is None or found > 0
    }
    used: set[str] = set()
    for term in sorted(scores, key=lambda one: (-(scores[one] or 0.0), -tally.terms[one], one)):
        if used.isdisjoint(term):
            whole = phrase(term, tally.terms, scores)
            yield whole
            used.update(whole)


def phrase(term: Term, times: Mapping[Term, int], among: Mapping[Term, object]) -> Term:
    """The phrase in which an interview mostly says a word; else the word itself."""
    longer = [one for one in among if len(one) > len(term) and set(term) <= set(one)]
    usual = [one for one in longer if times[one] >= PHRASE * times[term]]
    return min(usual, key=lambda one: (-times[one], one), default=term)


def score(spoken: Spoken, interview: str, term: Term) -> float | None:
    """The log-odds by which an interview says a term more than all others, in deviations."""
    tally = spoken.tallies[interview]
    theirs, others = tally.content, spoken.content - tally.content
    if not others:
        return None
    if spoken.everywhere[term] == spoken.content:
        return 0.0  # nobody says anything else
    weight = spoken.content / len(spoken.tallies)
    prior = weight * spoken.everywhere[term] / spoken.content
    said, elsewhere = tally.terms[term], spoken.everywhere[term] - tally.terms[term]
    odds = log_odds(said + prior, theirs + weight) - log_odds(elsewhere + prior, others + weight)
    return odds / math.sqrt(1 / (said + prior) + 1 / (elsewhere + prior))


def log_odds(part: float, whole: float) -> float:
    """The logarithm of a part against the rest of its whole."""
    return math.log(part / (whole - part))
