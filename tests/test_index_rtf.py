from __future__ import annotations

import pytest

from index.errors import BadInput
from index.readers.rtf import read_rtf
from index.readers.words import Words


def rtf(body: str, head: str = "\\ansi\\ansicpg1252\\deff0") -> Words:
    return read_rtf(f"{{\\rtf1{head}{body}}}".encode("cp1252"), "a.rtf")


def lines(found: Words) -> list[str]:
    return found.text.strip().split("\n\n")


FONTS = (
    "{\\fonttbl{\\f0\\fnil\\fcharset0 Serif;}{\\f1\\fcharset204{\\*\\panose 02}Cyr;}"
    "{\\f2\\fcharset178 Arab;}{\\f3\\fcharset128 Mincho;}}"
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("caf\\'e9, \\ldblquote so\\rdblquote  \\emdash  it\\rquote s", "café, “so” — it’s"),
        ("caf\xe9 as it lies", "café as it lies"),
        ("\\uc1\\u1053?\\u1077?\\u1090?", "Нет"),
        ("\\uc0\\u1053\\u1077\\u1090 \\u8217 ", "Нет’"),
        ("\\uc2\\u1053\\'3f\\'3fx{\\uc1\\u1077 ?}\\u1090 ??!", "Нxет!"),
        ("\\u-10179?\\u-8704?\\u-10179?", "😀"),
        (f"{FONTS}\\f1\\'cd\\'e5\\'f2{{\\f0 \\'e9}}\\'ed", "Нетéн"),
        (f"{FONTS}\\f2\\'e4\\'da\\'e3 \\plain\\'e9", "نعم é"),
        (f"{FONTS}\\f3\\'82\\'cd\\'82\\'a2", "はい"),
        ("a\\~b\\_c\\-d\\{e\\}\\\\", "a\xa0b\u2011cd{e}\\"),
        ("{\\upr{caf?}{\\*\\ud{caf\\u233 ?}}} here", "café here"),
        ("one\r\n two\\tab three\\line four", "one two three\nfour"),
        ("{\\field{\\*\\fldinst HYPERLINK secret}{\\fldrslt a link}} end", "a link end"),
        ("{\\pict\\bin5 }}}}}after {\\*\\unknown gone}end", "after end"),
        ("{\\*\\shppict{\\pict 89504e47}}seen", "seen"),
    ],
)
def test_letters_are_read_as_they_are_printed(body: str, said: str) -> None:
    found = rtf(body.replace("\\bin5 }}}}}", "\\bin5 }}}}}}"))
    assert found.text.strip().replace("\xa0", " ") == said.replace("\xa0", " ")


def test_the_final_text_is_read_and_the_rest_is_counted() -> None:
    found = rtf(
        "{\\info{\\author Ana Rell}{\\title T}}{\\stylesheet{\\s1 Heading;}}"
        "{\\header\\pard Page \\chpgn\\par}{\\footer Imprint\\par}"
        "Why did you {\\deleted flee}{\\revised leave}?\\par "
        "They took{\\v  secretly}\\v  and twice\\v0  the boat"
        "{\\*\\atnid AR}{\\*\\annotation Check this\\par}{\\footnote A note.\\par}.\\par "
        "{\\*\\bkmkstart x}And the radio.{\\*\\bkmkend x}\\par\\par"
    )
    assert lines(found) == ["Why did you leave?", "They took the boat.", "And the radio."]
    assert {name: number for name, number in found.dropped.items() if number} == {
        "deletion": 1,
        "hidden run": 1,
        "comment": 1,
        "footnote": 1,
        "page header": 1,
        "page footer": 1,
    }


def test_tables_and_boxes_are_read_in_order() -> None:
    found = rtf(
        "\\trowd\\cellx1\\cellx2\\intbl Q:\\cell Why?\\cell\\row\\pard Beside "
        "{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}"
        "{\\shptxt\\pard In a \\b box\\b0 .\\par Two.\\par}}"
        "{\\shprslt fallback}}the anchor.\\par After.\\par"
    )
    assert lines(found) == ["Q:", "Why?", "Beside the anchor.", "In a box.", "Two.", "After."]


def test_paragraphs_in_bold_are_told() -> None:
    found = rtf(
        "{\\b Why did you leave?}\\par They \\b took\\b0  it.\\par\\b Who helped?\\par\\plain No."
    )
    assert [span.of(found.text) for span in found.bold] == ["Why did you leave?", "Who helped?"]
    assert lines(found)[1] == "They took it."


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"no RTF at all", "no RTF document"),
        (b"{\\rtf1 " + b"{" * 600 + b"deep", "nested too deep"),
        (b"{\\rtf1\\ansi {\\v hidden}}", "is empty"),
        (b"{\\rtf1", "is empty"),
    ],
)
def test_what_is_no_sound_document_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_rtf(raw, "a.rtf")


@pytest.mark.parametrize(
    "raw",
    [
        b"{\\rtf1 Why?}}}}}{{{ more",
        b"{\\rtf1 Why?\\'zz\\'4\\u\\u99999999999?\\bin-5\\",
        b"{\\rtf1\\ansicpg99999\\f9\\fcharset999 Why?",
        b"{\\rtf1 Why?" + b"\\par x" * 10_000,
    ],
)
def test_what_is_damaged_is_read_as_far_as_it_goes(raw: bytes) -> None:
    assert read_rtf(raw, "a.rtf").text.startswith("Why?")
