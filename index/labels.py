"""What opens a turn: a name, `Q:` or a time before a paragraph, in the usual styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.label_words import ASKS, LETTERS, REPLIES
from index.places import fold

# What stands where a name stands and is nobody: sounds, pauses, parts of a broadcast.
NOBODY = frozenset(
    "break jingle outro intro music ad ads advertisement sponsor sponsors laughter applause silence"
    " crosstalk inaudible recording sound".split()
)
# What tools that tell voices apart call them, which is nobody's name.
VOICE = re.compile(
    r"(?:unknown[_ ])?(?:speaker|spk|voice|caller)(?:[_ ]?(?:\d{1,3}|[a-z]|unknown))?|unknown|\W*",
    re.I,
)
PARTICLES = frozenset(
    "de da del della dos di du la le al el bin ibn van von den der ter y e".split()
)
TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d\d)(?:[.,]\d{1,3})?"
# A time in brackets or bare, with what may part it from the name.
STAMP = rf"[\[(<\\]*{TIME}[\\\])>]*"
# Letters with the marks that belong to them, which for Python are none, and what joins them.
LETTER = (
    r"\w\u0591-\u05bd\u05bf\u05f3\u05f4\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e"
    r"\u0e80-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200c\u200d"
)
# What tells in which direction words run, and is not seen.
BIDI = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
NAME = (
    rf"(?P<name>[^\W\d_][{LETTER}.'’\-]{{0,30}}(?:[ \xa0][{LETTER}.'’\-]{{1,30}}){{0,3}}?"
    r"(?:,[ ](?:Ph\.?D|Psy\.?D|M\.?D|Dr|Jr|Sr|Esq)\.?)?)"
)
ASIDE = r"(?:\s?[\[(](?P<aside>[^)\]\n]{1,40})[)\]])?"
BOLD = r"(?:\*\*|__)?"
COLON = re.compile(
    rf"{BIDI}(?:{STAMP}\s*[-–—|]?\s*)?{BOLD}{NAME}{ASIDE}{BOLD}{BIDI}\s?"
    rf"(?:[:：]{BOLD}(?:\s*{STAMP})?(?:\s+|(?<=：)|(?<=[\u3040-\u9fff]:))(?=\S)"
    rf"|[:：]{BOLD}(?:\s*{STAMP})?\s*\Z)"
)
# `Name 0:12`, `Name – 00:03:18:`, `00:12 Name`, each alone on its line.
TIMED = re.compile(
    rf"{BOLD}{NAME}{ASIDE}{BOLD}[ \t]*[:–—|-]?{BOLD}[ \t]*{STAMP}[ \t]*:?[ \t]*(?:\n\s*|\Z)"
)
AFTER_TIME = re.compile(rf"{STAMP}\s*[-–—|]?\s*{BOLD}{NAME}{ASIDE}{BOLD}:?[ \t]*(?:\n\s*|\Z)")
ALONE = re.compile(rf"{BOLD}{NAME}{ASIDE}{BOLD}[ \t]*(?:\n\s*|\Z)")
# `Q.`, `Q)`, `Q1 –`, `Interviewer –`: only words for asking and answering take these.
MARKED = re.compile(r"(?P<name>[^\W\d_]{1,14})\s?\d{0,3}\s?[.)–—-]\s+(?=\S)")
NUMBERED = re.compile(r"(?<=[^\W\d_])[ _]?\d{1,3}$")
CLOCK = re.compile(rf"{TIME}")
# People who speak with each other do so within so many paragraphs, now and then.
NEAR = 4
# A name is looked for here only; the rest of a paragraph may be a book.
READ = 200


class Form(StrEnum):
    """What makes a label one: a time beside it, a colon, a mark such as `Q.`, or nothing."""

    TIMED = "timed"
    COLON = "colon"
    MARKED = "marked"
    BARE = "bare"


PATTERNS = (
    (Form.TIMED, TIMED),
    (Form.TIMED, AFTER_TIME),
    (Form.COLON, COLON),
    (Form.MARKED, MARKED),
    (Form.BARE, ALONE),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a paragraph opens with: who speaks, as it is written.

    `aside` is what stands in brackets beside it, `second` the moment where it is told, `end` the
    offset in the paragraph at which the words begin: its length where there are none.
    """

    name: str
    aside: str | None
    second: int | None
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class Parts:
    """The labels, as written, that are words for asking and for answering."""

    asks: frozenset[str]
    replies: frozenset[str]


