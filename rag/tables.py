"""A comparison as other programs and people take it away: JSON, CSV, Markdown and HTML."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from index.archive import Archive
from index.interview import Interview
from index.language import _, later, listed, ngettext
from index.terminal import clean
from rag.answer import Json, Quote, coverage_json, near_json, understood_json, version_json
from rag.compare import Cell, Compared, Comparison, Posed, State
from rag.groups import By, Group

TEMPLATES = Path(__file__).parent / "templates"
NAMELESS = {
    By.SPEAKER: later("speaker not named"),
    By.COUNTRY: later("country unknown"),
    By.INTERVIEW: later("interview"),
}
NOTHING = {
    State.ASKED: later("Asked, but nothing found that answers"),
    State.NOT_ASKED: later("Not asked, and nothing found that answers"),
}
COLUMNS = (
    *("question", "group", "state", "quote", "speaker", "role", "organisation", "country"),
    *("interview", "title", "date", "was_asked", "document", "start", "end", "permalink"),
    *("quote_sha256", "document_sha256", "archive"),
)
# What a spreadsheet takes for a formula's beginning (OWASP, CSV injection), also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MARKUP = re.compile(r"[\\`*_\[\]<>|~&!#$@]|(?<=:)(?=//)|(?<=\bwww)(?=\.)")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def comparison_json(comparison: Comparison) -> Json:
    """A comparison in the shape of `compare --json` and `POST /api/compare`."""
    return {
        "by": str(comparison.by),
        "rule": comparison.rule,
        "groups": [
            {
                "name": group.name,
                "countries": list(group.countries),
                "interviews": list(group.interviews),
            }
            for group in comparison.groups
        ],
        "questions": [question_json(one) for one in comparison.questions],
        "archive": dict(version_json(comparison.version)),
        "took_ms": {"total": round(comparison.took, 1)},
    }


def question_json(one: Compared) -> Json:
    """One question with its cells, in the order of the groups."""
    return {
        "question": one.asked.question,
        "understood": understood_json(one.asked),
        "reason": one.reason,
        "cells": [
            {
                "state": str(cell.state),
                "quotes": [near_json(quote) for quote in cell.quotes],
                "was_asked": None if cell.posed is None else posed_json(cell.posed),
            }
            for cell in one.cells
        ],
        "coverage": coverage_json(one.coverage),
    }


def posed_json(posed: Posed) -> Json:
    """An interviewer's question and its place."""
    return {
        "text": posed.text,
        "interview": posed.interview,
        "start": posed.span.start,
        "end": posed.span.end,
    }


def called(group: Group, archive: Archive) -> str:
    """A group in a few words: with its country, and told from others of the same name."""
    name = group.name or _(NAMELESS[group.by])
    said = beside(group, archive)
    return f"{name} ({said})" if said else name


def beside(group: Group, archive: Archive) -> str:
    """What stands beside a group's name: a speaker's countries, who is interviewed and when."""
    first = archive.interview(group.interviews[0])
    about: tuple[str | None, ...] = ()
    if group.by is By.SPEAKER:
        about = group.countries
    elif group.by is By.INTERVIEW:
        about = (who(first) if first.heading else None, first.date)
    return _(", ").join(filter(None, (*about, None if group.name else first.id)))


def who(interview: Interview) -> str:
    """The speakers of an interview."""
    return listed(tuple(speaker.name for speaker in interview.speakers))


def tally(one: Compared, by: By) -> str:
    """How many answer, how many were asked and do not, and how many were not asked."""
    asked, unasked = one.count(State.ASKED), one.count(State.NOT_ASKED)
    counts = (
        _(
            "%(answer)s of %(groups)s answer",
            answer=one.count(State.QUOTED),
            groups=sized(len(one.cells), by),
        ),
        ngettext("%(num)s asked without an answer", "%(num)s asked without an answer", asked)
        if asked
        else "",
        ngettext("%(num)s not asked", "%(num)s not asked", unasked) if unasked else "",
    )
    return _("; ").join(filter(None, counts))


def sized(number: int, by: By) -> str:
    """So many speakers, countries or interviews."""
    match by:
        case By.SPEAKER:
            return ngettext("%(num)s speaker", "%(num)s speakers", number)
        case By.COUNTRY:
            return ngettext("%(num)s country", "%(num)s countries", number)
        case By.INTERVIEW:
            return ngettext("%(num)s interview", "%(num)s interviews", number)


