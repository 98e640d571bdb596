"""An inspection as the view of its page."""

from __future__ import annotations

from collections.abc import Iterator

from index.archive import Archive
from index.language import _
from rag.answer import Asked, Filters
from rag.cite import cut_quote
from rag.inspecting import bounds, figure, outcome, ranked, told
from rag.inspection import Considered, Inspection, Look
from web.annotating import SentTopic, value_of
from web.inspectviews import LookView, PassageView, SentenceView, SignView, TopicForm, Workings
from web.verifying import whose_of


def workings(found: Inspection, sent: SentTopic, topic: TopicForm, archive: Archive) -> Workings:
    """What was done for a question, with the sentences marked that `sent` marks."""
    passages = [
        passage_view(number, one, found, sent, archive)
        for number, one in enumerate(found.considered, 1)
    ]
    read = sum(one.read is not None for one in found.considered)
    return Workings(
        question=found.reply.asked.question,
        history=sent.asked.history,
        understood=tuple(understood(found.reply.asked)),
        outcome=outcome(found),
        bounds=bounds(found),
        bias=figure(found.bias),
        signs=tuple(
            SignView(sign.name, figure(sign.value), figure(sign.weight), figure(sign.pull))
            for sign in found.signs
        ),
        parts=found.parts,
        read=tuple(passages[:read]),
        unread=tuple(passages[read:]),
        topic=topic,
    )


def demanded(filters: Filters) -> Iterator[str]:
    """Where was looked, as somebody chose."""
    yield from (*filters.countries, *filters.speakers, *filters.interviews)
    yield from (*filters.ratings, *filters.organisations)
    if filters.since:
        yield _("since %(date)s", date=filters.since)
    if filters.until:
        yield _("until %(date)s", date=filters.until)


def understood(asked: Asked) -> Iterator[tuple[str, str]]:
    """What a question was taken to mean, by name."""
    yield _("Looked up"), asked.search
    filters = asked.filters
    for name, values in (
        (_("Its parts"), tuple(f"{n}. {part}" for n, part in enumerate(asked.parts, 1))),
        (_("Countries it names"), asked.countries),
        (_("Speakers it names"), asked.speakers),
        (_("Countries not held"), asked.absent),
        (_("Looked only in"), tuple(demanded(filters))),
        (_("Why"), asked.because),
    ):
        if values:
            yield name, " · ".join(values)


def passage_view(
    number: int, one: Considered, found: Inspection, sent: SentTopic, archive: Archive
) -> PassageView:
    """A passage as a row, with its sentences."""
    id = one.passage.interview
    quotes = [cut_quote(archive, id, sentence.span) for sentence in one.sentences]
    values = [value_of(id, sentence.span) for sentence in one.sentences]
    return PassageView(
        number=number,
        whose=whose_of(quotes[0]),
        place=f"{quotes[0].citation.document}, {one.passage.span.start}–{one.passage.span.end}",
        found=ranked(one.found),
        read=ranked(one.read),
        judged=figure(one.judged),
        score=figure(one.score),
        looks=tuple(None if look is None else look_view(look) for look in one.looks),
        sentences=tuple(
            SentenceView(
                number=f"{number}.{place}",
                text=quote.text,
                permalink=quote.citation.permalink,
                judged=figure(sentence.judged),
                score=figure(sentence.score),
                fate=str(sentence.fate),
                why=told(sentence, found.line),
                value=value,
                answers=value in sent.answers or value in sent.required,
                required=value in sent.required,
            )
            for place, (sentence, quote, value) in enumerate(
                zip(one.sentences, quotes, values, strict=True), 1
            )
        ),
    )


def look_view(look: Look) -> LookView:
    """How the first search sees a passage, in figures to read."""
    return LookView(
        by_meaning=ranked(look.by_meaning),
        meaning=figure(look.meaning),
        sentence=figure(look.sentence),
        by_words=ranked(look.by_words),
        words=figure(look.words),
        fused=ranked(look.fused),
        score=figure(look.score),
    )
