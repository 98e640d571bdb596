"""ZIP files of documents, and the attacks U1, U3 and U4 on them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from specimens import TINY, HashEmbedder

from index.build import index_documents
from index.errors import BadInput
from index.gather import Gathered, gathered
from index.readers import read as read_document
from index.readers.zipped import MOST_FILE, Refused, Unpacking

ONE = TINY.encode()
TWO = TINY.replace("Mira", "Ilke").encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, held in entries:
            opened.writestr(name, held)
    return made.getvalue()


def read(folder: Path, raw: bytes, name: str = "all.zip") -> Gathered:
    (folder / name).write_bytes(raw)
    return gathered([folder / name])


def whys(found: Gathered) -> dict[str, str]:
    return {one.name: one.why for one in found.skipped}


def test_each_file_is_a_document_that_is_called_by_both_names(tmp_path: Path) -> None:
    raw = zipped(("a.txt", ONE), ("more/b.txt", TWO), ("more/.hidden.txt", ONE), ("c.png", b"x"))
    before = sorted(tmp_path.rglob("*"))
    found = read(tmp_path, raw)
    assert [file.name for file in found.files] == [
        "all.zip/a.txt",
        "all.zip/more/b.txt",
    ]
    assert whys(found) == {"all.zip/c.png": "no reader for .png"}
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "all.zip"])
    made = index_documents([tmp_path], tmp_path / "archive", HashEmbedder())
    assert [document.name for document in made.added] == ["all.zip/a.txt", "all.zip/more/b.txt"]
    assert index_documents([tmp_path], tmp_path / "archive", HashEmbedder()).published is False


def test_a_copy_beside_the_zip_file_is_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ONE)
    (tmp_path / "all.zip").write_bytes(zipped(("x.txt", ONE), ("y.txt", TWO), ("z.txt", TWO)))
    found = gathered([tmp_path])
    assert [file.name for file in found.files] == ["a.txt", "all.zip/y.txt"]
    assert whys(found) == {
        "all.zip/x.txt": "its bytes are those of a.txt",
        "all.zip/z.txt": "its bytes are those of all.zip/y.txt",
    }


def linked(name: str, kind: int) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.external_attr = (kind | 0o777) << 16
    return part


def bzipped(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_BZIP2
    return part


BAD: list[tuple[str | zipfile.ZipInfo, bytes, str]] = [
    ("../x.txt", ONE, "leads out"),
    ("a/../../x.txt", ONE, "leads out"),
    ("..\\..\\x.txt", ONE, "leads out"),
    ("/etc/x.txt", ONE, "leads out"),
    ("\\\\server\\share\\x.txt", ONE, "leads out"),
    ("C:\\x.txt", ONE, "leads out"),
    ("n" * 300 + ".txt", ONE, "longer than 255"),
    (linked("link.txt", 0o120000), b"/etc/passwd", "a link or a device"),
    (linked("pipe.txt", 0o010000), b"", "a link or a device"),
    (bzipped("b.txt"), ONE, "packed in a way"),
    ("inner.zip", zipped(("x.txt", ONE)), "a ZIP file in a ZIP file"),
    ("zeros.txt", b"0" * 3_000_000, "100 times its packed size"),
    ("passwd", b"root", "no reader for this file"),
    ("run.exe", b"MZ", "no reader for .exe"),
    ("picture.txt", b"\x89PNG", "a PNG picture"),
    ("sheet.docx", b"PK", "no Word document"),
    ("empty.txt", b"", "is empty"),
]


@pytest.mark.parametrize(("name", "raw", "why"), BAD)
def test_a_bad_file_is_skipped_and_said_and_the_rest_is_read(
    tmp_path: Path, name: str | zipfile.ZipInfo, raw: bytes, why: str
) -> None:
    found = read(tmp_path, zipped((name, raw), ("good.txt", ONE)))
    assert [file.name for file in found.files] == ["all.zip/good.txt"]
    assert why in " ".join(whys(found).values())
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["all.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, zipped(("a.txt", ONE), ("a.txt", TWO)))
    assert [file.name for file in found.files] == ["all.zip/a.txt"]
    assert whys(found) == {"all.zip/a.txt": "another file in it has the same name"}


def test_control_characters_in_a_name_are_not_kept(tmp_path: Path) -> None:
    found = read(tmp_path, zipped(("a\n\x1b[31m.txt", ONE)))
    assert [file.name for file in found.files] == ["all.zip/a\ufffd\ufffd[31m.txt"]


def patched(raw: bytes, signature: bytes, offset: int, form: str, value: int) -> bytes:
    """A ZIP file with a number in its first header of a kind changed."""
    made = bytearray(raw)
    struct.pack_into(form, made, raw.index(signature) + offset, value)
    return bytes(made)


def test_a_locked_file_is_skipped_and_a_locked_zip_file_refused(tmp_path: Path) -> None:
    raw = patched(zipped(("a.txt", ONE), ("b.txt", TWO)), b"PK\x01\x02", 8, "<H", 1)
    found = read(tmp_path, raw)
    assert [file.name for file in found.files] == ["all.zip/b.txt"]
    assert "locked with a password" in whys(found)["all.zip/a.txt"]
    alone = patched(zipped(("a.txt", ONE)), b"PK\x01\x02", 8, "<H", 1)
    with pytest.raises(BadInput, match="locked with a password"):
        read(tmp_path, alone)


@pytest.mark.parametrize("size", [10, 2_000_000])
def test_a_directory_that_lies_about_a_size_gains_nothing(tmp_path: Path, size: int) -> None:
    """A file that says it is small is read no further, and one that says it is large neither."""
    raw = zipped(("liar.txt", b"0" * 2_500_000), ("good.txt", ONE))
    found = read(tmp_path, patched(raw, b"PK\x01\x02", 24, "<I", size))
    assert [file.name for file in found.files] == ["all.zip/good.txt"]
    assert set(whys(found)) == {"all.zip/liar.txt"}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"no zip at all", "no ZIP file"),
        (b"PK\x05\x06", "no ZIP file"),
        (zipped(("a.txt", ONE))[:-30], "no ZIP file"),
        (zipped(*((f"{n}.txt", b"") for n in range(2001))), "2,001 files"),
        (zipped(*((f"{n}.txt", b"0" * 21_000_000) for n in range(5))), "105,000,000 bytes"),
        (zipped(), "nothing to index"),
        (b"\0" * (MOST_FILE + 1), "at most 25,000,000"),
    ],
)
def test_a_zip_file_that_is_none_or_too_large_is_refused(
    tmp_path: Path, raw: bytes, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        read(tmp_path, raw)
    (tmp_path / "good.txt").write_bytes(ONE)
    found = gathered([tmp_path])
    assert [file.name for file in found.files] == ["good.txt"]


class Lying:
    """A ZIP file whose files are larger than its directory says, should zipfile let them be."""

    def open(self, part: zipfile.ZipInfo) -> io.BytesIO:
        return io.BytesIO(b"x" * 9_000_000)


def test_what_is_unpacked_is_counted_whatever_the_directory_says() -> None:
    unpacking = Unpacking(Lying(), "all.zip")  # type: ignore[arg-type]
    part = zipfile.ZipInfo("a.txt")
    part.file_size, part.compress_size = 100, 1_000
    with pytest.raises(Refused, match="100 times"):
        unpacking.entry(part)
    part.compress_size = 1_000_000
    for _ in range(11):
        assert len(unpacking.entry(part)) == 9_000_000
    with pytest.raises(BadInput, match="more than 100,000,000 bytes"):
        unpacking.entry(part)


def test_parse_says_what_to_do_with_a_zip_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"with `onrecord index` a \.zip of them"):
        read_document(tmp_path / "all.zip", "all.zip")
