"""Pages in other languages: every message has its words, every page is whole in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from specimens import SCRIPT, indexed

from index import language
from index.archive import Archive
from index.language import ENGLISH, LANGUAGES, Language, _, day, listed, ngettext, speaking
from rag.desk import Desk
from rag.tongues import asked_in
from web.app import STATIC, create_app
from web.spoken import wanted

babel = pytest.importorskip(
    "babel.messages.catalog", reason="babel is not installed: pip install 'onrecord[dev]'"
)
catalogues = pytest.importorskip("catalogues")

ARABIC = LANGUAGES["ar"]
PSEUDO = Language("en-XA")
QUESTION = "What did the sea ban change for fishers?"
SILENT = "What do people in Iceland say?"
VALUE = re.compile(r"%\((\w+)\)s|\{\w+\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
EMPTY = frozenset("meta link input br rect circle path line".split())


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue of a language made of English: longer, and told from it at a glance."""
    folder = tmp_path_factory.mktemp("locale")
    catalogues.lengthened(folder, PSEUDO.code)
    return folder


@pytest.fixture
def pseudo(longer: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    monkeypatch.setattr(language, "FOLDER", longer)
    yield PSEUDO
    language.catalogue.cache_clear()


def client_in(desk: Desk, spoken: Language | None) -> TestClient:
    return TestClient(create_app(desk, language=spoken), base_url="http://127.0.0.1")


def pages(client: TestClient, archive: Archive) -> dict[str, str]:
    """Every page, by a name."""
    first = archive.interviews[0]
    span = first.turns[0].answer[0]
    place = f"{span.start}-{span.end}"
    article = f"“{span.of(archive.source(first.id).text)}” and “nobody said so many words here”"
    found = {
        "ask": client.get("/"),
        "answer": client.post("/", data={"question": QUESTION}),
        "follow-up": client.post("/", data={"question": "And them?", "history": QUESTION}),
        "silence": client.post("/", data={"question": SILENT}),
        "chosen": client.post("/", data={"question": QUESTION, "country": "West Orlund"}),
        "wrong": client.post("/", data={"question": ""}),
        "unknown": client.post("/", data={"question": "Why?", "country": "Atlantis"}),
        "interviews": client.get("/interviews"),
        "country": client.get("/interviews", params={"country": first.country or ""}),
        "rating": client.get("/interviews", params={"rating": "closed"}),
        "interview": client.get(f"/interviews/{first.id}"),
        "marked": client.get(f"/interviews/{first.id}?span={place}"),
        "found": client.post(f"/interviews/{first.id}/find", data={"words": "the"}),
        "not found": client.post(f"/interviews/{first.id}/find", data={"words": "zebra"}),
        "broken link": client.get(f"/interviews/{first.id}?span=x"),
        "about": client.get("/about"),
        "compare": client.get("/compare"),
        "compared": client.post("/compare", data={"question": f"{QUESTION}\nWhy?"}),
        "by interview": client.post("/compare", data={"question": QUESTION, "by": "interview"}),
        "verify": client.get("/verify"),
        "verified": client.post("/verify", data={"text": article}),
        "no draft": client.post("/verify", data={"text": ""}),
        "cite": client.get("/cite", params={"interview": first.id, "span": place}),
        "see": client.get("/see"),
        "inspect": client.get("/inspect"),
        "inspected": client.post("/inspect", data={"question": QUESTION}),
        "import": client.get("/import"),
        "missing": client.get("/nothing"),
    }
    found["beside"] = client.get(f"{found['answer'].url.path}/1")
    return {name: page.text for name, page in found.items()}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])
def test_a_catalogue_has_words_for_every_message_and_no_others(code: str) -> None:
    catalogue = catalogues.read(code)
    held = {one.id for one in catalogue if one.id}
    assert held == {one.id for one in catalogues.collected() if one.id}, "run: make words"
    for one in catalogue:
        if one.id:
            assert not one.fuzzy
            assert all(catalogues.variants(one.string)), one.id


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])
def test_a_compiled_catalogue_is_that_which_was_written(code: str) -> None:
    compiled = catalogues.written(language.FOLDER, code).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(catalogues.read(code)), "run: make words"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])
