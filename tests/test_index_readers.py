from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pdfs import pdf, text
from specimens import TINY, HashEmbedder

from index.build import index_documents
from index.errors import BadInput
from index.interview import Document
from index.readers import read, read_bytes
from index.readers.docx import read_docx
from index.readers.formats import READERS
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.odt import read_odt
from index.readers.subtitles import read_subtitles

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES = (
    "VALDORIA: ‘They told me ‘go home’ and I said this is home’",
    "The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive (HAR), on letters.",
    "Why did you leave Valdoria?",
    "They told me ‘go home’ & I said this is home. My brother was held for 14 days.",
    "Who helps families now?",
    "The Harbour Archive pays for lawyers. It’s slow work… but it holds.",
)


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def docx(body: str, **parts: str) -> bytes:
    """A Word document whose body is some XML; other parts by name, `_` for what is no letter."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        spaces = (
            f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:v="urn:v"'
        )
        main = f"{head}<w:document {spaces}><w:body>{body}</w:body></w:document>"
        package.writestr("[Content_Types].xml", f"{head}<Types/>")
        package.writestr("word/document.xml", main)
        for name, held in parts.items():
            package.writestr(f"word/{name}.xml", f"{head}<w:part {spaces}>{held}</w:part>")
    return made.getvalue()


def run(words: str, marks: str = "") -> str:
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escaped(words)}</w:t></w:r>'


def para(*runs: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{''.join(runs)}</w:p>"


def in_format(suffix: str) -> bytes:
    """The same interview in each format."""
    if suffix == ".docx":
        return docx("".join(para(run(line[:7]), run(line[7:])) for line in LINES))
    if suffix == ".odt":
        return odt("".join(f"<text:p>{escaped(line)}</text:p>" for line in LINES))
    if suffix == ".rtf":
        body = "".join(f"{in_rtf(line)}\\par\n" for line in LINES)
        return f"{{\\rtf1\\ansi\\uc1 {body}}}".encode("ascii")
    if suffix == ".pdf":
        return pdf("".join(text(20, 700 - 30 * n, line, size=8) for n, line in enumerate(LINES)))
    if suffix in (".html", ".htm", ".xhtml"):
        blocks = "\n".join(f"  <p>{escaped(line)}</p>" for line in LINES)
        return f"<!doctype html><title>x</title><body>\n{blocks}\n</body>".encode()
    return "\n\n".join(LINES).encode()


def in_rtf(words: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in words)


ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(body: str, styles: str = "", common: str = "") -> bytes:
    """An OpenDocument text whose body is some XML, with its own and its common styles."""
    made = io.BytesIO()
    names = ("text", "office", "style", "draw", "svg-compatible")
    spaces = " ".join(f'xmlns:{name.split("-")[0]}="{ODF}{name}:1.0"' for name in names)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        if common:
            package.writestr(
                "styles.xml", f"<office:document-styles {spaces}>{common}</office:document-styles>"
            )
    return made.getvalue()


def said(document: Document) -> list[tuple[str | None, str | None, list[str]]]:
    text = document.text
    return [
        (turn.speaker, turn.question and turn.question.of(text), [p.of(text) for p in turn.answer])
        for interview in document.interviews
        for turn in interview.turns
    ]


def in_file(folder: Path, name: str, raw: bytes) -> Document:
    (folder / name).write_bytes(raw)
    return read(folder / name, name)


WITHOUT_HEADINGS = {".srt", ".vtt", ".json", ".otr"}
# Theirs are in tests of their own.
STRUCTURED = {".csv", ".tsv", ".xlsx", ".jsonl"}


@pytest.mark.parametrize("suffix", sorted(READERS.keys() - WITHOUT_HEADINGS - STRUCTURED))
def test_an_interview_reads_the_same_in_every_format(tmp_path: Path, suffix: str) -> None:
    plain = in_file(tmp_path, "plain.txt", in_format(".txt"))
    other = in_file(tmp_path, f"other{suffix}", in_format(suffix))
    assert said(other) == said(plain)
    assert len(said(plain)) == 2
    (one,), (two,) = plain.interviews, other.interviews
    assert (two.country, two.speakers) == (one.country, one.speakers)
    assert not [r for r in other.remarks if r.code == "left-out"]
    for part in other.parts:
        assert part.span.of(other.text).strip()


def test_formats_stand_in_one_archive(tmp_path: Path) -> None:
    for suffix in (".docx", ".html", ".md"):
        (tmp_path / f"an{suffix}").write_bytes(in_format(suffix))
    (tmp_path / "two.txt").write_text(TINY, encoding="utf-8")
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    formats = [document.format for document in made.archive.documents]
    assert formats == ["docx", "html", "markdown", "text"]


def test_a_word_document_is_read_as_its_final_text(tmp_path: Path) -> None:
    body = "".join(
        (
            para(run("Why did you "), f"<w:del>{run('flee')}</w:del>", run("leave?")),
            para(
                f"<w:ins>{run('They took ')}</w:ins>",
                f"<w:moveFrom>{run('elsewhere ')}</w:moveFrom>",
                run("the boat.", "<w:b/>"),
                run(" Secretly.", "<w:vanish/>"),
                run(" And the radio.", '<w:vanish w:val="0"/>'),
                "<w:r><w:instrText>HYPERLINK</w:instrText><w:footnoteReference/></w:r>",
                "<w:r><w:br/><w:t>Then they left.</w:t><w:br w:type='page'/></w:r>",
            ),
        )
    )
    parts = {"comments": f"<w:comment>{para(run('Check'))}</w:comment>", "header1": run("Page 1")}
    found = read_docx(docx(body, **parts), "a.docx")
    assert found.text == (
        "Why did you leave?\n\nThey took the boat. And the radio.\nThen they left.\n"
    )
    assert found.dropped == {
        "deletion": 2,
        "hidden run": 1,
        "footnote": 1,
        "comment": 1,
        "page header": 1,
        "page footer": 0,
    }
    (remark,) = found.remarks
    assert "2 deletions, 1 hidden run, 1 footnote, 1 comment, 1 page header." in remark.message


def test_tables_boxes_and_wrappings_are_read_in_order() -> None:
    box = f"<w:txbxContent>{para(run('In a box.'))}</w:txbxContent>"
    body = (
        f"<w:tbl><w:tr><w:tc>{para(run('Q:'))}</w:tc><w:tc>{para(run('Why?'))}</w:tc></w:tr></w:tbl>"
        f"<w:sdt><w:sdtPr>{run('never')}</w:sdtPr><w:sdtContent>{para(run('Held.'))}</w:sdtContent></w:sdt>"
        f"{para(run('Beside '), '<w:hyperlink>' + run('a link') + '</w:hyperlink>')}"
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback><v:pict>{box}</v:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('Anchor.')}</w:p>"
    )
    found = read_docx(docx(body), "a.docx").text.split("\n\n")
    assert [line.strip() for line in found] == [
        "Q:",
        "Why?",
        "Held.",
        "Beside a link",
        "Anchor.",
        "In a box.",
    ]


BOMB = "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"


def packed(main: bytes, **others: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", main)
        for name, held in others.items():
            package.writestr(name, held)
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"no zip at all", "no Word document"),
        (b"PK\x03\x04broken", "no Word document"),
        (packed(b"<x"), "damaged"),
        (packed(b"<x/>"), "holds no text"),
        (docx(para(run("  "))), "is empty"),
        (packed(f"{BOMB}<w:document xmlns:w='{W}'/>".encode()), "declares entities"),
        (packed(b"<x/>", bomb=b"0" * 20_000_001), "unpacks to"),
        (packed(b"<x/>", **{f"p{n}": b"" for n in range(2001)}), "2,002 parts"),
        (docx("<w:sdt>" * 300 + "</w:sdt>" * 300), "Excessive depth"),
    ],
)
def test_what_is_no_sound_word_document_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_docx(raw, "a.docx")


def test_a_locked_document_is_refused() -> None:
    raw = bytearray(docx(para(run("Why?"))))
    # The flag of encryption in the central directory's first entry.
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 8] |= 1
    with pytest.raises(BadInput, match="password"):
        read_docx(bytes(raw), "a.docx")


def test_a_page_is_read_without_its_frame() -> None:
    page = """<?xml version="1.0"?><html><head><title>T</title><style>p{}</style></head><body>
    <header><p>Menu of the site</p></header><nav><a href="x">Home</a></nav>
    <article><header><h1>On <em>salt</em></h1></header>
    <p>Why   did
    you leave?<p>They took<br>the boat<!-- no --> &amp; the <b>radio</b>.<script>alert(1)</script>
    <p hidden>Not shown</p><span style="display: none">nor this</span>
    <ul><li>One</li><li>Two</li></ul></article>
    <aside>Read also</aside><footer>Imprint</footer></body></html>"""
    found = read_html(page.encode(), "a.html")
    lines = [line for line in found.text.split("\n") if line]
    assert lines == [
        "On salt",
        "Why did you leave?",
        "They took",
        "the boat & the radio.",
        "One",
        "Two",
    ]
    assert found.dropped == {"hidden element": 2}


def test_what_frames_a_page_without_a_marked_content_is_counted() -> None:
    page = b"<body><nav>Home</nav><aside>More</aside><div>Why?</div><form><p>Mail</p></form></body>"
    found = read_html(page, "a.html")
    assert found.text == "Why?\n"
    assert found.dropped == {"navigation block": 1, "side block": 1, "form field": 1}
    assert "1 navigation block, 1 side block, 1 form field" in found.remarks[0].message


@pytest.mark.parametrize(
    "raw",
    [
        "<p>Žofie’s café</p>".encode(),
        '<meta charset="windows-1250"><p>Žofie’s café</p>'.encode("cp1250"),
        '<meta http-equiv="x" content="text/html; charset=utf-8"><p>Žofie’s café</p>'.encode(),
        "<p>Žofie’s café</p>".encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Žofie’s café</p>'.encode("cp1252"),
        "<p>Žofie’s café</p>".encode("utf-8-sig"),
    ],
)
def test_a_page_is_decoded_as_it_says(raw: bytes) -> None:
    assert read_html(raw, "a.html").text == "Žofie’s café\n"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'<meta charset="klingon"><p>Why?</p>', "klingon"),
        ('<meta charset="utf-16"><p>é</p>'.encode("cp1252"), "utf-16"),
        (b"<nav>only a menu</nav>", "is empty"),
        (b"<div>" * 500 + b"deep", "nested"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_html(raw, "a.html")


def test_markdown_is_read_with_its_front_matter() -> None:
    text = (
        "---\ntitle: On salt\ncountry: Valdoria\nGuest: 'Mira Dolen'\ndate: 2031-05-14\n"
        "tags: [salt, sea]\n---\n# On salt\n\n**Host:** Why did *you* leave?\n\n"
        "**Mira Dolen:** \\[00:12\\] They took [the boat](http://x).\nAnd the radio.\n\n"
        "***\n\n> Quoted & kept <b>bold</b>.\n"
    )
    found = read_markdown(text.encode(), "a.md")
    assert [line for line in found.text.split("\n") if line] == [
        "country: Valdoria",
        "Guest: Mira Dolen",
        "date: 2031-05-14",
        "On salt",
        "Host: Why did you leave?",
        "Mira Dolen: [00:12] They took the boat. And the radio.",
        "---",
        "Quoted & kept bold.",
    ]
    assert found.dropped["front matter field"] == 2


def test_front_matter_says_who_speaks_and_where(tmp_path: Path) -> None:
    text = "---\ncountry: Valdoria\nguest: Mira Dolen\n---\nWhy did you leave?\n\nThey took it.\n"
    document = in_file(tmp_path, "a.md", text.encode())
    (interview,) = document.interviews
    assert interview.country == "Valdoria"
    assert [speaker.name for speaker in interview.speakers] == ["Mira Dolen"]
    assert said(document) == [("Mira Dolen", "Why did you leave?", ["They took it."])]


def test_front_matter_names_people_in_lists() -> None:
    talk = "Q: Who keeps the lamp?\n\nA: I do.\n\nQ: Since when?\n\nA: Since spring.\n"
    heads = {
        "speakers: [Mira Dolen]": ["Mira Dolen"],
        "interviewees:\n  - Mira Dolen": ["Mira Dolen"],
        # One of them may be who asks.
        "speakers: [Ana Rey, Mira Dolen]": [],
        "speakers: [Ana Rey, Mira Dolen]\ninterviewee: Mira Dolen": ["Mira Dolen"],
        "speakers: [{name: Mira Dolen}]": [],
    }
    for head, people in heads.items():
        found = read_bytes(f"---\n{head}\n---\n\n{talk}".encode(), "talk.md")
        assert [one.name for one in found.interviews[0].speakers] == people, head


def test_front_matter_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(BadInput, match=r"front matter of a\.md"):
        read_markdown(b"---\na: [\n---\nWhy?\n", "a.md")
    with pytest.raises(BadInput, match="is empty"):
        read_markdown(b"---\ntitle: On salt\n---\n\n", "a.md")


def test_an_open_document_is_read_as_its_final_text() -> None:
    style = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2"><style:text-properties/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h>Why did<text:s text:c="2"/>you <text:span text:style-name="T2">leave</text:span>?'
        "</text:h>"
        '<text:p>They took<text:span text:style-name="T1"> secretly</text:span> the boat'
        "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note>."
        "<text:line-break/>And the radio.<office:annotation><text:p>Check</text:p>"
        "</office:annotation></text:p>"
        "<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>"
        "<text:p>Anchor.<text:span><text:p>In a box.</text:p></text:span></text:p>"
    )
    found = read_odt(odt(body, style), "a.odt")
    assert found.text == (
        "Why did you leave?\n\nThey took the boat.\nAnd the radio.\n\nOne\n\nAnchor.\n\nIn a box.\n"
    )
    assert found.dropped == {"deletion": 1, "hidden text": 1, "note": 1, "comment": 1}
    with pytest.raises(BadInput, match="no OpenDocument text"):
        read_odt(odt("").replace(b"content.xml", b"content.xmk"), "a.odt")


VTT = """WEBVTT

