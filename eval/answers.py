"""How good a reply is: what it says, what it cites, and whether it should have been silent."""

from __future__ import annotations

from collections.abc import Sequence

from eval.place import Placed
from eval.spans import Place, Shelf, covered, is_half, shelf
from index.archive import Archive
from index.errors import NotHeld
from index.interview import Interview, Span
from rag.answer import Answer, Citation, Quote, Reply


def quoted(reply: Reply) -> tuple[Quote, ...]:
    """The quotes that a reply gives as evidence; none in silence."""
    return reply.quotes if isinstance(reply, Answer) else ()


def shown(reply: Reply) -> tuple[Quote, ...]:
    """Every quote that a reply puts before the user, evidence or near."""
    return reply.quotes + reply.more if isinstance(reply, Answer) else reply.nearest


def joined(quotes: Sequence[Quote]) -> str:
    """The words of the quotes, a space between them."""
    return " ".join(quote.text for quote in quotes)


def place_of(quote: Quote) -> Place:
    """Where a quote was cut."""
    return Place(quote.citation.document, quote.citation.span)


def sentences_of(archive: Archive) -> Shelf:
    """Where the sentences of an archive's passages lie."""
    return shelf(
        Place(archive.source(passage.interview).name, sentence)
        for passage in archive.passages
        for sentence in passage.sentences
    )


def nugget_recall(placed: Placed, quotes: Sequence[Quote]) -> float | None:
    """The share of a topic's nuggets that occur, case folded, in the joined quotes."""
    nuggets = placed.topic.nuggets
    if not nuggets:
        return None
    said = joined(quotes).casefold()
    return sum(nugget.casefold() in said for nugget in nuggets) / len(nuggets)


def citation_precision(placed: Placed, quotes: Sequence[Quote], sentences: Shelf) -> float | None:
    """The share of quoted sentences of which half the characters lie in one evidence quote.

    None for a topic that has no evidence or got no answer.
    """
    if not quotes or not placed.targets:
        return None
    cited = {each for quote in quotes for each in sentences_in(place_of(quote), sentences)}
    good = sum(
        any(is_half(each.overlap(target.place), each) for target in placed.targets)
        for each in cited
    )
    return good / len(cited)


def sentences_in(quote: Place, sentences: Shelf) -> tuple[Place, ...]:
    """The sentences that lie in a quote; the quote itself where the archive knows none there."""
    near = sentences.touching(quote)
    return tuple(each for each in near if quote.span.holds(each.span)) or (quote,)


def citation_recall(placed: Placed, quotes: Sequence[Quote]) -> float | None:
    """The share of a topic's required quotes of which half the characters are quoted."""
    if not placed.required:
        return None
    by = [place_of(quote) for quote in quotes]
    cited = [is_half(covered(target.place, by), target.place) for target in placed.required]
    return sum(cited) / len(cited)


def is_verbatim(quote: Quote, archive: Archive) -> bool:
    """Whether the cited document has exactly these words at the cited span."""
    citation = quote.citation
    try:
        source = archive.source(citation.interview)
    except NotHeld:
        return False
    span = citation.span
    return source.name == citation.document and source.text[span.start : span.end] == quote.text


def is_attributed(citation: Citation, archive: Archive) -> bool:
    """Whether the speaker and the country are those of the interview that the span lies in."""
    try:
        interview = archive.interview(citation.interview)
    except NotHeld:
        return False
    speakers = speakers_at(interview, citation.span)
    return citation.country == interview.country and citation.speaker in speakers


def speakers_at(interview: Interview, span: Span) -> tuple[str | None, ...]:
    """Who may be named for a span of an interview; empty where the span is none of its words.

    Outside the turns the words are the publisher's, about the person or about nobody.
    """
    for number, turn in enumerate(interview.turns):
        if turn.answer and turn.answer[0].to(turn.answer[-1]).holds(span):
            speaker = interview.speaker_named(number)
            return (turn.speaker if speaker is None else speaker.name,)
    around = (*interview.introduction, *(part.span for part in interview.footer))
    whole = interview.introduction and interview.introduction[0].to(interview.introduction[-1])
    if any(each.holds(span) for each in around) or (whole and whole.holds(span)):
        about = interview.speaker_named(None)
        return (None,) if about is None else (None, about.name)
    return ()
