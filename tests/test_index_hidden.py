"""What a document holds and does not show: it is left out of the words, and counted."""

from __future__ import annotations

import pytest
from test_index_readers import docx, odt, para, run

from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.odt import read_odt

SEEN = "<text:p>Why did you leave?</text:p>"
NO_COMMENT = "<!-- check --><?check this?>"


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def styled(name: str, marks: str = "", parent: str = "", family: str = "text") -> str:
    """A style of an OpenDocument text."""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    properties = f"<style:text-properties {marks}/>" if marks else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{above}>'
        f"{properties}</style:style>"
    )


def named(name: str, marks: str = "", parent: str = "", kind: str = "character") -> str:
    """A style of a Word document."""
    above = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{above}<w:rPr>{marks}</w:rPr></w:style>'


HIDES = 'text:display="none"'
SHOWS = 'text:display="true"'


@pytest.mark.parametrize(
    ("hidden", "kept", "count"),
    [
        (f"<text:section {HIDES}><text:p>Secret.</text:p></text:section>", [], 1),
        (
            '<text:section text:display="condition" text:is-hidden="true">'
            "<text:list><text:list-item><text:p>Secret.</text:p></text:list-item></text:list>"
            "</text:section>",
            [],
            1,
        ),
        (
            '<text:section text:display="condition" text:is-hidden="false">'
            "<text:p>Held.</text:p></text:section>",
            ["Held."],
            0,
        ),
        ('<text:p><text:hidden-paragraph text:is-hidden="true"/>Secret.</text:p>', [], 1),
        (
            "<text:p><text:span>Sec<text:hidden-paragraph text:is-hidden='true'/></text:span>ret."
            "<draw:frame><draw:text-box><text:p>Too.</text:p></draw:text-box></draw:frame></text:p>",
            [],
            1,
        ),
        (
            '<text:p><text:hidden-paragraph text:is-hidden="false"/>Held.</text:p>',
            ["Held."],
            0,
        ),
        (
            "<text:p>Held.<draw:frame><draw:text-box>"
            '<text:p><text:hidden-paragraph text:is-hidden="true"/>Secret.</text:p>'
            "<text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>",
            ["Held.", "In a box."],
            1,
        ),
    ],
)
def test_a_hidden_part_of_an_open_document_is_left_out(
    hidden: str, kept: list[str], count: int
) -> None:
    found = read_odt(odt(f"{SEEN}{hidden}"), "a.odt")
    assert lines(found.text) == ["Why did you leave?", *kept]
    assert found.dropped.get("hidden text", 0) == count


def test_comments_and_instructions_in_the_xml_are_no_words() -> None:
    body = f"<text:p>They took {NO_COMMENT}the <text:span>bo{NO_COMMENT}at</text:span>.</text:p>"
    assert read_odt(odt(body), "a.odt").text == "They took the boat.\n"
    inside = run("the boat.").replace("boat", f"bo{NO_COMMENT}at")
    assert read_docx(docx(para(run("They took "), NO_COMMENT, inside)), "a.docx").text == (
        "They took the boat.\n"
    )


def test_what_a_picture_is_called_is_no_part_of_the_answer() -> None:
    picture = (
        "<draw:frame><draw:image/><svg:title>Map</svg:title><svg:desc>The harbour</svg:desc>"
        "</draw:frame>"
    )
    found = read_odt(odt(f"<text:p>They took {picture}the boat.</text:p>"), "a.odt")
    assert found.text == "They took the boat.\n"


@pytest.mark.parametrize(
    ("own", "common", "shown"),
    [
        (styled("T1", HIDES), "", "They left."),
        ("", styled("T1", HIDES), "They left."),
        (styled("T1", parent="Hidden"), styled("Hidden", HIDES), "They left."),
        (styled("T1", "", "B"), styled("A", HIDES) + styled("B", "", "A"), "They left."),
        (styled("T1", SHOWS, "Hidden"), styled("Hidden", HIDES), "They secretly left."),
        # A paragraph's style hides no span that has another style of that name.
        (styled("T1"), styled("T1", HIDES, family="paragraph"), "They secretly left."),
        # Two styles that name each other say nothing.
        (styled("T1", "", "B") + styled("B", "", "T1"), "", "They secretly left."),
    ],
)
def test_a_style_of_an_open_document_hides_words(own: str, common: str, shown: str) -> None:
    body = '<text:p>They <text:span text:style-name="T1">secretly </text:span>left.</text:p>'
    styles = f"<office:styles>{common}</office:styles>"
    found = read_odt(odt(body, own, styles), "a.odt")
    assert found.text == f"{shown}\n"
    assert found.dropped.get("hidden text", 0) == ("secretly" not in shown)


