"""The words of one page as PDFium places them: where each stands, in what style, and if drawn."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from index.readers.pdf.frame import Frame
from index.readers.pdf.styles import PLAIN, Style, Styles

# PDFium's own sign for a hyphen at the end of a line, and for one that Unicode hides there.
HYPHENS = frozenset((0x02, 0xFFFE, 0xAD))
LIGATURES_BEGIN = 0xFB00
LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(LIGATURES_BEGIN, 0xFB07)
}
# In sizes of the letters: as far apart no letters are of one word, and as near no two words stand.
FAR = 2.0
CLOSE = 0.12
# Below it no letter is written from right to left.
LATIN = 0x58F
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
# Letters of Arabic and Hebrew as they are shaped, which no search finds.
SHAPED = (range(0xFB1D, 0xFE00), range(0xFE70, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without space between them, in points from the page's upper left corner.

    `base` is where its letters stand, `size` how high they are; `ligatures` counts the letters
    that were printed joined. `glued` says that no space stands before it in the file. An
    `unseen` word is in the file and not on the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: Style
    unseen: bool
    glued: bool
    ligatures: int


class Gathering:
    """The letters of the word that is being read."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.places: list[float] = []
        self.leftward = False
        self.ligatures = 0
        self.left = self.right = self.base = self.size = 0.0
        self.style = PLAIN
        self.unseen = self.glued = False

    def word(self) -> Iterator[Word]:
        """The word, if a letter was read; the next one begins."""
        letters = self.letters
        if self.leftward:
            # Programs write these in either order; on paper the first stands furthest right.
            order = sorted(range(len(letters)), key=lambda at: -self.places[at])
            letters = [letters[at] for at in order]
        text = "".join(letters)
        if not text.isascii():
            # Some letters come in the two halves that UTF-16 has for them.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text:
            yield Word(
                text,
                self.left,
                self.right,
                self.base,
                self.size,
                self.style,
                self.unseen,
                self.glued,
                self.ligatures,
            )
        self.letters, self.places = [], []
        self.ligatures = 0
        self.glued = True


def words_on(page: Any, frame: Frame) -> Iterator[Word]:
    """The words of a page in the order of its file."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield from joined(text_page, frame)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def joined(text_page: Any, frame: Frame) -> Iterator[Word]:
    """The letters of a page put together to words."""
    styles = Styles(text_page, frame)
    gathering = Gathering()
    turned = False
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    for at in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if (code <= 0x20 and code not in HYPHENS) or code == 0xA0:
            yield from gathering.word()
            gathering.glued = False
            turned = False
            continue
        style = styles.of(at)
        pdfium.FPDFText_GetCharOrigin(text_page, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, at, box)
        left, base = frame.placed(x.value, y.value)
        (ax, _), (bx, _) = frame.placed(box.left, box.bottom), frame.placed(box.right, box.top)
        right, size = max(ax, bx), style.size
        unseen = style.undrawn or not frame.shows(left, right, base)
        back = code > LATIN and unicodedata.bidirectional(chr(code)) in ("R", "AL", "NSM")
        after = gathering.leftward and not back
        if gathering.letters and (
            unseen != gathering.unseen
            or style.turn != gathering.style.turn
            or style.pale != gathering.style.pale
            or style.inked != gathering.style.inked
            or back != gathering.leftward
            or (style.turn == 0 and abs(base - gathering.base) > 0.6 * max(size, gathering.size))
            or left > gathering.right + (CLOSE if turned else FAR) * max(size, gathering.size)
        ):
            yield from gathering.word()
        if after:
            # PDFium turns a bracket around that follows such letters, and moves the next space.
            code = ord(chr(code).translate(MIRRORED))
            turned = True
        gathering.leftward = back
        take(gathering, code, min(left, ax, bx), right, base, size, style, unseen)
    yield from gathering.word()


def take(
    gathering: Gathering,
    code: int,
    left: float,
    right: float,
    base: float,
    size: float,
    style: Style,
    unseen: bool,
) -> None:
    """Adds a letter to the word that is being read."""
    if gathering.letters:
        gathering.left, gathering.right = min(gathering.left, left), max(gathering.right, right)
        gathering.size = max(gathering.size, size)
        both = gathering.style
        if style is not both:
            bold, italic = style.bold and both.bold, style.italic and both.italic
            gathering.style = replace(style, bold=bold, italic=italic)
    else:
        gathering.left, gathering.right, gathering.base = left, right, base
        gathering.size, gathering.style, gathering.unseen = size, style, unseen
    gathering.ligatures += code in LIGATURES
    gathering.letters.append(letter(code))
    gathering.places.append(left)


def letter(code: int) -> str:
    """The letters that a code stands for, as people type them."""
    if code in HYPHENS:
        return "-"
    if code < LIGATURES_BEGIN:
        return chr(code)
    if code in LIGATURES:
        return LIGATURES[code]
    if any(code in shapes for shapes in SHAPED):
        return unicodedata.normalize("NFKC", chr(code))
    # What no program should meet inside a text.
    return "\ufffd" if 0xFDD0 <= code < 0xFDF0 else chr(code)
