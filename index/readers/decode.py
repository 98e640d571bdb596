"""Bytes to text, once: the decoded text is the source that every offset counts in."""

from __future__ import annotations

import codecs

from index.errors import BadInput

# The first bytes of files that people save under a text suffix by mistake.
MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a WAV recording or a video"),
)

# UTF-32 before UTF-16: the mark of one begins with that of the other.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes, name: str) -> str:
    """The text of a file: byte order mark removed, line ends as LF, every other character kept.

    UTF-8, and UTF-16 or UTF-32 with a byte order mark, are read; nothing is guessed or replaced.

    Raises:
        BadInput: the file is empty, is not text, or is text in another encoding.
    """
    for magic, kind in MAGIC:
        if raw.startswith(magic):
            raise BadInput(
                f"{name} is {kind}, not plain text. Export its words as plain text (UTF-8) "
                "and index that file."
            )
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in MARKS if raw.startswith(mark)), (b"", "utf-8")
    )
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name} is not {encoding.upper()}: byte {len(mark) + error.start} does not belong "
            "there. If it is text in another encoding, save it as UTF-8 in an editor, or for "
            f"Windows text: iconv -f WINDOWS-1252 -t UTF-8 {name!r} > utf-8.txt"
        ) from error
    if "\x00" in text:
        raise BadInput(
            f"{name} holds zero bytes, so it is a binary file or UTF-16 without a byte order "
            "mark. Save it as plain text in UTF-8 and index that file."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise BadInput(f"{name} is empty: there is nothing to read in it.")
    return text
