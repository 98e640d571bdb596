"""Front matter that is none, or that is made to harm; and what a page sets as it was typed."""

from __future__ import annotations

import pytest
from test_index_readers import said

from index.errors import BadInput
from index.readers import read_bytes
from index.readers.html import read_html
from index.readers.markdown import read_markdown

TALK = "Why did you leave?\n\nThey took the boat.\n"
DOUBLING = "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(22)
)


def fronted(front: str) -> bytes:
    return f"---\n{front}\n---\n{TALK}".encode()


@pytest.mark.parametrize(
    "front",
    [f"a: &a [x, x]\n{DOUBLING}\nguest: [*w]", "guest: &a Mira Dolen\nspeaker: *a", "a: &a [*a]"],
)
def test_front_matter_that_repeats_itself_is_refused(front: str) -> None:
    with pytest.raises(BadInput, match=r"front matter of a\.md .* in full"):
        read_markdown(fronted(front), "a.md")


@pytest.mark.parametrize(
    "front",
    [
        f"a: {'[' * 2000}{']' * 2000}",
        "\n".join(f"{' ' * n}a:" for n in range(1000)),
        "guest: 'Mira",
    ],
)
def test_front_matter_that_cannot_be_read_is_refused(front: str) -> None:
    with pytest.raises(BadInput, match=r"front matter of a\.md"):
        read_markdown(fronted(front), "a.md")


@pytest.mark.parametrize(
    "field",
    [
        "country: NO",
        "guest: !!python/object:os.system Mira Dolen",
        "date: 2031-02-30",
        "date: 010",
        f"date: {'1:' * 400}1.5",
    ],
)
def test_a_value_of_front_matter_stays_as_it_is_written(field: str) -> None:
    found = read_markdown(fronted(field), "a.md")
    key, _, value = field.replace("!!python/object:os.system ", "").partition(": ")
    assert found.text == f"{key}: {value}\n\n{TALK}"


@pytest.mark.parametrize(
    "front",
    [
        "guests: [[Mira Dolen, Ana Rey]]",
        "guest: [{name: Mira Dolen}]",
        "guest: {name: Mira Dolen}",
        "guest: !!set {Mira Dolen}",
        "guest: !!pairs [Mira: Dolen]",
        "guest:",
    ],
)
def test_a_field_of_front_matter_is_a_value_or_a_flat_list(front: str) -> None:
    found = read_markdown(fronted(front), "a.md")
    assert found.text == f"{TALK}"
    assert found.dropped["front matter field"] == 1


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ("just words", ["just words"]),
        ("We met in Oslo. She spoke\nfor an hour.", ["We met in Oslo. She spoke for an hour."]),
        ("- Salt\n- Sea", ["Salt", "Sea", "---"]),
        ("# On salt", ["On salt", "---"]),
    ],
)
def test_words_between_two_rules_are_no_front_matter(front: str, lines: list[str]) -> None:
    found = read_markdown(fronted(front), "a.md")
    assert [line for line in found.text.split("\n") if line] == [
        "---",
        *lines,
        "Why did you leave?",
        "They took the boat.",
    ]


def test_words_between_two_rules_stand_before_the_interview() -> None:
    document = read_bytes(fronted("We met in Oslo. She spoke for an hour."), "a.md")
    assert said(document) == [(None, "Why did you leave?", ["They took the boat."])]
    assert "We met in Oslo. She spoke for an hour." in [
        part.span.of(document.text) for part in document.parts
    ]


def test_front_matter_without_a_field_is_none() -> None:
    found = read_markdown(fronted(" "), "a.md")
    assert found.text == TALK
    assert not found.remarks


def test_who_speaks_is_told_apart_in_what_a_page_sets_as_typed() -> None:
    page = (
        "<p>Q: Why did you leave?</p>"
        "<pre>A: They  came.\r\n\r\nQ: Who helped?\n  \n\n\n  A: Nobody\n  at all.</pre>"
        "<p>Q: And\nthen?</p><p>A: We   left.</p>"
    )
    document = read_bytes(page.encode(), "a.html")
    assert [(question, answer) for _, question, answer in said(document)] == [
        ("Why did you leave?", ["They came."]),
        ("Who helped?", ["Nobody", "at all."]),
        ("And then?", ["We left."]),
    ]


def test_white_space_is_kept_only_inside_what_is_set_as_typed() -> None:
    page = "<div>One\nline<pre>\n<b>two\n\nthree</b> <i>four\nfive</i></pre>six\nseven</div>"
    found = read_html(page.encode(), "a.html")
    assert found.text == "One line\n\ntwo\n\nthree four\nfive\n\nsix seven\n"
    assert [span.of(found.text) for span in found.bold] == ["two"]


@pytest.mark.parametrize(
    "page",
    ["<p>We <b> left</b> </p>", "<p>We <i> </i> left</p>", "<p>We <b> </b> <i></i>left </p>"],
)
def test_spaces_in_and_beside_an_element_become_one(page: str) -> None:
    assert read_html(page.encode(), "a.html").text == "We left\n"


def test_indented_lines_of_markdown_stay_lines() -> None:
    found = read_markdown(b"Notes:\n\n    Q: Why?\n\n    A: Because.\n", "a.md")
    assert found.text == "Notes:\n\nQ: Why?\n\nA: Because.\n"