def test_messages_keep_their_values_and_their_tags(code: str) -> None:
    catalogue = catalogues.read(code)
    for one in catalogue:
        if not one.id:
            continue
        values, tags = (
            set(VALUE.findall(catalogues.variants(one.id)[-1])),
            TAG.findall(catalogues.variants(one.id)[-1]),
        )
        said = catalogues.variants(one.string)
        assert len(said) == (catalogue.num_plurals if isinstance(one.id, tuple) else 1)
        for words in said:
            assert set(VALUE.findall(words)) <= values, words
            assert words % dict.fromkeys(values, "1") is not None
        # A form for one or two may say its number in a word.
        assert set(VALUE.findall(said[-1])) == values, said[-1]
        assert sorted(TAG.findall(said[-1])) == sorted(tags), said[-1]


def test_numbers_take_the_form_that_their_language_has_for_them() -> None:
    forms = [
        ("%(num)s interview", "%(num)s interviews", n) for n in (0, 1, 2, 3, 11, 100, 103, 1200)
    ]
    with speaking(ARABIC):
        assert [ngettext(*form) for form in forms] == [
            "لا مقابلات",
            "مقابلة واحدة",
            "مقابلتان",
            "3 مقابلات",
            "11 مقابلة",
            "100 مقابلة",
            "103 مقابلات",
            "1,200 مقابلة",
        ]
    assert [ngettext(*form) for form in forms[-2:]] == ["103 interviews", "1,200 interviews"]


def test_dates_are_written_as_their_language_writes_them() -> None:
    assert [day(one) for one in ("2031-05-04", "2031", "2031-05", "")] == [
        *("4 May 2031", "2031", "2031-05", "")
    ]
    with speaking(ARABIC):
        assert day("2031-05-04") == "4 مايو 2031"
        assert listed(("أ", "ب", "ج")) == "أ وب وج"


