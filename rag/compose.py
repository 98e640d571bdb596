"""Sentences to an answer: which ones, joined to quotes, in an order that reads well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import zip_longest

from index.archive import Archive
from index.interview import Span
from rag.answer import Asked, Quote
from rag.cite import cut_quote, quotable
from rag.lean import leaned_on
from rag.read import Candidate
from rag.turns import in_turns
from rag.wording import Word, words_in

# A sentence is quoted when it scores this close to the best one, up to so many sentences and
# characters; a judge's scores lie farther apart. On the development topics of the corpus and the
# sample a wider reach held more answers and more beside them, a narrower one less of both.
NEAR_BEST = 0.2
NEAR_BEST_JUDGED = 0.48
MOST_SENTENCES = 8
MOST_CHARACTERS = 900
# Somebody whom the question names, or a part of it, is quoted from farther below the best; whom
# it sets beside others from farther still, and so is each where it asks who of all says it.
NAMED = 0.45
SIDE = 1.05
GATHERED = 0.6
# A sentence that shares this much of its words with one that is quoted says nothing new.
SAME = 0.7
MORE = 5
# When somebody speaks, which is told beside who does: `SPEAKER_02 (12:03):`.
TIME = re.compile(r"\d+(?::\d+)+(?:[.,]\d+)?")


class Fate(StrEnum):
    """What became of a sentence that was read."""

    QUOTED = "quoted"
    BROUGHT = "brought"
    REPEAT = "repeat"
    FULL = "full"
    BEHIND = "behind"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence and what became of it."""

    candidate: Candidate
    fate: Fate


def weighed(candidates: Sequence[Candidate], asked: Asked, archive: Archive) -> tuple[Weighed, ...]:
    """Which sentences to quote, and why not the others: first one for all who are named and all
    that is asked.
    """
    line = line_of(candidates)
    near = sides_near(candidates, asked)
    near = near or in_turns([c for c in candidates[:MOST_SENTENCES] if c.score >= line])
    taken: list[Candidate] = []
    fates: dict[Candidate, Fate] = {}
    for candidate in (*owed(candidates, asked, archive), *near):
        if candidate in fates:
            continue
        spent = sum(len(one.span) for one in taken) + len(candidate.span)
        if taken and spent > MOST_CHARACTERS:
            fates[candidate] = Fate.FULL
        elif repeats(candidate, taken, archive):
            fates[candidate] = Fate.REPEAT
        else:
            fates[candidate] = Fate.QUOTED
            taken.append(candidate)
    return tuple(
        Weighed(one, fates.get(one) or (Fate.BEHIND if one.score >= line else Fate.BELOW))
        for one in candidates
    )


