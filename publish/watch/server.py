"""A server for this machine only: the page, its events, pictures of pages, files of the EPUB, and nothing else.

It listens on the loopback address. What is served is looked up by name among values in memory, so no path leads to the disk.
A request whose Host is not this address is refused: a page of a stranger could else have its own name point here (DNS
rebinding) and read the manuscript.
"""

from __future__ import annotations

import http
import http.server
import json
import urllib.parse
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from publish.watch.desk import Desk, Sight

LOOPBACK = "127.0.0.1"
#: A comment is sent after so many seconds of silence: it finds browsers that have gone.
_HEARTBEAT = 15.0
_HERE = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".xhtml": "application/xhtml+xml; charset=utf-8", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    ".gif": "image/gif", ".svg": "image/svg+xml", ".webp": "image/webp", ".ttf": "font/ttf", ".otf": "font/otf",
    ".woff2": "font/woff2",
}  # fmt: skip
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: A book may be a stranger's: nothing in it runs, and nothing is fetched from elsewhere.
_BOOK = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)


class Server(http.server.ThreadingHTTPServer):
    """OSError where the port is taken; port 0 is any that is free."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        self.page = {path.name: path.read_bytes() for path in _HERE.iterdir()}
        super().__init__((LOOPBACK, port), _Handler)
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "Colophon"
    sys_version = ""

    def do_GET(self) -> None:
        named = self.headers.get_all("Host", [])
        if len(named) != 1 or named[0].lower() not in self.server.hosts:
            self._refused(http.HTTPStatus.FORBIDDEN)
            return
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        match path.split("/", 3)[1:]:
            case [""]:
                self._sent(self.server.page["watch.html"], ".html", _OWN)
            case [name] if name == "events":
                self._events()
            case [name] if name in self.server.page:
                self._sent(self.server.page[name], PurePosixPath(name).suffix, _OWN)
            case ["page", name]:
                self._found(self.server.desk.picture(name.removesuffix(".png")), ".png", _OWN, forever=True)
            case ["epub", number, name] if number.isdecimal():
                content = self.server.desk.file(int(number), name)
                self._found(content, PurePosixPath(name).suffix.lower(), _BOOK)
            case _:
                self._refused(http.HTTPStatus.NOT_FOUND)

    def _found(self, content: bytes | None, suffix: str, policy: str, forever: bool = False) -> None:
        if content is None or suffix not in _TYPES:
            self._refused(http.HTTPStatus.NOT_FOUND)
        else:
            self._sent(content, suffix, policy, forever)

    def _head(self, status: http.HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        always = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
                  "Cross-Origin-Resource-Policy": "same-origin"}  # fmt: skip
        for name, value in {**always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _sent(self, content: bytes, suffix: str, policy: str, forever: bool = False) -> None:
        self._head(
            http.HTTPStatus.OK,
            {
                "Content-Type": _TYPES[suffix],
                "Content-Length": str(len(content)),
                "Content-Security-Policy": policy,
                "Cache-Control": "max-age=31536000, immutable" if forever else "no-store",
            },
        )
        self.wfile.write(content)

    def _refused(self, status: http.HTTPStatus) -> None:
        content = f"{status.value} {status.phrase}\n".encode()
        self._head(status, {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))})
        self.wfile.write(content)

    def _events(self) -> None:
        self.close_connection = True
        self._head(
            http.HTTPStatus.OK,
            {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "Connection": "close"},
        )
        turn, shown = -1, None
        while (news := self.server.desk.news(turn, _HEARTBEAT)) is not None:
            later, sight, said = news
            try:
                if later == turn:
                    self.wfile.write(b":\n\n")
                if sight is not shown:
                    self._event("sight", plain(self.server.desk.run, sight))
                if later != turn and (said or sight is shown):
                    self._event("said", said)
            except OSError:  # the browser has gone
                return
            turn, shown = later, sight

    def _event(self, name: str, value: object) -> None:
        self.wfile.write(f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads a log of requests."""


def plain(run: str, sight: Sight) -> dict[str, object]:
    """What the page is told, once for each build."""
    proof, change = sight.proof, sight.change
    new = frozenset(change.pages)
    return {
        "run": run,
        "build": sight.builds,
        "number": proof.number,
        "title": proof.title,
        "seconds": round(sight.seconds, 2),
        "trouble": sight.trouble,
        "rightToLeft": proof.right_to_left,
        "mistakes": [
            {"severity": str(d.severity), "code": d.code, "place": str(d.span), "message": d.message, "hint": d.hint}
            for d in sight.mistakes
        ],
        "pages": [
            {"label": page.label, "key": page.key, "width": page.width, "height": page.height, "new": number in new}
            for number, page in enumerate(proof.pages)
        ],
        "parts": [
            {"name": part.name, "title": part.title, "key": part.key, "new": change.parts.get(part.name)}
            for part in proof.parts
        ],
        "firstPage": change.page,
        "firstPart": change.part,
    }