NOTE made by a machine

00:01.000 --> 00:02.500 align:start
<v Host>Why did you <i>leave</i>?</v>

00:00:02.600 --> 00:00:04.000
<v Mira Dolen>They took the boat &amp;

00:00:04.100 --> 00:00:05.000
<v Mira Dolen>the radio.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
HOST: Why did you leave?

2
00:00:02,500 --> 00:00:03,000
MIRA DOLEN: They took the boat.

3
00:00:03,100 --> 00:00:04,000
And the radio.

4
00:00:09,000 --> 00:00:10,000
Then we walked.
"""
ROLLING = """WEBVTT

00:00:01.000 --> 00:00:02.000
Why did you leave?

00:00:02.000 --> 00:00:03.000
Why did you leave?
They took the boat.

00:00:03.000 --> 00:00:04.000
They took the boat.
>> And who helped?
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (VTT, ["Host: Why did you leave?", "Mira Dolen: They took the boat & the radio."]),
        (
            SRT,
            [
                "HOST: Why did you leave?",
                "MIRA DOLEN: They took the boat. And the radio.",
                "MIRA DOLEN: Then we walked.",
            ],
        ),
        (ROLLING, ["Why did you leave?", "They took the boat.", "And who helped?"]),
    ],
)
def test_cues_are_put_together_to_what_each_says(text: str, lines: list[str]) -> None:
    found = read_subtitles(text.replace("\n", "\r\n").encode(), "a.vtt")
    assert found.text.strip().split("\n\n") == lines


def test_subtitles_with_names_are_an_interview(tmp_path: Path) -> None:
    document = in_file(tmp_path, "a.srt", SRT.encode())
    assert said(document)[0][0] == "Mira Dolen"
    assert said(document)[0][2] == ["They took the boat. And the radio.", "Then we walked."]
    with pytest.raises(BadInput, match="no cue"):
        read_subtitles(b"Why?\n\nBecause.\n", "a.srt")
