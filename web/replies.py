"""A reply as the view of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from index.archive import Archive
from index.interview import Role
from rag.answer import Answer, Citation, Quote, Reply, Silence
from rag.around import around
from web.strip import beside_it, covered
from web.views import (
    AnswerView,
    AskForm,
    Exchange,
    Facet,
    Picked,
    Shared,
    SilenceView,
    Understood,
    Voice,
    Words,
)

# Of what was asked near a silence, so many questions, each no longer than a few lines.
MOST_ASKED, LONGEST_ASKED = 4, 200
PUBLISHERS = frozenset({Role.INTRODUCTION, Role.RATING})


def reply_view(
    reply: Reply,
    history: tuple[str, ...],
    form: AskForm,
    archive: Archive,
    shared: Shared | None = None,
    picked: Picked | None = None,
) -> AnswerView | SilenceView:
    """The page of a reply; `form` is the follow-up's, `shared` where it can be read again.

    `picked` is the one interview that it is narrowed to.
    """
    asked = reply.asked
    understood = Understood(asked.question, history, asked.because)
    coverage = tuple(covered(reply, archive))
    near = ((None, quote) for quote in beside_it(reply) if is_of(picked, quote))
    near_voices = tuple(voices(near, archive))
    match reply:
        case Answer():
            numbered = tuple((n, q) for n, q in enumerate(reply.quotes, 1) if is_of(picked, q))
            return AnswerView(
                understood=understood,
                quotes=len(numbered),
                interviews=len({quote.citation.interview for _, quote in numbered}),
                voices=tuple(voices(numbered, archive)),
                more=near_voices,
                coverage=coverage,
                facets=() if form.chosen or picked else tuple(facets(reply.quotes)),
                weak=reply.weak,
                form=form,
                shared=shared,
                picked=picked,
            )
        case Silence():
            return SilenceView(
                understood=understood,
                reason=reply.reason,
                nearest=near_voices,
                askable=() if picked else tuple(askable(reply.nearest)),
                coverage=coverage,
                form=form,
                shared=shared,
                picked=picked,
            )


def is_of(picked: Picked | None, quote: Quote) -> bool:
    """Whether a quote is of the one interview that is looked at, or of any where none is."""
    return picked is None or quote.citation.interview == picked.chip.interview


def askable(quotes: Sequence[Quote]) -> Iterator[str]:
    """What interviewers asked where some words stand, which the archive therefore answers."""
    cited = (q.citation for q in quotes if q.citation.role is Role.ANSWER)
    asked = dict.fromkeys(c.question for c in cited if c.question)
    yield from islice((q for q in asked if len(q) <= LONGEST_ASKED), MOST_ASKED)


def facets(quotes: Sequence[Quote]) -> Iterator[Facet]:
    """The countries and the speakers of some quotes, where there are several to choose from."""
    said = [q.citation for q in quotes]
    for name, values in (
        ("country", [c.country for c in said if c.country]),
        ("speaker", [c.speaker for c in said if c.speaker and c.role is Role.ANSWER]),
    ):
        counted = Counter(values)
        if len(counted) > 1:
            yield from (Facet(name, value, n) for value, n in counted.most_common())


def voices(quotes: Iterable[tuple[int | None, Quote]], archive: Archive) -> Iterator[Voice]:
    """Quotes in their order, those of one speaker in one interview in a row together."""
    for _whose, group in groupby(quotes, lambda numbered: whose(numbered[1])):
        members = tuple(group)
        citation = members[0][1].citation
        rates = citation.role is Role.RATING  # which is about a country, and nobody's words
        yield Voice(
            interview=citation.interview,
            title=citation.title,
            country=citation.country,
            speaker=None if rates else citation.speaker,
            role=None if rates else citation.speaker_role,
            organisation=None if rates else citation.organisation,
            date=citation.date,
            rating=citation.rating,
            publisher=publisher(citation.role),
            exchanges=tuple(exchanges(members, archive)),
        )


def whose(quote: Quote) -> tuple[str, str | None, str | None]:
    """What tells one voice from another: interview, speaker, and which of the publisher's words."""
    citation = quote.citation
    return citation.interview, citation.speaker, publisher(citation.role)


def publisher(role: Role) -> str | None:
    """Which of the publisher's words these are; None for a speaker's own."""
    return str(role) if role in PUBLISHERS else None


def exchanges(
    members: tuple[tuple[int | None, Quote], ...], archive: Archive
) -> Iterator[Exchange]:
    """Quotes of one voice, those that answer one question in a row together."""
    for question, group in groupby(members, lambda numbered: numbered[1].citation.question):
        yield Exchange(
            question, tuple(in_setting(number, quote, archive) for number, quote in group)
        )


def cite_address(citation: Citation) -> str:
    """The page of a quote's reference."""
    return f"/cite?interview={citation.interview}&span={citation.pin}"


def in_setting(number: int | None, quote: Quote, archive: Archive) -> Words:
    """The words of a quote and their place, with one sentence before and one after them."""
    there = around(quote, archive)
    return replace(
        words(number, quote),
        before=there.before.text if there.before else None,
        after=there.after.text if there.after else None,
    )


def words(number: int | None, quote: Quote) -> Words:
    """The words of a quote and their place."""
    citation = quote.citation
    return Words(
        text=quote.text,
        number=number,
        permalink=citation.permalink,
        place=citation.place,
        cite=cite_address(citation),
        language=citation.language,
    )
