"""A system's process: asked a line, answered a line, and timed from its start."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eval.peers.lines import Passage

# Of what a process that died said, so much is shown.
SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: the milliseconds that it took inside the process, and the passages."""

    took_ms: float
    passages: tuple[Passage, ...]


class Talk:
    """A process that is asked until it is left; `since` tells how long it has lived."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], at: Path) -> None:
        """Starts a command in a folder."""
        self._name = " ".join(command[1:])
        # Closed when the process is left.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._began = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=dict(variables),
            cwd=at,
            encoding="utf-8",
        )

    def since(self) -> float:
        """Milliseconds since it was started."""
        return 1000 * (time.perf_counter() - self._began)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process, self._errors:
            if kind is not None:
                self._process.kill()

    def index(self, documents: Path, store: Path) -> Told:
        """Has a folder of texts indexed."""
        return self._told(do="index", documents=str(documents), store=str(store))

    def open(self, store: Path) -> Told:
        """Has a store opened."""
        return self._told(do="open", store=str(store))

    def ask(self, question: str, k: int) -> Told:
        """Asks for the `k` best passages."""
        return self._told(do="ask", question=question, k=k)

    def about(self) -> dict[str, Any]:
        """What the process says of itself: `most_mib`, `versions`, `weights`."""
        return self._asked(do="about")

    def _told(self, **asked: object) -> Told:
        told = self._asked(**asked)
        return Told(told["took_ms"], tuple(Passage(**one) for one in told["passages"]))

    def _asked(self, **asked: object) -> dict[str, Any]:
        """One request, answered.

        Raises:
            SystemExit: the process ended; its last words are the reason.
        """
        given, back = self._process.stdin, self._process.stdout
        if given is None or back is None:
            raise ValueError("a process without pipes")
        try:
            given.write(json.dumps(asked) + "\n")
            given.flush()
            line = back.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._process.wait()
            self._errors.seek(0)
            said = self._errors.read()[-SHOWN:].strip()
            raise SystemExit(f"{self._name} ended at {asked['do']!r}:\n{said}")
        told: dict[str, Any] = json.loads(line)
        return told