def sides_near(candidates: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """The best sentences of all whom the question sets beside each other, in turns; else none.

    Whoever says nothing near enough to the best sentence of all has none.
    """
    aspects = range(len(candidates[0].scores))[-len(asked.sides) :] if asked.sides else range(0)
    runs = []
    for aspect in aspects:
        own = sorted(candidates, key=lambda c: -c.scores[aspect])[: MOST_SENTENCES // len(aspects)]
        best = own[0].scores[aspect]
        if best >= candidates[0].score - SIDE:
            least = best - reach_of(own[0])
            runs.append([one for one in own if one.scores[aspect] >= least])
    return [one for turn in zip_longest(*runs) for one in turn if one is not None]


def line_of(candidates: Sequence[Candidate]) -> float:
    """The score that a sentence must have to be quoted for itself."""
    return candidates[0].score - reach_of(candidates[0])


def reach_of(best: Candidate) -> float:
    """How far below the best sentence another may lie to be quoted for itself."""
    return NEAR_BEST if best.judged is None else NEAR_BEST_JUDGED


def chosen(done: Iterable[Weighed]) -> list[Candidate]:
    """The sentences to quote, best first."""
    taken = [one.candidate for one in done if one.fate is Fate.QUOTED]
    return sorted(taken, key=lambda candidate: -candidate.score)


def owed(candidates: Sequence[Candidate], asked: Asked, archive: Archive) -> Iterator[Candidate]:
    """The best sentence, that of each part of the question, and that of each who is named.

    Where the question asks who of all says it, that of each interview.
    """
    best = candidates[0].score
    yield candidates[0]
    aspects = len(candidates[0].scores)
    for aspect in range(1, aspects):
        said = max(candidates, key=partial(score_for, aspect))
        reach = SIDE if aspect >= aspects - len(asked.sides) else NAMED
        if said.scores[aspect] >= best - reach:
            yield said
    if asked.gathers:
        firsts = {c.passage.interview: c for c in reversed(candidates)}
        gathered = (c for c in firsts.values() if c.score >= best - GATHERED)
        yield from sorted(gathered, key=lambda c: -c.score)
    if len(asked.countries) + len(asked.speakers) > 1:
        for name in (*asked.countries, *asked.speakers):
            theirs = next((c for c in candidates if name in named_in(c, archive)), None)
            if theirs is not None and theirs.score >= best - NAMED:
                yield theirs


def score_for(aspect: int, candidate: Candidate) -> float:
    """How well a sentence speaks to one aspect of the question."""
    return candidate.scores[aspect]


def named_in(candidate: Candidate, archive: Archive) -> tuple[str | None, ...]:
    """The country and the speaker of a sentence."""
    country = archive.interview(candidate.passage.interview).country
    return (country, speaker_of(candidate, archive))


def repeats(candidate: Candidate, taken: Sequence[Candidate], archive: Archive) -> bool:
    """Whether the same person said the same before, in nearly the same words.

    Two people who say the same are two witnesses, and both are quoted. A sentence that denies what
    another says, or has other figures, does not say the same.
    """
    words, voice = words_of(candidate, archive), voice_of(candidate, archive)
    return any(
        len(words & theirs) >= SAME * min(len(words), len(theirs))
        for one in taken
        if voice_of(one, archive) == voice
        if (theirs := words_of(one, archive)) and words
        if not says_otherwise(candidate, one, archive)
    )


def says_otherwise(candidate: Candidate, taken: Candidate, archive: Archive) -> bool:
    """Whether a sentence denies more or less than another, or has figures that it has not."""
    own, theirs = (spoken(one, archive) for one in (candidate, taken))
    denied, before = (sorted(w.folded for w in words if w.denies) for words in (own, theirs))
    figures = {word.folded for word in own if word.counts}
    return denied != before or not figures.issubset(word.folded for word in theirs)


def spoken(candidate: Candidate, archive: Archive) -> tuple[Word, ...]:
    """All words of a sentence, also those that have no stem."""
    text = archive.source(candidate.passage.interview).text
    return tuple(words_in(text, candidate.span.start, candidate.span.end))


def voice_of(candidate: Candidate, archive: Archive) -> tuple[str, str]:
    """The interview and the speaker of a sentence; of one without a name how they are labelled."""
    name = speaker_of(candidate, archive)
    return (candidate.passage.interview, label_of(candidate, archive) if name is None else name)


def speaker_of(candidate: Candidate, archive: Archive) -> str | None:
    """The name of whoever says a sentence."""
    interview = archive.interview(candidate.passage.interview)
    speaker = interview.speaker_named(candidate.passage.turn)
    return speaker.name if speaker else None


def label_of(candidate: Candidate, archive: Archive) -> str:
    """The words before the answer that a sentence is from, such as `SPEAKER_02`, without times."""
    interview, number = archive.interview(candidate.passage.interview), candidate.passage.turn
    if number is None:
        return ""
    begin = interview.turns[number].answer[0].start
    before = (span.end for turn in interview.turns[: number + 1] for span in turn.spans)
    last = max((end for end in before if end <= begin), default=begin)
    label = TIME.sub(" ", archive.source(interview.id).text[last:begin])
    return " ".join(re.findall(r"\w+", label))


def words_of(candidate: Candidate, archive: Archive) -> frozenset[str]:
    """The stems of a sentence."""
    return frozenset(archive.stems(candidate.passage.interview, candidate.span))


def quotes(taken: Sequence[Candidate], archive: Archive) -> tuple[Quote, ...]:
    """The quotes in reading order: by interview, the best first, and in it as it was said.

    A sentence that leans on the one before it brings that one along.
    """
    order = tuple(dict.fromkeys(candidate.passage.interview for candidate in taken))
    return tuple(
        cut_quote(archive, interview, span)
        for interview in order
        for span in joined(
            archive,
            interview,
            [
                span
                for candidate in taken
                if candidate.passage.interview == interview
                for span in (candidate.span, *leaned_on(candidate, archive))
            ],
        )
    )


def joined(archive: Archive, interview: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sentences in the order of the source; neighbours in one paragraph become one span."""
    text = archive.source(interview).text
    paragraphs = tuple(place[2] for place in quotable(archive.interview(interview)))
    done: list[Span] = []
    for span in sorted(set(spans)):
        if done and adjacent(text, done[-1], span) and within(paragraphs, done[-1].to(span)):
            done[-1] = done[-1].to(span)
        else:
            done.append(span)
    return tuple(done)


def adjacent(text: str, before: Span, after: Span) -> bool:
    """Whether nothing but white space stands between two sentences."""
    return not text[before.end : after.start].strip()


def within(paragraphs: Sequence[Span], span: Span) -> bool:
    """Whether one paragraph holds the span."""
    return any(paragraph.holds(span) for paragraph in paragraphs)


def nearest(
    candidates: Sequence[Candidate], archive: Archive, without: Sequence[Quote] = ()
) -> tuple[Quote, ...]:
    """The best sentence of each of the next passages: near, and not part of the answer."""
    quoted = [(quote.citation.interview, quote.citation.span) for quote in without]
    found: dict[int, Quote] = {}
    for candidate in candidates:
        place = (candidate.passage.interview, candidate.span)
        if candidate.passage.number in found or any(
            place[0] == interview and span.overlap(place[1]) for interview, span in quoted
        ):
            continue
        found[candidate.passage.number] = cut_quote(archive, *place)
        if len(found) == MORE:
            break
    return tuple(found.values())
