"""How a page is shown: its size, and where a point of its own grid lies on it."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

# In quarters of a turn: what lies further off a straight line slants.
SLANT = 0.06


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's width and height in points as it is shown, and the way there from its own grid."""

    width: float
    height: float
    across: tuple[float, float, float]
    down: tuple[float, float, float]

    def placed(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own grid, in points from the upper left corner."""
        a, b, c = self.across
        d, e, f = self.down
        return a * x + b * y + c, d * x + e * y + f

    def turn(self, along: float, up: float) -> int | None:
        """How many quarters to the left a direction of the grid is turned, None between two."""
        (a, b, _), (d, e, _) = self.across, self.down
        quarters = math.atan2(-(d * along + e * up), a * along + b * up) / (math.pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < SLANT else None

    def shows(self, left: float, right: float, base: float) -> bool:
        """Whether any of a stretch of a line lies on the page."""
        return right > 0 and left < self.width and base > 0 and base < self.height + 1


def framed(page: Any) -> Frame:
    """How a page is shown, turned as it says."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    fine = 100
    x, y = ctypes.c_int(), ctypes.c_int()

    def device(at: float, up: float) -> tuple[float, float]:
        size = (round(width * fine), round(height * fine))
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, at, up, x, y)
        return x.value / fine, y.value / fine

    (x0, y0), (x1, y1), (x2, y2) = device(0, 0), device(fine, 0), device(0, fine)
    across = ((x1 - x0) / fine, (x2 - x0) / fine, x0)
    return Frame(width, height, across, ((y1 - y0) / fine, (y2 - y0) / fine, y0))
