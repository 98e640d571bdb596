"""To whom a draft attributes a quotation: the name that stands beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from index.interview import Span
from index.people import BODIES, CALLINGS, NAME, PRESS, personal
from index.places import fold
from rag.quotations import DASH

WORD = re.compile(r"\w[\w’'\-]*\w|\w")
# The end of `Dolen’s`.
OWNS = re.compile(r"[’']s?(?=\s|\Z)")
VERBS = (
    r"said|says|say|told|tells|wrote|writes|asked|asks|explained|explains|recalled|recalls|"
    r"remembered|remembers|added|adds|replied|replies|answered|answers|described|describes|"
    r"stated|states|testified|testifies|insisted|insists|argued|argues|warned|warns|noted|notes|"
    r"continued|continues|claimed|claims|put it|puts it"
)
SAYS = rf"(?:{VERBS}|according to|in the words of|as)"
SPEAKS = re.compile(rf"\b{SAYS}\b", re.I)
HE_OR_SHE = re.compile(rf"\b(?:he|she|they)\s+{SAYS}\b|\b{SAYS}\s+(?:he|she|they)\b", re.I)
# What leads to a quotation: a colon or a comma right before its mark.
LEADS = re.compile(r"[^.!?\n]{0,60}[:,]\s*[\"“„«»‘‚'「『]\Z")
# A verb of saying belongs to a name that is no farther from it than this.
NEAR = 40
# A name that leads to a quotation is no farther from it than this.
LONGEST_LEAD = 140
# What stands farther from a quotation than this is not looked at.
FAR = 2_000
# Capitalised words before a name that are no part of it: `But Mira Dolen`, `Selon Dolen`.
BEFORE_NAMES = (
    BODIES
    | CALLINGS
    | frozenset(VERBS.split("|"))
    | frozenset(
        "according what where why when who how did does do is was has had presenter speaker host"
        " guest selon segun laut secondo segundo conforme senor senora senhor senhora"
        " maitre monsieur madame mme herr frau anwalt anwaltin signor signora avvocato abogado"
        " abogada avocat avocate advogado advogada".split()
    )
    | frozenset(
        "dr prof mr mrs ms mx miss madam rev father sister sir but and or so then yet still also"
        " as if while because although though since later earlier now today yesterday tonight"
        " tomorrow once again soon recently finally meanwhile however instead afterwards eventually"
        " perhaps maybe even only like for from with by to of here there that these those our his"
        " her their my".split()
    )
)
ROLES = r"(?-i:(?:(?!(?:me|us|him|her|them|you|it|that|how|what|why)\b)[a-z]+\s+){0,2})"
# Whoever is spoken to does not speak: `told Ana Rill`, `asked by Ana Rill`. After a quotation
# `asked Ana Rill` is who asked, so a word stands before the verb.
SPOKEN_TO = re.compile(
    rf"(?:(?<=[\w,)])\s+(?:told|tells?|asked|asks?)|\b(?:asked|interviewed|questioned)\s+by"
    rf"|\b(?:said|says|spoke|speaks|speaking|talked|talking|wrote|writes|explained|turned)\s+to)"
    rf"\s+{ROLES}\Z",
    re.I,
)
# But whoever the writer spoke to does.
BY_WRITER = re.compile(r"\b(?:I|[Ww]e)\b(?:\s+\w+){0,2}\s*\Z")
# Nor does a place, a body, or somebody who is met: `of the Harbour Archive said`.
OBJECT = re.compile(
    r"\b(?:by|of|in|at|to|with|from|about|for|on|near|against|inside|outside|interview\w*|met|meets?"
    r"|thanks?|thanked)\s+(?:(?:the|an?|his|her|their|my|our)\s+)?\Z",
    re.I,
)
# These lead to who speaks.
OF_SPEAKER = re.compile(
    r"(?:\baccording\s+to|\bwords\s+of|\b(?:told|said|written|spoken|recalled)\s+by)"
    r"\s+(?-i:(?:[a-z]+\s+){0,3})\Z",
    re.I,
)
OWN_WORDS = re.compile(r"(?:[’']s?)?\s+(?:own\s+)?(?:words|account|phrase|telling)\b", re.I)
HELPS = r"(?:(?:has|had|have|also|then|later|once|now|always)\s+){0,2}"
ASIDE = r"(?:,[^,.!?\n]{1,60},|\s*\([^)\n]{1,60}\))?"
# How a name right before a quotation leads to it, and how one right after it says whose it is.
SUBJECT = re.compile(rf"\A{ASIDE}\s*{HELPS}(?:{VERBS})\b[^.!?\n]{{0,60}}\Z", re.I)
LABEL = re.compile(rf"\A{ASIDE}[*_]*\s*:[^\w\n]*\Z")
SAID_BY = re.compile(rf"\A[^\w\n]*{HELPS}(?:{VERBS})\s+(?:the\s+)?{ROLES}\Z", re.I)
SAYS_AFTER = re.compile(rf"{ASIDE}\s*{HELPS}(?:{VERBS})\b", re.I)
ONLY_MARKS = re.compile(r"\A[^\w\n]*\Z")
IN_ITS_SENTENCE = re.compile(r"\A[^.!?\n]*\Z")
# Words before a colon that are nobody's name: `Read More:`, `Pull Quote:`, `Port Brannoc:`.
NO_NAME = frozenset(
    "read more related pull key top photo picture image port lake river mount cape new north south"
    " east west".split()
)
# A line that signs a quotation: a dash, a name, perhaps what the person is.
SIGNED = re.compile(rf"[^\w\n]*(?:\s*\n[ \t>]*){{0,3}}{DASH}[ \t]*\Z")
SIGNS_OFF = re.compile(r"[ \t]*(?:[,(][^\n]{0,80})?\.?[ \t]*(?=\n|\Z)")
# A line that signs what stands above it.
SIGNATURE = re.compile(
    rf"(?:[ \t>]*\n){{0,2}}[ \t>]*(?P<dash>{DASH})[ \t]*[^\W\d_][^\n.!?:]{{1,100}}\.?[ \t]*"
    r"(?=\n|\Z)"
)
BREAK = re.compile(r"\n")
ITEM = re.compile(r"\n[ \t>]*-(?!-)")


class Tie(IntEnum):
    """How closely a name belongs to a quotation, the closest first."""

    LEADS = 0
    BESIDE = 1
    LABELLED = 2
    NAMED = 3
    NONE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a draft, and the speakers of the archive whom it may mean.

    `tie` is how closely it belongs to a quotation in its paragraph that it does not lead to;
    `leads` whether it can lead to one.
    """

    span: Span
    name: str
    meant: tuple[str, ...]
    tie: Tie = Tie.NONE
    leads: bool = False

    @property
    def who(self) -> str:
        """The speaker whom it means; as it stands where that is nobody or one of several."""
        return self.meant[0] if len(self.meant) == 1 else self.name


