"""References of quotes: each style by its specimen, and nothing in a source breaks a format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from index.archive import Archive
from index.interview import Role
from rag.answer import Quote, quote_hash
from rag.bibliography import STYLES, Style, cited, latex
from rag.cite import cut_quote
from rag.styles import Reference, known, long_day, short_day

URL = "http://127.0.0.1:8000/interviews/x?span=1-2#span"


@pytest.fixture
def reference(tiny: Archive) -> Reference:
    interview = tiny.interviews[1]
    passage = next(p for p in tiny.passages if p.interview == interview.id and p.turn == 0)
    quote = cut_quote(tiny, interview.id, passage.sentences[0])
    dated = replace(quote, citation=replace(quote.citation, date="2031-04-17"))
    return Reference(dated, URL, date(2033, 5, 4))


def place(reference: Reference) -> str:
    return f"0.txt, {reference.locator}"


def test_what_people_copy(reference: Reference) -> None:
    where = place(reference)
    asked = "“What did the sea ban change for fishers?”"
    role = ", ".join(
        filter(None, (reference.citation.speaker_role, reference.citation.organisation))
    )
    title = "WEST ORLUND: ‘Nobody counts the fishers’"
    assert cited(reference, Style.PLAIN) == (
        f"“The sea ban took our licences.” — Tomas Ek, {role} (interview, West Orlund). “{title}”. "
        f"April 17, 2031. Asked: {asked} {where}. {URL} (accessed May 4, 2033)."
    )
    assert cited(reference, Style.CHICAGO) == (
        f"Tomas Ek, “{title},” interview, West Orlund, April 17, 2031, answer to {asked}, {where}, "
        f"accessed May 4, 2033, {URL}."
    ).replace(f"{where}", f"0.txt, {reference.locator}")
    assert cited(reference, Style.APA) == (
        f"Tomas Ek. (2031, April 17). {title} [Interview, West Orlund]. {where}. "
        f"Answer to {asked} Retrieved May 4, 2033, from {URL}"
    )
    assert cited(reference, Style.MLA) == (
        f"Tomas Ek. “{title}.” Interview, West Orlund. 0.txt, 17 Apr. 2031, {reference.locator}, "
        f"answer to {asked}, {URL}. Accessed 4 May 2033."
    )


def test_what_programs_read(reference: Reference) -> None:
    entry = cited(reference, Style.BIBTEX)
    assert entry.startswith(f"@misc{{{reference.citation.interview}-")
    for line in ("author = {{Tomas Ek}}", "month = apr", "year = {2031}", "urldate = {2033-05-04}"):
        assert f"  {line}" in entry
    lines = cited(reference, Style.RIS).split("\r\n")
    assert (lines[0], lines[-2:]) == ("TY  - PCOMM", ["ER  - ", ""])
    assert {"AU  - Tomas Ek", "DA  - 2031/04/17/", "Y2  - 2033/05/04/", f"UR  - {URL}"} <= set(
        lines
    )
    (one,) = json.loads(cited(reference, Style.CSL_JSON))
    assert one["type"] == "interview"
    assert one["author"] == [{"literal": "Tomas Ek"}]
    assert one["issued"] == {"date-parts": [[2031, 4, 17]]}
    assert one["accessed"] == {"date-parts": [[2033, 5, 4]]}
    assert one["URL"] == URL


def hostile(reference: Reference, words: str) -> Reference:
    citation = replace(
        reference.citation,
        title=words,
        speaker=words,
        question=words,
        document=words,
        country=words,
        date=None,
        quote_sha256=quote_hash(words),
        span=replace(reference.citation.span, end=reference.citation.span.start + len(words)),
    )
    return replace(reference, quote=Quote(words, citation))


HOSTILE = (
    "Line\nER  - \nTY  - JOUR",
    "a\r\nAU  - Mallory\u2028TI  - x\x85KW  - y",
    "}}, note = {x}} @book{b, {{{",
    r"100 % of $1 & #2_3 ~ ^ \input{x}",
    '“Quoted” \x00 \x1b[0m <b>"',
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_source_breaks_a_format(reference: Reference, words: str) -> None:
    odd = hostile(reference, words)
    entry = cited(odd, Style.BIBTEX)
    assert entry.count("@misc{") == 1
    depth = 0
    for number, c in enumerate(entry.rstrip()):
        depth += (c == "{") - (c == "}")
        assert depth > 0 or number < len("@misc{") or number == len(entry.rstrip()) - 1
    assert depth == 0
    lines = cited(odd, Style.RIS).split("\r\n")
    assert [line for line in lines if line.startswith("TY")] == ["TY  - PCOMM"]
    assert sum(line.startswith("ER") for line in lines) == 1
    assert all(len(line.splitlines()) <= 1 for line in lines)
    assert json.loads(cited(odd, Style.CSL_JSON))[0]["annote"] == words
    for style in STYLES:
        assert cited(odd, style)


def test_latex_obeys_nothing() -> None:
    assert latex(r"50% {a_b} \x~") == (
        r"50\% \textbraceleft{}a\_b\textbraceright{} \textbackslash{}x\textasciitilde{}"
    )


def test_publishers_words_have_no_speaker(reference: Reference, tiny: Archive) -> None:
    interview = tiny.interviews[0]
    quote = cut_quote(tiny, interview.id, interview.introduction[0])
    assert quote.citation.role is Role.INTRODUCTION
    introduced = replace(reference, quote=quote)
    assert "The publisher’s words (introduction to an interview" in cited(introduced, Style.PLAIN)
    assert "author" not in cited(introduced, Style.BIBTEX)
    assert "AU  - " not in cited(introduced, Style.RIS)
    assert "author" not in json.loads(cited(introduced, Style.CSL_JSON))[0]
    for style in (Style.CHICAGO, Style.APA, Style.MLA):
        assert not cited(introduced, style).startswith("Mira")


@pytest.mark.parametrize(
    ("day", "parts", "long", "short"),
    [
        ("2031-04-17", (2031, 4, 17), "April 17, 2031", "17 Apr. 2031"),
        ("2031-05", (2031, 5), "May 2031", "May 2031"),
        ("2031", (2031,), "2031", "2031"),
        ("2031-13", (2031,), "2031", "2031"),
        ("soon", (), "", ""),
        (None, (), "", ""),
    ],
)
def test_dates_say_no_more_than_the_source(
    day: str | None, parts: tuple[int, ...], long: str, short: str
) -> None:
    assert (known(day), long_day(parts), short_day(parts)) == (parts, long, short)


def test_a_date_that_is_not_known_is_left_out(reference: Reference) -> None:
    undated = replace(
        reference, quote=replace(reference.quote, citation=replace(reference.citation, date=None))
    )
    assert "(n.d.)" in cited(undated, Style.APA)
    assert "year" not in cited(undated, Style.BIBTEX)
    assert "DA  - " not in cited(undated, Style.RIS)
