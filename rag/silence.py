"""When nothing is on record: the rules by which a question ends in silence."""

from __future__ import annotations

import difflib
import re

from index.archive import Archive
from index.language import _
from index.lexical import stems
from index.people import BODIES
from index.places import fold, names_of_countries, people_of, seated_in
from index.repair import is_english
from index.scripts import CAPITAL
from index.stemming import UNKNOWN
from rag.answer import Asked
from rag.names import foreign_countries, names_country
from rag.opinions import reading
from rag.read import Candidate
from rag.tongues import asked_in, in_english, is_said, tried

# Below this even the best sentence is about something else. One in a hundred of the development
# topics that have an answer scores lower, and most questions about other worlds do.
FLOOR = 0.52
# Where a judge may doubt, he tells most of these apart better, but not what is no question at all:
# no development topic that he thinks answered scores lower, and nearly all nonsense does.
FLOOR_JUDGED = 0.1
NAME = re.compile(rf"(?<!^)(?<![.?!:] )\b{CAPITAL}[\w’'-]*[^\W\d_]")
# In these languages words with a capital are mostly names, which take no endings.
UNBENT = frozenset("en es fr it pt ca gl nl sv da no".split()) | {UNKNOWN}
# In the passages of so many of the best sentences a country may stand.
NEAR = 5
# A name that is spelt a little differently is still the same name.
LIKE = 0.8
MISSPELT = 2
SHORTEST_NAME = 4
# Words with a capital that name nobody by themselves; countries have a rule of their own.
NOBODY = BODIES | frozenset(
    "africa african america asia asian europe european kingdom province republic region"
    " bible christmas constitution easter internet koran police prison quran ramadan regime"
    " revolution".split()
)
# After one of these an English word with a capital is a thing, and no name of a person. After
# others it can be one: `the Kremlin`, `your Facebook`.
WHICH = re.compile(r"\b(?:which|each|every)\s+\Z", re.I)
# After one of these a city is where something is, elsewhere it can be who sits there.
WHERE = re.compile(
    r"\b(?:in|into|inside|to|from|at|near|around|outside|of|for|through|across|via|leave|left|reach|"
    r"reached|visit|visited)\s+(?:the\s+)?\Z",
    re.I,
)


def silent(
    asked: Asked,
    candidates: tuple[Candidate, ...],
    archive: Archive,
    *,
    doubtful: bool | None = None,
) -> str | None:
    """Why there is nothing on record, as a sentence; None where there may be an answer.

    `doubtful` says that the judge has read the passages and found it unlikely; None where it is
    not calibrated for that.
    """
    if not candidates:
        return _("No interview passes the filters that you chose.")
    if asked.absent:
        return _("No interview here is about %(names)s or mentions it.", names=listed(asked.absent))
    elsewhere = left_out(asked, candidates, archive)
    if elsewhere:
        return _(
            "No interview here is about %(names)s, and what comes near to the question does not "
            "speak of it.",
            names=listed(elsewhere),
        )
    missing = unmentioned(asked, archive)
    if missing:
        return _("Nobody in this archive mentions %(names)s.", names=listed(missing))
    if doubtful:
        return _("Passages come near to the question, but none is likely to answer it.")
    if candidates[0].score < floor_of(judged=doubtful is not None):
        return _("No sentence in this archive comes near to the question.")
    return None


def floor_of(*, judged: bool) -> float:
    """The score below which the best sentence is about something else."""
    return FLOOR_JUDGED if judged else FLOOR


def left_out(asked: Asked, candidates: tuple[Candidate, ...], archive: Archive) -> tuple[str, ...]:
    """The countries that a question is about and that the best passages do not speak of.

    What a follow-up leans on counts as `needed` says.
    """
    own = unspoken(asked.question, candidates, archive)
    return own or unspoken(needed(asked), candidates, archive)


