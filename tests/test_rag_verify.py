"""A draft's quotations against the archive: each kind of mistake is told, and none is made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from difflib import Match
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import TINY, HashEmbedder, indexed

from index.archive import Archive
from index.build import index_documents
from index.errors import BadInput
from index.interview import Role
from index.sentences import sentences
from rag.align import Op, likest
from rag.desk import Desk
from rag.pieces import MOST_PLACES
from rag.quotations import LONGEST, Gap, quotations
from rag.verify import MOST_CHARACTERS, Checked, Verdict
from rag.wording import words_in

SAMPLE = Path(__file__).parent.parent / "eval" / "sample" / "interviews"


# Small archives are held whole for drafts; of large ones only some interviews are read.
@pytest.fixture(scope="module", params=[True, False], ids=["whole", "shortlisted"])
def held(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not request.param:
            patch.setattr("rag.desk.HELD_WHOLE", 0)
        yield


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, held: None) -> Desk:
    return Desk(indexed(tmp_path_factory.mktemp("tiny"), TINY))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, held: None) -> Desk:
    folder = tmp_path_factory.mktemp("sample")
    return Desk(index_documents([SAMPLE], folder / "archive", HashEmbedder()).archive)


def one(desk: Desk, draft: str) -> Checked:
    (found,) = desk.verify(draft).checked
    return found


# What is a quotation.


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("He said: “They came at night.”", ["They came at night."]),
        ("„Wir gehen jetzt“, sagt er.", ["Wir gehen jetzt"]),
        ("«Nous restons ici», dit-elle.", ["Nous restons ici"]),
        ("»Wir gehen«, sagt er.", ["Wir gehen"]),
        ("„Zostajemy tu” mówi.", ["Zostajemy tu"]),
        ("”Vi stannar här”, säger hon.", ["Vi stannar här"]),
        ("他说「我们走了」。", ["我们走了"]),
        ("He said: 『我们走了』", ["我们走了"]),
        ('She: "no" and "yes".', ["no", "yes"]),
        ("‘Don’t go,’ he said. ‘It is late.’", ["Don’t go,", "It is late."]),
        ("It's 'quite clear' to me, isn't it.", ["quite clear"]),
        ("“He said ‘go home’ to me.”", ["He said ‘go home’ to me."]),
        ("„Er sagte: „Geh!“ Dann ging er.“", ["Er sagte: „Geh!“ Dann ging er."]),
        ("“First.\n\n“Second.”\n\nEnd.", ["First.\n\n“Second."]),
        ("“A line that\nis wrapped.” End.", ["A line that\nis wrapped."]),
        ("He is 5'10\" tall and 6' wide.", []),
        # A mark that is never closed: what follows in its paragraph is looked at all the same.
        ("An “open mark\n\nand nothing.", ["open mark"]),
        ("An “open mark and “a closed one” here.", ["open mark and ", "a closed one"]),
        ('She said "go home\nnow.\n\nEnd.', ["go home\nnow."]),
        ('„Wir gehen" sagt er.', ["Wir gehen"]),
        ('She said,"Go." He said."No." And…"So."', ["Go.", "No.", "So."]),
        ('他说"我们走了"。', ["我们走了"]),
        ('She said: " Go home. " So', [" Go home. "]),
        ("Full ＂width＂ and 〝low〞 and ″primes″, 6″ tall.", ["width", "low", "primes"]),
        ("Typed ``so'' and `code`.", ["so"]),
        ("> set apart\n> — Mira Dolen\n\nEnd.", ["> set apart\n"]),
        ("> set apart\n> — Mira Dolen, who keeps it.\n\nEnd.", ["> set apart\n"]),
        # No name signs these, so every line is part of what is quoted.
        ("> set apart\n> — and the rest is free\n", ["> set apart\n> — and the rest is free\n"]),
        ("> set apart\n> - Never.\n", ["> set apart\n> - Never.\n"]),
        ("> set apart\n> — The Ministry, for all\n", ["> set apart\n> — The Ministry, for all\n"]),
        ("> - Ana Rill\n> - Mira Dolen\n", ["> - Ana Rill\n> - Mira Dolen\n"]),
        ("> set apart\n> in two lines\n\nEnd.", ["> set apart\n> in two lines\n"]),
    ],
)
def test_quotation_marks(draft: str, found: list[str]) -> None:
    assert [quotation.span.of(draft) for quotation in quotations(draft)] == found


def test_what_editors_put_into_a_quotation() -> None:
    (found,) = quotations("“[T]hey came […] at [the house] in … night [sic]. ...”")
    assert [[word.folded for word in piece] for piece in found.pieces] == [
        ["they", "came"],
        ["at"],
        ["in"],
        ["night"],
    ]
    assert found.gaps == (Gap.ELLIPSIS, Gap.BRACKET, Gap.ELLIPSIS)


def test_words_are_compared_without_case_marks_and_joiners() -> None:
    same = ("Don’t—STOP, soft\u00adly!", "don't stop softly")
    assert len({tuple(word.folded for word in words_in(text)) for text in same}) == 1
    assert [w.folded for w in words_in("5% of $3")] == ["5", "%", "of", "$", "3"]
    assert [w.folded for w in words_in("हिन्दी में")] == ["हिन्दी", "में"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("₽500", "₺500"),
        ("₽500", "500"),
        ("2.5 tonnes", "2-5 tonnes"),
        ("2.5 tonnes", "25 tonnes"),
        ("3.5 percent", "3–5 percent"),
        ("1/2", "1-2"),
        ("−20 degrees", "20 degrees"),
        ("it was -20", "it was 20"),
        ("it was –20 degrees", "it was 20 degrees"),
        ("it was (–20)", "it was (20)"),
        ("1.7 million", "17 million"),
        ("1.140 tonnes", "1,140 tonnes"),
        ("2,5 tonnes", "25 tonnes"),
        ("10² metres", "102 metres"),
    ],
)
def test_figures_and_currencies_that_differ_are_told_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2–5 tonnes", "2-5 tonnes"),
        ("−20 degrees", "-20 degrees"),
        ("half—20 or so", "half 20 or so"),
        ("in 2031, 14 men", "in 2031 14 men"),
        ("a 14-year-old", "a 14 year old"),
        ("F-16", "F 16"),
        ("2028-2030", "2028 – 2030"),
        ("2028-2030", "2028—2030"),
        ("2028/29", "2028-29"),
        ("1,140,000 boats", "1 140 000 boats"),
        ("at 05:40", "at 05.40"),
        ("kitchens – 62 in all", "kitchens –62 in all"),
    ],
)
def test_the_form_of_marks_beside_figures_is_not_compared(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def folded(text: str) -> list[str]:
    return [word.folded for word in words_in(text)]


# Verdicts.


@pytest.mark.parametrize(
    "draft",
    [
        "“We lost our boat, our radio and 2.5 tonnes of salt,” said Mira Dolen.",
        'According to Dolen, "we lost our boat, our radio, and 2.5 tonnes of salt".',
        "“We lost our boat […] and 2.5 tonnes of salt.”",
        "“[Mira] lost our boat, our radio and 2.5 tonnes of salt.”",
        "“They told me “go home” and I said this is home.”",
        "“It’s slow work… but it holds,” Mira adds.",
        "«It's slow work but it holds», elle dit.",
        "“Yes.”",
    ],
)
def test_exact(tiny: Desk, draft: str) -> None:
    found = one(tiny, draft)
    assert found.verdict is Verdict.EXACT
    assert found.matches
    assert all(quote.citation.role is Role.ANSWER for quote in found.matches)


def test_altered_words_are_shown(tiny: Desk) -> None:
    found = one(tiny, "“We lost our house, our radio and 2.5 tonnes of salt,” said Mira Dolen.")
    assert found.verdict is Verdict.ALTERED
    assert [(c.op, c.text) for c in found.changes if c.op is not Op.SAME] == [
        (Op.DROPPED, "boat"),
        (Op.ADDED, "house"),
    ]
    assert found.attributed_to == "Mira Dolen"


def test_a_figure_that_was_changed_is_altered(tiny: Desk) -> None:
    found = one(tiny, "“We lost our boat, our radio and 3.5 tonnes of salt.”")
    assert found.verdict is Verdict.ALTERED


def test_the_heading_is_an_edited_twin(tiny: Desk) -> None:
    desk = tiny
    found = one(desk, "“Nobody counts the fishers,” says Tomas Ek.")
    assert found.verdict is Verdict.EXACT
    assert {quote.citation.role for quote in found.matches} == {Role.ANSWER}


def test_right_words_of_another(tiny: Desk) -> None:
    found = one(tiny, "“We lost our boat, our radio and 2.5 tonnes of salt,” said Tomas Ek.")
    assert found.verdict is Verdict.MISATTRIBUTED
    assert "Mira Dolen" in found.because[0]
    stranger = one(tiny, "“Nobody counts the fishers, so nobody misses us,” said Joan Smith.")
    assert (stranger.verdict, stranger.attributed_to) == (Verdict.MISATTRIBUTED, "Joan Smith")


def test_whom_a_draft_names_is_found_among_very_many_who_say_the_same(tmp_path: Path) -> None:
    said = "\n\n".join("Q: Were you there?\n\nA: Yes, I was there." for _ in range(MOST_PLACES + 5))
    heads = [f"Country: Valdoria\nInterviewee: {who}\n\n" for who in ("Tomas Ek", "Mira Dolen")]
    archive = indexed(tmp_path, heads[0] + said, heads[1] + "Q: And you?\n\nA: Yes, I was there.")
    checked = one(Desk(archive), "“Yes, I was there,” said Mira Dolen.")
    assert (checked.attributed_to, checked.verdict) == ("Mira Dolen", Verdict.EXACT)


def test_the_interviewers_words(tiny: Desk) -> None:
    found = one(tiny, "“What did the sea ban change for fishers?” asks Tomas Ek.")
    assert found.verdict is Verdict.INTERVIEWER
    assert [quote.citation.role for quote in found.matches] == [Role.QUESTION]
    assert found.matches[0].citation.speaker is None


def test_the_publishers_words(tiny: Desk) -> None:
    found = one(tiny, "“Mira left Valdoria in 2031,” Mira Dolen said.")
    assert found.verdict is Verdict.MISATTRIBUTED
    assert "publisher" in found.because[0]


def test_stitched_from_two_places(tiny: Desk) -> None:
    found = one(
        tiny, "“The sea ban took our licences. The radio says what the ministry says.” (Tomas Ek)"
    )
    assert found.verdict is Verdict.STITCHED
    assert len(found.matches) == 2


def test_not_found_shows_what_lies_near_and_no_match(tiny: Desk) -> None:
    found = one(tiny, "“Fishers were given new licences by a kind minister,” said Tomas Ek.")
    assert found.verdict is Verdict.NOT_FOUND
    assert found.matches == ()
    assert found.nearest


def test_short_marks_are_no_quotations(tiny: Desk) -> None:
    draft = tiny.verify("A “success” and “a great day”.")
    assert (draft.checked, draft.passed_over) == ((), 2)
    assert draft.exact


DENIED = """VALDORIA: ‘x’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about letters.
Did you support the ministry?
I did not support the ministry in any of its plans. We never signed what they sent to us.
"""


@pytest.mark.parametrize(
    "quoted",
    [
        "I did support the ministry in any of its plans.",
        "I did … support the ministry in any of its plans.",
        "I did [really] support the ministry in any of its plans.",
        "We signed what they sent to us.",
    ],
)
def test_a_denial_that_was_dropped_is_never_exact(tmp_path: Path, quoted: str) -> None:
    found = one(Desk(indexed(tmp_path, DENIED)), f"“{quoted}” said Mira Dolen.")
    assert found.verdict is Verdict.ALTERED


TURNED = """VALDORIA: ‘x’
The Lantern Project speaks with Mira Dolen, founder of the Harbour Archive, about letters.
Did you go with them?
I sent my cousin. I did not go with them to the harbour myself. Nobody counts the fishers there.
Did you sign?
I told the judge and his three clerks, who sat under the picture of the old president and wrote \
all of it down on blue paper with a very slow pen, that I never and under no pressure at all would \
join the party of the generals. We were many. We sat in the yard for the whole of that long day \
and heard the lorries come and go behind the wall, and none of us could speak. Then we went home.
What do they read?
They do not read papers from the city, because the newspapers write that the lake is full.
"""


@pytest.mark.parametrize(
    ("quoted", "changed"),
    [
        ("I sent my [never] cousin.", ["never"]),
        ("I sent my cousin [never].", ["never"]),
        ("[I] go with them to the harbour myself.", []),
        ("… go with them to the harbour myself.", []),
        ("[Everybody] counts the fishers there.", []),
        ("I told the judge and his three clerks … would join the party of the generals.", []),
    ],
)
def test_a_gap_that_turns_the_sense_is_never_exact(
    tmp_path: Path, quoted: str, changed: list[str]
) -> None:
    found = one(Desk(indexed(tmp_path, TURNED)), f"Mira Dolen said: “{quoted}”")
    assert found.verdict is Verdict.ALTERED
    assert [change.text for change in found.changes] == changed


@pytest.mark.parametrize(
    "quoted",
    [
        "I did [never] go with them to the harbour myself.",
        "[No one] counts the fishers there.",
        "We were many. … Then we went home.",
        "[We] sent my cousin.",
        # What is denied before these is of another clause.
        "… because the newspapers write that the lake is full.",
        "[They say] the newspapers write that the lake is full.",
        "…the newspapers write that the lake is full…",
    ],
)
def test_a_gap_that_keeps_the_sense_is_exact(tmp_path: Path, quoted: str) -> None:
    found = one(Desk(indexed(tmp_path, TURNED)), f"Mira Dolen said: “{quoted}”")
    assert found.verdict is Verdict.EXACT


def test_the_likeliest_part_of_a_very_long_quotation_is_found() -> None:
    blocks = [Match(3 * n, 3 * n, 2) for n in range(4000)]
    assert likest(blocks, 12_000) == (blocks[0], blocks[-1], pytest.approx(2 / 3, abs=1e-3))


def test_a_denial_right_before_the_words_is_told(tmp_path: Path) -> None:
    found = one(Desk(indexed(tmp_path, DENIED)), "She would “support the ministry in any” way.")
    assert found.verdict is Verdict.EXACT
    assert "“not” stands right before" in found.because[0]


def test_he_or_she_is_who_was_named_before(tiny: Desk) -> None:
    found = one(
        tiny, "Tomas Ek mends nets.\n\n“Nobody counts the fishers, so nobody misses us,” he says."
    )
    assert (found.verdict, found.attributed_to) == (Verdict.EXACT, "Tomas Ek")


def test_a_name_that_leads_to_the_next_quotation_is_not_of_this_one(tiny: Desk) -> None:
    draft = tiny.verify(
        "“We lost our boat, our radio and 2.5 tonnes of salt,” says Mira Dolen. “It’s slow work… "
        "but it holds.” Tomas Ek adds: “Nobody counts the fishers, so nobody misses us.”"
    )
    assert [one.verdict for one in draft.checked] == [Verdict.EXACT] * 3
    assert [one.attributed_to for one in draft.checked] == ["Mira Dolen", "Mira Dolen", "Tomas Ek"]


def test_words_replaced_at_an_end_are_shown_as_left_out(tiny: Desk) -> None:
    found = one(tiny, "“We lost our boat, our radio and 3.5 kilos of fish,” said Mira Dolen.")
    assert [(str(c.op), c.text) for c in found.changes][-1][0] == "added"
    assert "salt" in " ".join(c.text for c in found.changes if c.op is Op.DROPPED)


# What is refused.


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("  \n", "empty"),
        ("a" * (MOST_CHARACTERS + 1), "200,000"),
        ("“a b” " * 501, "500"),
        ("“a" * 90_000, "never closed"),
        ('"a ' * 66_000, "never closed"),
        ("'a " * 66_000, "never closed"),
    ],
)
def test_refusals(tiny: Desk, draft: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        tiny.verify(draft)


def test_a_very_long_quotation_is_checked_in_parts() -> None:
    for draft in ("“{}” End.", "> {}\n\nEnd.", "“{}"):
        found = quotations(draft.format("go home " * 6000))
        assert sum(len(one.words) for one in found) == 12_000
        assert max(len(one.span) for one in found) <= LONGEST


def test_blocks_set_apart_are_told_from_paragraphs() -> None:
    draft = "".join(f"> block {n}\n\nIt said “word {n}” here.\n\n" for n in range(300))
    found = [one.span.of(draft).strip() for one in quotations(draft)]
    assert found[:2] == ["> block 0", "word 0"]
    assert len(found) == 600


# Many drafts, made of the sample's own sentences.


def spoken(archive: Archive) -> list[tuple[str, str]]:
    """Sentences of seven to forty words, each with who says it."""
    return [
        (who.name, span.of(source.text))
        for interview in archive.interviews
        for source in [archive.source(interview.id)]
        for number, turn in enumerate(interview.turns)
        if (who := interview.speaker_named(number))
        for paragraph in turn.answer
        for span in sentences(source.text, paragraph)
        if 7 <= len(span.of(source.text).split()) <= 40
        and not set('“”"[…') & set(span.of(source.text))
    ]


MARKS = ("“{}”", '"{}"', "«{}»", "„{}“", "「{}」", "『{}』", "»{}«")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_sentence_in_any_marks_is_exact_and_with_a_word_changed_is_not(
    sample: Desk, data: st.DataObject
) -> None:
    who, words = data.draw(st.sampled_from(spoken(sample.archive)))
    marks = data.draw(st.sampled_from(MARKS))
    assert one(sample, f"{marks.format(words)} {who} said.").verdict is Verdict.EXACT
    kept = words.split()
    kept[data.draw(st.integers(0, len(kept) - 1))] = "zeppelin"
    wrong = one(sample, f"{marks.format(' '.join(kept))} {who} said.")
    assert wrong.verdict in (Verdict.ALTERED, Verdict.NOT_FOUND)


def test_most_mistakes_are_told_for_what_they_are(sample: Desk) -> None:
    """The shares are floors a little under what a run prints."""
    rng = random.Random(7)
    said = spoken(sample.archive)
    people = sorted({who for who, _ in said})
    right = dict.fromkeys((*Verdict, "shuffled"), 0)
    for _ in range(60):
        who, words = rng.choice(said)
        other = rng.choice([name for name in people if name != who])
        third = rng.choice([text for name, text in said if name != who])
        swapped = words.split()
        swapped[rng.randrange(len(swapped))] = rng.choice(third.split())
        mixed = words.split()
        rng.shuffle(mixed)
        for verdict, draft in (
            (Verdict.EXACT, f"“{words}” said {who}."),
            (Verdict.ALTERED, f"“{' '.join(swapped)} indeed” said {who}."),
            (Verdict.MISATTRIBUTED, f"“{words}” said {other}."),
            (Verdict.STITCHED, f"“{words} {third}” said {who}."),
        ):
            right[verdict] += one(sample, draft).verdict is verdict
        right["shuffled"] += one(sample, f"“{' '.join(mixed)}”").verdict in (
            Verdict.NOT_FOUND,
            Verdict.ALTERED,
        )
    assert right[Verdict.EXACT] == right[Verdict.MISATTRIBUTED] == 60
    assert right["shuffled"] == 60
    assert right[Verdict.ALTERED] >= 57
    assert right[Verdict.STITCHED] >= 56


# Words that stand in very many places.


def test_an_altered_quotation_of_common_words_is_found_wherever_it_stands(tmp_path: Path) -> None:
    shuffled = random.Random(7)
    words = ["".join(shuffled.sample("bdfgklmnprst", 5)) for _ in range(40)]
    said = [" ".join(shuffled.sample(words, 24)) for _ in range(5_200)]
    lines = "\n\n".join(f"{one.capitalize()}." for one in said)
    desk = Desk(indexed(tmp_path, f"Ann Roe speaks\n\nQ: What is there?\n\nA: {lines}\n"))
    last = said[-1].split()
    last[4] = "otherwise"
    found = one(desk, f"“{' '.join(last)}”")
    assert found.verdict is Verdict.ALTERED
    assert found.matches[0].text.lower() == f"{said[-1]}."
