"""A real browser for tests: a Chromium that is installed, driven over a pipe and nothing else."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from web.screenshots import BROWSERS, FLAGS

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
MISSING = f"no Chromium is installed (looked for {', '.join(BROWSERS)})"
PATIENCE = 60.0
# A shell cannot hand on descriptors above 9.
HANDED = """
import os, sys
kept = [os.dup(int(fd)) for fd in sys.argv[1:3]]
for fd, place in zip(kept, (3, 4)):
    os.dup2(fd, place)
    os.set_inheritable(place, True)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One tab of a headless Chromium; what it asks for and complains of is noted."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        command = [CHROMIUM, *FLAGS.split(), "--remote-debugging-pipe"]
        command += [f"--user-data-dir={profile}", "--window-size=1280,900", "about:blank"]
        # Chromium reads commands from descriptor 3 and answers on 4.
        self.process = subprocess.Popen(
            [sys.executable, "-c", HANDED, str(theirs_in), str(theirs_out), *command],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = ours_out, ours_in
        self._read = b""
        self._sent = 0
        self._session: str | None = None
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def begin(self) -> None:
        """Opens the tab."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        found = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        """Ends the browser."""
        os.close(self._out)
        os.close(self._in)
        self.process.terminate()
        self.process.wait(timeout=20)

    def send(self, method: str, **given: object) -> dict[str, Any]:
        """What a command of the DevTools protocol gives back."""
        self._sent += 1
        message: dict[str, object] = {"id": self._sent, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._sent:
                assert "error" not in answer, (method, answer.get("error"))
                return dict(answer["result"])

    def _message(self) -> dict[str, Any]:
        """The next message of the browser; events are noted as they pass."""
        ends = time.monotonic() + PATIENCE
        while b"\0" not in self._read:
            # Not select, which cannot wait for descriptors above 1023.
            waiting = select.poll()
            waiting.register(self._in, select.POLLIN | select.POLLHUP)
            ready = waiting.poll(max(0.0, ends - time.monotonic()) * 1000)
            assert ready, "the browser says nothing"
            more = os.read(self._in, 1 << 20)
            assert more, "the browser is gone"
            self._read += more
        first, self._read = self._read.split(b"\0", 1)
        message: dict[str, Any] = json.loads(first)
        told = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
        return message

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        found = self.send(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str) -> Any:
        """The value of an expression as soon as it is true."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if value := self.run(script):
                return value
            time.sleep(0.02)
        raise AssertionError(f"never true: {script}; {self.complaints}")

    def visit(self, address: str) -> None:
        """Goes to an address and waits until it is there."""
        self.navigated(lambda: self.send("Page.navigate", url=address))

    def visit_plainly(self, address: str) -> None:
        """Goes to an address where scripts are off, and waits until its load was told of."""
        self.send("Page.navigate", url=address)
        while self._message().get("method") != "Page.loadEventFired":
            pass

    def navigated(self, act: Callable[[], object]) -> None:
        """Does something that leads to another page, and waits until that is there."""
        self.run("window.before = true")
        act()
        self.wait("!window.before && document.readyState === 'complete'")

    def click(self, selector: str) -> None:
        """Presses the first element of that kind as a hand would."""
        x, y = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center'}); const b = e.getClientRects()[0];"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = {"button": "left", "clickCount": 1} if kind != "mouseMoved" else {}
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **pressed)

    def press(self, key: str, code: int, text: str = "") -> None:
        """Presses a key."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        down = {"text": text} if text else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", **named, **down)
        self.send("Input.dispatchKeyEvent", type="keyUp", **named)

    def size(self, width: int, height: int) -> None:
        """Gives the window a size."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def paper(self) -> bytes:
        """The page as a PDF."""
        return base64.b64decode(self.send("Page.printToPDF")["data"])


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """A browser, ended afterwards."""
    browser = Browser(profile)
    try:
        browser.begin()
        yield browser
    finally:
        browser.close()