def unmentioned(asked: Asked, archive: Archive) -> tuple[str, ...]:
    """The names that nobody mentions in a question, or else in what it leans on.

    What a follow-up leans on counts as `needed` says.
    """
    written = asked.spelt or asked.question
    own = missing_names(written, archive) if asked.language in UNBENT else ()
    return own or unheld_names(needed(asked), archive)


def needed(asked: Asked) -> str:
    """The earlier questions whose names can be those that a follow-up asks about.

    They are none where it, or one that it leans on, names a country or speaker that is held: then
    it asks about those.
    """
    return "" if asked.countries or asked.speakers else asked.leant


def unspoken(question: str, candidates: tuple[Candidate, ...], archive: Archive) -> tuple[str, ...]:
    """The countries in a question that no interview is about and the best passages leave out."""
    near = dict.fromkeys(one.passage for one in candidates[:NEAR])
    said = [reading(passage, archive) for passage in near]
    text = "\n".join(words for one in said for words in (one.context, *one.sentences))
    return tuple(
        country
        for country, words in foreign_countries(question, archive)
        if not names_country(text, words)
    )


def unheld_names(question: str, archive: Archive) -> tuple[str, ...]:
    """The names in a question that occur nowhere, where its language tells names by a capital."""
    if not NAME.search(question) or asked_in(question) not in UNBENT:
        return ()
    return missing_names(question, archive)


def missing_names(question: str, archive: Archive) -> tuple[str, ...]:
    """The names in a question that occur nowhere in the archive, also not spelt a bit otherwise.

    A name is a word with a capital inside a sentence; in a question whose every longer word
    has one, capitals say nothing.
    """
    words = [word for word in question.split() if len(word) >= SHORTEST_NAME]
    if len(words) >= SHORTEST_NAME and all(word[0].isupper() for word in words):
        return ()
    return tuple(
        dict.fromkeys(
            name
            for match in NAME.finditer(question)
            if not (name := match[0]).isupper()
            and not is_thing(match, question)
            and not is_seat(match, question, archive)
            and missing(name, archive)
        )
    )


def is_thing(found: re.Match[str], question: str) -> bool:
    """Whether a word with a capital is an English word for a thing, by the word before it."""
    return bool(WHICH.search(question[: found.start()])) and is_english(found[0].lower())


def is_seat(found: re.Match[str], question: str, archive: Archive) -> bool:
    """Whether a place in an English question stands for those who sit there, whom somebody
    mentions: `Should Brussels pay?` of an archive that speaks of the European Union.

    Not of archives in other languages, in which `eu` and `un` are other words.
    """
    if WHERE.search(question[: found.start()]):
        return False
    if asked_in(question) != "en" or not in_english(archive):
        return False
    return any(is_said(words, archive) for words in seated_in(found[0]))


def missing(name: str, archive: Archive) -> bool:
    """Whether no word of the archive is this name or close to it."""
    if len(name) < SHORTEST_NAME or fold(name) in NOBODY or fold(name) in names_of_countries():
        return False
    if any(fold(name) in people_of(country) for country in archive.countries):
        return False
    return all(unheld(name, language, archive) for language in tried(archive))


def unheld(name: str, language: str, archive: Archive) -> bool:
    """Whether no passage in a language has a name, or one that is close to it."""
    return any(
        word not in archive.lexical.vocabulary and not misspelt(word, archive)
        for word in stems(name, language)
    )


def misspelt(word: str, archive: Archive) -> bool:
    """Whether a stem is nearly one of the archive's that begins with the same letter."""
    like = {
        held
        for held in archive.lexical.vocabulary.alike(word, LIKE)
        if abs(len(held) - len(word)) <= MISSPELT
    }
    return bool(difflib.get_close_matches(word, sorted(like), 1, LIKE))


def listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them: `A`, `A or B`, `A, B or C`."""
    if len(names) == 1:
        return names[0]
    before = _(", ").join(names[:-1])
    return _("%(names)s or %(last)s", names=before, last=names[-1])
