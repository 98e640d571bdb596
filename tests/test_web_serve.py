"""Serving: only to this machine, and with errors that say the way out."""

from __future__ import annotations

import socket
import threading
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request

import pytest

from index.errors import CannotCreate, Misconfigured, Usage
from rag.desk import Desk
from web.screenshots import DIRECT
from web.serve import bound, loopback, prepared, serve


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.4", "10.0.0.1", "example.org", "", "127.0.0.1.nip.io"]
)
def test_other_machines_are_kept_out(desk: Desk, host: str) -> None:
    with pytest.raises(Misconfigured, match="SSH tunnel"):
        serve(desk, host, 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("127.0.0.2", "127.0.0.2"),
        ("::1", "::1"),
        ("[::1]", "::1"),
    ],
)
def test_this_machine_is_served(host: str, address: str) -> None:
    assert loopback(host) == address


def test_a_taken_port_is_named(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotCreate, match=f"port {port} .* --port {port + 1}"):
            serve(desk, "127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_no_such_port(port: int) -> None:
    with pytest.raises(Usage, match="--port"):
        bound("127.0.0.1", port)


def status_of_huge_head(address: str) -> int:
    request = Request(address, headers={"X": "x" * 4_000_000})
    try:
        return int(DIRECT.open(request).status)
    except HTTPError as refused:
        refused.close()
        return refused.code
    except OSError:  # the server hung up while the head was still being sent
        return 431


def test_it_says_where_it_is_and_answers(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    server, listener = prepared(desk, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with DIRECT.open(f"{address}/healthz") as answer:
            assert answer.read() == b'{"status":"up"}'
            assert "server" not in answer.headers
        assert status_of_huge_head(address) >= 400
        with DIRECT.open(f"{address}/", urlencode({"question": "Who helps?"}).encode()) as said:
            assert said.status == 200
    finally:
        server.should_exit = True
        thread.join(timeout=15)
        listener.close()
    assert not thread.is_alive()
    words = f"onrecord serves 2 interviews at {address}/  (Ctrl+C ends it)\n"
    assert capsys.readouterr().err == words
