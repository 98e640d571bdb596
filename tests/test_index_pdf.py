from __future__ import annotations

from pathlib import Path

import pytest
from pdfs import assembled, column, pdf, text
from specimens import HashEmbedder

from index.build import index_documents
from index.errors import BadInput
from index.readers.invisible import Invisible
from index.readers.pdf import read_pdf
from index.readers.words import Words
from rag.cite import cut_quote

SAID = text(72, 700, "Why did you leave?") + text(72, 670, "They took the boat.")
NAME = text(72, 610, "the hidden name")
BOX = "60 600 300 30 re f Q "
SQUARE = "<< /Type /Annot /Rect [60 600 400 625] /F 4 /C [0 0 0] "
QUADS = "/QuadPoints [60 625 400 625 60 600 400 600]"
GHOST = {"extra": "/ExtGState << /G0 << /ca 0 >> >>"}
MULTIPLY = {"extra": "/ExtGState << /G0 << /BM /Multiply >> >>"}
FILL = f"{'word ' * 14}"


def lines(found: Words) -> list[str]:
    return found.text.strip().split("\n\n")


@pytest.mark.parametrize(
    ("drawn", "how"),
    [
        (text(72, 610, "the hidden name", how="1 g"), {}),
        (text(72, 610, "the hidden name", how="0.99 g"), {}),
        (f"q 0 g {BOX}{NAME}", {}),
        (text(72, 610, "the hidden name", how="3 Tr"), {}),
        (text(72, 610, "the hidden name", how="7 Tr"), {}),
        (f"{NAME}q 0 g {BOX}", {}),
        (f"{NAME}q 1 g {BOX}", {}),
        (f"{NAME}q 1 0 0 rg {BOX}", {}),
        (f"{NAME}q /G0 gs 0 g {BOX}", MULTIPLY),
        (text(72, 610, "the hidden name", how="/G0 gs"), GHOST),
        (text(72, 610, "the hidden name", size=1), {}),
        (f"q .05 0 0 .05 0 0 cm {text(1440, 12000, 'the hidden name')} Q", {}),
        (text(-300, 610, "the hidden name"), {}),
        (text(72, -40, "the hidden name"), {}),
        (NAME, {"page": "/CropBox [0 640 612 792]"}),
        (f"q 0 0 10 10 re W n {NAME} Q", {}),
        (NAME, {"notes": f"{SQUARE} /Subtype /Square /IC [0 0 0] >>"}),
        (NAME, {"notes": f"{SQUARE} /Subtype /Highlight {QUADS} >>"}),
        (NAME, {"notes": f"{SQUARE} /Subtype /Redact {QUADS} >>"}),
        (text(72, 670, "the hidden name", how="1 g"), {}),
    ],
)
def test_a_page_that_hides_text_is_refused(drawn: str, how: dict[str, str]) -> None:
    raw = pdf(SAID, drawn + SAID if drawn.startswith("q 0 g") else SAID + drawn, **how)
    with pytest.raises(BadInput) as refused:
        read_pdf(raw, "a.pdf")
    assert "a.pdf holds text that is not visible" in str(refused.value)
    assert " words on page" in str(refused.value)
    assert "2:" in str(refused.value)
    assert "--invisible-text drop" in str(refused.value)
    dropped = read_pdf(raw, "a.pdf", Invisible.DROP)
    assert lines(dropped)[0] == "Why did you leave?"
    assert "hidden" not in dropped.text
    assert dropped.dropped["invisible word"] >= 2
    kept = read_pdf(raw, "a.pdf", Invisible.KEEP)
    assert all(word in kept.text for word in ("the", "hidden", "name"))
    (remark,) = (r for r in kept.remarks if r.code == "invisible-text")
    assert "check it against the original" in remark.message


