"""Addresses on the web, asked whether they answer: `R030`, `R031`. The one module that opens the network, and only when asked.

A manuscript may come from a stranger: only `http:` and `https:` addresses of public hosts are opened, never those of this
machine or its network, wherever a redirection leads. What a page says is not read.
"""

from __future__ import annotations

import concurrent.futures
import http.client
import ipaddress
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from publish.book import Book, Chapter, Element
from publish.diagnostics import Diagnostic, Span

SECONDS = 15
_AT_ONCE = 8
_HOPS = 5
_MOVED = (301, 308)
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


class _Stays(urllib.request.HTTPRedirectHandler):
    """Redirections are answers, not orders."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _status(url: str) -> tuple[int, str]:
    """The status of an address and where it points to. OSError where there is no connection, or none may be made."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OSError("it leads away from the web")
    if not is_public(parts.hostname):
        raise OSError("it is no public host, which the press does not open")
    opener = urllib.request.build_opener(_Stays, urllib.request.ProxyHandler())
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(
            url, method=method, headers={"User-Agent": "Mozilla/5.0 (colophon link check)"}
        )
        try:
            with opener.open(request, timeout=SECONDS) as answer:
                return answer.status, ""
        except urllib.error.HTTPError as error:
            with error:
                if 300 <= error.code < 400:
                    return error.code, error.headers.get("Location", "")
                if method == "GET":
                    return error.code, ""
    raise AssertionError("GET has answered or failed")


def is_public(host: str) -> bool:
    """Whether all addresses of a host are on the open internet."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(str(address[0]).split("%")[0]).is_global for *_, address in found)
