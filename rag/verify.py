"""A draft's quotations against the archive: are they word for word, and whose are they?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from index.archive import Archive
from index.errors import BadInput
from index.interview import Role, Span
from index.language import _, later, listed
from rag.align import Aligned, Change, Op, aligned, changes
from rag.answer import Quote, Version
from rag.attribution import Attribution, People
from rag.cite import cut_question, cut_quote, quotable
from rag.concordance import Concordance, Utterance
from rag.pieces import RIGHT_BEFORE, Run, added_denial, dropped_denial, in_one_place, stitched
from rag.quotations import Quotation, quotations
from rag.shortlist import shortlist
from rag.wording import words_in

MOST_CHARACTERS = 200_000
MOST_QUOTATIONS = 500
# A title or a word in marks is no quotation of somebody unless it is found word for word.
LEAST_WORDS = 4
# Among equal places, so many are shown.
MOST_MATCHES = 3


class Verdict(StrEnum):
    """What a quotation in a draft turns out to be."""

    EXACT = "exact"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    INTERVIEWER = "interviewer"
    STITCHED = "stitched"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft and what the archive holds of it.

    `span` is its place in the draft. `attributed_to` is whom the draft names, None where it does
    not tell. `changes` lead from the source's words to the draft's; empty unless it is altered.
    `matches` are the sentences that hold its words, `nearest` passages that lie near one that is
    not found, and are no evidence.
    """

    text: str
    span: Span
    verdict: Verdict
    attributed_to: str | None
    because: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    matches: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its quotations checked; `passed_over` counts the short ones that were not."""

    text: str
    checked: tuple[Checked, ...]
    passed_over: int
    version: Version

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many quotations have each verdict."""
        found = Counter(one.verdict for one in self.checked)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def exact(self) -> bool:
        """Whether every quotation is."""
        return all(one.verdict is Verdict.EXACT for one in self.checked)


Nearest = Callable[[str], tuple[Quote, ...]]


def verify(
    text: str, archive: Archive, version: Version, nearest: Nearest, whole: Concordance | None
) -> Draft:
    """A draft with each of its quotations checked against an archive.

    `nearest` finds passages that lie near some words. `whole` are all words of the archive;
    without them only the interviews are read that share most words with the draft.

    Raises:
        BadInput: it is empty, too long, or holds too many quotations.
    """
    found = found_in(text)
    people = People(archive.speakers, archive.organisations)
    attribution = Attribution(text, tuple(one.span for one in found), people)
    named = tuple(attribution.of(one.span) for one in found)
    concordance = whole or Concordance(archive, shortlist(found, named, archive))
    verifier = Verifier(archive, concordance, nearest, people)
    checked = [verifier.checked(text, one, who) for one, who in zip(found, named, strict=True)]
    kept = tuple(one for one in checked if one is not None)
    return Draft(text, kept, len(checked) - len(kept), version)