class People:
    """The speakers of an archive, found by their names and by parts of them."""

    def __init__(self, speakers: Sequence[str], organisations: Sequence[str] = ()) -> None:
        """Takes the names apart once, for all that a draft names; they speak for organisations."""
        self._organisations = tuple(f" {fold(one)} " for one in organisations)
        self._words = {speaker: frozenset(fold(speaker).split()) for speaker in speakers}
        self._holding: dict[str, list[str]] = {}
        for speaker, words in self._words.items():
            for word in words:
                self._holding.setdefault(word, []).append(speaker)
        ends = [part for one in speakers for part in (one.split()[:1] + one.split()[-1:])]
        self.parts = frozenset(ends)
        # A draft may have names in capitals; `IT` or `UN` is no part of one.
        self.capitals = frozenset(part.upper() for part in ends if len(part) > 1)
        self.meant = cache(self._meant)

    def may_be(self, who: str | None, speaker: str | None) -> bool:
        """Whether somebody named in a draft can be a speaker; nobody's name fits everybody."""
        return who is None or speaker is None or who == speaker or speaker in self.meant(who)

    def nobody(self, name: str) -> bool:
        """Whether capitalised words are no person's name: a cue, a place, or where they work."""
        words = fold(name).split()
        held = f" {' '.join(words)} "
        return words[0] in NO_NAME or any(held in one for one in self._organisations)

    def _meant(self, name: str) -> tuple[str, ...]:
        """The speakers whom a name, a part of one or one with more words may mean."""
        words = fold(OWNS.sub("", name)).split()
        while words:
            held = self._holding.get(words[0], ())
            whole = tuple(speaker for speaker in held if self._words[speaker] == set(words))
            if found := whole or self._by_part(words) or self._by_more(words):
                return found
            words = words[1:] if words[0] in BEFORE_NAMES else []
        return ()

    def _by_part(self, words: Sequence[str]) -> tuple[str, ...]:
        """The speakers who have all these words in their names; initials may be left out."""
        full = [word for word in words if len(word) > 1] or list(words)
        initials = [word for word in words if word not in full]
        held = self._holding.get(full[0], ()) if full else ()
        return tuple(
            speaker
            for speaker in held
            if self._words[speaker].issuperset(full)
            and (len(full) > 1 or self._begins(speaker, full[0], initials))
        )

    def _begins(self, speaker: str, word: str, initials: Sequence[str]) -> bool:
        """Whether other words of a speaker's name begin with some initials."""
        others = {other[0] for other in self._words[speaker] - {word}}
        return others.issuperset(initials)

    def _by_more(self, words: Sequence[str]) -> tuple[str, ...]:
        """The speakers whose whole names, of two words or more, are part of a longer one."""
        held = dict.fromkeys(s for word in words for s in self._holding.get(word, ()))
        return tuple(s for s in held if len(self._words[s]) > 1 and self._words[s].issubset(words))


