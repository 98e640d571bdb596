"""Serving: only to this machine, and with errors that say the way out."""

from __future__ import annotations

import socket
import threading
import time

import httpx
import pytest

from index.errors import CannotCreate, Misconfigured, Usage
from rag.desk import Desk
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
    try:
        return httpx.get(address, headers={"X": "x" * 4_000_000}, trust_env=False).status_code
    except httpx.TransportError:  # the server hung up while the head was still being sent
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
        answer = httpx.get(f"{address}/healthz", trust_env=False)
        assert answer.json() == {"status": "up"}
        assert "server" not in answer.headers
        assert status_of_huge_head(address) >= 400
        said = httpx.post(f"{address}/", data={"question": "Who helps?"}, trust_env=False)
        assert said.status_code == 200
    finally:
        server.should_exit = True
        thread.join(timeout=15)
        listener.close()
    assert not thread.is_alive()
    words = f"onrecord serves 2 interviews at {address}/  (Ctrl+C ends it)\n"
    assert capsys.readouterr().err == words
