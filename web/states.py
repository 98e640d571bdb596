"""Every page in every state that a reader can meet, for pictures and for tests to look at."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fastapi import HTTPException, Request

from index.archive import Archive
from index.gather import Skipped
from index.interview import Document
from index.readers.invisible import Invisible
from index.upload import read_upload
from rag.anchor import Anchor, Pin, anchor_of
from rag.answerable import calibration
from rag.desk import Desk
from rag.judge import Reading, Verdict
from rag.judges import BUILT_IN, judge_named
from web.app import STATIC
from web.imports import Imports, Job, importing
from web.right import MOST_WRONG, Right
from web.serve import prepared

SAMPLE = STATIC.parent.parent / "eval" / "sample" / "interviews"
ANSWERED = "How often was the bakery inspected?"
SILENT = "What do people in Iceland say?"
SEVERAL = "How often was the bakery inspected, and who presents the news in the lorry?"
COMPARED = "Is exile safe?\nDo you believe that you can win?"
WEAK = "How many teachers were dismissed?"
DRAFT = (
    "The lake went, and with it the fishermen. “Each morning at 05:40 we say how far the water has "
    "gone back since the day before,” says Temira Olzhan. “On a usual day it is 2.5 metres.” "
    "Bisi Okonji adds: “People whose hands are wet.” The ministry calls it “a success”.\n\n"
    "“They do not read the newspapers […] They never did,” she says. “Who listens to a radio "
    "station in a lorry?”\n"
)

PASSWORD = secrets.token_urlsafe(18)

NOTE = b"Interviewee: Ada Quill\n\nWhy did you leave?\nThey took the boat.\n\nWho helps you?\n"
WAITING = "letters.txt"

Fields = tuple[tuple[str, str], ...]


WRONG_TOPIC: Fields = (("question", ANSWERED), ("nuggets", "a window"), ("kind", "followup"))


@dataclass(frozen=True, slots=True)
class State:
    """A page in one state: where it is, the form that is sent there, and where that then leads."""

    name: str
    path: str
    form: Fields = ()
    then: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A server's address and the pages to look at there."""

    base: str
    states: tuple[State, ...]


def import_states(job: Job) -> Iterator[State]:
    """The pages of imports, where somebody may import."""
    yield State("import", "/import")
    yield State("import-read", f"/import/{job.id}")
    yield State("import-preview", f"/import/{job.id}/documents/1")


def known_states(archive: Archive) -> Iterator[State]:
    """The pages on which an interview is corrected, where somebody may."""
    path = f"/interviews/{archive.interviews[0].id}/known"
    yield State("known", path)
    yield State("known-wrong", path, (("country", "Tamrin"), ("date", "soon"), ("rating", "")))


def imported(imports: Imports) -> Job:
    """An import whose documents were read: one to check, and one that is refused."""
    text = (SAMPLE / "voices.txt").read_bytes()
    sent = (("boat.txt", NOTE), ("voices.txt", text), ("minutes.docx", b"no office file"))
    job = imports.accept(sent)
    while job.busy:
        time.sleep(0.01)
    return job


class Slow:
    """A reader that stops before one file until it is let go on."""

    def __init__(self) -> None:
        self.going = threading.Event()

    def __call__(self, name: str, raw: bytes, invisible: Invisible) -> Iterator[Document | Skipped]:
        """What a file holds."""
        if name == WAITING:
            self.going.wait()
        yield from read_upload(name, raw, invisible)

    def begun(self, imports: Imports) -> Job:
        """An import that is half read."""
        job = imports.accept((("boat.txt", NOTE), ("mill.txt", NOTE + b"\n"), (WAITING, NOTE)))
        while not job.done:
            time.sleep(0.01)
        return job


class Broken:
    """A judge that fails, as a machine may."""

    def __call__(self, question: str, readings: Sequence[Reading]) -> tuple[Verdict, ...]:
        """No verdict.

        Raises:
            RuntimeError: always.
        """
        raise RuntimeError(f"{len(question)} characters, {len(readings)} passages, and no verdict")