class Attribution:
    """The names in a draft, and to whom it attributes each of its quotations."""

    def __init__(self, text: str, quotations: Sequence[Span], people: People) -> None:
        """Finds the names once for all quotations, which are in order."""
        self._text = text
        self._people = people
        self._quotations = quotations
        self._outside = masked(text, quotations)
        self._names = [tied(self._outside, one) for one in names(self._outside, people)]
        self._known = [n for n in self._names if len(n.meant) == 1 and n.tie is not Tie.NONE]

    def of(self, quotation: Span) -> str | None:
        """The name to which a draft attributes a quotation; None where it does not tell.

        That is the nearest name in its paragraph, outside all quotations, that leads to it or signs
        it; else the nearest of a speaker beside a verb of saying; else the nearest of a speaker;
        else, where he or she says it, the last speaker named before. A name of nobody in the
        archive counts only where it leads to the quotation: it may be that of a place or a paper.
        With nothing but a colon after it, it goes behind a speaker beside a verb of saying.
        """
        near = nearby(self._text, quotation)
        after = bisect_left(self._quotations, quotation.end, key=start_of)
        following = self._quotations[after] if after < len(self._quotations) else None
        found = [
            (tie, distance(one.span, quotation), one.who)
            for one in self._named(near)
            if following is None or not introduces(self._outside, one.span, quotation, following)
            if (tie := self._tie(one, quotation)) is not Tie.NONE
        ]
        if found:
            return min(found)[2]
        if HE_OR_SHE.search(self._outside, near.start, near.end):
            before = bisect_left(self._known, near.start, key=lambda one: one.span.start)
            return self._known[before - 1].who if before else None
        return None

    def _tie(self, one: Named, quotation: Span) -> Tie:
        """How closely a name belongs to a quotation."""
        if not one.leads or not self._leads(one.span, quotation):
            return one.tie
        if one.meant or not labels(self._outside, one.span, quotation):
            return Tie.LEADS
        return one.tie if self._people.nobody(one.name) else Tie.LABELLED

    def _leads(self, name: Span, quotation: Span) -> bool:
        """Whether a name that is not far from a quotation says whose it is."""
        if distance(name, quotation) > LONGEST_LEAD:
            return False
        if name.start < quotation.start:
            return leads(self._outside, name, quotation)
        return signs(self._text, name, quotation)

    def _named(self, near: Span) -> Sequence[Named]:
        """The names in a stretch of the draft."""
        first, last = (
            bisect_left(self._names, at, key=lambda one: one.span.start)
            for at in (near.start, near.end)
        )
        return self._names[first:last]


def start_of(span: Span) -> int:
    """Where a span begins."""
    return span.start


def nearby(text: str, quotation: Span) -> Span:
    """What of the paragraphs around a quotation is not far from it."""
    paragraph = around(text, quotation)
    begins, ends = quotation.start - FAR, quotation.end + FAR
    return Span(max(paragraph.start, begins), min(paragraph.end, ends))


def around(text: str, span: Span) -> Span:
    """The paragraphs that a quotation stands in, with the line below that signs it."""
    start = text.rfind("\n", 0, span.start) + 1
    ends = next((line.start() for line in BREAK.finditer(text, span.end)), len(text))
    signature = SIGNATURE.match(text, ends)
    signed = signature is not None and not itemised(text, span, signature)
    return Span(start, signature.end() if signature and signed else ends)


def itemised(text: str, quotation: Span, signature: re.Match[str]) -> bool:
    """Whether a line that seems to sign a quotation is an item of a list below it."""
    if signature["dash"] != "-":
        return False
    words = quotation.start + len(quotation.of(text).rstrip(" \t\n>"))
    apart = text.count("\n", words, signature.start("dash")) > 1
    return apart or ITEM.match(text, signature.end()) is not None