def test_a_style_of_page_headers_hides_nothing_in_the_text() -> None:
    body = '<text:p text:style-name="P1">They left.</text:p>'
    apart = styled("P1", HIDES, family="paragraph")
    common = f"<office:automatic-styles>{apart}</office:automatic-styles>"
    assert read_odt(odt(body, "", common), "a.odt").text == "They left.\n"
    hidden = read_odt(odt(f"{SEEN}{body}", apart), "a.odt")
    assert hidden.text == "Why did you leave?\n"
    assert hidden.dropped["hidden text"] == 1


VANISH = "<w:vanish/>"
OFF = '<w:vanish w:val="0"/>'


@pytest.mark.parametrize(
    ("styles", "shown"),
    [
        (named("Hidden", VANISH), "They left."),
        (named("Base", VANISH) + named("Hidden", parent="Base"), "They left."),
        (named("Base", VANISH) + named("Hidden", OFF, "Base"), "They secretly left."),
        (named("Hidden", '<w:vanish w:val="false"/>'), "They secretly left."),
        (named("Hidden", parent="Base") + named("Base", parent="Hidden"), "They secretly left."),
        (named("Other", VANISH), "They secretly left."),
    ],
)
def test_a_style_of_a_word_document_hides_a_run(styles: str, shown: str) -> None:
    secret = run("secretly ", '<w:rStyle w:val="Hidden"/>')
    body = para(run("They "), secret, run("left."))
    found = read_docx(docx(body, styles=styles), "a.docx")
    assert found.text == f"{shown}\n"
    assert found.dropped.get("hidden run", 0) == ("secretly" not in shown)


def test_a_style_of_a_word_document_hides_a_paragraph() -> None:
    styles = named("Secret", VANISH, kind="paragraph") + named("Plain", OFF)
    link = f"<w:hyperlink>{run('Or this.')}</w:hyperlink>"
    aside = "".join((run("Do not print. "), link, run("Held.", OFF)))
    body = (
        f"{para(run('Why did you leave?'))}"
        f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{aside}</w:p>'
    )
    found = read_docx(docx(body, styles=styles), "a.docx")
    assert lines(found.text) == ["Why did you leave?", "Held."]
    assert found.dropped["hidden run"] == 2


def test_a_hidden_paragraph_does_not_hide_what_its_own_box_shows() -> None:
    styles = named("Secret", VANISH, kind="paragraph")
    inner = f"<w:txbxContent>{para(run('In a box.'))}</w:txbxContent>"
    anchor = f"<w:r><w:rPr>{OFF}</w:rPr><w:pict>{inner}</w:pict></w:r>"
    body = f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{run("Secret.")}{anchor}</w:p>'
    assert read_docx(docx(body, styles=styles), "a.docx").text == "In a box.\n"


def test_what_a_page_says_was_deleted_is_left_out() -> None:
    page = b"<p>They <del>shot</del><ins>held</ins> him.</p><del><p>Gone.</p></del><del> </del>"
    found = read_html(page, "a.html")
    assert found.text == "They held him.\n"
    assert found.dropped == {"deletion": 2}


@pytest.mark.parametrize(
    "ruby",
    [
        "<ruby>漢字<rt>かんじ</rt></ruby>",
        "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>",
        "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>",
    ],
)
def test_how_a_word_is_read_aloud_is_no_part_of_it(ruby: str) -> None:
    found = read_html(f"<p>{ruby}で話した。</p>".encode(), "a.html")
    assert found.text == "漢字で話した。\n"
    assert not found.remarks


def test_how_a_word_is_read_aloud_is_no_part_of_a_document() -> None:
    ruby = (
        "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text>"
        "</text:ruby>"
    )
    assert read_odt(odt(f"<text:p>{ruby}で話した。</text:p>"), "a.odt").text == "漢字で話した。\n"
    base = f"<w:rubyBase>{run('漢字')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby><w:rt>{run('かんじ')}</w:rt>{base}</w:ruby></w:r>"
    assert read_docx(docx(para(ruby, run("で話した。"))), "a.docx").text == "漢字で話した。\n"
