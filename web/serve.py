"""A desk behind a port of this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
from functools import partial
from pathlib import Path

import uvicorn

from index.errors import CannotCreate, Misconfigured, Usage
from index.language import Language
from rag.desk import Desk
from web.app import LOOPBACK, create_app
from web.imports import Imports
from web.live import Live
from web.right import Right

# More than a newsroom opens at once, few enough that idle connections cannot fill the machine.
MOST_CONNECTIONS = 256
IDLE_SECONDS = 5
LAST_SECONDS = 10
LARGEST_HEAD = 32 * 1024


def serve(
    desk: Desk,
    host: str,
    port: int,
    imports: Imports | None = None,
    right: Right | None = None,
    gold: Path | None = None,
    language: Language | None = None,
) -> None:
    """Serves the pages and the API until Ctrl+C, with `imports` for whoever has the `right`.

    `gold` is the file that eval topics are added to. Pages are in `language`, else in the one
    that each browser asks for.

    Raises:
        Misconfigured: `host` can be reached from other machines.
        CannotCreate: the port is taken or not allowed.
        Usage: there is no such port.
    """
    server, listener = prepared(desk, host, port, imports, right, gold, language)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        print("onrecord has stopped.", file=sys.stderr)
    finally:
        listener.close()


def prepared(
    desk: Desk,
    host: str,
    port: int,
    imports: Imports | None = None,
    right: Right | None = None,
    gold: Path | None = None,
    language: Language | None = None,
) -> tuple[Announcing, socket.socket]:
    """A server that has not begun, and the socket that it will listen on.

    Raises:
        Misconfigured, CannotCreate, Usage: as `serve`.
    """
    address = loopback(host)
    listener = bound(address, port)
    hosts = tuple(dict.fromkeys((*LOOPBACK, in_url(address))))
    make = partial(
        create_app,
        allowed_hosts=hosts,
        imports=imports,
        right=right,
        gold=gold,
        language=language,
    )
    app = Live(make, desk)
    if imports is not None:
        imports.serve = app.serve
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    url = f"http://{in_url(address)}:{listener.getsockname()[1]}/"
    held = len(desk.archive.interviews)
    word = "interview" if held == 1 else "interviews"
    words = f"onrecord serves {held} {word} at {url}  (Ctrl+C ends it)"
    if imports is not None:
        words += f"\nDocuments can be imported at {url}import with the password; any name will do."
    return Announcing(config, words), listener


class Announcing(uvicorn.Server):
    """A server that says where it is once it listens."""

    def __init__(self, config: uvicorn.Config, words: str) -> None:
        super().__init__(config)
        self.words = words

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen, and says so on standard error."""
        await super().startup(sockets)
        if self.started:
            print(self.words, file=sys.stderr, flush=True)


def loopback(host: str) -> str:
    """The address of a host that only this machine reaches.

    Raises:
        Misconfigured: other machines could reach it.
    """
    address = "127.0.0.1" if host.lower() == "localhost" else host.strip("[]")
    try:
        only_here = ipaddress.ip_address(address).is_loopback
    except ValueError:
        only_here = False
    if not only_here:
        raise Misconfigured(
            f"{host} can be reached from other machines, and onrecord does not ask who comes. "
            "Serve on 127.0.0.1, and let others in through an SSH tunnel (ssh -L 8000:127.0.0.1:"
            "8000 THIS-MACHINE) or a reverse proxy on this machine that asks for a password."
        )
    return address


def bound(address: str, port: int) -> socket.socket:
    """A socket that listens on a port; port 0 is any free one.

    Raises:
        CannotCreate: the port is taken or not allowed.
        Usage: there is no such port.
    """
    if port not in range(65536):
        raise Usage(f"{port} is no port. Choose one from 1 to 65535 with --port.")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family, backlog=128)
    except OSError as error:
        raise CannotCreate(
            f"port {port} of {address} cannot be used ({error.strerror}). Another program, "
            f"perhaps another onrecord, may hold it: choose another port, as in --port {port + 1}."
        ) from error


def in_url(address: str) -> str:
    """An address as it is written in a URL."""
    return f"[{address}]" if ":" in address else address