@pytest.mark.parametrize(
    ("drawn", "how"),
    [
        (NAME, {}),
        (text(72, 610, "the hidden name", how="0.5 g"), {}),
        ("q 0 g " + BOX + text(72, 610, "the hidden name", how="1 g"), {}),
        (f"{NAME}q 0 g 72 608 100 1 re f Q", {}),
        (f"{NAME}q 60 600 300 30 re S Q", {}),
        (f"q 0 0 600 800 re W n {NAME} Q", {}),
        (f"{NAME}q /G0 gs 1 1 0 rg {BOX}", MULTIPLY),
        (
            text(72, 610, "the hidden name", how="/G0 gs"),
            {"extra": "/ExtGState << /G0 << /ca .5 >> >>"},
        ),
        (NAME, {"notes": f"{SQUARE.replace('[0 0 0]', '[1 1 0]')} /Subtype /Highlight {QUADS} >>"}),
    ],
)
def test_what_is_seen_is_read_however_it_is_drawn(drawn: str, how: dict[str, str]) -> None:
    found = read_pdf(pdf(SAID + drawn, **how), "a.pdf")
    assert lines(found) == ["Why did you leave?", "They took the boat.", "the hidden name"]
    assert found.invisible == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_is_turned(turn: int) -> None:
    found = read_pdf(pdf(SAID, page=f"/Rotate {turn}"), "a.pdf")
    assert lines(found) == ["Why did you leave?", "They took the boat."]
    slanting = f"q .7 .7 -.7 .7 100 -100 cm {text(200, 200, 'DRAFT')} Q\n"
    found = read_pdf(pdf(slanting + SAID, page=f"/Rotate {turn}"), "a.pdf")
    assert lines(found) == ["Why did you leave?", "They took the boat."]
    assert found.dropped["sideways word"] == 1


def headed(number: int, head: str, *said: str) -> str:
    top, foot = text(200, 750, head), text(300, 40, f"{number}")
    return top + column(list(said)) + foot


def test_running_heads_and_page_numbers_are_left_out_and_counted() -> None:
    pages = [
        headed(at, f"Harbour Papers {2030 + at}", f"Why did you leave in {at}?", "They came.")
        for at in range(1, 4)
    ]
    found = read_pdf(pdf(*pages), "a.pdf")
    assert "Harbour" not in found.text
    assert "Why did you leave in 2?" in found.text
    assert (found.dropped["running head"], found.dropped["page number"]) == (3, 3)


def test_what_returns_in_the_text_is_no_running_head() -> None:
    said = [
        column(["INTERVIEWER", f"Why the boat of year {n}?", "MIRA", "I rowed."]) for n in "123"
    ]
    found = read_pdf(pdf(*said), "a.pdf")
    assert found.text.count("INTERVIEWER") == 3
    assert found.text.count("I rowed.") == 3
    alone = read_pdf(pdf(column(["Why did you leave?", "They came in", "1987"])), "a.pdf")
    assert "1987" in alone.text


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"left {n} they rowed on and on," for n in range(8)]
    right = [f"right {n} they rowed back home," for n in range(8)]
    page = (
        text(150, 740, "A title that goes across both of the columns of this page")
        + column(left, 72, 700)
        + column(right, 320, 700)
    )
    found = read_pdf(pdf(page), "a.pdf")
    assert found.text.split()[:3] == ["A", "title", "that"]
    assert " ".join(found.text.split()[12:]) == " ".join(left + right)


def test_a_table_of_names_and_words_is_read_row_by_row() -> None:
    page = "".join(
        text(72, 700 - 20 * n, name) + text(160, 700 - 20 * n, said)
        for n, (name, said) in enumerate(
            [("ANA:", "Why did you leave them?"), ("BO:", "They took the boat, the old one.")] * 4
        )
    )
    found = read_pdf(pdf(page), "a.pdf")
    assert lines(found)[:2] == [
        "ANA: Why did you leave them?",
        "BO: They took the boat, the old one.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("they had imprison-", "ed the ferryman and", "imprisoned"),
        ("that was a well-", "known ferryman and", "well-known"),
        ("we met in Anna-", "Luise Street and", "Anna-Luise"),
        ("the sunpath-", "ferry left, and the", "sunpath-ferry"),
        ("the Zorb-", "lings left, and the", "Zorblings"),
        ("in 2031-", "2032 they left, and", "2031-2032"),
    ],
)
def test_hyphens_at_line_ends_stay_where_they_are_real(
    before: str, after: str, joined: str
) -> None:
    long = "and so on and so on and so on and so on"
    page = column([f"{long} {before}", f"{after} {long}", "Zorblings and a sunpath-ferry came."])
    assert joined in read_pdf(pdf(page), "a.pdf").text


