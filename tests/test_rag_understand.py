from pathlib import Path

import pytest
from specimens import indexed

from index.archive import Archive
from index.errors import BadInput
from rag.answer import Answer, Filters, Silence
from rag.desk import Desk
from rag.names import foreign_countries
from rag.silence import unmentioned
from rag.understand import understand


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("What happened in Valdoria?", ("Valdoria",)),
        ("What do Valdorians fear?", ("Valdoria",)),
        ("a valdorian radio", ("Valdoria",)),
        ("Does Mira polish valdorian silver?", ()),
        ("How do West Orlunders fish?", ("West Orlund",)),
        ("Is West-Orlund safe?", ("West Orlund",)),
        ("Who fishes in the west?", ()),
    ],
)
def test_countries_by_any_of_their_names(
    tiny: Archive, question: str, countries: tuple[str, ...]
) -> None:
    assert understand(question, tiny).countries == countries


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("Why did Mira Dolen leave?", ("Mira Dolen",)),
        ("why did mira dolen leave", ("Mira Dolen",)),
        ("What does Dolen’s brother say?", ("Mira Dolen",)),
        ("Whom does HAR pay?", ("Mira Dolen",)),
        ("Whom does the Harbour Archive pay?", ("Mira Dolen",)),
        ("What did Ek lose?", ("Tomas Ek",)),
        ("Ek is how many?", ()),
        ("an ek of salt", ()),
    ],
)
def test_speakers_by_name_surname_and_organisation(
    tiny: Archive, question: str, speakers: tuple[str, ...]
) -> None:
    assert understand(question, tiny).speakers == speakers


@pytest.mark.parametrize("surname", ["Šimić", "Żukowski", "Őri", "Иванова"])
def test_speakers_whose_names_begin_beyond_latin_1(tmp_path: Path, surname: str) -> None:
    text = f"Country: Valdoria\nInterviewee: Ana {surname}\n\nQ: What?\n\nA: We lost our boat.\n"
    archive = indexed(tmp_path, text)
    assert understand(f"What did {surname} lose?", archive).speakers == (f"Ana {surname}",)


def test_a_name_that_was_mended_is_not_missing(tiny: Archive) -> None:
    reply = Desk(tiny).ask("What does Mria say about the salt?")
    assert any("“Mria” as “mira”" in one for one in reply.asked.because)
    assert isinstance(reply, Answer)


def spoken(country: str, name: str) -> str:
    """An interview with somebody about a country."""
    return f"Country: {country}\nInterviewee: {name}\n\nQ: And the press?\n\nA: It was closed.\n"


INSIDE = (
    spoken("Sudan", "Ali"),
    spoken("South Sudan", "Ali Reza"),
    spoken("Congo", "Sara Reza"),
    spoken("Democratic Republic of the Congo", "Ana Dolen"),
    spoken("Orlund", "Mira Ek"),
    spoken("North Orlund", "Tomas Rill"),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What happened to the press in South Sudan?", ("South Sudan",)),
        ("what happened to the south sudanese press?", ("South Sudan",)),
        ("Do South Sudanese and Sudanese papers differ?", ("South Sudan", "Sudan")),
        ("Who prints in North Orlund?", ("North Orlund",)),
        (
            "Who prints in the Democratic Republic of the Congo?",
            ("Democratic Republic of the Congo",),
        ),
        ("Who prints in Equatorial Guinea?", ()),
        ("What did Ali Reza print?", ("Ali Reza",)),
        ("What did Ali and Ali Reza print?", ("Ali", "Ali Reza")),
        ("What did Reza’s brother print?", ("Ali Reza", "Sara Reza")),
    ],
)
def test_a_name_inside_another_names_nothing(
    tmp_path: Path, question: str, named: tuple[str, ...]
) -> None:
    asked = understand(question, indexed(tmp_path, *INSIDE))
    assert (*asked.countries, *asked.speakers) == named
    assert asked.absent == (("Equatorial Guinea",) if not named else ())


