"""Words that lie in the file of a page and not on its paper: found by drawing it without them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from index.readers.pdf.frame import Frame
from index.readers.pdf.letters import Word
from index.readers.pdf.styles import brightness

# A difference of colour (of 255) that an eye does not see on paper.
FAINT = 20
# As many of a word's letters must show.
SHOWN = 0.6
# Enough to tell a letter of six points from its ground; larger pages are drawn smaller.
LARGEST = 3000
# On fills as light, of 255, dark letters show.
LIGHT = 200
# A rule that is thinner, in points, underlines or frames and covers nothing.
THIN = 2.5
HARMLESS = frozenset((pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP))
RED_GREEN_BLUE = 3


def judged(page: Any, frame: Frame, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a page, each with whether a reader of the page sees it.

    A page on which nothing could hide a word is taken as it is; any other is drawn twice, with
    its text and without, and a word whose place looks the same both times is not seen. That
    finds white on white, what a box or a picture covers, what is cut off, and hidden layers.
    """
    if not words or (all(word.style.inked for word in words) and plain(page)):
        return words
    scale = min(1.0, LARGEST / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    drawn = picture(page, width, height)
    for held in texts(page):
        pdfium.FPDFPageObj_SetIsActive(held, False)
    bare = picture(page, width, height)
    # Letters drawn over a word show in its place, and a redaction that was never carried out
    # does not show at all.
    struck = tuple(redactions(page, frame))
    inked = tuple(word for word in words if not word.style.pale and not word.unseen)
    return tuple(
        replace(
            word,
            unseen=word.unseen
            or not seen(word, scale, width, drawn, bare)
            or (word.style.pale and any(over(word, *extent(other)) for other in inked))
            or any(over(word, *box) for box in struck),
        )
        for word in words
    )


def extent(word: Word) -> tuple[float, float, float, float]:
    """The left, upper, right and lower edge of a word's letters."""
    return word.left, word.base - 0.8 * word.size, word.right, word.base + 0.25 * word.size


def over(word: Word, left: float, upper: float, right: float, lower: float) -> bool:
    """Whether a box lies over most of a word."""
    a, b, c, d = extent(word)
    wide, high = min(c, right) - max(a, left), min(d, lower) - max(b, upper)
    return min(wide, high) > 0 and wide * high > 0.5 * (c - a) * (d - b)


def redactions(page: Any, frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a page that are marked for redaction."""
    box = pdfium.FS_RECTF()
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_REDACT:
            pdfium.FPDFAnnot_GetRect(note, box)
            (a, b), (c, d) = frame.placed(box.left, box.top), frame.placed(box.right, box.bottom)
            yield min(a, c), min(b, d), max(a, c), max(b, d)
        pdfium.FPDFPage_CloseAnnot(note)


def plain(page: Any) -> bool:
    """Whether a page holds nothing but letters, light ground below them and thin rules."""
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind, dressed = pdfium.FPDFAnnot_GetSubtype(note), pdfium.FPDFAnnot_HasKey(note, b"AP")
        pdfium.FPDFPage_CloseAnnot(note)
        if kind not in HARMLESS or dressed:
            return False
    written = False
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        held = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(held)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            written = True
        elif kind != pdfium.FPDF_PAGEOBJ_PATH or not (
            thin(held) or (not written and brightness(held) >= LIGHT)
        ):
            return False
    return True


def thin(held: Any) -> bool:
    """Whether an object is a line."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(held, left, bottom, right, top)
    return min(right.value - left.value, top.value - bottom.value) <= THIN


def texts(page: Any) -> Iterator[Any]:
    """The text objects of a page, also in what it embeds."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from within(pdfium.FPDFPage_GetObject(page, at))


def within(held: Any, depth: int = 0) -> Iterator[Any]:
    """The text objects in an object."""
    kind = pdfium.FPDFPageObj_GetType(held)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        yield held
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 20:
        for at in range(pdfium.FPDFFormObj_CountObjects(held)):
            yield from within(pdfium.FPDFFormObj_GetObject(held, at), depth + 1)


def picture(page: Any, width: int, height: int) -> tuple[bytes, int]:
    """A page drawn on white with what is pinned to it, and how many bytes a row takes."""
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        row = pdfium.FPDFBitmap_GetStride(bitmap)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), row * height), row
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def seen(
    word: Word, scale: float, width: int, drawn: tuple[bytes, int], bare: tuple[bytes, int]
) -> bool:
    """Whether most letters of a word make a difference to the page."""
    (with_text, row), (without, _) = drawn, bare
    _, upper, _, lower = extent(word)
    rows = range(max(0, int(upper * scale)), min(len(with_text) // row, int(lower * scale) + 1))
    step = (word.right - word.left) * scale / len(word.text)
    shown = 0
    for at in range(len(word.text)):
        begins = max(0, int(word.left * scale + at * step))
        ends = min(width, int(word.left * scale + (at + 1) * step) + 1)
        first, last = RED_GREEN_BLUE * begins, RED_GREEN_BLUE * ends
        shown += any(
            differ(
                with_text[y * row + first : y * row + last],
                without[y * row + first : y * row + last],
            )
            for y in rows
        )
    return shown >= SHOWN * len(word.text)


def differ(one: bytes, other: bytes) -> bool:
    """Whether a stretch of a row is clearly of another colour in one picture than in the other."""
    # Most of a page is white in both, and bytes are compared a lot faster than numbers.
    return one != other and any(abs(a - b) > FAINT for a, b in zip(one, other, strict=True))
