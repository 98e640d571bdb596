"""Catalogues of messages, as Babel collects and compiles them: `python tests/catalogues.py`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from index.language import DOMAIN, ENGLISH, FOLDER, LANGUAGES

ROOT = Path(__file__).parent.parent
KEYWORDS = {**DEFAULT_KEYWORDS, "later": None}
FOREIGN = [code for code in LANGUAGES if code != ENGLISH.code]


def collected() -> Catalog:
    """Every message of the code and of the templates."""
    catalogue = Catalog(domain=DOMAIN)
    for room in ("index", "rag", "web"):
        for path in sorted((ROOT / room).rglob("*.py")):
            add(catalogue, "python", path)
        for path in sorted((ROOT / room).glob("templates/*.html")):
            add(catalogue, "jinja2", path)
    return catalogue


def add(catalogue: Catalog, method: str, path: Path) -> None:
    """Adds the messages of a file; those of a catalogue stand by their words, not by files."""
    for found in extract_from_file(method, path, keywords=KEYWORDS):
        _line, words, _comments, _context = found
        catalogue.add(words)


def written(folder: Path, code: str) -> Path:
    """The catalogue that people write in a language."""
    return folder / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(code: str) -> Catalog:
    """The catalogue of a language as it was written."""
    with written(FOLDER, code).open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as programs read it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def put(catalogue: Catalog, folder: Path, code: str) -> None:
    """Writes a catalogue for people and for programs."""
    path = written(folder, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, no_location=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def variants(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def stretched(words: str) -> str:
    """A message longer by two fifths, in brackets, its values and its tags as they were."""
    pieces = re.split(r"(%\(\w+\)s|%%|\{\w+\}|</?[a-z]+[^>]*>)", words)
    said = "".join(p if n % 2 else p.translate(ACCENTS) for n, p in enumerate(pieces))
    plain = sum(len(p) for n, p in enumerate(pieces) if not n % 2)
    return f"⟦{said}{'~' * round(plain * 0.4)}⟧"


ACCENTS = str.maketrans("aeiounscyAEIOUNSCY", "àéîöûñšçýÀÉÎÖÛÑŠÇÝ")


def lengthened(folder: Path, code: str) -> None:
    """Writes the catalogue of a language made of English: longer, and told from it at a glance."""
    catalogue = Catalog(locale="en", domain=DOMAIN)
    for one in collected():
        if one.id:
            said = tuple(map(stretched, variants(one.id)))
            catalogue.add(one.id, said if isinstance(one.id, tuple) else said[0])
    put(catalogue, folder, code)


def main() -> None:
    """Brings every catalogue up to date with the code, and says what still needs words."""
    template = collected()
    for code in FOREIGN:
        catalogue = read(code)
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        put(catalogue, FOLDER, code)
        missing = [one.id for one in catalogue if one.id and not said(one.string)]
        print(f"{code}: {len(catalogue)} messages, {len(missing)} without words", file=sys.stderr)


def said(words: object) -> bool:
    """Whether a message has all its words."""
    return all(words) if isinstance(words, list | tuple) else bool(words)


if __name__ == "__main__":
    main()