def masked(text: str, quotations: Sequence[Span]) -> str:
    """A text whose quotations are blank, so that who is named in one says nothing."""
    pieces, at = [], 0
    for span in quotations:
        pieces += [text[at : span.start], " " * len(span)]
        at = span.end
    return "".join((*pieces, text[at:]))


def names(text: str, people: People) -> list[Named]:
    """The people named in a text, in order: whole names, and parts of speakers'."""
    found = []
    for match in NAME.finditer(text):
        name = match["name"]
        meant = people.meant(name)
        if meant or (personal(name) and not PRESS.intersection(fold(name).split())):
            found.append(Named(Span(*match.span("name")), alone(name), meant))
    spans = [one.span for one in found]
    for match in WORD.finditer(text):
        span, name = Span(*match.span()), OWNS.sub("", match.group())
        if name in people.parts or name in people.capitals:
            before = bisect_left(spans, span.end, key=start_of) - 1
            if before < 0 or not spans[before].overlap(span):
                found.append(Named(span, name, people.meant(name)))
    return sorted(found, key=lambda one: one.span.start)


def alone(name: str) -> str:
    """A name without the words before it that are no part of it."""
    words = OWNS.sub("", name).split()
    while len(words) > 2 and fold(words[0]) in BEFORE_NAMES:
        words = words[1:]
    return " ".join(words)


def tied(text: str, one: Named) -> Named:
    """A name with how closely it belongs to the quotations around it."""
    before = text[max(0, one.span.start - 2 * NEAR) : one.span.start]
    leads_on = OF_SPEAKER.search(before) or OWN_WORDS.match(text, one.span.end)
    spoken_to = SPOKEN_TO.search(before)
    by_writer = spoken_to and BY_WRITER.search(before[: spoken_to.start()])
    if not leads_on and spoken_to and not by_writer:
        return one
    alone = Tie.NAMED if len(one.meant) == 1 else Tie.NONE
    if not leads_on and not by_writer and OBJECT.search(before):
        return replace(one, tie=alone)
    near = Tie.BESIDE if one.meant and beside(text, one.span) else alone
    return replace(one, tie=near, leads=True)


def leads(text: str, name: Span, quotation: Span) -> bool:
    """Whether a name before a quotation leads to it: `Bo Ek said: “...”`."""
    between = text[name.end : quotation.start]
    if OF_SPEAKER.search(text[max(0, name.start - 2 * NEAR) : name.start]):
        return IN_ITS_SENTENCE.match(between) is not None
    return any(way.match(between) for way in (SUBJECT, LABEL))


def labels(text: str, name: Span, quotation: Span) -> bool:
    """Whether nothing but a colon tells that a name leads to a quotation: `Bo Ek: “...”`."""
    told = OF_SPEAKER.search(text[max(0, name.start - 2 * NEAR) : name.start])
    return not told and LABEL.match(text[name.end : quotation.start]) is not None


def signs(text: str, name: Span, quotation: Span) -> bool:
    """Whether a name after a quotation says whose it is: `“...” — Bo Ek`, `“...,” said Bo Ek`."""
    between = text[quotation.end : name.start]
    if SIGNED.fullmatch(between):
        return SIGNS_OFF.match(text, name.end) is not None
    if SAID_BY.match(between) or OF_SPEAKER.match(between.lstrip("”\"’'»«“ ,.")):
        return True
    # After a full stop a sentence begins that may tell something else of somebody.
    goes_on = not quotation.of(text).rstrip().endswith(".")
    says = ONLY_MARKS.match(between) and SAYS_AFTER.match(text, name.end)
    return goes_on and says is not None


def beside(text: str, name: Span) -> bool:
    """Whether a verb of saying stands near a name, in its sentence."""
    before = re.split(r"[.!?]\s", text[max(0, name.start - NEAR) : name.start])[-1]
    after = re.split(r"[.!?]\s", text[name.end : name.end + NEAR])[0]
    return SPEAKS.search(before) is not None or SPEAKS.search(after) is not None


def introduces(text: str, name: Span, quotation: Span, following: Span) -> bool:
    """Whether a name after a quotation leads to the next one: `Bo Ek adds: “...`."""
    return quotation.end <= name.start < following.start and (
        LEADS.match(text[name.end : min(following.start, name.end + FAR)]) is not None
    )


def distance(name: Span, quotation: Span) -> int:
    """How many characters lie between a name and a quotation."""
    return max(name.start - quotation.end, quotation.start - name.end, 0)
