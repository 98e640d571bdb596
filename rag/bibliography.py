"""A quote's reference for programs that keep them: BibTeX, RIS and CSL-JSON; and every style."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from index.language import later
from rag.styles import Reference, apa, chicago, known, mla, one_line, parts_of, plain

# BibTeX counts braces also after a backslash, so the ones in a text are written as words.
LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Style(StrEnum):
    """A way to write a reference."""

    PLAIN = "plain"
    CHICAGO = "chicago"
    APA = "apa"
    MLA = "mla"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


@dataclass(frozen=True, slots=True)
class Form:
    """What a style is called, how it is written, and as which kind of file it is kept."""

    name: str
    write: Callable[[Reference], str]
    suffix: str
    media: str


def cited(reference: Reference, style: Style) -> str:
    """A reference in a style."""
    return STYLES[style].write(reference)


def visible(words: str) -> str:
    """Words on one line without control characters, which would break a line or a field."""
    return "".join(c for c in one_line(words) if unicodedata.category(c) != "Cc")


def key(reference: Reference) -> str:
    """A name for a reference that no other quote of the archive has."""
    span = reference.citation.span
    return f"{reference.citation.interview}-{span.start}-{span.end}"


def note(reference: Reference) -> str:
    """What styles have no field for: the place of the words, and what was asked."""
    asked = f" Answer to: {reference.asked}" if reference.asked else ""
    return f"{reference.document}, {reference.locator}.{asked}"


def latex(words: str) -> str:
    """Words in which LaTeX finds nothing to obey."""
    return "".join(LATEX.get(c, c) for c in visible(words))


def bibtex(reference: Reference) -> str:
    """A BibTeX entry in UTF-8: `misc`, as BibTeX has no interview. Names are not taken apart."""
    parts = known(reference.citation.date)
    fields = {
        "author": f"{{{latex(reference.author)}}}" if reference.author else "",
        "title": f"{{{latex(reference.title)}}}",
        "howpublished": latex(reference.form[:1].upper() + reference.form[1:]),
        "year": str(parts[0]) if parts else "",
        "note": latex(note(reference)),
        "annote": latex(reference.quote.text),
        "url": reference.url,
        "urldate": reference.accessed.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if len(parts) > 1:
        # Months are names that styles define, not text.
        lines.insert(3, f"  month = {MONTHS[parts[1] - 1]}")
    return f"@misc{{{key(reference)},\n" + ",\n".join(lines) + "\n}\n"


def ris(reference: Reference) -> str:
    """A RIS entry: `PCOMM`, as reference managers write interviews; a line for each field."""
    cited = reference.citation
    parts = known(cited.date)
    year, month, day = (*(f"{part:02d}" for part in parts), "", "", "")[:3]
    fields = (
        ("TY", "PCOMM"),
        ("AU", reference.author or ""),
        ("TI", reference.title),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if parts else ""),
        ("M3", reference.form),
        ("CY", cited.country or ""),
        ("N1", note(reference)),
        ("AB", reference.quote.text),
        ("UR", reference.url),
        ("Y2", reference.accessed.strftime("%Y/%m/%d/")),
        ("ID", key(reference)),
    )
    lines = [f"{tag}  - {visible(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(reference: Reference) -> str:
    """A CSL-JSON list of one interview; names are literal, as nobody has taken them apart."""
    cited = reference.citation
    entry: dict[str, object] = {
        "id": key(reference),
        "type": "interview",
        "title": reference.title,
        "genre": reference.form,
        "medium": reference.document,
        "note": note(reference),
        "annote": reference.quote.text,
        "URL": reference.url,
        "accessed": {"date-parts": [list(parts_of(reference.accessed))]},
    }
    if reference.author:
        entry["author"] = [{"literal": visible(reference.author)}]
    if parts := known(cited.date):
        entry["issued"] = {"date-parts": [list(parts)]}
    if cited.country:
        entry["event-place"] = cited.country
    return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


STYLES = {
    Style.PLAIN: Form(later("Plain"), plain, "txt", "text/plain"),
    Style.CHICAGO: Form(later("Chicago, note"), chicago, "txt", "text/plain"),
    Style.APA: Form("APA", apa, "txt", "text/plain"),
    Style.MLA: Form("MLA", mla, "txt", "text/plain"),
    Style.BIBTEX: Form("BibTeX", bibtex, "bib", "application/x-bibtex"),
    Style.RIS: Form("RIS", ris, "ris", "application/x-research-info-systems"),
    Style.CSL_JSON: Form("CSL-JSON", csl_json, "json", "application/vnd.citationstyles.csl+json"),
}