def test_a_country_inside_the_name_of_another_is_not_held(tmp_path: Path) -> None:
    asked = understand("Who prints in South Sudan?", indexed(tmp_path, INSIDE[0]))
    assert (asked.countries, asked.absent) == ((), ("South Sudan",))


@pytest.mark.parametrize(
    ("question", "countries", "absent"),
    [
        ("what should I know about who helps families in belarus?", (), ("Belarus",)),
        ("where can I’ve read of belarus?", (), ("Belarus",)),
        ("what do I know of valdoria?", ("Valdoria",), ()),
        ("How did Dolen and I polish the silver?", (), ()),
    ],
)
def test_a_pronoun_in_capitals_hides_no_country(
    tiny: Archive, question: str, countries: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    asked = understand(question, tiny)
    assert (asked.countries, asked.absent) == (countries, absent)


@pytest.mark.parametrize(
    "question",
    [
        "Was your brother released before Christmas?",
        "In which Year was your brother held?",
        "Did the Police hold your brother?",
        "For how long was your brother held in the Prison?",
        "Was your brother held under the Constitution?",
        "Was your brother released in every Month?",
        "who broke the china in the radio?",
    ],
)
def test_a_thing_in_capitals_or_like_a_country_is_nobody(tiny: Archive, question: str) -> None:
    assert isinstance(Desk(tiny).ask(question), Answer)


@pytest.mark.parametrize(
    ("question", "countries", "speakers"),
    [
        ("What does Georgia Petrov say of the radio?", (), ("Georgia Petrov",)),
        ("Does Georgia Petrov fish in Georgia?", ("Georgia",), ("Georgia Petrov",)),
        ("Who Was Arrested In Georgia Last Year?", ("Georgia",), ()),
        ("What is the Georgia NGO law?", ("Georgia",), ()),
        ("In Georgia Rill rules", ("Georgia",), ()),
    ],
)
def test_a_country_is_a_forename_only_in_the_name_of_a_speaker(
    tmp_path: Path, question: str, countries: tuple[str, ...], speakers: tuple[str, ...]
) -> None:
    pages = (spoken("Georgia", "Ana Dolen"), spoken("Orlund", "Georgia Petrov"))
    asked = understand(question, indexed(tmp_path, *pages))
    assert (asked.countries, asked.speakers, asked.absent) == (countries, speakers, ())


@pytest.mark.parametrize("question", ["Do people eat guinea pigs?", "Is New Jersey far?"])
def test_a_country_in_the_name_of_something_else_is_not_named(tiny: Archive, question: str) -> None:
    assert understand(question, tiny).absent == ()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Jordan Peters say of the radio?", "No interview here is about Jordan or"),
        ("Was your brother held by the Taliban?", "Nobody in this archive mentions Taliban."),
        ("Did your brother see the Kremlin?", "Nobody in this archive mentions Kremlin."),
        ("Is your Facebook on the radio?", "Nobody in this archive mentions Facebook."),
        ("What did Jordan say of the radio?", "No interview here is about Jordan or mentions it."),
        ("Does Chad President Rill trust the radio?", "No interview here is about Chad or"),
        ("what does the chad government say of the radio?", "No interview here is about Chad or"),
        ("what does the radio say in china?", "No interview here is about China or mentions it."),
        ("What did Margaret say of the radio?", "Nobody in this archive mentions Margaret."),
        ("Who is on the radio with the Baker family?", "Nobody in this archive mentions Baker."),
    ],
)
def test_a_person_or_country_that_is_missing_stays_so(
    tiny: Archive, question: str, missing: str
) -> None:
    reply = Desk(tiny).ask(question)
    assert isinstance(reply, Silence)
    assert reply.reason.startswith(missing)