def too_often() -> Right:
    """The right to import after somebody on this machine has tried too many wrong passwords."""
    # A clock that stands still: the minute to wait never passes.
    right = Right(PASSWORD, clock=lambda: 0.0)
    wrong = Request(
        {
            "type": "http",
            "client": ("127.0.0.1", 1),
            "headers": [(b"authorization", b"Bearer no")],
            "state": {},
        }
    )
    for _time in range(MOST_WRONG):
        with suppress(HTTPException):
            right(wrong)
    return right


@contextmanager
def staged(archive: Archive, folder: Path) -> Iterator[tuple[Site, ...]]:
    """Servers of an archive that lies in a folder, each with states that a reader can meet there.

    One is read, one imports, one fails, and one has refused too many passwords.
    """
    slow = Slow()
    with ExitStack() as stack:
        imports = stack.enter_context(importing(folder, slow))
        stack.callback(slow.going.set)
        desk = Desk(archive, judge_named(BUILT_IN), calibration())
        read = imported(imports)
        half = State("import-reading", f"/import/{slow.begun(imports).id}")
        failed = State("failed", "/", (("question", ANSWERED),))
        refused = State("refused-too-often", "/import")
        yield (
            Site(stack.enter_context(serving(desk)), tuple(states(desk))),
            Site(
                stack.enter_context(serving(desk, imports)),
                (*import_states(read), half, *known_states(desk.archive)),
            ),
            Site(stack.enter_context(serving(Desk(archive, Broken()))), (failed,)),
            Site(stack.enter_context(serving(desk, imports, too_often())), (refused,)),
        )


def states(desk: Desk) -> Iterator[State]:
    """Every page, in every state that a reader can meet."""
    interview = desk.archive.interviews[0]
    span = interview.turns[0].answer[0]
    source = desk.archive.source(interview.id)
    question = interview.questions[0]
    asked = Pin(question, anchor_of(source.text, source.sha256, interview, question))
    # As links to an earlier version of the source would be: to the same words, and to others.
    changed = Pin(span, anchor_of(source.text, "0" * 64, interview, span))
    gone = Pin(span, Anchor("0" * 12, "0" * 12, "0" * 8, "0" * 8))
    alone = f"?interview={interview.id}"
    silent = f"?interview={desk.archive.interviews[1].id}"
    yield State("ask", "/")
    yield State("ask-narrowed", "/?rating=closed&organisation=Radio%20Borlyk&since=2030")
    yield State("ask-empty", "/", (("question", ""),))
    yield State("ask-too-long", "/", (("question", "why " * 600),))
    yield State("answer", "/", (("question", ANSWERED),))
    yield State("answer-beside", "/", (("question", ANSWERED),), "/1")
    yield State("answer-alone", "/", (("question", ANSWERED),), alone)
    yield State("answer-alone-unasked", "/", (("question", ANSWERED),), silent)
    yield State("answer-several", "/", (("question", SEVERAL),))
    yield State("answer-weak", "/", (("question", WEAK),))
    yield State("answer-gone", f"/answers/{'0' * 32}")
    yield State("follow-up", "/", (("question", "And who did it?"), ("history", ANSWERED)))
    yield State("silence", "/", (("question", SILENT),))
    yield State("silence-alone", "/", (("question", SILENT),), silent)
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
    yield State("interview-question", f"/interviews/{interview.id}?span={asked}")
    yield State("interview-gone", f"/interviews/{interview.id}?span={gone}")
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


@contextmanager
def serving(
    desk: Desk, imports: Imports | None = None, right: Right | None = None
) -> Iterator[str]:
    """The address of a desk that is served until it is left, on any free port."""
    right = right or (Right(PASSWORD) if imports else None)
    server, listener = prepared(desk, "127.0.0.1", 0, imports, right)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