class Verifier:
    """Checks quotations against the words of some interviews of an archive."""

    def __init__(
        self, archive: Archive, concordance: Concordance, nearest: Nearest, people: People
    ) -> None:
        """`nearest` finds passages that lie near some words; `people` are who speaks in them."""
        self.people = people
        self.archive = archive
        self.concordance = concordance
        self.nearest = nearest
        self.sentences = cache(self._sentences)

    def checked(self, text: str, quotation: Quotation, who: str | None) -> Checked | None:
        """One quotation checked, which the draft attributes to `who`; None where it is too short
        to be one.
        """
        words = quotation.span.of(text)
        numbered = tuple(self.concordance.numbered([w.folded for w in p]) for p in quotation.pieces)
        places = in_one_place(self.concordance, numbered, quotation.gaps, who)
        said = [run for run in places if self.role(run) is not Role.HEADING]
        if said:
            return self.word_for_word(words, quotation, who, said)
        if len(quotation.words) < LEAST_WORDS:
            return None
        near = self.widened(aligned(self.concordance, quotation.words))
        parts = stitched(self.concordance, numbered, self.sentence, near)
        if parts:
            return Checked(
                words,
                quotation.span,
                Verdict.STITCHED,
                who,
                self.from_several(parts),
                matches=self.quoted(parts),
            )
        if near is not None:
            return self.altered(text, quotation, who, near, headline=bool(places))
        because = (_("Nobody in this archive says these words, or words like them."),)
        if places:
            because = (_("These are words of a heading, which nobody says so in the interview."),)
        return Checked(
            words, quotation.span, Verdict.NOT_FOUND, who, because, nearest=self.nearest(words)
        )

    def word_for_word(
        self, words: str, quotation: Quotation, who: str | None, places: Sequence[Run]
    ) -> Checked:
        """A quotation whose words the archive holds just so: does the one named say them?"""
        answers = [run for run in places if self.role(run) is Role.ANSWER]
        own = [run for run in answers if self.people.may_be(who, self.speaker(run))]
        # Of equal places one whose sense the gaps do not turn goes first.
        straight = [run for run in own if not self.turned(quotation, run)][:MOST_MATCHES]
        changed: tuple[Change, ...] = ()
        because: tuple[str, ...]
        if own and not straight:
            verdict, because = Verdict.ALTERED, self.turned(quotation, own[0])
            changed = self.put_in(words, quotation, own[0])
        elif own:
            own = straight
            because = tuple(
                _("In the source “%(word)s” stands right before these words.", word=word)
                for word in self.denied_before(own[0])
            )
            verdict = Verdict.EXACT
        elif answers:
            verdict = Verdict.MISATTRIBUTED
            because = (
                _(
                    "These are the words of %(speaker)s, not of %(who)s.",
                    speaker=self.speaker(answers[0]),
                    who=who,
                ),
            )
        elif any(self.role(run) is Role.QUESTION for run in places):
            verdict = Verdict.INTERVIEWER
            because = (_("These are the interviewer's words."),)
        else:
            verdict = Verdict.MISATTRIBUTED if who else Verdict.EXACT
            because = (_("These are the publisher's words about the speaker or the country."),)
        shown = own or answers or list(places)
        matches = self.quoted(shown[:MOST_MATCHES])
        return Checked(words, quotation.span, verdict, who, because, changed, matches)

    def turned(self, quotation: Quotation, run: Run) -> tuple[str, ...]:
        """Why the gaps of a quotation turn the sense of a place; empty where they do not."""
        denial = dropped_denial(self.concordance, run, quotation, self.sentence)
        if denial:
            said = _(
                "What is left out between its words holds “%(word)s”, which turns its sense.",
                word=denial,
            )
            return (said,)
        if added_denial(self.concordance, run, quotation, self.sentence):
            return (_("Its words differ from what the source says."),)
        return ()

    def put_in(self, words: str, quotation: Quotation, run: Run) -> tuple[Change, ...]:
        """The word in brackets that denies where a place does not, as a change."""
        word = added_denial(self.concordance, run, quotation, self.sentence)
        if word is None:
            return ()
        begins = quotation.span.start
        return (Change(Op.ADDED, words[word.start - begins : word.end - begins]),)

    def altered(
        self, text: str, quotation: Quotation, who: str | None, near: Aligned, *, headline: bool
    ) -> Checked:
        """A quotation whose words are nearly those of a place in the archive."""
        run = Run(((near.first, near.last),))
        source = self.archive.source(self.utterance(run).interview).text
        because = [_("Its words differ from what the source says.")]
        if headline:
            because.append(_("They are those of the heading, which an editor changed."))
        speaker = self.speaker(run)
        if self.role(run) is not Role.ANSWER:
            because.append(_(NEAR[self.role(run)]))
        elif not self.people.may_be(who, speaker):
            because.append(
                _(
                    "What comes near is said by %(speaker)s, not by %(who)s.",
                    speaker=speaker,
                    who=who,
                )
            )
        return Checked(
            quotation.span.of(text),
            quotation.span,
            Verdict.ALTERED,
            who,
            tuple(because),
            changes(near, text, quotation.words, source, self.concordance),
            self.quoted([run]),
        )

    def widened(self, near: Aligned | None) -> Aligned | None:
        """A place with the words of its sentence that stand where the draft begins or ends anew."""
        if near is None:
            return None
        low, high = self.concordance.bounds(near.first)
        first, last = near.first, near.last
        while first > max(low, near.first - near.head):
            if self.sentence(first - 1) != self.sentence(near.first):
                break
            first -= 1
        while last < min(high - 1, near.last + near.tail):
            if self.sentence(last + 1) != self.sentence(near.last):
                break
            last += 1
        return replace(near, first=first, last=last)

    def from_several(self, parts: Sequence[Run]) -> tuple[str, ...]:
        """Why a quotation is put together from several places."""
        said = _("Its words are there, but not one after the other: they come from several places.")
        speakers = dict.fromkeys(self.speaker(run) for run in parts)
        if len(speakers) > 1:
            named = listed(tuple(name or _("somebody not named") for name in speakers))
            return (said, _("They are words of %(names)s.", names=named))
        return (said,)

    def denied_before(self, run: Run) -> tuple[str, ...]:
        """The word that denies, right before a run in its sentence."""
        first = run.ranges[0][0]
        sentence = self.sentence(first)
        begins, _ = self.concordance.bounds(first)
        source = self.archive.source(self.utterance(run).interview).text
        before = [
            word
            for place in range(max(begins, first - RIGHT_BEFORE), first)
            if self.sentence(place) == sentence
            for word in words_in(source, *span_of(self.concordance, place))
            if word.denies
        ]
        return tuple(source[word.start : word.end] for word in before[-1:])

    def quoted(self, runs: Sequence[Run]) -> tuple[Quote, ...]:
        """The whole sentences that hold some words, each a quotation with its citation."""
        found: dict[Quote, None] = {}
        for run in runs:
            utterance = self.utterance(run)
            for first, last in run.ranges:
                span = self.concordance.span(first, last)
                for part in self.whole(utterance, span):
                    cut = cut_question if utterance.role is Role.QUESTION else cut_quote
                    found[cut(self.archive, utterance.interview, part)] = None
        return tuple(found)

    def whole(self, utterance: Utterance, span: Span) -> list[Span]:
        """The sentences that a span lies in, those of each paragraph together."""
        if utterance.role is Role.QUESTION:
            return list(utterance.spans)
        held = self.sentences(utterance.interview)
        spans = []
        for paragraph in utterance.spans:
            own = [s for s in held if paragraph.holds(s) and s.overlap(span)]
            spans += [own[0].to(own[-1])] if own else []
        return spans

    def sentence(self, place: int) -> tuple[str, int]:
        """The sentence that a word stands in: its interview and its number there."""
        interview = self.concordance.utterance(place).interview
        start = self.concordance.span(place, place).start
        return interview, bisect_right(self.sentences(interview), start, key=begin_of)

    def _sentences(self, interview: str) -> tuple[Span, ...]:
        """The sentences that may be quoted of an interview, in order."""
        paragraphs = sorted(place[2] for place in quotable(self.archive.interview(interview)))
        return tuple(s for each in paragraphs for s in self.archive.sentences(interview, each))

    def utterance(self, run: Run) -> Utterance:
        """Whose words a run begins with."""
        return self.concordance.utterance(run.ranges[0][0])

    def role(self, run: Run) -> Role:
        """What kind of words a run is."""
        return self.utterance(run).role

    def speaker(self, run: Run) -> str | None:
        """Who says a run."""
        return self.utterance(run).speaker


NEAR = {
    Role.QUESTION: later("What comes near is the interviewer's words."),
    Role.INTRODUCTION: later("What comes near is the publisher's introduction."),
    Role.RATING: later("What comes near is the publisher's rating."),
}


def begin_of(span: Span) -> int:
    """Where a span begins."""
    return span.start


def span_of(concordance: Concordance, place: int) -> tuple[int, int]:
    """The offsets of one word."""
    span = concordance.span(place, place)
    return span.start, span.end


def found_in(text: str) -> tuple[Quotation, ...]:
    """The quotations of a draft.

    Raises:
        BadInput: it is empty, too long, or holds too many of them.
    """
    if not text.strip():
        raise BadInput(_("the draft is empty: there is nothing to check in it."))
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            _(
                "the draft has %(characters)s characters; at most %(most)s are checked at once. "
                "Check it chapter by chapter.",
                characters=len(text),
                most=MOST_CHARACTERS,
            )
        )
    found = quotations(text)
    if len(found) > MOST_QUOTATIONS:
        raise BadInput(
            _(
                "the draft has %(quotations)s quotations; at most %(most)s are checked at once. "
                "Check it chapter by chapter.",
                quotations=len(found),
                most=MOST_QUOTATIONS,
            )
        )
    return found