def test_the_document_itself_says_how_a_word_is_written() -> None:
    page = column(
        [
            "The co-operative and the co-operative of the coast had a boat, and so the co-",
            "operative rowed. The tide-table was wet, and so was each tide-",
            "table after that one, of the many that there were that year.",
        ]
    )
    found = read_pdf(pdf(page), "a.pdf").text
    assert found.count("co-operative") == 3
    assert found.count("tide-table") == 2


def test_paragraphs_are_told_by_indents_spaces_labels_and_bold() -> None:
    wide = "They rowed over the bay for two days with nothing but salt, letters and a goat,"
    page = (
        column(
            ["Why did you leave Valdoria, and who is it that rowed the boat of which"],
            top=700,
            font="F2",
        )
        + column(["you wrote?"], top=686, font="F2")
        + column(
            [
                wide,
                "and nobody saw them on the water of that bay, of which they spoke so often.",
                "Q: And then? " + wide[:60],
                "A: Then it rained.",
            ],
            top=672,
        )
        + text(92, 616, wide[:70])
        + column([wide, "which they say was tired.", "", "And that is all."], top=602)
    )
    found = read_pdf(pdf(page), "a.pdf")
    assert [line[:14] for line in lines(found)] == [
        "Why did you le",
        "They rowed ove",
        "Q: And then? T",
        "A: Then it rai",
        "They rowed ove",
        "And that is al",
    ]
    assert [span.of(found.text)[-10:] for span in found.bold] == ["you wrote?"]


def test_quotes_from_a_pdf_say_their_page(tmp_path: Path) -> None:
    first = column(["Q: Why did you leave the island of Merrow?", f"A: They took the boat, {FILL}"])
    second = column(
        ["and the goat too. Nobody rowed after us.", "", "Q: And who helped?", "A: The tide."]
    )
    source = tmp_path / "tape.pdf"
    source.write_bytes(pdf(first, second))
    made = index_documents([source], tmp_path / "archive", HashEmbedder())
    (interview,) = made.archive.interviews
    (paragraph,) = interview.turns[0].answer
    (last,) = interview.turns[1].answer
    quote = cut_quote(made.archive, interview.id, paragraph)
    assert quote.citation.locator == "pages 1–2"
    assert cut_quote(made.archive, interview.id, last).citation.locator == "page 2"


PICTURE = "q 200 0 0 200 72 400 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q"


def test_a_page_that_is_a_picture_is_counted_and_a_scan_is_refused() -> None:
    found = read_pdf(pdf(SAID, PICTURE), "a.pdf")
    assert found.dropped["textless page"] == 1
    with pytest.raises(BadInput, match=r"no text layer.*text recognition"):
        read_pdf(pdf(PICTURE, PICTURE), "a.pdf")


LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'ab' * 32}> /U <{'cd' * 32}> >> /ID [<00> <00>]"
)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"no PDF at all", "no PDF that can be read"),
        (b"%PDF-1.7\n%%EOF", "no PDF that can be read"),
        (assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [] >>"], LOCKED), "password"),
        (assembled([b"<< /Type /Catalog >>"]), "no PDF|no text layer"),
        (
            assembled(
                [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
            ),
            "no",
        ),
        (
            assembled(
                [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 900000 >>"]
            ),
            "pages",
        ),
    ],
)
def test_what_is_no_sound_pdf_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_pdf(raw, "a.pdf")


def test_what_is_pinned_to_a_page_is_counted() -> None:
    note = "<< /Type /Annot /Subtype /Text /Rect [300 300 320 320] /Contents (Secret) >>"
    found = read_pdf(pdf(SAID, notes=note), "a.pdf")
    assert lines(found) == ["Why did you leave?", "They took the boat."]
    assert found.dropped["pinned note"] == 1