def test_one_request_says_nothing_of_the_language_of_another() -> None:
    with speaking(ARABIC), speaking(ENGLISH):
        assert _("Silence") == "Silence"
    assert _("Silence") == "Silence"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("ar", "ar"),
        ("ar-EG,en;q=0.5", "ar"),
        ("en-GB, ar;q=0.9", "en"),
        ("fr, de;q=0.9, ar;q=0.1", "ar"),
        ("ar;q=0, fr", "en"),
        ("ar;q=0.3,en;q=0.8", "en"),
        ("AR ; q=1.0", "ar"),
        ("ar;q=nan", "en"),
        ("ar;level=1", "en"),
        ("*", "en"),
        (",;q=,ar;;q=1", "en"),
        ("x," * 5000 + "ar", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_likes_best(header: str, code: str) -> None:
    assert wanted(header).code == code


def test_pages_are_in_the_language_of_whoever_asks(desk: Desk) -> None:
    client = client_in(desk, None)
    page = client.get("/", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page.text
    assert page.headers["Content-Language"] == "ar"
    assert "Accept-Language" in page.headers["Vary"]
    assert '<html lang="en">' in client.get("/").text
    refused = client.get("/", headers={"Accept-Language": "ar", "Host": "127.0.0.1"}, params={})
    assert refused.status_code == 200
    gone = client.get("/answers/" + "0" * 32, headers={"Accept-Language": "ar"})
    assert (gone.status_code, 'dir="rtl"' in gone.text) == (410, True)
    assert "Ask the question again" not in gone.text


def test_a_server_can_speak_one_language_to_everybody(desk: Desk) -> None:
    page = client_in(desk, ARABIC).get("/", headers={"Accept-Language": "en"})
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "Vary" not in page.headers


def test_programs_and_files_are_answered_in_english(desk: Desk) -> None:
    client = client_in(desk, ARABIC)
    asked = client.post("/api/ask", json={"question": SILENT}).json()
    assert asked["reason"].isascii()
    assert client.post("/api/ask", json={"question": " "}).json()["detail"].isascii()
    assert client.get("/api/interviews/none").json()["detail"].isascii()
    table = client.post("/compare/export", data={"question": QUESTION, "format": "markdown"})
    assert "Nobody" in table.text or "answer" in table.text
    assert not re.search("[\u0600-\u06ff]", table.text)


def test_nothing_is_kept_of_the_language(desk: Desk) -> None:
    page = client_in(desk, None).get("/", headers={"Accept-Language": "ar"})
    assert "set-cookie" not in page.headers
    assert "lang=" not in "".join(re.findall(r'(?:href|action)="[^"]*"', page.text))


class Read(HTMLParser):
    """The words of a page that are the page's own: not a source's, not code, not a name."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.own: list[str] = []
        self.langs: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.langs.append((tag, given))
        foreign = tag in ("bdi", "code", "pre", "script", "option", "textarea")
        # What stands in a drawing is cut to fit; its title has all of it.
        foreign |= tag == "text"
        foreign |= ("lang" in given or "dir" in given) and tag != "html"
        if not self.foreign:
            self.own += [given[n] or "" for n in ("aria-label", "placeholder") if n in given]
            if tag == "template":
                self.own += [v or "" for n, v in attrs if n.startswith("data-")]
        if tag not in EMPTY:
            self.open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not self.foreign and data.strip():
            self.own.append(data)

    @property
    def foreign(self) -> bool:
        return any(foreign for _tag, foreign in self.open)


# Names of formats and of our own, and values of sources that stand outside a mark of their own.
UNSPOKEN = re.compile(
    r"onrecord|CSV|Markdown|HTML|APA|MLA|BibTeX|RIS|CSL-JSON|GET|POST|closed|characters|bias"
)


def test_every_word_of_a_page_comes_from_the_catalogue(desk: Desk, pseudo: Language) -> None:
    """What stands in no message would stay English in every other language."""
    for name, page in pages(client_in(desk, pseudo), desk.archive).items():
        shown = Read(page)
        bare = []
        whole = "\x00".join(shown.own)
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "\x01", whole)) != whole:
            whole = shorter
        for left in re.split("[\x00\x01]", whole):
            words = UNSPOKEN.sub("", left)
            bare += [left] if re.search(r"[^\W\d_]{2,}", words) else []
        assert [one for one in bare if not from_source(one, desk.archive)] == [], name


def from_source(words: str, archive: Archive) -> bool:
    """Whether words are a source's: in a list of options, a drawing or a title."""
    plain = " ".join(words.replace("· onrecord", "").split()).strip(" 0123456789.,:;…[]()/")
    texts = " ".join(one.text for one in archive.documents)
    known = (plain in texts, plain.casefold() in texts.casefold())
    return any(known)


def test_no_page_breaks_when_its_words_are_longer(desk: Desk, pseudo: Language) -> None:
    english = pages(client_in(desk, ENGLISH), desk.archive)
    for name, page in pages(client_in(desk, pseudo), desk.archive).items():
        tags = [tag for tag, _given in Read(page).langs]
        assert tags == [tag for tag, _given in Read(english[name]).langs], name
        assert "%(" not in page


def test_arabic_pages_are_whole(desk: Desk) -> None:
    for name, page in pages(client_in(desk, ARABIC), desk.archive).items():
        shown = Read(page)
        assert ("html", {"lang": "ar", "dir": "rtl"}) in shown.langs, name
        words = " ".join(shown.own)
        letters = re.findall(r"[^\W\d_]", words)
        arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters)
        assert arabic > 0.6 * len(letters), (name, words)
        assert page.count(SCRIPT) == 1


def test_quotes_tell_their_own_language_and_direction(desk: Desk) -> None:
    shown = pages(client_in(desk, ARABIC), desk.archive)
    for name in ("answer", "marked", "compared", "cite", "verified", "beside"):
        quotes = [given for tag, given in Read(shown[name]).langs if tag == "blockquote"]
        assert quotes or name == "marked"
        for given in quotes:
            assert given["dir"] == "auto"
            assert given["lang"] in ("en", "")
    assert 'lang="en"' in shown["answer"]


def test_words_in_another_language_do_not_pass_for_those_of_the_page(tmp_path: Path) -> None:
    spanish = (
        "Voces\n-\nVALDORIA: ‘Nos fuimos’\nEl Proyecto Farol speaks with Mira Dolen.\n"
        "¿Por qué se marcharon ustedes?\nNos marchamos porque la casa ya no tenía techo "
        "ni agua, y nadie de la ciudad nos quiso ayudar.\n"
    )
    archive = indexed(tmp_path, spanish)
    client = client_in(Desk(archive), None)
    page = client.get(f"/interviews/{archive.interviews[0].id}").text
    assert '<p class="source" dir="auto" lang="es">Nos marchamos' in page


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("They told me to go home and I said that this is home.", "en"),
        ("Nous n’avons pas reçu de réponse dans les délais que vous savez.", "fr"),
        ("Die Wahlen wurden verschoben, und niemand wusste, auf wann.", "de"),
        ("Nos marchamos porque la casa ya no tenía techo y nadie nos quiso ayudar.", "es"),
        ("Não foi uma escolha nossa, mas eles não deixaram.", "pt"),
        ("Мы не знали, что это было за письмо.", "ru"),
        ("لم يكن في البيت من يجيب على الباب", "ar"),
        ("Üç gün boyunca hiçbir haber alamadık.", "tr"),
        ("Három napig semmi hírt nem kaptunk.", "hu"),
        ("خانه‌ی ما دیگر سقف نداشت و ما از آنجا رفتیم تا پناهی پیدا کنیم", "fa"),
        ("Kestan Port Anselm Orse", ""),
        ("We do not know why the radio went silent.", "en"),
        ("Yes.", ""),
    ],
)
def test_only_what_is_plainly_of_a_language_is_called_so(words: str, tag: str) -> None:
    assert asked_in(words) == tag