def test_a_country_that_the_archive_does_not_know_is_absent(tiny: Archive) -> None:
    assert understand("How did Dolen polish the silver?", tiny).absent == ()
    asked = understand("What do Belarusians say about Port Sel?", tiny)
    assert asked.absent == ("Belarus",)
    assert asked.because[-1].startswith("It names Belarus")


BEYOND = (
    "Country: Valdoria\n\nQ: Who else was on the ship?\n\n"
    "A: Two cooks from the US and a doctor from Norway came along.\n\n"
    "Q: How is the press rated in Valdoria?\n\n"
    "A: The press in Valdoria is rated as closed by everybody who rates it at all.\n\n"
    + "".join(
        f"Q: What of the {thing}?\n\nA: The {thing} was rated fair, and the press badly.\n\n"
        for thing in ("bakery", "harbour", "school", "bridge", "library", "mill")
    )
)


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("How is the press rated in Norway?", "Norway"),
        ("How is the press of the Norwegians rated?", "Norway"),
        ("Who came from Norway?", None),
        ("Did any Americans come along on the ship?", None),
        ("How is the press rated in Valdoria?", None),
    ],
)
def test_what_is_said_of_one_country_does_not_answer_for_another(
    tmp_path: Path, question: str, silent: str | None
) -> None:
    reply = Desk(indexed(tmp_path, BEYOND)).ask(question)
    assert isinstance(reply, Silence if silent else Answer)
    if isinstance(reply, Silence):
        assert reply.reason.startswith(f"No interview here is about {silent}, and what comes near")
        assert reply.nearest


def test_people_whom_two_countries_share_are_those_of_the_archive(tmp_path: Path) -> None:
    text = BEYOND.replace("Valdoria", "China")
    assert not tuple(foreign_countries("What do Chinese cooks say?", indexed(tmp_path, text)))


@pytest.mark.parametrize(
    ("question", "search"),
    [
        ("And his mother?", "Was the brother released? And his mother?"),
        ("Did it help?", "Was the brother released? Did it help?"),
        ("What did the sea ban change for fishers in general?", None),
    ],
)
def test_a_follow_up_leans_on_the_question_before(
    tiny: Archive, question: str, search: str | None
) -> None:
    asked = understand(question, tiny, ["Was the brother released?"])
    assert asked.search == (search or question)
    assert any("follows on" in why for why in asked.because) is (search is not None)


@pytest.mark.parametrize(
    ("before", "question", "reason"),
    [
        (("Who helps families in Belarus?",), "And who helps them now?", "is about Belarus or"),
        (("who helps families in belarus?",), "And now?", "is about Belarus or"),
        (("What became of Zorana Petrovic?",), "And who helps her?", "Zorana or Petrovic"),
        (("What became of Zorana Petrovic?",), "And in Valdoria?", None),
        (("What became of Zorana Petrovic?",), "But who was held in prison in Valdoria?", None),
        (("What did Zorana do in Valdoria?",), "And who helps her?", None),
        (("Who helps families in Belarus?",), "And in Valdoria?", None),
        (("Who helps families in Belarus?", "And in Valdoria?"), "And who helps them?", None),
        (("Who helps families in Belarus?",), "And whom does Mira Dolen help?", None),
        (("What became of Zorana Petrovic?",), "And of Mira Dolen?", None),
        (("What became of Zorana?", "And of Mira Dolen?"), "And who helps her?", None),
    ],
)
def test_a_follow_up_asks_about_whom_the_question_before_named(
    tiny: Archive, before: tuple[str, ...], question: str, reason: str | None
) -> None:
    reply = Desk(tiny).ask(question, history=before)
    assert isinstance(reply, Silence if reason else Answer)
    if isinstance(reply, Silence):
        assert reason is not None
        assert reason in reply.reason


