"""PDF files written by hand, so that a test says exactly what lies on their pages."""

from __future__ import annotations

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}
WIDTH, HEIGHT = 612, 792


def pdf(*pages: str, notes: str = "", extra: str = "", trailer: str = "", page: str = "") -> bytes:
    """A PDF whose pages draw these; `notes` is pinned to each, `extra` are resources of each."""
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for key, name in FONTS.items()
    )
    numbers = [3 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {trailer} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, drawn in zip(numbers, pages, strict=True):
        stream = drawn.encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page} "
            f"/Resources << /Font << {fonts} >> {extra} >> /Annots [{notes}] "
            f"/Contents {number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects)


def assembled(objects: list[bytes], trailer: str = "") -> bytes:
    """A file of objects, with the table that says where each begins."""
    made = b"%PDF-1.7\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        made
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{len(made)}\n%%EOF\n"
        ).encode()
    )


def text(x: float, y: float, words: str, font: str = "F1", size: float = 11, how: str = "") -> str:
    """Words with their first letter at a place, in points from the lower left corner."""
    held = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"q {how} BT /{font} {size} Tf {x} {y} Td ({held}) Tj ET Q\n"


def column(lines: list[str], x: float = 72, top: float = 700, font: str = "F1") -> str:
    """Lines below each other; a blank one leaves space."""
    return "".join(
        text(x, top - 14 * at, line, font) for at, line in enumerate(lines) if line.strip()
    )
