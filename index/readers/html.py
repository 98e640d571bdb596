"""Web pages, saved or written: their words, a paragraph a block, without what is not content."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from index.errors import BadInput
from index.readers.bold import BEGIN, END, unmarked
from index.readers.decode import MARKS, decode
from index.readers.words import APART, Words, words

# What a page has beside its content; each is counted by its name in a message.
LEFT_OUT = {
    **dict.fromkeys(("script", "style", "noscript", "template", "svg", "math"), ""),
    **dict.fromkeys(("head", "title", "meta", "link", "audio", "video", "canvas", "map"), ""),
    **dict.fromkeys(("iframe", "object", "embed"), "frame"),
    **dict.fromkeys(("button", "select", "textarea", "input", "form"), "form field"),
    # How a word is read aloud, above it, and the brackets around that.
    **dict.fromkeys(("rt", "rp"), ""),
    "del": "deletion",
    "nav": "navigation block",
    "aside": "side block",
    "header": "page header",
    "footer": "page footer",
}
BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure h1 h2 h3 h4 h5 h6 header footer hgroup li main menu ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
STRONG = frozenset("b strong h2 h3 h4 h5 h6".split())
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
# A page's header and footer frame it; those of an article hold its heading and its credits.
CONTENT = ("main", "article")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
BLANK, TYPED = re.compile(r"[ \t\n\r\f]+"), re.compile(r"[ \t\r\f]+")
SPACES = re.compile(f" [ {BEGIN}{END}]+")
SNIFFED = 4096
TOO_MUCH = "ERR_RESOURCE_LIMIT"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Lines:
    """The words of a page as they are gathered, and what is left out."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.dropped: Counter[str] = Counter()
        # How many elements the next words stand in whose lines end where they were typed to end.
        self.typed = 0

    def add(self, text: str | None) -> None:
        """Adds words whose white space says nothing, but for the ends of lines that are typed."""
        if text:
            self.kept.append(re.sub(TYPED if self.typed else BLANK, " ", text))

    def end(self) -> None:
        """Ends a paragraph."""
        self.kept.append(APART)

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between them."""
        lines = (single(line).strip() for line in "".join(self.kept).split("\n"))
        return re.sub(r"\n{3,}", APART, "\n".join(lines)).strip() + "\n"


def single(line: str) -> str:
    """A line with one space for several, also where a mark of bold stands among them."""
    return SPACES.sub(lambda found: " " + found[0].replace(" ", ""), line)


def read_html(raw: bytes, name: str) -> Words:
    """The words of a web page.

    Raises:
        BadInput: it is not text, its encoding is not what it says, or it holds no words.
    """
    return words_of(decoded(raw, name), "html", name)


def words_of(text: str, format: str, name: str, *, rules: bool = False) -> Words:
    """The words of HTML; with `rules` a rule across the page is a line that parts interviews."""
    if not text.strip():
        return words("", format, name)
    return shown(page_of(text, name), format, name, rules=rules)


def page_of(text: str, name: str) -> HtmlElement:
    """The page that some HTML makes.

    Raises:
        BadInput: it makes none, or one that is nested too deep.
    """
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page: HtmlElement = document_fromstring(DECLARATION.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadInput(f"{name} cannot be read as a web page: {error}") from error
    if any(fault.type_name == TOO_MUCH for fault in parser.error_log):
        # The parser stops there and says nothing; what follows would be lost.
        raise BadInput(f"{name} is nested too deep to be read as a web page. Save it as text.")
    return page


def shown(page: HtmlElement, format: str, name: str, *, rules: bool = False) -> Words:
    """The words of a page."""
    gathered = Lines()
    inside = content(page)
    gather(inside, gathered, rules=rules)
    plain, bold = unmarked(gathered.text)
    language = language_of(inside)
    return words(plain, format, name, gathered.dropped, bold=bold, language=language)


def language_of(element: HtmlElement) -> str:
    """What a page calls the language of an element, as it is written; empty where it does not."""
    told = (one.get("lang") or one.get(XML_LANG) for one in (element, *element.iterancestors()))
    return next(filter(None, told), "")


def decoded(raw: bytes, name: str) -> str:
    """The text of a page: by its mark, else by what it says of itself, else UTF-8.

    A page that says nothing and is not UTF-8 is windows-1252, as browsers have it.
    """
    if any(raw.startswith(mark) for mark, _ in MARKS):
        return decode(raw, name)
    told = CHARSET.search(raw[:SNIFFED])
    try:
        return decode(raw if told is None else recoded(raw, told[1].decode("ascii")), name)
    except BadInput:
        if told is not None:
            raise
        return decode(recoded(raw, "windows-1252"), name)


def recoded(raw: bytes, encoding: str) -> bytes:
    """Bytes of an encoding as UTF-8."""
    try:
        known = codecs.lookup(encoding).name
        # What calls itself Latin-1 or ASCII on the web is windows-1252.
        known = "cp1252" if known in ("iso8859-1", "ascii") else known
        return raw.decode(known).encode()
    except (LookupError, UnicodeError) as error:
        raise BadInput(
            f"the page says that it is written in {encoding}, and it is not ({error}). Open it in "
            "a browser and save it anew."
        ) from error


def content(page: HtmlElement) -> HtmlElement:
    """The one element that a page marks as its content; else the whole page."""
    for tag in CONTENT:
        found = list(page.iter(tag))
        if len(found) == 1:
            return found[0]
    return page


def gather(element: HtmlElement, into: Lines, *, rules: bool) -> None:
    """The words of an element and of all in it, in their order."""
    tag = element.tag if isinstance(element.tag, str) else ""
    block, strong = tag in BLOCKS, tag in STRONG or set_bold(element)
    into.typed += tag == "pre"
    if block:
        into.end()
    if strong:
        into.kept.append(BEGIN)
    into.add(element.text)
    for child in element:
        take(child, into, rules=rules)
        into.add(child.tail)
    if strong:
        into.kept.append(END)
    if block:
        into.end()
    into.typed -= tag == "pre"


def take(child: HtmlElement, into: Lines, *, rules: bool) -> None:
    """The words of an element that stands in another, if it is content and is shown."""
    tag = child.tag if isinstance(child.tag, str) else "script"
    framing = tag in ("header", "footer") and within(child, "article")
    if tag == "br":
        into.kept.append("\n")
    elif tag == "hr":
        into.kept.append(f"{APART}---{APART}" if rules else APART)
    elif tag in LEFT_OUT and not framing:
        if child.text_content().strip() and LEFT_OUT[tag]:
            into.dropped[LEFT_OUT[tag]] += 1
    elif hidden(child):
        into.dropped["hidden element"] += 1
    else:
        gather(child, into, rules=rules)


def set_bold(element: HtmlElement) -> bool:
    """Whether an element's own style is bold."""
    return HEAVY.search(element.get("style") or "") is not None


def within(element: HtmlElement, tag: str) -> bool:
    """Whether an element lies in one of that tag."""
    return any(True for _ in element.iterancestors(tag))


def hidden(element: HtmlElement) -> bool:
    """Whether a page hides an element from who reads it."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or HIDDEN.search(element.get("style") or "") is not None
    )
