"""Other languages and scripts: told apart, cut, stemmed, found by their words, and quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import HashEmbedder

from index.archive import Archive, open_archive
from index.build import index_documents
from index.interchange import accounts, line_of
from index.interview import Span
from index.lexical import stems
from index.readers import read_bytes
from index.sentences import sentences
from index.stemming import small_words
from index.tongues import is_english, tongue_of
from rag.answer import Answer
from rag.desk import Desk
from rag.retrieve import retrieve
from rag.tongues import asked_in
from rag.understand import understand

# Of each language a question, an answer of two sentences, and words of a user who looks for it.
TALKS = {
    "es": (
        "¿Quién cuida la lámpara del puerto?",
        "La cuidan los pescadores del muelle. Nadie les paga por hacerlo.",
        "pescador",
    ),
    "fr": (
        "Qui garde la lampe du port ?",
        "Ce sont les pêcheurs du quai qui la gardent. Personne ne les paie pour cela.",
        "pêcheur",
    ),
    "de": (
        "Wer hütet die Lampe am Hafen?",
        "Die Fischer vom Kai hüten sie jede Nacht. Niemand bezahlt sie dafür.",
        "Fischern",
    ),
    "ru": (
        "Кто хранит лампу в гавани?",
        "Её хранят рыбаки с причала каждую ночь. Никто не платит им за это.",
        "рыбаков",
    ),
    "tr": (
        "Limandaki lambayı kim koruyor?",
        "Onu her gece iskeledeki balıkçılar koruyor. Kimse onlara para vermiyor.",
        "balıkçılar",
    ),
    "ar": (
        "من يحرس المصباح في الميناء؟",
        "يحرسه الصيادون على الرصيف كل ليلة. لا يدفع لهم أحد مقابل ذلك.",
        "الصيادون",
    ),
    "he": (
        "מי שומר על המנורה בנמל?",
        "הדייגים מהרציף שומרים עליה בכל לילה. איש אינו משלם להם על כך.",
        "הדייגים",
    ),
    "hi": (
        "बंदरगाह के दीपक की देखभाल कौन करता है?",
        "घाट के मछुआरे हर रात उसकी देखभाल करते हैं। इसके लिए उन्हें कोई पैसा नहीं देता।",
        "मछुआरे",
    ),
    "zh": ("谁看守港口的灯？", "码头的渔民每天晚上看守它。没有人为此付钱给他们。", "渔民"),
    "ja": (
        "港のランプは誰が守っていますか？",
        "毎晩、桟橋の漁師たちが守っています。誰もお金を払いません。",
        "漁師",
    ),
}


def document(language: str) -> str:
    question, answer, _ = TALKS[language]
    return f"Country: Tamrin\nInterviewee: Mira Dolen\n\nQ: {question}\n\nA: {answer}\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("tongues")
    for language in TALKS:
        (folder / f"{language}.txt").write_text(document(language), encoding="utf-8")
    index_documents([folder], folder / "archive", HashEmbedder())
    return open_archive(folder / "archive", HashEmbedder())


@pytest.mark.parametrize("language", TALKS)
def test_what_is_said_tells_its_language(language: str, archive: Archive) -> None:
    assert tongue_of(" ".join(TALKS[language][:2])) == language
    (interview,) = (i for i in archive.interviews if archive.source(i.id).name[:2] == language)
    (paragraph,) = interview.turns[0].answer
    held = {one.language for one in archive.source(interview.id).tongues}
    assert held == {language}
    assert [
        s.of(archive.source(interview.id).text) for s in archive.sentences(interview.id, paragraph)
    ] == two(language)


def two(language: str) -> list[str]:
    """The two sentences of an answer."""
    answer = TALKS[language][1]
    stop = next(at for at, sign in enumerate(answer) if sign in ".।。")
    return [answer[: stop + 1], answer[stop + 1 :].strip()]


@pytest.mark.parametrize("language", TALKS)
def test_answers_are_cut_into_sentences_with_exact_spans(language: str) -> None:
    answer = TALKS[language][1]
    cut = sentences(answer, Span(0, len(answer)), language)
    assert [span.of(answer) for span in cut] == two(language)


@pytest.mark.parametrize("language", TALKS)
def test_words_are_found_in_their_language_without_their_meaning(
    language: str, archive: Archive
) -> None:
    question = TALKS[language][2]
    words = stems(question, language)
    assert words
    best = int(archive.lexical.scores(words).argmax())
    passage = archive.passages[best]
    assert archive.source(passage.interview).name == f"{language}.txt"


@pytest.mark.parametrize("language", TALKS)
def test_questions_are_answered_word_for_word_in_their_language(
    language: str, archive: Archive
) -> None:
    asked = understand(TALKS[language][0], archive)
    found = retrieve(asked, archive, 3)
    assert archive.source(found.hits[0].passage.interview).name == f"{language}.txt"
    reply = Desk(archive).ask(TALKS[language][0])
    assert isinstance(reply, Answer)
    first = reply.quotes[0]
    assert (
        archive.source(first.citation.interview).text[
            first.citation.span.start : first.citation.span.end
        ]
        == first.text
    )


@pytest.mark.parametrize("language", TALKS)
def test_interviews_of_any_script_round_trip(language: str) -> None:
    read = read_bytes(document(language).encode(), f"{language}.txt")
    (account,) = accounts([read])
    (again,) = accounts([read_bytes(f"{line_of(account)}\n".encode(), "again.jsonl")])
    assert again.turns == account.turns


def test_stems_are_of_the_language() -> None:
    assert stems("los pescadores", "es") == stems("el pescador", "es")
    assert stems("die Fischern", "de") == stems("der Fischer", "de")
    assert stems("ISPARTA", "tr") == stems("ısparta", "tr")
    assert stems("ISPARTA", "tr") != stems("isparta", "tr")
    assert stems("the fishermen", "en") == stems("the fishermen")
    assert {"los", "die"} & (small_words("es") | small_words("de")) == {"los", "die"}


def test_no_space_scripts_are_looked_up_by_pairs() -> None:
    assert stems("码头的渔民", "zh") == ("码头", "头的", "的渔", "渔民")
    assert set(stems("渔民", "zh")) <= set(stems("码头的渔民", "zh"))


@pytest.mark.parametrize("words", ["", "Kestan 1.7", "OK", "12 34"])
def test_what_is_not_sure_stays_unknown(words: str) -> None:
    assert tongue_of(words) == ""


def test_plain_english_is_told_without_the_model() -> None:
    assert is_english("Why did they leave that house?")
    assert asked_in("Why did they leave that house?") == "en"
    assert not is_english("¿Quién cuida la lámpara?")


def test_a_header_field_tells_the_language_of_what_is_too_short() -> None:
    text = "Language: French\nInterviewee: Mira Dolen\n\nQ: Ici ?\n\nA: Oui.\n"
    assert {one.language for one in read_bytes(text.encode(), "talk.txt").tongues} == {"fr"}
