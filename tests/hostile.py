"""Readers that do to their process what a document made to harm would do."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from index.errors import BadInput
from index.readers.limits import allow
from index.readers.words import Words

try:
    import resource
except ModuleNotFoundError:
    resource = None  # type: ignore[assignment]


def reads(raw: bytes, name: str) -> Words:
    return Words(f"{os.getpid()} {raw.decode()}", "text", {})


def sleeps(raw: bytes, name: str) -> Words:
    time.sleep(600)
    return reads(raw, name)


def spins(raw: bytes, name: str) -> Words:
    allow(0)
    while True:
        pass


def eats(raw: bytes, name: str) -> Words:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def dies(raw: bytes, name: str) -> Words:
    os.kill(os.getpid(), signal.SIGKILL)
    return reads(raw, name)


def ends(raw: bytes, name: str) -> Words:
    os._exit(3)


def fails(raw: bytes, name: str) -> Words:
    raise ZeroDivisionError


def refuses(raw: bytes, name: str) -> Words:
    raise BadInput(f"{name} is not for us")


def lies(raw: bytes, name: str) -> Words:
    return Words("short", "text", {}, bold=({"start": 0, "end": 900},))  # type: ignore[arg-type]


def babbles(raw: bytes, name: str) -> Words:
    os.write(1, b"\x00\x00\x00\x02{}")
    print("{}", flush=True)
    return reads(raw, name)


def half(raw: bytes, name: str) -> Words:
    return Words("half of a letter: \ud83d", "text", {})


def floods(raw: bytes, name: str) -> Words:
    return Words("x" * 50_000_000, "text", {})


def writes(raw: bytes, name: str) -> Words:
    Path(raw.decode()).write_text("x" * 10_000)
    return reads(raw, name)


def tells(raw: bytes, name: str) -> Words:
    kinds = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_CPU")
    limits = {kind: resource.getrlimit(getattr(resource, kind))[0] for kind in kinds}
    return Words(f"{sorted(os.environ)} {limits}", "text", limits)
