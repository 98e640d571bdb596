"""To whom a draft attributes words: whom it names so is told, and nobody is wronged."""

from __future__ import annotations

import pytest

from rag.attribution import Attribution, People
from rag.quotations import quotations

SPEAKERS = ("Mira Dolen", "Tomas Ek")
SAID = "They told me to go home."


def attributed(draft: str, *speakers: str) -> str | None:
    spans = tuple(one.span for one in quotations(draft))
    people = People(speakers or SPEAKERS, ("The Harbour Archive",))
    return Attribution(draft, spans, people).of(spans[0])


@pytest.mark.parametrize(
    "draft",
    [
        "But Mira Dolen said: “{}”",
        "Yesterday Mira Dolen said: “{}”",
        "But Dolen said: “{}”",
        "M. Dolen said: “{}”",
        "Mira A. Dolen said: “{}”",
        "Ms Dolen said: “{}”",
        "Ms. Dolen said: “{}”",
        "President Mira Dolen said: “{}”",
        "Mira Dolen-Ek said: “{}”",
        "MIRA DOLEN: “{}”",
        "Mira Dolen told Ana Rill: “{}”",
        "Mira Dolen told Tomas Ek: “{}”",
        "“{}” Mira Dolen told Tomas Ek.",
        "Speaking to Tomas Ek, Dolen said “{}”",
        "Mira Dolen of the Harbour Archive said: “{}”",
        "Mira Dolen, who lives in Port Sel, said: “{}”",
        "Mira Dolen told me in Port Sel: “{}”",
        "Mira Dolen, who interviewed Tomas Ek, said: “{}”",
        "In Mira Dolen’s words: “{}”",
        "The Harbour Archive’s Mira Dolen: “{}” That is what Port Sel says.",
        "“{}”\n— Mira Dolen",
        "“{}”\n\n— Mira Dolen, founder of the Harbour Archive",
        "> {}\n> — Mira Dolen\n",
        "> {}\n\n— Mira Dolen",
        "> {}\n-- Mira Dolen",
        "“{}”\n- Mira Dolen",
        "Tomas Ek is a lawyer.\n\nI spoke to Mira Dolen by telephone. She said: “{}”",
        "Tomas Ek is a lawyer.\n\nWhen I asked Mira Dolen who came, she said: “{}”",
        "We talked to Mira Dolen. “{}”",
        "We talked to Mira Dolen, who said: “{}”",
        "Selon Dolen : “{}”",
        "Según Dolen: “{}”",
        "Maître Dolen: “{}”",
        "Says Dolen: “{}”",
        "Presenter Dolen: “{}”",
        "Read More: “{}”, says Mira Dolen.",
        "Some Words: “{}” Why she says it is not told by Dolen, who says so.",
    ],
)
def test_who_speaks_is_told_from_who_is_named_beside(draft: str) -> None:
    assert attributed(draft.format(SAID)) == "Mira Dolen"


@pytest.mark.parametrize(
    "draft",
    [
        "Asked by Ana Rill, she said: “{}”",
        "Asked by Tomas Ek, she said: “{}”",
        "“{}” she told New York Times.",
        "“{}” (New York Times)",
        "As Radio Borlyk reported, “{}”",
        "In Port Sel they say: “{}”",
        "Pull Quote: “{}”",
        "Port Sel: “{}”",
        "Harbour Archive: “{}”",
        "“{}”\n\n- Tomas Ek, lawyer\n- Mira Dolen, founder",
        "“{}”\n- Tomas Ek\n- Mira Dolen",
        "> {}\n\n- Tomas Ek",
    ],
)
def test_a_place_a_paper_a_cue_or_who_asks_speaks_not(draft: str) -> None:
    assert attributed(draft.format(SAID)) is None


@pytest.mark.parametrize(
    "draft",
    [
        "Joan Smith said: “{}”",
        "But Joan Smith told Mira Dolen: “{}”",
        "Mira Dolen left. “{}” said Joan Smith.",
        "According to Joan Smith, “{}”",
        "Joan Smith: “{}”",
        "“{}”\n— Joan Smith",
    ],
)
def test_a_stranger_who_leads_to_the_words_is_who_says_them(draft: str) -> None:
    assert attributed(draft.format(SAID)) == "Joan Smith"


@pytest.mark.parametrize(
    ("named", "who", "may_be"),
    [
        ("Dolen", "Dolen", ("Mira Dolen", "Ivo Dolen")),
        ("Ms. Dolen", "Dolen", ("Mira Dolen", "Ivo Dolen")),
        ("I. Dolen", "Ivo Dolen", ("Ivo Dolen",)),
        ("A. Dolen", "A. Dolen", ()),
        ("Joan Dolen", "Joan Dolen", ()),
    ],
)
def test_who_shares_a_name_with_others_is_none_of_them_for_sure(
    named: str, who: str, may_be: tuple[str, ...]
) -> None:
    held = ("Mira Dolen", "Ivo Dolen", "Tomas Ek")
    assert attributed(f"{named} said: “{SAID}”", *held) == who
    people = People(held)
    assert tuple(speaker for speaker in held if people.may_be(who, speaker)) == may_be


@pytest.mark.parametrize(
    "before", ["", "Ana Rill went home with Bo Ek.\n" * 500, "Mira1 Dolen1 said so. " * 3000]
)
def test_among_very_many_names_nobody_is_wronged(before: str) -> None:
    line = f"Ana Rill went home with Bo Ek. Then he said: “{SAID}” "
    draft = before + line * 500
    spans = tuple(one.span for one in quotations(draft))
    people = People([f"Mira{n} Dolen{n}" for n in range(1000)])
    attribution = Attribution(draft, spans, people)
    assert len({attribution.of(span) for span in spans}) <= 2
