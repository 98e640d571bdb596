"""Readers of risky formats run in a child process under limits, and die alone of what they read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, BinaryIO, cast

from index.errors import BadInput, Unavailable
from index.interview import Mark, Measure, Span
from index.readers.formats import Given, Reader
from index.readers.invisible import Invisible
from index.readers.limits import CLOCK, MEMORY, MOST_BYTES, MOST_WORDS, PROCESSOR
from index.readers.rows import Row
from index.readers.tables import Table, Tables
from index.readers.words import Words
from index.readers.worker import receive, send
from index.tongue_names import code_of

WORKER = "index.readers.worker"
# Windows cannot start a process without the first; the second lets compiled parts be found.
PASSED_ON = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")
WAY_OUT = "Save it as plain text, or split it, and index that."


class Child:
    """Reads documents in a process of its own, which starts with the first and serves them all.

    One that died is replaced for the next document. `invisible` says what becomes of text that
    nobody sees; `clock` is how many seconds one document may take.
    """

    def __init__(self, invisible: Invisible = Invisible.REFUSE, clock: float = CLOCK) -> None:
        self._invisible = invisible
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Ends the process, if one runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def given(self, raw: bytes, name: str, reader: Reader) -> Given:
        """What is in a file that is called `name`.

        Raises:
            BadInput: its reader refuses it, or reading it takes more than a document may.
            Unavailable: the process cannot be started.
        """
        if not reader.apart:
            return reader.given(raw, name, self._invisible)
        replied = self._asked(raw, name, reader)
        if "refused" in replied:
            raise BadInput(str(replied["refused"]))
        if "memory" in replied:
            self.end()
            raise BadInput(
                f"{name} was not read: it takes more than the {MEMORY // 2**20} MB of memory that "
                f"reading a document may take. {WAY_OUT}"
            )
        try:
            return (
                checked_tables(replied["tables"])
                if "tables" in replied
                else checked(replied["words"])
            )
        except (KeyError, TypeError, ValueError) as error:
            what = replied.get("failed", f"an answer that makes no sense: {error}")
            raise BadInput(
                f"{name} was not read: its reader fails on it ({what}). It may be damaged. "
                f"{WAY_OUT}"
            ) from error

    def _asked(self, raw: bytes, name: str, reader: Reader) -> dict[str, Any]:
        """What the process answers; it is killed when the time is over."""
        process = self._started()
        # Both are pipes: it was started so.
        asks, answers = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        asked = {
            "module": reader.module,
            "function": reader.function,
            "name": name,
            "invisible": str(self._invisible) if reader.chooser else "",
        }
        timer = threading.Timer(self._clock, stop)
        timer.start()
        try:
            send(asks, json.dumps(asked).encode())
            send(asks, raw)
            replied = json.loads(receive(answers, MOST_WORDS))
            if isinstance(replied, dict):
                return replied
            raise ValueError("no JSON object")
        except (OSError, EOFError, ValueError) as error:
            timer.cancel()
            what = self._died_of(error, late=late.is_set())
            raise BadInput(f"{name} was not read: {what}. {WAY_OUT}") from error
        finally:
            timer.cancel()

    def _died_of(self, error: Exception, *, late: bool) -> str:
        """Why the process gave no answer; it is gone then."""
        process = self._process
        if process is None or isinstance(error, ValueError):
            self.end()
            return f"what its reader makes of it is no answer ({error})"
        code = process.wait()
        self.end()
        if late:
            return (
                f"reading it takes more than the {self._clock:g} seconds that a document may take"
            )
        if code == -getattr(signal, "SIGXCPU", 0):
            return (
                f"reading it takes more than the {PROCESSOR} seconds of processor time that a "
                "document may take"
            )
        if code >= 0:
            return (
                f"the process that reads documents ended with exit code {code}. If it does so with "
                f"every document, see why: {sys.executable} -m {WORKER}"
            )
        how = signal.Signals(-code).name
        return f"its reader crashes on it ({how}), so it is damaged or made to harm"

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none.

        It gets no part of the environment that could hold a secret, and no module is taken from
        the folder that the command is run in (-P), which may be one of documents.
        """
        if self._process is None or self._process.poll() is not None:
            self.end()
            kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
            path = os.pathsep.join(place for place in sys.path if place)
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-P", "-B", "-m", WORKER],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**kept, "PYTHONPATH": path, "PYTHONUTF8": "1"},
                )
            except OSError as error:
                raise Unavailable(
                    f"the process that reads documents cannot be started ({error.strerror}): "
                    f"{sys.executable} -m {WORKER}. Free memory or mend the rights."
                ) from error
        return self._process


def check_size(size: int, name: str) -> None:
    """Raises BadInput for a file of more bytes than a document of a risky format may have."""
    if size > MOST_BYTES:
        raise BadInput(
            f"{name} has {size:,} bytes; at most {MOST_BYTES:,} are read. Take large pictures out "
            "of it, split it, or save it as plain text."
        )


def checked(told: dict[str, Any]) -> Words:
    """Words as the process tells them; nothing of them is taken on trust.

    Raises:
        KeyError, TypeError, ValueError: they are none.
    """
    text, kind = told["text"], told["format"]
    if not isinstance(text, str) or not isinstance(kind, str) or not text.strip():
        raise ValueError("no text")
    text.encode()
    marks = tuple(
        Mark(int(mark["at"]), Measure(mark["measure"]), int(mark["value"]))
        for mark in told["marks"]
    )
    bold = tuple(Span(int(span["start"]), int(span["end"])) for span in told["bold"])
    if any(span.end > len(text) for span in bold) or any(mark.at > len(text) for mark in marks):
        raise ValueError("a place past the end of the text")
    dropped = {str(name): int(number) for name, number in told["dropped"].items()}
    invisible = tuple(int(page) for page in told["invisible"])
    language = code_of(str(told["language"]))
    return Words(text, kind, dropped, marks, bold, invisible, language)


def checked_tables(told: dict[str, Any]) -> Tables:
    """Tables as the process tells them; nothing of them is taken on trust.

    Raises:
        KeyError, TypeError, ValueError: they are none.
    """
    tables = tuple(
        Table(
            str(table["name"]),
            tuple(
                Row(int(row["number"]), tuple(str(cell) for cell in row["cells"]))
                for row in table["rows"]
            ),
            tuple((int(at), int(first), int(last)) for at, first, last in table["merged"]),
        )
        for table in told["tables"]
    )
    dropped = {str(name): int(number) for name, number in told["dropped"].items()}
    return Tables(tables, str(told["format"]), dropped)
