"""`--links`: what an address answers, and which are never opened."""

from __future__ import annotations

import http.server
import socket
import threading
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
        else:
            self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(links, "is_public", lambda host: host == "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/page", None),
        ("/only-get", None),
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


def test_dead_and_moved_links_are_told_at_their_lines(tmp_path: Path, site: str) -> None:
    text = f"# A\n\nSee [one]({site}/404) and\n[two]({site}/moved/page#x).\n\nAgain [one]({site}/404).\n"
    folder = written(tmp_path, book__toml='title = "T"\nlang = "en"\n', a__md=text)
    assert check(folder, ("epub",)).diagnostics == ()
    found = check(folder, ("epub",), links=True).diagnostics
    assert [(d.code, d.span.line) for d in found] == [("R030", 3), ("R031", 4)]
    assert "also in line 6" in found[0].message
    assert found[1].hint == f"write {site}/page"
