"""Numbers of a workbook as its cells show them: dates and times are numbers with a format."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Formats of dates and times that are not written out in the file (ECMA-376 part 1, 18.8.30).
BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 34, 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 20, 32, 33), "h:mm"),
    **dict.fromkeys((19, 21, 35), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
# What stands in a format as words, in colour or in a language says nothing about its kind.
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.I)
LAST_DAY = 2_958_465


class Styles:
    """How the cells of a workbook show their numbers."""

    def __init__(self, root: Any | None, since_1904: bool) -> None:
        """Takes the root of the part that holds styles, None where there is none."""
        self.since_1904 = since_1904
        own: dict[int, str] = {}
        self._forms: list[str] = []
        if root is None:
            return
        for one in root.iter(f"{MAIN}numFmt"):
            own[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
        for cells in root.iter(f"{MAIN}cellXfs"):
            for style in cells.iter(f"{MAIN}xf"):
                number = int(style.get("numFmtId", "0"))
                code = own.get(number) or BUILT_IN.get(number, "")
                self._forms.append(QUOTED.sub("", code.split(";")[0]).lower())

    def form(self, style: str | None) -> str:
        """The format of a style in small letters, without the words in it."""
        number = int(style or "0")
        return self._forms[number] if number < len(self._forms) else ""


def shown(value: str, form: str, since_1904: bool) -> str:
    """A number as its cell shows it: a date as 2031-05-14, a time as 0:12:31, else in digits.

    Raises:
        ValueError: it is no number.
    """
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value[:20]} is no number")
    dated, timed = re.search(r"[yd]", form), re.search(r"[hs]|\[m", form)
    if not (dated or timed) or not 0 <= number < LAST_DAY:
        return str(int(number)) if number.is_integer() else str(number)
    seconds = round((number % 1 if dated else number) * 86_400)
    clock = timing(seconds, form)
    if not dated:
        return clock
    # Excel takes 1900 for a leap year, so days before March of it are one further.
    days = int(number) + (1462 if since_1904 else 1 if number < 60 else 0)
    day = (datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=days)).date().isoformat()
    return f"{day} {clock}" if timed else day


def timing(seconds: int, form: str) -> str:
    """Seconds as a format shows them: with hours where it has them, seconds likewise."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if "s" not in form:
        return f"{hours}:{minutes:02}"
    return f"{hours}:{minutes:02}:{rest:02}" if "h" in form else f"{seconds // 60}:{rest:02}"