def label_of(words: str) -> Label | None:
    """The label that a paragraph may open with, whatever it turns out to be; None without one."""
    for form, pattern in PATTERNS:
        match = pattern.match(words, 0, READ)
        # What ends where reading ends may go on.
        if match is not None and (match.end() < READ or len(words) <= READ):
            return made(match, form)
    return None


def made(match: re.Match[str], form: Form) -> Label:
    """A label from a match of one of the forms."""
    name, aside = match["name"].strip(), match.groupdict().get("aside")
    timed = CLOCK.search(match.group())
    if aside and CLOCK.fullmatch(aside.strip()):
        aside = None
    second = None
    if timed:
        hours, minutes, seconds = timed.groups()
        second = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return Label(name, aside, second, match.end(), form)


def bare(name: str) -> str:
    """A label folded, without the number in `Interviewer 2` or `Speaker_01`."""
    return NUMBERED.sub("", fold(name)) or fold(name)


def parts_of(names: Iterable[str]) -> Parts:
    """Which labels are words for asking and answering; a letter is one only beside its other."""
    folded = [(name, bare(name)) for name in names]
    all_of_them = {word for _, word in folded}
    pairs = [pair for pair in LETTERS if all_of_them.issuperset(pair)]
    asks = ASKS | {ask for ask, _ in pairs}
    replies = REPLIES | {reply for _, reply in pairs}
    return Parts(
        frozenset(name for name, word in folded if word in asks),
        frozenset(name for name, word in folded if word in replies),
    )


def unnamed(labels: Iterable[str]) -> frozenset[str]:
    """The labels that name nobody: words for who answers, and voices such as `SPEAKER_00`."""
    held = frozenset(labels)
    return parts_of(held).replies | {one for one in held if VOICE.fullmatch(one)}


def named(name: str) -> bool:
    """Whether a label can be a name: up to four words with capitals, or particles between them."""
    first, *rest = name.replace(",", "").split()
    small = [word for word in rest if word[0].islower() and word not in PARTICLES]
    return len(rest) <= 3 and not first[0].islower() and not small


def whole(name: str) -> bool:
    """Whether a label is a person's whole name: two to four words, each with a capital."""
    words = [word for word in name.split() if word not in PARTICLES]
    return 2 <= len(words) <= 4 and all(word[0].isupper() and len(word) > 1 for word in words)