def test_a_follow_up_asks_about_the_country_that_only_passages_mention(tmp_path: Path) -> None:
    desk = Desk(indexed(tmp_path, BEYOND))
    reply = desk.ask("And who rates it?", history=["How is the press rated in Norway?"])
    assert isinstance(reply, Silence)
    assert reply.reason.startswith("No interview here is about Norway")
    moved = desk.ask("And in Valdoria?", history=["How is the press rated in Norway?"])
    assert isinstance(moved, Answer)


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("Is there freedom of the press in Valdoria?", False),
        ("Who says that the radio lies?", False),
        ("Who said that a radio lies about boats?", False),
        ("Who denies that the radio lies?", False),
        ("Who says that radio lies about boats?", True),
        ("Do fishers fear the law that a minister wrote?", True),
        ("Do you think that will change the police?", True),
        ("Do fishers believe that story about the port?", True),
        ("Did the police claim that weapon was stolen?", True),
        ("Were fishers held because of that the next day?", True),
        ("What did the press think of that the next morning?", True),
        ("Who was there when the police came to the port?", True),
        ("What was there before the police built the prison?", True),
        ("Who says that about the radio?", True),
        ("Is that the reason for the ban on boats?", True),
        ("Who fishes there without a licence?", True),
        ("Who says that they lost their boats?", True),
    ],
)
def test_words_that_point_at_nothing_lean_on_nothing(
    tiny: Archive, question: str, leans: bool
) -> None:
    asked = understand(question, tiny, ["Was the brother released from prison?"])
    assert (asked.search != question) is leans


def test_only_the_last_three_questions_are_leant_on(tiny: Archive) -> None:
    asked = understand("And then?", tiny, ["one?", "two?", "three?", "four?"])
    assert asked.search == "two? three? four? And then?"


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!…", "\u200b", "x" * 2001, "\x00\x1b"])
def test_a_question_without_words_or_too_long_is_bad_input(tiny: Archive, question: str) -> None:
    with pytest.raises(BadInput):
        understand(question, tiny)


def test_control_characters_are_dropped_from_a_question(tiny: Archive) -> None:
    assert understand("Who\x1b[31m helps\r\nfamilies?", tiny).question == "Who [31m helps families?"


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (Filters(countries=("valdoria",)), Filters(countries=("Valdoria",))),
        (Filters(countries=("West Orlunders",)), Filters(countries=("West Orlund",))),
        (Filters(speakers=("Ek",)), Filters(speakers=("Tomas Ek",))),
    ],
)
def test_filters_are_taken_in_the_archives_spelling(
    tiny: Archive, given: Filters, held: Filters
) -> None:
    assert understand("Who helps?", tiny, filters=given).filters == held


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Filters(countries=("Atlantis",)), "It holds: Valdoria, West Orlund."),
        (Filters(speakers=("Nobody Known",)), "It holds: Mira Dolen, Tomas Ek."),
        (Filters(interviews=("x",)), "no interview 'x'"),
    ],
)
def test_an_unknown_filter_says_what_is_held(tiny: Archive, given: Filters, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        understand("Who helps?", tiny, filters=given)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Should Brussels help the radio?", None),
        ("Does the Kremlin help the radio?", None),
        ("Should Geneva help the radio?", "Geneva"),
        ("Did you open the radio in Brussels?", "Brussels"),
        ("La radio de su pueblo, ¿por qué la cierra Brussels?", "Brussels"),
    ],
)
def test_a_place_stands_for_who_sits_there_and_is_mentioned(
    tmp_path: Path, question: str, missing: str | None
) -> None:
    said = "It was closed. The European Union and Russia look on, and the radio is shut."
    archive = indexed(tmp_path, spoken("Valdoria", "Ana Dolen").replace("It was closed.", said))
    names = unmentioned(understand(question, archive), archive)
    assert names == ((missing,) if missing else ())


def test_a_capital_stands_for_its_country(tmp_path: Path) -> None:
    archive = indexed(tmp_path, BEYOND.replace("Valdoria", "Egypt"))
    asked = understand("How does Cairo rate the press?", archive)
    assert asked.countries == ("Egypt",)
    assert isinstance(Desk(archive).ask("How does Cairo rate the press?"), Answer)
