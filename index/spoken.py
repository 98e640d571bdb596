"""In which language a document is said: as it tells itself, or as its words do when sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.interview import Document, Interview, Role, Span, Tongue, tongue_at
from index.openings import FIELD
from index.scripts import LATIN, RANGES, scripts
from index.tongue_names import code_of
from index.tongues import tongue_of

# Languages that are taken for each other: there what a document tells is believed.
KIN = tuple(
    frozenset(group.split())
    for group in ("da no sv", "bs hr sr", "id ms", "cs sk", "be ru uk", "bg mk", "es gl pt ca")
)
# In which script languages are written, where it is one.
WRITTEN = {
    **dict.fromkeys("ar fa ps ur ug ckb".split(), ("Arabic",)),
    **dict.fromkeys("be bg kk ky mk ru tg uk".split(), ("Cyrillic",)),
    **dict.fromkeys("hi mr ne".split(), ("Devanagari",)),
    **dict.fromkeys("am ti".split(), ("Ethiopic",)),
    **dict.fromkeys("he yi".split(), ("Hebrew",)),
    **dict.fromkeys(
        "ca cs da de en es et eu fi fr hr hu id it lt lv ms nl no pl pt ro sk sl so sq sv sw tl tr"
        " vi".split(),
        (LATIN,),
    ),
    **{code: (code,) for _, _, code in RANGES if code.islower()},
    "bn": ("Bengali",),
    "ja": ("ja", "Han"),
    "zh": ("Han",),
}
# What is too short to tell is in the language of the rest, where so much is told, and in one.
TOLD, AS_ONE = 0.6, 0.9


def with_tongues(document: Document, told: str = "") -> Document:
    """A document with the language of each of its questions and paragraphs.

    `told` is what the file says outside its words, such as a web page's `lang`. A header field
    `Language:` stands before it, and hints before both.
    """
    marks: list[Tongue] = []
    begin = 0
    for interview in document.interviews:
        spans = said_in(interview)
        if not spans:
            continue
        own = code_of(document.hints.language or "") if document.hints else ""
        own = own or field(document, begin, spans[0].start) or code_of(told)
        for span, language in spoken(document.text, spans, own):
            if not marks or marks[-1].language != language:
                marks.append(Tongue(begin, language))
            begin = span.end
    # Glued words are told apart by a list of English ones.
    glue = (at for at in document.glue if tongue_at(marks, Span(at, at + 1)) in ("", "en"))
    return replace(document, tongues=tuple(marks), glue=tuple(glue))


def said_in(interview: Interview) -> tuple[Span, ...]:
    """The questions and the paragraphs of an interview, in order."""
    answers = (span for turn in interview.turns for span in turn.answer)
    return tuple(sorted({*interview.introduction, *interview.questions, *answers}))


def field(document: Document, begin: int, end: int) -> str:
    """What a header field between two offsets says of the language; empty where none does."""
    for part in document.parts:
        if part.role is Role.FIELD and begin <= part.span.start < end:
            match = FIELD.fullmatch(part.span.of(document.text))
            if match is not None and match["key"].lower() in ("language", "lang"):
                return code_of(match["value"])
    return ""


def spoken(text: str, spans: Sequence[Span], told: str) -> Iterator[tuple[Span, str]]:
    """Each span with its language: its own where that is sure, else what is told or usual."""
    found = [(span, tongue_of(span.of(text))) for span in spans]
    rest = usual_of(found)
    # A page's template often tells another language than its words are in.
    usual = told if not rest or kin(told, rest) else rest
    for span, own in found:
        fits = is_written_so(span.of(text), usual)
        yield span, usual if fits and (not own or kin(usual, own)) else own


def kin(one: str, other: str) -> bool:
    """Whether two languages are taken for each other."""
    return any(one in group and other in group for group in KIN)


def is_written_so(words: str, language: str) -> bool:
    """Whether words are in a script that a language is written in, as far as that is known."""
    found = scripts(words).most_common(1)
    return not found or found[0][0] in WRITTEN.get(language, (found[0][0],))


def usual_of(found: Iterable[tuple[Span, str]]) -> str:
    """The one language of nearly all that is told, where most is told; empty where there is none.

    Spans weigh by their characters.
    """
    weights: Counter[str] = Counter()
    for span, language in found:
        weights[language] += len(span)
    told = weights.total() - weights[""]
    if told < TOLD * weights.total() or not told:
        return ""
    del weights[""]
    language, most = weights.most_common(1)[0]
    return language if most >= AS_ONE * told else ""
