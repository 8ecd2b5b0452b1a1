"""Addresses on the web, asked whether they answer: `R030`, `R031`. The one module that opens the network, and only when asked.

A manuscript may come from a stranger: only `http:` and `https:` addresses of public hosts are opened, never those of this
machine or its network, wherever a redirection leads. A name is looked up once, and what was looked at is what is opened: a
name server that says one thing to the guard and another to the caller gains nothing. No proxy is asked, which would look the
name up for itself. What a page says is not read.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable, Iterable, Mapping, Sequence

from publish.book import Book, Chapter, Element
from publish.diagnostics import Diagnostic, Span

SECONDS = 15.0
_AT_ONCE = 8
_HOPS = 5
_MOVED = (301, 308)
_HEADERS = {"User-Agent": "Mozilla/5.0 (colophon link check)", "Accept": "*/*", "Connection": "close"}
#: Answers of sites that let people in and turn programs away.
_SHUT = frozenset({401, 403, 405, 406, 429, 451, 503, 999})

Asked = Callable[[str], str | None]


def answers(book: Book, line_of: Callable[[Element], int], ask: Asked | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with the external links of a book, each address asked once."""
    places = _addresses(book.chapters, line_of)
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        said = dict(zip(places, pool.map(ask or asked, places), strict=True))
    return tuple(_said(url, answer, span) for url, answer in said.items() if answer is not None for span in places[url])


def _addresses(chapters: Iterable[Chapter], line_of: Callable[[Element], int]) -> Mapping[str, Sequence[Span]]:
    found: dict[str, list[Span]] = {}
    for chapter in chapters:
        for link in chapter.tree.iter("a"):
            url, _, _ = link.get("href", "").partition("#")
            if url.startswith(("http://", "https://")) and chapter.source.path:
                found.setdefault(url, []).append(Span(chapter.source.path, line_of(link)))
    return found


def _said(url: str, answer: str, span: Span) -> Diagnostic:
    if answer.startswith("http"):
        return Diagnostic("R031", f"{url} has moved for good", span, f"write {answer}", url)
    return Diagnostic(
        "R030", f"{url} does not answer: {answer}", span, "look for its new place, or link elsewhere", url
    )


def asked(url: str) -> str | None:
    """None where an address answers, its new address where it has moved for good, else why it does not answer."""
    at = url
    for _ in range(_HOPS):
        try:
            status, location = _status(at)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return str(getattr(error, "reason", "") or error) or type(error).__name__
        if location and 300 <= status < 400:
            moved, at = at, urllib.parse.urljoin(at, location)
            if status in _MOVED and moved == url and not _same(url, at):
                return at
            continue
        return None if status < 400 or status in _SHUT else f"status {status}"
    return f"more than {_HOPS} redirections"


def _same(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing that an author would mend: a slash at the end."""
    return one.rstrip("/") == other.rstrip("/")


class _Web(http.client.HTTPConnection):
    """A connection to a public host, whose address is looked up once."""

    def connect(self) -> None:
        self.sock = opened(self.host, self.port)


class _Secure(http.client.HTTPSConnection):
    """The same, under TLS."""

    def connect(self) -> None:
        self.sock = ssl.create_default_context().wrap_socket(opened(self.host, self.port), server_hostname=self.host)


def _status(url: str) -> tuple[int, str]:
    """The status of an address and where it points to. OSError where there is no connection, or none may be made."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OSError("it leads away from the web")
    target = urllib.parse.quote(parts.path or "/", _KEPT) + ("?" + urllib.parse.quote(parts.query, _KEPT)) * bool(
        parts.query
    )
    for method in ("HEAD", "GET"):
        kind, port = (_Web, 80) if parts.scheme == "http" else (_Secure, 443)
        connection = kind(parts.hostname, parts.port or port)
        try:
            status, location = _answer(connection, method, target)
        except _ShutError:
            raise
        except (OSError, http.client.HTTPException):
            if method == "GET":
                raise
            continue
        if status < 400:
            break
    return status, location


#: What an address is written with: it has been made one before, but for where a site redirects to.
_KEPT = "!$&'()*+,/:;=?@~%[]"


def _answer(connection: http.client.HTTPConnection, method: str, target: str) -> tuple[int, str]:
    """The first line and `Location` of an answer; a site that trickles is cut off after `SECONDS`."""
    connection.connect()
    clock = threading.Timer(SECONDS, _cut, [connection.sock])
    clock.daemon = True
    clock.start()
    try:
        connection.request(method, target, headers=_HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
    finally:
        clock.cancel()
        connection.close()


def _cut(channel: socket.socket) -> None:
    with contextlib.suppress(OSError):
        channel.shutdown(socket.SHUT_RDWR)


class _ShutError(OSError):
    """An address that is not opened."""


def opened(host: str, port: int) -> socket.socket:
    """A socket to the first address of a host that answers. OSError, before any is tried, where one is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(str(address[0])) for *_, address in found):
        raise _ShutError("it is no public host, which the press does not open")
    failed = OSError("no address")
    for family, kind, protocol, _, address in found:
        channel = socket.socket(family, kind, protocol)
        channel.settimeout(SECONDS)
        try:
            channel.connect(address)
        except OSError as error:
            channel.close()
            failed = error
        else:
            return channel
    raise failed


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it carries another one within itself (NAT64, 6to4)."""
    one = ipaddress.ip_address(address.split("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.sixtofour or one.ipv4_mapped
        if one in _NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFF_FFFF)
        if one.is_site_local or (inner is not None and not is_public(str(inner))):
            return False
    return one.is_global and not one.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
