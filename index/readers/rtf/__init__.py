"""RTF documents: the words of their final text, a paragraph a line (specification 1.9.1).

`codes` says what its words stand for, `reading` holds what was read so far.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from index.errors import BadInput
from index.readers.bold import unmarked
from index.readers.rtf.codes import CHARSETS, KEPT, LEFT_OUT, PAGES, PARAGRAPH_ENDS, SIGNS
from index.readers.rtf.reading import Reading
from index.readers.words import APART, Words, words

TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))"
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.S,
)


def read_rtf(raw: bytes, name: str) -> Words:
    """The words of an RTF document: insertions taken, deletions and hidden words left out.

    Tables are read cell by cell, text boxes after the paragraph that they hang on. Comments,
    notes, and the headers and footers of pages are left out and counted.

    Raises:
        BadInput: it is no such document, or is made to harm.
    """
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise BadInput(
            f"{name} is no RTF document. Open it in Word or LibreOffice and save it anew as .rtf."
        )
    reading = Reading()
    at = 0
    try:
        while match := TOKEN.match(raw, at):
            at = match.end()
            word, number, byte, sign, brace, held = match.groups()
            if word is not None:
                at += control(reading, word.decode("ascii"), int(number) if number else None)
            elif byte is not None:
                reading.letters(bytes.fromhex(byte.decode("ascii")))
            elif sign is not None:
                symbol(reading, sign)
            elif brace is not None:
                reading.begin() if brace == b"{" else reading.end()
                if brace == b"}" and not reading.open:
                    break
            elif held is not None:
                reading.letters(held)
    except RecursionError as error:
        raise BadInput(f"{name} is nested too deep to be read. Save it as text.") from error
    reading.paragraph()
    plain, bold = unmarked(APART.join(reading.kept) + "\n")
    return words(plain, "rtf", name, reading.dropped, bold=bold)


def symbol(reading: Reading, sign: bytes) -> None:
    """Obeys a control symbol: a sign, a break, or that the next group may be skipped."""
    if sign == b"*":
        reading.optional = True
    elif sign in (b"\\", b"{", b"}"):
        reading.letters(sign)
    else:
        control(reading, sign.decode("latin-1"), None)


def control(reading: Reading, word: str, number: int | None) -> int:
    """Obeys a control word; how many bytes after it are a picture's and no text."""
    optional, reading.optional = reading.optional, False
    if word == "u" and number is not None:
        reading.unicode(number)
        return 0
    if word in SIGNS or word in PARAGRAPH_ENDS:
        if reading.skipping:
            reading.skipping -= 1
            return 0
        reading.flush()
        if word in SIGNS:
            reading.add(SIGNS[word])
        elif not reading.state.silent:
            reading.paragraph()
        return 0
    if word == "bin":
        return max(0, number or 0)
    reading.flush()
    if word in LEFT_OUT:
        if LEFT_OUT[word] and not reading.state.silent:
            reading.dropped[LEFT_OUT[word]] += 1
        reading.state = replace(reading.state, silent=True, fonts=word == "fonttbl")
    elif word == "upr":
        # The same text follows, in Unicode.
        reading.state = replace(reading.state, silent=True)
    elif word == "ud":
        outside = reading.open[-2:-1]
        reading.state = replace(reading.state, silent=any(state.silent for state in outside))
    elif word == "shptxt":
        boxed(reading)
    elif optional and word not in KEPT:
        reading.state = replace(reading.state, silent=True)
    else:
        formatting(reading, word, number)
    return 0


def boxed(reading: Reading) -> None:
    """Begins the text of a box, which stands after the paragraph that it hangs on."""
    if not reading.state.boxed:
        reading.outer, reading.line = reading.line, []
        reading.state = replace(reading.state, boxed=True)


def formatting(reading: Reading, word: str, number: int | None) -> None:
    """Obeys a control word that says how letters are to be read or shown."""
    on = number != 0
    if word == "plain":
        reading.state = replace(
            reading.state, hidden=False, deleted=False, bold=False, encoding=None
        )
    elif word == "v":
        reading.state = replace(reading.state, hidden=on)
    elif word == "deleted":
        reading.state = replace(reading.state, deleted=on)
    elif word == "b":
        reading.state = replace(reading.state, bold=on)
    elif word == "uc":
        reading.state = replace(reading.state, skip=max(0, number or 0))
    elif word in PAGES:
        reading.page = PAGES[word]
    elif word == "ansicpg" and number:
        reading.page = known(f"cp{number}") or reading.page
    elif word == "f" and number is not None:
        reading.font = number
        reading.state = replace(reading.state, encoding=reading.fonts.get(number))
    elif word == "fcharset" and reading.state.fonts and reading.font is not None:
        encoding = CHARSETS.get(number or 0)
        # A font of the usual letters says nothing that the document has not said.
        if encoding is not None and number not in (0, 1, 2):
            reading.fonts[reading.font] = encoding


def known(encoding: str) -> str | None:
    """An encoding's name, None for one that is not known."""
    try:
        return codecs.lookup("utf-8" if encoding == "cp65001" else encoding).name
    except LookupError:
        return None
