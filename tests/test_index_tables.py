"""Tables, CSV and XLSX: whose columns are known, and what is left out and said."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from specimens import HashEmbedder

from index.build import index_documents
from index.errors import BadInput
from index.interview import Document
from index.locators import locator
from index.readers import read_bytes
from index.readers.cells import shown
from index.readers.columns import KNOWN, recognised
from index.readers.package import package
from index.readers.rows import Row
from index.readers.tables import filled
from index.readers.xlsx import sheets

PAIRS = [
    ["Country", "Interviewee", "Position", "Affiliation", "Date", "Question", "Answer", "Time"],
    ["Valdoria", "Mira Dolen", "founder", "Harbour Archive", "2031-05-14", "Why did you leave?",
     "They told me ‘go home’.\nMy brother was held; for 14 days.", "00:12:31"],
    ["Valdoria", "Mira Dolen", "", "", "2031-05-14", "Who helps?", "The archive does.", ""],
    ["West Orlund", "Tomas Ek", "fisherman", "", "", "Do fishers trust the radio?", "No.", "75"],
]  # fmt: skip
TURNS = [
    ["Interview ID", "Speaker", "Text", "Timestamp", "Civic space"],
    ["3", "Interviewer", "Why did you leave?", "0:05", "closed"],
    ["3", "Mira Dolen", "They told me ‘go home’.", "0:09", ""],
    ["3", "Mira Dolen", "My brother was held.", "0:12", ""],
    ["3", "Interviewer", "Who helps?", "", ""],
    ["3", "Ilke Sann", "My aunt.", "", ""],
    ["3", "Mira Dolen", "And the archive.", "", ""],
    ["4", "Interviewer", "What changed?", "", ""],
    ["4", "Tomas Ek", "They took our licences.", "1:02:03,500", ""],
]


def delimited(rows: list[list[str]], delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode()


def workbook(*rows: list[str]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    return book, sheet


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def said(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    text = document.text
    return [
        (turn.speaker, turn.question and turn.question.of(text), [p.of(text) for p in turn.answer])
        for interview in document.interviews
        for turn in interview.turns
    ]


def codes(document: Document) -> dict[str, str]:
    return {remark.code: remark.message for remark in document.remarks}


PAIRED = [
    ("Mira Dolen", "Why did you leave?",
     ["They told me ‘go home’.", "My brother was held; for 14 days."]),
    ("Mira Dolen", "Who helps?", ["The archive does."]),
    ("Tomas Ek", "Do fishers trust the radio?", ["No."]),
]  # fmt: skip


def forms(rows: list[list[str]]) -> list[tuple[str, bytes]]:
    return [
        ("a.csv", delimited(rows)),
        ("a.csv", delimited(rows, ";")),
        ("a.csv", b"sep=;\r\n" + delimited(rows, ";")),
        ("a.tsv", delimited(rows, "\t")),
        ("a.csv", delimited(rows, "|")),
        ("a.csv", delimited(rows).decode().encode("utf-8-sig")),
        ("a.csv", b"\xff\xfe" + delimited(rows, "\t").decode().encode("utf-16-le")),
        ("a.xlsx", saved(workbook(*rows)[0])),
    ]


@pytest.mark.parametrize(("name", "raw"), forms(PAIRS))
def test_a_row_a_question_with_its_answer(name: str, raw: bytes) -> None:
    document = read_bytes(raw, name)
    assert said(document) == PAIRED
    one, two = document.interviews
    assert (one.country, one.date, two.country, two.date) == (
        "Valdoria",
        "2031-05-14",
        "West Orlund",
        None,
    )
    (mira,), (tomas,) = one.speakers, two.speakers
    assert (mira.name, mira.role, mira.organisation) == ("Mira Dolen", "founder", "Harbour Archive")
    assert (tomas.role, tomas.organisation) == ("fisherman", None)
    times = [
        locator(document.marks, span)
        for interview in document.interviews
        for turn in interview.turns
        for span in turn.answer
    ]
    assert times == ["00:12:31", "00:12:31", None, "00:01:15"]
    assert "left-out" not in codes(document)


@pytest.mark.parametrize(("name", "raw"), forms(TURNS))
def test_a_row_a_turn(name: str, raw: bytes) -> None:
    document = read_bytes(raw, name)
    assert said(document) == [
        ("Mira Dolen", "Why did you leave?", ["They told me ‘go home’.", "My brother was held."]),
        ("Ilke Sann", "Who helps?", ["My aunt."]),
        ("Mira Dolen", "Who helps?", ["And the archive."]),
        ("Tomas Ek", "What changed?", ["They took our licences."]),
    ]
    one, two = document.interviews
    assert (len(one.questions), one.rating, two.rating) == (2, "closed", None)
    assert [speaker.name for speaker in one.speakers] == ["Mira Dolen", "Ilke Sann"]
    assert locator(document.marks, one.turns[0].answer[0]) == "00:00:09"
    assert locator(document.marks, one.turns[1].answer[0]) is None
    assert locator(document.marks, two.turns[0].answer[0]) == "01:02:03"
    assert "Interview: 3" in document.text


def test_every_line_of_the_text_has_one_role() -> None:
    document = read_bytes(delimited(TURNS), "a.csv")
    left = list(document.text)
    for part in document.parts:
        left[part.span.start : part.span.end] = " " * len(part.span)
    assert not "".join(left).strip()


def test_ids_stay_when_rows_are_added_and_differ_between_tables() -> None:
    one = read_bytes(delimited(TURNS), "a.csv").interviews
    more = read_bytes(delimited([*TURNS, ["5", "Ana Rill", "I left.", "", ""]]), "a.csv").interviews
    other = read_bytes(delimited(TURNS), "b.csv").interviews
    assert [i.id for i in more][:2] == [i.id for i in one]
    assert not {i.id for i in one} & {i.id for i in other}
    assert re.fullmatch(r"mira-dolen-[0-9a-f]{8}", one[0].id)


@pytest.mark.parametrize("field", sorted(KNOWN))
def test_each_column_is_known_by_all_its_names(field: str) -> None:
    for word in KNOWN[field]:
        for written in (word, word.upper(), f" {word.title()} (of the archive)"):
            assert recognised([written]) == {field: 0}, written
    assert recognised(["Réponse", "PAÍS", "interview_id"]) == {
        "answer": 0,
        "country": 1,
        "interview": 2,
    }


def test_the_readme_lists_the_columns() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert [field for field in KNOWN if f"`{field}`" not in readme] == []


def test_the_plainest_header_wins_and_other_columns_are_said() -> None:
    rows = [["Name", "Speaker", "Text", "Mood"], ["x", "Mira Dolen", "They came.", "sad"]]
    document = read_bytes(delimited(rows), "a.csv")
    assert said(document) == [("Mira Dolen", None, ["They came."])]
    assert codes(document)["left-out"] == "Columns of a.csv that are not read: Name, Mood."
    assert "nobody is surely the interviewer" in codes(document)["no-interviewer"]


def test_who_asks_is_told_by_role_or_by_asking() -> None:
    talk = [["Ana", "Why?"], ["Mira", "Because. Why not?"], ["Mira", "So."], ["Mira", "Yes."]]
    talk += [["Ana", "Who?"]]
    asked = [("Mira", "Why?", ["Because. Why not?", "So.", "Yes."]), (None, "Who?", [])]
    document = read_bytes(delimited([["speaker", "text"], *talk]), "a.csv")
    assert said(document) == asked
    roles = [[*row, "Interviewer" if row[0] == "Ana" else ""] for row in talk]
    document = read_bytes(delimited([["speaker", "text", "role"], *roles]), "a.csv")
    assert said(document) == asked
    bare = [["text"], ["Why did you leave?"], ["They came."], ["Should I have stayed?"]]
    document = read_bytes(delimited(bare), "a.csv")
    assert said(document) == [(None, "Why did you leave?", ["They came.", "Should I have stayed?"])]
    assert "Who answers in 1 of 1" in codes(document)["no-speaker"]


def test_labels_are_never_names() -> None:
    rows = [["speaker", "text"], ["SPEAKER_00", "Why?"], ["SPEAKER_01", "They came."]]
    document = read_bytes(delimited(rows), "a.csv")
    assert said(document) == [(None, "Why?", ["They came."])]
    assert document.interviews[0].speakers == ()


def test_rows_that_differ_leave_it_unknown() -> None:
    rows = [["interview", "country", "question", "answer"], ["1", "Valdoria", "Why?", "So."]]
    document = read_bytes(delimited([*rows, ["1", "Oshran", "Who?", "They."]]), "a.csv")
    (interview,) = document.interviews
    assert interview.country is None
    assert "say Valdoria and Oshran under country" in codes(document)["rows-differ"]


def test_a_number_for_each_row_makes_no_interview_of_it() -> None:
    talk = [["1", "Q", "Why?"], ["2", "Mira", "They came."], ["3", "Mira", "At night."]]
    document = read_bytes(delimited([["id", "speaker", "text"], *talk]), "a.csv")
    assert len(document.interviews) == 1
    again = [["7", "Q", "Why?"], ["7", "Mira", "They came."], ["8", "Tomas", "At night."]]
    assert len(read_bytes(delimited([["id", "speaker", "text"], *again]), "a.csv").interviews) == 2


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"colour,weight\nred,3\n", "Found: a.csv: colour, weight"),
        (b"colour\n", "no columns that hold what somebody says"),
        (b"question,answer\nWhy?,\n", "no answer"),
        (b"question,answer\nWhy?,So,they,came\n", "line 2 of a.csv has 4 cells for 2 columns"),
        (b'question,answer\nWhy?,"They came\n', "line 2 of a.csv is no row"),
        ("question,answer\nWhy?,Déjà\n".encode("cp1252"), "not UTF-8"),
        (b"PK\x03\x04", "ZIP archive"),
        (b"", "is empty"),
        (b"question,answer\nWhy?," + b"x" * 1_000_001, "is no row"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_bytes(raw, "a.csv")


def test_a_refusal_lists_what_is_known() -> None:
    with pytest.raises(BadInput) as refused:
        read_bytes(b"colour,weight\nred,3\n", "a.csv")
    assert all(field in str(refused.value) for field in KNOWN)


def test_a_title_above_the_header_is_counted() -> None:
    rows = [["Voices of 2031", ""], ["question", "answer"], ["Why?", "So."]]
    document = read_bytes(delimited(rows), "a.csv")
    assert "1 title row" in codes(document)["left-out"]


def test_what_is_hidden_in_a_workbook_is_left_out_and_counted() -> None:
    book, sheet = workbook(*[[*row, "secret"] for row in PAIRS])
    sheet.column_dimensions["I"].hidden = True
    sheet.append(["Valdoria", "Mira Dolen", "", "", "2031-05-14", "Where?", "In the cellar.", ""])
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Names").append(["question", "answer"])
    book["Names"].append(["Real name?", "Zofie."])
    book["Names"].sheet_state = "veryHidden"
    book.create_sheet("Costs").append(["Item", "Price"])
    document = read_bytes(saved(book), "a.xlsx")
    assert said(document) == PAIRED
    for words in ("cellar", "Zofie", "secret"):
        assert words not in document.text
    counted = "1 hidden sheet"
    messages = " ".join(remark.message for remark in document.remarks)
    assert all(words in messages for words in (counted, "1 hidden row", "4 hidden cells"))
    assert "sheet 'Costs': Item, Price" in messages


def test_cells_are_read_as_they_are_shown() -> None:
    book, sheet = workbook(["date", "time", "question", "answer", "rating"])
    sheet.append([datetime.date(2031, 5, 14), datetime.time(0, 12, 31), "Why?", 12, "=1+1"])
    sheet.append([datetime.datetime(2031, 5, 14, 9, 30), datetime.time(0, 13), True, 0.25, None])
    sheet.append([datetime.date(2031, 5, 14), None, "Who?", None, None])
    sheet["D4"] = openpyxl.cell.rich_text.CellRichText(
        "They ", openpyxl.cell.rich_text.TextBlock(openpyxl.cell.text.InlineFont(b=True), "came.")
    )
    sheet["C4"].font = Font(bold=True)
    document = read_bytes(saved(book), "a.xlsx")
    assert said(document) == [
        (None, "Why?", ["12"]),
        (None, "TRUE", ["0.25"]),
        (None, "Who?", ["They came."]),
    ]
    assert {interview.date for interview in document.interviews} == {"2031-05-14"}
    first = document.interviews[0].turns[0].answer[0]
    assert locator(document.marks, first) == "00:12:31"
    assert "1 empty formula" in codes(document)["left-out"]


def patched(raw: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with some words of one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as one, zipfile.ZipFile(made, "w") as two:
        for name in one.namelist():
            held = one.read(name)
            if name == part:
                assert old.encode() in held
                held = held.replace(old.encode(), new.encode())
            two.writestr(name, held)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_formula_gives_the_value_that_was_worked_out() -> None:
    raw = saved(workbook(["question", "answer"], ["Why?", "=A1"], ["Who?", "They."])[0])
    raw = patched(raw, SHEET, '<c r="B2"><f>A1</f><v></v></c>',
                  '<c r="B2" t="str"><f>A1</f><v>So.</v></c>')  # fmt: skip
    assert said(read_bytes(raw, "a.xlsx"))[0] == (None, "Why?", ["So."])
    raw = patched(raw, SHEET, 't="str"><f>A1</f><v>So.</v>', 't="e"><f>A1</f><v>#REF!</v>')
    document = read_bytes(raw, "a.xlsx")
    assert said(document)[0] == (None, "Why?", [])
    assert "1 faulty cell" in codes(document)["left-out"]


# Excel itself keeps the texts of cells in a part of their own, and numbers them.
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>question</t></si><si><t>answer</t></si><si><t xml:space='preserve'> Why? </t></si>"
    "<si><r><t>They </t></r><r><rPr><b/></rPr><t>came.</t></r><rPh sb='0' eb='1'><t>zei</t></rPh>"
    "</si></sst>"
)


LINKED = '<Relationship Id="x" Type="http://x/sharedStrings" Target="texts.xml"/></Relationships>'


def test_shared_texts_are_read_without_how_they_are_pronounced() -> None:
    book, sheet = workbook()
    for cell, number in {"A1": 0, "B1": 1, "A2": 2, "B2": 3}.items():
        sheet[cell] = number
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as one, zipfile.ZipFile(made, "w") as two:
        for name in one.namelist():
            held = one.read(name).decode()
            held = held.replace(' t="n"', ' t="s"').replace("</Relationships>", LINKED)
            two.writestr(name, held)
        two.writestr("xl/texts.xml", SHARED)
    assert said(read_bytes(made.getvalue(), "a.xlsx")) == [(None, "Why?", ["They came."])]


# Column A is hidden; where a row or a cell stands need not be told.
PLACELESS = (
    '<cols><col min="1" max="1" hidden="1"/></cols><sheetData><row/>'
    "<row><c t='str'><v>note</v></c><c t='str'><v>speaker</v></c><c t='str'><v>text</v></c></row>"
    "<row hidden='1'><c/><c t='str'><v>x</v></c></row>"
    "<row><c/><c t='str'><v>Interviewer</v></c><c t='str'><v>Why?</v></c></row>"
    "<row><c/><c t='str'><v>Mira Dolen</v></c><c t='str'><v>They came.</v></c></row>"
    "<row><c t='str'><v>secret</v></c><c/><c t='str'><v>At night.</v></c></row></sheetData>"
    '<mergeCells count="1"><mergeCell ref="B5:B6"/></mergeCells>'
)


def test_cells_and_rows_that_do_not_tell_their_place_stand_where_they_come() -> None:
    raw = patched(saved(workbook()[0]), SHEET, "<sheetData></sheetData>", PLACELESS)
    document = read_bytes(raw, "a.xlsx")
    assert said(document) == [("Mira Dolen", "Why?", ["They came.", "At night."])]


def test_merged_cells_hold_for_all_their_rows_but_nobody_says_it_twice() -> None:
    book, sheet = workbook(["country", "speaker", "question", "answer"])
    sheet.append(["Valdoria", "Mira", "Why?", "So."])
    sheet.append([None, None, None, "And so."])
    sheet.append([None, None, "Who?", None])
    for cells in ("A2:A4", "B2:B4", "C2:C3", "D3:D4"):
        sheet.merge_cells(cells)
    document = read_bytes(saved(book), "a.xlsx")
    assert said(document) == [
        ("Mira", "Why?", ["So."]),
        ("Mira", "Why?", ["And so."]),
        ("Mira", "Who?", []),
    ]


def test_very_many_merged_cells_are_filled() -> None:
    rows = [Row(number, ("Mira" if number % 2 else "", "So.")) for number in range(1, 60_001)]
    merged = tuple((0, first, first + 1) for first in range(1, 60_001, 2))
    found = list(filled(rows, merged, {"speaker": 0, "text": 1}))
    assert {row.cells for row in found} == {("Mira", "So.")}


def test_a_row_between_merged_cells_keeps_what_it_says() -> None:
    rows = [Row(number, (name,)) for number, name in enumerate(("Bo", "Mira", "", "Ek", ""), 1)]
    found = filled(rows, ((0, 5, 6), (0, 2, 3)), {"speaker": 0})
    assert [row.cells for row in found] == [("Bo",), ("Mira",), ("Mira",), ("Ek",), ("",)]


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (SHEET, "<sheetData>", "<sheetData><oops>", "damaged"),
        (SHEET, "<worksheet", "<!DOCTYPE w [<!ENTITY a 'b'>]><worksheet", "declares entities"),
        ("xl/workbook.xml", "<workbook x", "<!DOCTYPE w [<!ENTITY a 'b'>]><workbook x", "entities"),
        (SHEET, '<c r="A2" t="inlineStr">', '<c r="A2" t="s"><v>9</v>', "damaged"),
        (SHEET, '<c r="A2" t="inlineStr">', '<c r="A2"><v>x</v>', "damaged"),
        (SHEET, '<row r="1"', '<row r="one"', "damaged"),
        (SHEET, "<v>7</v>", "<v>1e400</v>", "damaged"),
    ],
)
def test_a_workbook_made_to_harm_is_refused(part: str, old: str, new: str, words: str) -> None:
    book, sheet = workbook(["question", "answer"], ["Why?", "So."])
    sheet["B3"] = 7
    raw = patched(saved(book), part, old, new)
    with pytest.raises(BadInput, match=words):
        read_bytes(raw, "a.xlsx")


def test_a_workbook_whose_packing_is_damaged_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>" * 90)
    raw = bytearray(made.getvalue())
    # The first bytes after the header and the name say how what follows is packed.
    raw[30 + len("xl/workbook.xml")] = 0xFF
    with pytest.raises(BadInput, match="no Excel workbook that can be read"):
        read_bytes(bytes(raw), "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package_:
        package_.writestr("xl/workbook.xml", b" " * 100_000_001)
    with pytest.raises(BadInput, match="unpacks to"):
        read_bytes(made.getvalue(), "a.xlsx")


CELL = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, width=32),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)),
    st.none(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=6))
def test_cells_are_those_that_openpyxl_reads(rows: list[list[object]]) -> None:
    """A differential test: two readers of one format."""
    book, sheet = workbook()
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at, value)
            if isinstance(value, str):
                cell.data_type = "s"
    raw = saved(book)
    theirs = {
        (number, at): told(value)
        for number, row in enumerate(openpyxl.load_workbook(io.BytesIO(raw)).active.values, start=1)
        for at, value in enumerate(row)
        if told(value)
    }
    with package(raw, "a.xlsx", "Excel workbook", ".xlsx") as parts:
        (table,) = sheets(parts, Counter())
    ours = {
        (row.number, at): cell for row in table.rows for at, cell in enumerate(row.cells) if cell
    }
    assert ours == theirs


def told(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value).strip()


@pytest.mark.parametrize(
    ("value", "form", "as_shown"),
    [
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("47982", "d/m/yy", "2031-05-14"),
        ("0.5", "h:mm", "12:00"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.00869212962962963", "mm:ss", "12:31"),
        ("47982.5", "yyyy-mm-dd h:mm", "2031-05-14 12:00"),
        ("3.0", "", "3"),
        ("-1", "yyyy-mm-dd", "-1"),
    ],
)
def test_numbers_are_shown_by_their_format(value: str, form: str, as_shown: str) -> None:
    assert shown(value, form, since_1904=False) == as_shown


def test_tables_stand_in_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(delimited(PAIRS))
    (tmp_path / "b.xlsx").write_bytes(saved(workbook(*TURNS)[0]))
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [document.format for document in made.archive.documents] == ["csv", "xlsx"]
    assert len(made.archive.interviews) == 4