def test_what_is_said_in_english_only_is_marked_as_english(desk: Desk) -> None:
    """Reading aloud, and the order of its words, would be wrong in a page of another language."""
    client = client_in(desk, ARABIC)
    file = {"file": ("draft.docx", b"no office file")}
    refused = client.post("/verify", files=file)
    assert refused.status_code == 422
    alert = refused.text.split('role="alert"')[1].split("</div>")[0]
    assert re.search(r'<span lang="en" dir="ltr">[A-Za-z][^<]+</span>', alert)
    # What has words in the language of the page is in that language, names in it or not.
    ours = client.post("/", data={"question": "Why?", "country": "Atlantis"}).text
    alert = ours.split('role="alert"')[1].split("</div>")[0]
    assert "Atlantis" in alert
    assert 'lang="en"' not in alert
    assert (
        "<span"
        not in client_in(desk, ENGLISH)
        .post("/verify", files=file)
        .text.split('role="alert"')[1]
        .split("</div>")[0]
    )


def test_sheets_know_no_left_and_no_right() -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "onrecord.css").read_text("utf-8"), flags=re.S)
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|[;{\s](?:left|right|top|bottom):"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|[;{\s](?:min-|max-)?(?:width|height):",
        css,
    )
    assert physical == []


def test_a_message_is_text_and_its_values_are_escaped(desk: Desk) -> None:
    client = client_in(desk, ARABIC)
    page = client.get("/interviews", params={"country": "<b>x</b>"})
    assert "<b>x</b>" not in page.text


def test_no_message_is_put_together() -> None:
    """Neither from parts nor with a value in it before it is looked up."""
    for room in ("index", "rag", "web"):
        for path in (STATIC.parent.parent / room).rglob("*.py"):
            found = re.findall(
                r"(?<![\w.])(?:_|ngettext|later)\(\s*(?:rf?|f)[\"']", path.read_text("utf-8")
            )
            assert found == [], path.name
    for template in (STATIC.parent / "templates").iterdir():
        found = re.findall(r"(?:_|ngettext)\([\"'][^\"']*[\"']\s*~", template.read_text("utf-8"))
        assert found == [], template.name
