"""The interviews beside an answer: how each speaks to the question, and one of them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.archive import Archive
from index.errors import NotHeld
from index.holdings import Card
from index.interview import Span
from index.language import _, later
from rag.answer import Answer, Coverage, Quote, Reply
from rag.cite import cut_question
from rag.coverage import alike
from rag.tongues import asked_stems
from web.views import Chip, CoverageRow, Picked, Posed

LABELS = {
    "spoke": later("Spoke to this"),
    "unanswered": later("Were asked, without an answer"),
    "unasked": later("Were not asked"),
}
# What it means that one interview alone is looked at.
MEANS = {
    "spoke": later("Only what this interview says is shown."),
    "unanswered": later(
        "An interviewer asked about this here, and nothing was found that answers your question."
    ),
    "unasked": later("Nobody asked about this here, and nothing was found that answers it."),
}


def grouped(coverage: Coverage) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The interviews (ids) of a coverage, by how they speak to the question."""
    return (
        ("spoke", coverage.spoke),
        ("unanswered", coverage.asked_without_answer),
        ("unasked", coverage.not_asked),
    )


def beside_it(reply: Reply) -> tuple[Quote, ...]:
    """The passages of a reply that lie near its question and are no answers."""
    return reply.more if isinstance(reply, Answer) else reply.nearest


def covered(reply: Reply, archive: Archive) -> Iterator[CoverageRow]:
    """The interviews that spoke, that were asked without answering, and that were not asked.

    Of the last two, those come first in which a passage lies near the question.
    """
    near = {quote.citation.interview for quote in beside_it(reply)}
    same = looking_alike(archive)
    for kind, ids in grouped(reply.coverage):
        if ids:
            shown = sorted(ids, key=lambda id: id not in near) if kind != "spoke" else ids
            chips = (chip(id, archive, same, near=kind != "spoke" and id in near) for id in shown)
            yield CoverageRow(kind, _(LABELS[kind]), tuple(chips))


def looking_alike(archive: Archive) -> Mapping[Card, Sequence[str]]:
    """The interviews that look the same at a glance, by what is seen of them."""
    same: dict[Card, list[str]] = defaultdict(list)
    for id, card in archive.interviews.cards.items():
        same[card].append(id)
    return same


def chip(id: str, archive: Archive, same: Mapping[Card, Sequence[str]], *, near: bool) -> Chip:
    """One interview in the strip; `same` are those that look alike at a glance."""
    card = archive.interviews.cards[id]
    alike = same[card]
    which = None
    if len(alike) > 1:
        which = _("%(number)s of %(of)s", number=alike.index(id) + 1, of=len(alike))
    return Chip(id, card.country, _(", ").join(card.speakers), card.date, which, near)


def picked(id: str, reply: Reply, archive: Archive) -> Picked:
    """One interview alone: how it speaks to a reply's question, and what was asked there.

    Raises:
        NotHeld: the reply's coverage has no such interview.
    """
    kind = next((kind for kind, ids in grouped(reply.coverage) if id in ids), None)
    if kind is None:
        raise NotHeld(_("This answer does not look at that interview."))
    asked: Sequence[tuple[str, Span]] = ()
    if kind == "unanswered":
        words = asked_stems(reply.asked.search, reply.asked.language, archive)
        asked = alike(archive, frozenset(words))
    return Picked(
        kind=kind,
        chip=chip(id, archive, looking_alike(archive), near=False),
        means=_(MEANS[kind]),
        asked=tuple(posed(cut_question(archive, id, span)) for one, span in asked if one == id),
    )


def posed(question: Quote) -> Posed:
    """A question of an interviewer, and where it stands."""
    return Posed(question.text, question.citation.permalink)
