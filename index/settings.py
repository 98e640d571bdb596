"""Deployment settings: `ONRECORD_` variables, read once at the door; flags come before them.

Read without a library: the one that does it took a fifth of the time of a cold question.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from index.errors import Misconfigured

PREFIX = "ONRECORD_"
# A password that is guessed at over the network must not be a short one.
SHORTEST_PASSWORD = 16
# How often a silence shall be right.
SILENCE_PRECISION = 0.85
TRUTHS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set for every command of a shell; the fields' names are the variables'."""

    archive: Path = Path("archive")
    model: str | None = None
    encoder: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    importing: bool = False
    import_password: str | None = field(default=None, repr=False)
    topics: Path | None = None
    language: str | None = None
    judge: str = "built-in"
    threads: int | None = None
    silence_precision: float = SILENCE_PRECISION


def one_of(*names: str) -> Callable[[str], str]:
    """A reader of words that must be one of these names."""

    def read(words: str) -> str:
        if words not in names:
            raise ValueError(f"it is {words}, and must be one of {', '.join(names)}")
        return words

    return read


def whole(least: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` on."""

    def read(words: str) -> int:
        if not words.isdecimal() or int(words) < least:
            raise ValueError(f"it is {words}, and must be a whole number from {least} on")
        return int(words)

    return read


def truth(words: str) -> bool:
    """Whether words switch something on.

    Raises:
        ValueError: they say neither yes nor no.
    """
    if words.lower() not in TRUTHS:
        raise ValueError(f"it is {words}, and must be one of {', '.join(TRUTHS)}")
    return TRUTHS[words.lower()]


def share(words: str) -> float:
    """A number between 0 and 1.

    Raises:
        ValueError: the words are none.
    """
    try:
        value = float(words)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise ValueError(f"it is {words}, and must be a number between 0 and 1, such as 0.85")
    return value


def password(words: str) -> str:
    """A password; one that is too short is not repeated where it may be read.

    Raises:
        ValueError: it is too short.
    """
    if len(words) < SHORTEST_PASSWORD:
        raise ValueError(f"it has {len(words)} characters, and must have {SHORTEST_PASSWORD}")
    return words


READERS: dict[str, Callable[[str], object]] = {
    "archive": Path,
    "model": str,
    "encoder": one_of("int8", "float32", "original"),
    "host": str,
    "port": whole(0),
    "importing": truth,
    "import_password": password,
    "topics": Path,
    "language": one_of("en", "ar"),
    "judge": str,
    "threads": whole(1),
    "silence_precision": share,
}
KNOWN = tuple(PREFIX + one.name.upper() for one in fields(Settings))


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises:
        Misconfigured: an `ONRECORD_` variable is unknown or its value is not of its kind.
    """
    given, wrong = dict[str, object](), list[str]()
    for variable in sorted(name for name in environment if name.startswith(PREFIX)):
        if variable not in KNOWN:
            near = difflib.get_close_matches(variable, KNOWN, 1, 0)[0]
            raise Misconfigured(
                f"the environment has {variable}, which onrecord does not know; the nearest that "
                f"it knows is {near}. Known are {', '.join(KNOWN)}. Rename it or unset it."
            )
        name = variable.removeprefix(PREFIX).lower()
        try:
            given[name] = READERS[name](environment[variable])
        except ValueError as error:
            wrong.append(f"{variable}: {error}")
    if wrong:
        raise Misconfigured(f"{'; '.join(wrong)}. Correct the variable or unset it.")
    return Settings(**given)  # type: ignore[arg-type]  # each was read by its field's reader