def opening_names(
    found: Sequence[Label | None],
    known: frozenset[str] = frozenset(),
    sure: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The labels, as written, that open turns; empty where turns are not labelled.

    `found` has an entry a paragraph. A name opens turns where it comes again, is a word for
    asking or answering, stands beside a time, or is `known` from elsewhere, such as a header
    field; one that comes once does only among others that come again, and as a whole name. Of
    labels in `sure` somebody says that they do; then even a few do, and one such as `Speaker 2`.
    """
    signed = [one for one in found if one is not None and one.form is not Form.BARE]
    parts = parts_of(one.name for one in signed)
    spoken = [
        one
        for one in signed
        if one.name in parts.asks | parts.replies
        or (one.form is not Form.MARKED and named(one.name))
    ]
    times = Counter(one.name for one in spoken)
    again = {name for name, often in times.items() if often > 1}
    again -= apart(found, again)
    timed = {one.name for one in spoken if one.form is Form.TIMED}
    told = sure & {one.name for one in found if one is not None}
    opens = again | timed | parts.asks | parts.replies | (known & set(times)) | told
    opens |= handles(found, opens)
    asked = sum(times[name] for name in parts.asks)
    few = len(times) < 2 or sum(times.values()) < 3
    if not opens or (few and not told and not (parts.asks and parts.replies) and asked < 2):
        return bare_names(found)
    alike = {fold(name) for name in opens}
    once = {n for n in times if n.isupper() or whole(n) or bare(n) in NOBODY or fold(n) in alike}
    once |= unnamed(times) if told else frozenset()
    return frozenset(opens | (once - before_all(found, opens, once)))


def apart(found: Sequence[Label | None], names: set[str]) -> set[str]:
    """Those of some names that take turns with nobody: no other label ever stands near them.

    So it is with a heading such as `Benefits:` that a talk has twice.
    """
    places = [(place, one.name) for place, one in enumerate(found) if one and one.name in names]
    near = {
        name
        for (before, one), (place, other) in pairwise(places)
        if one != other and place - before <= NEAR
        for name in (one, other)
    }
    return names - near if near else set()


def before_all(found: Sequence[Label | None], opens: set[str], once: set[str]) -> set[str]:
    """Those of the labels that come once which stand before a conversation, far from it.

    So it is with the headings of a talk that questions follow.
    """
    begins = len(found)
    early: set[str] = set()
    for place in reversed(range(len(found))):
        one = found[place]
        if one is not None and one.name in opens:
            begins, early = place, set()
        elif one is not None and one.name in once and begins - place <= NEAR:
            begins = place
        elif one is not None and one.name in once:
            early.add(one.name)
    return early


def handles(found: Sequence[Label | None], opens: set[str]) -> set[str]:
    """The labels in small letters, such as `river7:`, that take turns with those that open turns.

    Each comes twice at least, and mostly right after another label: `note:` in an answer does not.
    """
    places: dict[str, list[int]] = {}
    for place, one in enumerate(found):
        if one and one.form is Form.COLON and one.name.islower() and one.name.isidentifier():
            places.setdefault(one.name, []).append(place)
    taking = opens | {name for name, at in places.items() if len(at) > 1}
    return {
        name
        for name, at in places.items()
        if len(at) > 1 and 2 * sum(after(found, place, taking - {name}) for place in at) > len(at)
    }


def after(found: Sequence[Label | None], place: int, opens: set[str]) -> bool:
    """Whether the paragraph before one opens with one of some labels."""
    before = found[place - 1] if place else None
    return before is not None and before.name in opens


def bare_names(found: Sequence[Label | None]) -> frozenset[str]:
    """Names on lines of their own without any sign: only where they come again and again.

    There are two of them at least, each comes twice, and what follows each is no such line.
    """
    names = [one.name if one is not None and one.form is Form.BARE else None for one in found]
    times = Counter(name for name in names if name is not None and named(name))
    again = {name for name, often in times.items() if often > 1 and name[-1] not in ".?!,;"}
    places = [n for n, name in enumerate(names) if name in again]
    followed = [n for n in places if n + 1 < len(names) and names[n + 1] not in again]
    if len(again) < 2 or len(places) < 4 or 5 * len(followed) < 4 * len(places):
        return frozenset()
    return frozenset(again)


def opens_turn(words: str) -> bool:
    """Whether a paragraph begins with a name that a colon or a time follows."""
    label = label_of(words)
    return label is not None and label.form in (Form.TIMED, Form.COLON) and named(label.name)


def signed(found: Iterable[str]) -> frozenset[str]:
    """The labels that some paragraphs open with, but names without a colon, a time or a mark.

    A mark alone makes a label only of words for asking and answering: `No. He was not.` has none.
    """
    labels = [one for words in found if (one := label_of(words)) and one.form is not Form.BARE]
    parts = parts_of(one.name for one in labels)
    words_for = parts.asks | parts.replies
    return frozenset(
        one.name for one in labels if one.form is not Form.MARKED or one.name in words_for
    )


def aliases(found: Iterable[Label | None]) -> dict[str, str]:
    """What stands for a name once it was told: `MF` after `Michael Folkson (MF):`."""
    return {
        one.aside.strip(): one.name
        for one in found
        if one is not None and one.aside and fold(one.aside) in initials(one.name)
    }


def initials(name: str) -> tuple[str, ...]:
    """What a name may be shortened to, folded: `Aaron van Wirdum` to avw, aw."""
    words = fold(name).split()
    own = [word for word in words if word not in PARTICLES]
    ends = (words[0][0] + words[-1][0],) if len(words) > 1 else ()
    return ("".join(w[0] for w in words), "".join(w[0] for w in own), *ends) if words else ()
