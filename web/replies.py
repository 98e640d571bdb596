"""A reply as the view of its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from index.archive import Archive
from index.holdings import Card
from index.interview import Role
from index.language import _
from rag.answer import Answer, Citation, Coverage, Quote, Reply, Silence
from web.views import (
    AnswerView,
    AskForm,
    Chip,
    CoverageRow,
    Exchange,
    Facet,
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
) -> AnswerView | SilenceView:
    """The page of a reply; `form` is the follow-up's, `shared` where it can be read again."""
    asked = reply.asked
    understood = Understood(asked.question, history, asked.because)
    coverage = tuple(covered(reply.coverage, archive))
    match reply:
        case Answer():
            return AnswerView(
                understood=understood,
                quotes=len(reply.quotes),
                interviews=len({quote.citation.interview for quote in reply.quotes}),
                voices=tuple(voices(enumerate(reply.quotes, 1))),
                more=tuple(voices((None, quote) for quote in reply.more)),
                coverage=coverage,
                facets=() if form.chosen else tuple(facets(reply.quotes)),
                form=form,
                shared=shared,
            )
        case Silence():
            nearest = tuple(voices((None, quote) for quote in reply.nearest))
            return SilenceView(
                understood=understood,
                reason=reply.reason,
                nearest=nearest,
                askable=tuple(askable(reply.nearest)),
                coverage=coverage,
                form=form,
                shared=shared,
            )


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


def voices(quotes: Iterable[tuple[int | None, Quote]]) -> Iterator[Voice]:
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
            exchanges=tuple(exchanges(members)),
        )


def whose(quote: Quote) -> tuple[str, str | None, str | None]:
    """What tells one voice from another: interview, speaker, and which of the publisher's words."""
    citation = quote.citation
    return citation.interview, citation.speaker, publisher(citation.role)


def publisher(role: Role) -> str | None:
    """Which of the publisher's words these are; None for a speaker's own."""
    return str(role) if role in PUBLISHERS else None


def exchanges(members: tuple[tuple[int | None, Quote], ...]) -> Iterator[Exchange]:
    """Quotes of one voice, those that answer one question in a row together."""
    for question, group in groupby(members, lambda numbered: numbered[1].citation.question):
        yield Exchange(question, tuple(words(number, quote) for number, quote in group))


def cite_address(citation: Citation) -> str:
    """The page of a quote's reference."""
    return f"/cite?interview={citation.interview}&span={citation.pin}"


def words(number: int | None, quote: Quote) -> Words:
    """The words of a quote and their place."""
    citation = quote.citation
    return Words(
        text=quote.text,
        number=number,
        permalink=citation.permalink,
        place=citation.place,
        cite=cite_address(citation),
    )


def covered(coverage: Coverage, archive: Archive) -> Iterator[CoverageRow]:
    """The interviews that spoke, that were asked without answering, and that were not asked."""
    same: dict[Card, list[str]] = defaultdict(list)
    for id, card in archive.interviews.cards.items():
        same[card].append(id)
    for kind, label, ids in (
        ("spoke", _("Spoke to this"), coverage.spoke),
        ("unanswered", _("Were asked, without an answer"), coverage.asked_without_answer),
        ("unasked", _("Were not asked"), coverage.not_asked),
    ):
        if ids:
            yield CoverageRow(kind, label, tuple(chip(id, archive, same) for id in ids))


def chip(id: str, archive: Archive, same: Mapping[Card, Sequence[str]]) -> Chip:
    """One interview in the coverage strip; `same` are those that look alike at a glance."""
    card = archive.interviews.cards[id]
    alike = same[card]
    which = None
    if len(alike) > 1:
        which = _("%(number)s of %(of)s", number=alike.index(id) + 1, of=len(alike))
    return Chip(id, card.country, _(", ").join(card.speakers), card.date, which)
