"""A comparison as the view of its page."""

from __future__ import annotations

from index.archive import Archive
from index.language import _, day
from rag.cite import cut_question
from rag.compare import Cell, Comparison, Posed
from rag.groups import By, Group
from rag.tables import NAMELESS, NOTHING, beside, sized, tally
from web.replies import words
from web.views import Grid, GridCell, GridColumn, GridRow


def grid_of(
    comparison: Comparison, archive: Archive, link: str, fields: tuple[tuple[str, str], ...]
) -> Grid:
    """The table of a comparison, those who say something first.

    `link` makes it again, and `fields` are those that made it.
    """
    groups = comparison.groups
    rows = (row(group, comparison, number, archive) for number, group in enumerate(groups))
    return Grid(
        by=str(comparison.by),
        size=sized(len(groups), comparison.by),
        columns=tuple(
            GridColumn(one.asked.question, one.asked.because, one.reason, tally(one, comparison.by))
            for one in comparison.questions
        ),
        rows=tuple(sorted(rows, key=lambda one: all(cell.nothing for cell in one.cells))),
        rule=comparison.rule,
        link=link,
        fields=fields,
    )


def row(group: Group, comparison: Comparison, number: int, archive: Archive) -> GridRow:
    """The row of a group; its link leads to its interview, where it has only one."""
    name = group.name or _(NAMELESS[group.by])
    one = group.interviews[0] if len(group.interviews) == 1 else None
    cells = tuple(
        cell(group, compared.asked.question, compared.cells[number], archive)
        for compared in comparison.questions
    )
    return GridRow(name, beside(group, archive), f"/interviews/{one}" if one else None, cells)


def cell(group: Group, question: str, held: Cell, archive: Archive) -> GridCell:
    """A cell: the words, or what their absence means and what the interviewer asked."""
    if not held.quotes:
        return GridCell(
            question=question,
            words=(),
            whose="",
            nothing=_(NOTHING[held.state]),
            asked=held.posed.text if held.posed else None,
            asked_at=asked_at(archive, held.posed) if held.posed else None,
        )
    cited = held.quotes[0].citation
    told = [cited.speaker or _(NAMELESS[By.SPEAKER])] if group.by is not By.SPEAKER else []
    told += [cited.speaker_role or "", cited.organisation or "", day(cited.date or "")]
    return GridCell(
        question=question,
        words=tuple(words(None, quote) for quote in held.quotes),
        whose=_(", ").join(filter(None, told)),
        nothing=None,
        asked=cited.question,
        asked_at=None,
    )


def asked_at(archive: Archive, posed: Posed) -> str:
    """The permalink of an interviewer's question."""
    return cut_question(archive, posed.interview, posed.span).citation.permalink
