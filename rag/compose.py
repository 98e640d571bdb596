"""Sentences to an answer: which ones, joined to quotes, in an order that reads well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.archive import Archive
from index.interview import Span
from rag.answer import Quote
from rag.cite import cut_quote, quotable
from rag.read import Candidate

# A sentence is quoted when it scores this close to the best one, up to so many sentences and
# characters. On the development topics this held about as many answers as the five best
# sentences, and a good deal less beside them.
NEAR_BEST = 0.18
MOST_SENTENCES = 8
MOST_CHARACTERS = 900
MORE = 5


def chosen(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The sentences to quote, best first."""
    best = candidates[0].score
    taken: list[Candidate] = []
    spent = 0
    for candidate in candidates[:MOST_SENTENCES]:
        if candidate.score < best - NEAR_BEST:
            break
        if taken and spent + len(candidate.span) > MOST_CHARACTERS:
            continue
        taken.append(candidate)
        spent += len(candidate.span)
    return tuple(taken)


def quotes(taken: Sequence[Candidate], archive: Archive) -> tuple[Quote, ...]:
    """The quotes in reading order: by interview, the best first, and in it as it was said."""
    order = tuple(dict.fromkeys(candidate.passage.interview for candidate in taken))
    return tuple(
        cut_quote(archive, interview, span)
        for interview in order
        for span in joined(
            archive, interview, (c.span for c in taken if c.passage.interview == interview)
        )
    )


def joined(archive: Archive, interview: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sentences in the order of the source; neighbours in one paragraph become one span."""
    text = archive.source(interview).text
    paragraphs = tuple(place[2] for place in quotable(archive.interview(interview)))
    done: list[Span] = []
    for span in sorted(spans):
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
