"""How the letters of a page are set: bold or italic, how high, which way, and if drawn in ink."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from index.readers.pdf.frame import Frame

# At this size, in points, nobody reads a letter.
UNREADABLE = 1.0
# Fills nothing and draws no line; fills nothing and only cuts what follows.
UNDRAWN = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
ITALIC_NAMES = ("italic", "oblique")
ITALIC_FLAG = 1 << 6
# Of 255: letters as dark are ink on any light paper, and as light ones are none on white.
DARK = 110
PALE = 160
# A fill that cannot be told, or that lets its ground through, is neither.
UNKNOWN = 128


@dataclass(frozen=True, slots=True)
class Style:
    """How one text object is set, `size` points high; its letters are drawn unless `undrawn`.

    `turn` counts the quarters to the left that it is turned by on the page, None where it slants.
    `inked` letters are filled, dark and whole, as those of most pages are.
    """

    bold: bool
    italic: bool
    size: float
    turn: int | None
    pale: bool
    inked: bool
    undrawn: bool


# The same style is the same object: a page may hold an object for every letter.
interned = lru_cache(maxsize=1024)(Style)
PLAIN = interned(False, False, 12.0, 0, False, True, False)


class Styles:
    """The styles of a page's text objects; each is asked for once."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._text_page = text_page
        self._frame = frame
        self._styles: dict[int, Style] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._layers: dict[int, bool] = {}
        self._matrix = pdfium.FS_MATRIX()

    def of(self, at: int) -> Style:
        """The style of the letter with that number."""
        held = pdfium.FPDFText_GetTextObject(self._text_page, at)
        if not held:
            return PLAIN
        place = address(held)
        style = self._styles.get(place)
        if style is None:
            style = self._styles[place] = self._style(held, at)
        return style

    def _style(self, held: Any, at: int) -> Style:
        """The style of a text object, that of the letter `at`."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text_page, at, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text_page, at)
        size = round(size * math.hypot(matrix.c, matrix.d), 3)
        font = pdfium.FPDFTextObj_GetFont(held)
        place = address(font) if font else 0
        if place not in self._fonts:
            self._fonts[place] = face(self._text_page, at)
        bold, italic = self._fonts[place]
        mode, light = pdfium.FPDFTextObj_GetTextRenderMode(held), brightness(held)
        return interned(
            bold=bold,
            italic=italic,
            size=size,
            turn=self._frame.turn(matrix.a, matrix.b),
            pale=light > PALE,
            inked=light <= DARK
            and mode == pdfium.FPDF_TEXTRENDERMODE_FILL
            and not pdfium.FPDFPageObj_HasTransparency(held)
            and pdfium.FPDFClipPath_CountPaths(pdfium.FPDFPageObj_GetClipPath(held)) <= 0
            and not self._layered(held),
            undrawn=mode in UNDRAWN or size <= UNREADABLE,
        )

    def _layered(self, held: Any) -> bool:
        """Whether an object lies in a layer, which may be switched off."""
        for at in range(pdfium.FPDFPageObj_CountMarks(held)):
            mark = pdfium.FPDFPageObj_GetMark(held, at)
            place = address(mark)
            if place not in self._layers:
                self._layers[place] = named(mark) == "OC"
            if self._layers[place]:
                return True
        return False


def address(pointer: Any) -> int:
    """Where in memory something lies."""
    return ctypes.addressof(pointer.contents)


def face(text_page: Any, at: int) -> tuple[bool, bool]:
    """Whether the font of a letter is bold, and whether it is italic."""
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, at, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFText_GetFontInfo(text_page, at, buffer, length, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    heavy = pdfium.FPDFText_GetFontWeight(text_page, at) >= BOLD_WEIGHT
    return (
        heavy or any(part in name for part in BOLD_NAMES),
        bool(flags.value & ITALIC_FLAG) or any(part in name for part in ITALIC_NAMES),
    )


def named(mark: Any) -> str:
    """The name of a mark on an object."""
    length = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * 16)()
    if not pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length):
        return ""
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace")


def brightness(held: Any) -> int:
    """How light an object's fill is, from 0 to 255; `UNKNOWN` where its ground shows through."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(held, red, green, blue, alpha) or alpha.value < 255:
        return UNKNOWN
    return (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