def comparison_csv(comparison: Comparison, archive: Archive, base: str = "") -> str:
    """A comparison with one line for each quote or empty cell, ends of lines as RFC 4180 has them.

    What a spreadsheet would take for a formula gets an apostrophe before it. `base` is the
    address that permalinks begin with.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in comparison.questions:
        for group, cell in zip(comparison.groups, one.cells, strict=True):
            for quote in cell.quotes or (None,):
                fields = line(comparison, one, group, cell, quote, archive, base)
                writer.writerow([harmless(field) for field in fields])
    return out.getvalue()


def line(
    comparison: Comparison,
    one: Compared,
    group: Group,
    cell: Cell,
    quote: Quote | None,
    archive: Archive,
    base: str,
) -> tuple[str, ...]:
    """The fields of one line, by `COLUMNS`; an empty cell names whose it is, and no more."""
    asked = cell.posed.text if cell.posed else ""
    begins = (one.asked.question, called(group, archive), str(cell.state))
    fingerprint = comparison.version.fingerprint
    if quote is None:
        interview = group.interviews[0] if group.by is By.INTERVIEW else ""
        speaker = (group.name or "") if group.by is By.SPEAKER else ""
        country = ", ".join(group.countries)
        return (
            *(*begins, "", speaker, "", "", country, interview, "", "", asked),
            *("", "", "", "", "", "", fingerprint),
        )
    cited = quote.citation
    told = (
        *(cited.speaker, cited.speaker_role, cited.organisation, cited.country, cited.interview),
        *(cited.title, cited.date, cited.question, cited.document),
    )
    return (
        *begins,
        quote.text,
        *(field or "" for field in told),
        *(str(cited.span.start), str(cited.span.end), base + cited.permalink),
        *(cited.quote_sha256, cited.document_sha256, fingerprint),
    )


def harmless(field: str) -> str:
    """A field that no spreadsheet runs and no terminal obeys; its line breaks stay."""
    kept = "\n".join(clean(line) for line in field.splitlines())
    return f"'{kept}" if kept.lstrip().startswith(FORMULA) or field.startswith(FORMULA) else kept


def comparison_markdown(comparison: Comparison, archive: Archive, base: str = "") -> str:
    """A comparison with a table for each question, in which nothing of a source is markup."""
    head = str(comparison.by).capitalize()
    parts = []
    for one in comparison.questions:
        parts += [f"## {inert(one.asked.question)}", ""]
        parts += [f"{inert(one.reason)}\n"] if one.reason else []
        parts += [f"{tally(one, comparison.by)}.", "", f"| {head} | On record | Source |"]
        parts += ["| --- | --- | --- |"]
        for group, cell in zip(comparison.groups, one.cells, strict=True):
            parts += [
                f"| {inert(called(group, archive))} | {said} | {where} |"
                for said, where in cells_markdown(cell, base)
            ]
        parts += [""]
    return "\n".join([*parts, f"{comparison.rule}", "", f"{archive_line(comparison)}", ""])


def cells_markdown(cell: Cell, base: str) -> Iterator[tuple[str, str]]:
    """What is said and where, for each quote of a cell; of an empty one, what it means."""
    for quote in cell.quotes:
        cited = quote.citation
        told = (cited.speaker, cited.speaker_role, cited.organisation, cited.country, cited.date)
        asked = f" (asked: {inert(cited.question)})" if cited.question else ""
        source = f"{inert(', '.join(filter(None, told)))}. {inert(cited.place)}. "
        yield f"“{inert(quote.text)}”{asked}", source + inert(base + cited.permalink)
    if cell.state is not State.QUOTED:
        asked = f" (asked: {inert(cell.posed.text)})" if cell.posed else ""
        yield f"*{_(NOTHING[cell.state])}*{asked}", ""


def inert(words: str) -> str:
    """Words on one line, of which Markdown makes nothing but themselves."""
    one_line = " ".join(clean(words).split())
    return MARKUP.sub(lambda found: ENTITIES.get(found[0], f"\\{found[0]}"), one_line)


def archive_line(comparison: Comparison) -> str:
    """Which archive answered."""
    version = comparison.version
    return f"Archive generation {version.generation}, fingerprint {version.fingerprint}"


def comparison_html(comparison: Comparison, archive: Archive, base: str = "") -> str:
    """A comparison as a page that needs nothing else, to print or to keep.

    Permalinks are links where `base` says which address they begin with.
    """
    page = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return page.get_template("comparison.html").render(
        style=Markup((TEMPLATES / "comparison.css").read_text(encoding="utf-8")),  # noqa: S704
        comparison=comparison,
        rows=tuple(
            (called(group, archive), tuple(one.cells[number] for one in comparison.questions))
            for number, group in enumerate(comparison.groups)
        ),
        tallies=tuple(tally(one, comparison.by) for one in comparison.questions),
        nothing=NOTHING,
        archive=archive_line(comparison),
        base=base,
    )
