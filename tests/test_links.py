"""`--links`: what an address answers, and which are never opened."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish import links
from publish.build import check
from tests.conftest import written


class _Site(http.server.BaseHTTPRequestHandler):
    """Pages by path: /moved/X redirects for good to /X, /for-now/X for now, a number is a status."""

    def do_GET(self) -> None:
        first, _, rest = self.path[1:].partition("/")
        status = {"moved": 301, "for-now": 302, "loop": 302}.get(first, int(first) if first.isdigit() else 200)
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", self.path if first == "loop" else f"/{rest}")
        self.end_headers()

    def do_HEAD(self) -> None:
        if self.path == "/only-get":
            self.send_response(501)
            self.end_headers()
        elif self.path == "/no-head":
            self.close_connection = True
        else:
            self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(links, "is_public", lambda address: address == "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/page", None),
        ("/only-get", None),
        ("/no-head", None),
        ("/404", "status 404"),
        ("/403", None),
        ("/moved/page", "{site}/page"),
        ("/for-now/page", None),
        ("/for-now/404", "status 404"),
        ("/loop", "more than 5 redirections"),
    ],
)
def test_answers(site: str, path: str, answer: str | None) -> None:
    assert links.asked(site + path) == (answer.format(site=site) if answer else None)


def test_what_is_not_public_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", opened)
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "192.168.1.1"):
        assert "no public host" in str(links.asked(f"http://{host}/"))
    assert "away from the web" in str(links.asked("file:///etc/passwd"))


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.168.0.1 198.18.0.1 224.0.0.1 255.255.255.255
    ::1 :: ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fe80::1%eth0 fc00::1 fec0::1 ff02::1""".split(),
)
def test_addresses_of_no_public_host(address: str) -> None:
    assert not links.is_public(address)


def test_a_name_is_looked_up_once_and_that_address_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers the guard with a public address and the caller with one of this machine."""
    answers = iter(["93.184.215.14", *["127.0.0.1"] * 9])
    tried: list[object] = []

    def looked_up(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert links.asked("https://rebinding.example:8443/a") is not None
    assert tried == [("93.184.215.14", 8443)]


def test_of_several_addresses_one_that_is_not_public_closes_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was tried"))
    assert "no public host" in str(links.asked("http://both.example/"))


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert links.asked(site + "/page") is None


def test_a_site_that_trickles_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "is_public", lambda _: True)
    monkeypatch.setattr(links, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            channel, _ = server.accept()
            with channel, contextlib.suppress(OSError):
                channel.send(b"HTTP/1.1 200 OK\r\n")
                for n in range(60):
                    channel.send(b"X-%d: a\r\n" % n)
                    time.sleep(0.1)

        threading.Thread(target=trickle, daemon=True).start()
        began = time.monotonic()
        assert links.asked(f"http://127.0.0.1:{server.getsockname()[1]}/") is None  # it has answered
        assert time.monotonic() - began < 4


def test_dead_and_moved_links_are_told_at_their_lines(tmp_path: Path, site: str) -> None:
    text = f"# A\n\nSee [one]({site}/404) and\n[two]({site}/moved/page#x).\n\nAgain [one]({site}/404).\n"
    folder = written(tmp_path, book__toml='title = "T"\nlang = "en"\n', a__md=text)
    assert check(folder, ("epub",)).diagnostics == ()
    found = check(folder, ("epub",), links=True).diagnostics
    assert [(d.code, d.span.line) for d in found] == [("R030", 3), ("R031", 4)]
    assert "also in line 6" in found[0].message
    assert found[1].hint == f"write {site}/page"
