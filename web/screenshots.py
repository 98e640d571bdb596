"""Every page and state as a picture: `python -m web.screenshots OUT_DIR`, over the sample archive.

Needs a Chromium on the PATH and nothing else. Forms are posted by this program, since Chromium's
command line cannot; what comes back is photographed from a file, with the same style sheets.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from index.build import index_documents
from index.embedders import embedder_named
from index.errors import OnRecordError, Unavailable, Usage
from web.app import STATIC
from web.states import PASSWORD, SAMPLE, Site, State, staged

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# Tall enough for the longest page at that width; Chromium does not measure it itself.
SIZES = ((360, 3200), (768, 2400), (1280, 2000))
SCHEMES = (("light", 1), ("dark", 0))
# This machine asks itself, whatever proxy its environment names.
DIRECT = build_opener(ProxyHandler({}))


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


def photograph_all(sites: Iterable[Site], browser: str, out: Path) -> int:
    """Writes a picture of every state at every size in light and dark; how many there are."""
    taken = 0
    for site in sites:
        for state in site.states:
            page = out / f"{state.name}.html"
            page.write_text(fetched(site.base, state), encoding="utf-8")
            for size in SIZES:
                for scheme, number in SCHEMES:
                    picture = out / f"{state.name}-{size[0]}-{scheme}.png"
                    photographed(browser, page, picture, size, number)
                    taken += 1
            page.unlink()
    return taken


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
        with staged(made.archive, Path(folder) / "archive") as sites:
            taken = photograph_all(sites, browser, out)
    print(f"{taken} pictures are in {out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
