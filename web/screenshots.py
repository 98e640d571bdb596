"""Every page and state as a picture: `python -m web.screenshots OUT_DIR`, over the sample archive.

Needs a Chromium on the PATH and nothing else. Forms are posted by this program, since Chromium's
command line cannot; what comes back is photographed from a file, with the same style sheets.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from index.build import index_documents
from index.embedders import embedder_named
from index.errors import OnRecordError, Unavailable, Usage
from rag.anchor import Pin, anchor_of
from rag.desk import Desk
from web.app import STATIC
from web.imports import Imports, Job, importing
from web.right import Right
from web.serve import prepared

SAMPLE = STATIC.parent.parent / "eval" / "sample" / "interviews"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# Tall enough for the longest page at that width; Chromium does not measure it itself.
SIZES = ((360, 3200), (768, 2400), (1280, 2000))
SCHEMES = (("light", 1), ("dark", 0))
ANSWERED = "How often was the bakery inspected?"
SILENT = "What do people in Iceland say?"
SEVERAL = "How often was the bakery inspected, and who presents the news in the lorry?"
COMPARED = "Is exile safe?\nDo you believe that you can win?"
DRAFT = (
    "The lake went, and with it the fishermen. “Each morning at 05:40 we say how far the water has "
    "gone back since the day before,” says Temira Olzhan. “On a usual day it is 2.5 metres.” "
    "Bisi Okonji adds: “People whose hands are wet.” The ministry calls it “a success”.\n\n"
    "“They do not read the newspapers […] They never did,” she says. “Who listens to a radio "
    "station in a lorry?”\n"
)

# This machine asks itself, whatever proxy its environment names.
DIRECT = build_opener(ProxyHandler({}))

PASSWORD = secrets.token_urlsafe(18)

Fields = tuple[tuple[str, str], ...]


WRONG_TOPIC: Fields = (("question", ANSWERED), ("nuggets", "a window"), ("kind", "followup"))


@dataclass(frozen=True, slots=True)
class State:
    """A page in one state: where it is, the form that is sent there, and where that then leads."""

    name: str
    path: str
    form: Fields = ()
    then: str = ""


def import_states(job: Job) -> Iterator[State]:
    """The pages of imports, where somebody may import."""
    yield State("import", "/import")
    yield State("import-read", f"/import/{job.id}")
    yield State("import-preview", f"/import/{job.id}/documents/1")


def imported(imports: Imports) -> Job:
    """An import whose documents were read: one to check, and one that is refused."""
    text = (SAMPLE / "voices.txt").read_bytes()
    note = b"Interviewee: Ada Quill\n\nWhy did you leave?\nThey took the boat.\n\nWho helps you?\n"
    sent = (("boat.txt", note), ("voices.txt", text), ("minutes.docx", b"no office file"))
    job = imports.accept(sent)
    while job.busy:
        time.sleep(0.01)
    return job


def states(desk: Desk) -> Iterator[State]:
    """Every page, in every state that a reader can meet."""
    interview = desk.archive.interviews[0]
    span = interview.turns[0].answer[0]
    source = desk.archive.source(interview.id)
    # As a link to an earlier version of the source would be.
    changed = Pin(span, anchor_of(source.text, "0" * 64, interview, span))
    yield State("ask", "/")
    yield State("ask-empty", "/", (("question", ""),))
    yield State("ask-too-long", "/", (("question", "why " * 600),))
    yield State("answer", "/", (("question", ANSWERED),))
    yield State("answer-beside", "/", (("question", ANSWERED),), "/1")
    yield State("follow-up", "/", (("question", "And who did it?"), ("history", ANSWERED)))
    yield State("silence", "/", (("question", SILENT),))
    yield State("compare", "/compare")
    yield State("compared", "/compare", (("question", COMPARED), ("by", "speaker")))
    yield State("compare-wrong", "/compare", (("question", COMPARED), ("country", "Atlantis")))
    yield State("verify", "/verify")
    yield State("verified", "/verify", (("text", DRAFT),))
    yield State("verify-empty", "/verify", (("text", ""),))
    yield State("cite", f"/cite?interview={interview.id}&span={span.start}-{span.end}")
    yield State("interviews", "/interviews")
    yield State("interview", f"/interviews/{interview.id}")
    yield State("interview-marked", f"/interviews/{interview.id}?span={span.start}-{span.end}")
    yield State("interview-found", f"/interviews/{interview.id}/find", (("words", "the"),))
    yield State("interview-changed", f"/interviews/{interview.id}?span={changed}")
    yield State("interview-wrong-span", f"/interviews/{interview.id}?span=1-2")
    yield State("see", "/see")
    yield State("inspect", "/inspect")
    yield State("inspected", "/inspect", (("question", ANSWERED),))
    yield State("inspected-parts", "/inspect", (("question", SEVERAL),))
    yield State("inspected-silence", "/inspect", (("question", SILENT),))
    yield State("inspect-topic-wrong", "/inspect/topic", WRONG_TOPIC)
    yield State("import-off", "/import")
    yield State("about", "/about")
    yield State("api", "/api")
    yield State("not-found", "/nothing")


def fetched(base: str, state: State) -> str:
    """A page as the server sends it, whatever its status, with its style sheets found on disk."""
    body = urlencode(state.form).encode() if state.form else None
    request = Request(base + state.path, body, {"Authorization": f"Bearer {PASSWORD}"})  # noqa: S310
    try:
        with DIRECT.open(request) as answer:
            page: bytes = answer.read()
            address = answer.geturl()
        if state.then:
            with DIRECT.open(address + state.then) as answer:
                page = answer.read()
    except HTTPError as refused:
        page = refused.read()
    return page.decode().replace('href="/static/', f'href="{STATIC.as_uri()}/')


def photographed(browser: str, page: Path, out: Path, size: tuple[int, int], scheme: int) -> None:
    """Writes a picture of a file."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS.split(), f"--user-data-dir={profile}"]
        command += [f"--window-size={size[0]},{size[1]}", f"--screenshot={out}"]
        command += [f"--blink-settings=preferredColorScheme={scheme}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603


def photograph_all(desk: Desk, archive: Path, browser: str, out: Path) -> int:
    """Writes a picture of every state at every size in light and dark; how many there are."""
    taken = photographs(desk, browser, out, tuple(states(desk)))
    with importing(archive) as imports:
        found = tuple(import_states(imported(imports)))
        return taken + photographs(desk, browser, out, found, imports)


def photographs(
    desk: Desk,
    browser: str,
    out: Path,
    found: Sequence[State],
    imports: Imports | None = None,
) -> int:
    """Writes pictures of some states of one server; how many there are."""
    taken = 0
    with serving(desk, imports) as base:
        for state in found:
            page = out / f"{state.name}.html"
            page.write_text(fetched(base, state), encoding="utf-8")
            for size in SIZES:
                for scheme, number in SCHEMES:
                    picture = out / f"{state.name}-{size[0]}-{scheme}.png"
                    photographed(browser, page, picture, size, number)
                    taken += 1
            page.unlink()
    return taken


@contextmanager
def serving(desk: Desk, imports: Imports | None = None) -> Iterator[str]:
    """The address of a desk that is served until it is left, on any free port."""
    right = Right(PASSWORD) if imports else None
    server, listener = prepared(desk, "127.0.0.1", 0, imports, right)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def main(arguments: list[str]) -> int:
    """Photographs the sample archive's pages into the folder that is named.

    Raises:
        Usage: no folder is named.
        Unavailable: there is no Chromium.
    """
    if len(arguments) != 1:
        raise Usage("say where the pictures go: python -m web.screenshots OUT_DIR")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise Unavailable(f"none of {', '.join(BROWSERS)} is on the PATH. Install Chromium.")
    out = Path(arguments[0]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        embedder = embedder_named(None, None)
        made = index_documents([SAMPLE], Path(folder) / "archive", embedder)
        taken = photograph_all(Desk(made.archive), Path(folder) / "archive", browser, out)
    print(f"{taken} pictures are in {out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
