"""The ways into a book: contents, older navigation, and what neither leads to."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Element
from publish.verify.container import NCX, Container, numbers
from publish.verify.epub_sound.documents import RANK
from publish.verify.findings import Said


def order(book: Container) -> Iterator[Said]:
    """The contents follow the spine and the documents (spec B2); the NCX says what they say (A13)."""
    places = {path: number for number, path in enumerate(book.spine)}
    last = (-1, -1)
    for link, path, id in book.links(book.nav("toc")):
        root = book.documents.get(path)
        number = (
            next((n for n, e in enumerate(root.iter("{*}*")) if id and e.get("id") == id), 0) if root is not None else 0
        )
        here = (places.get(path, -1), number)
        if here < last:
            text = "".join(map(str, link.itertext())).strip()
            yield f"the contents name “{text}” after what follows it in the book", book.nav_path, _number(book, link)
        last = max(last, here)
    ncx = next((i.path for i in book.items.values() if i.media_type == "application/x-dtbncx+xml"), "")
    older = book.tree(ncx) if ncx else None
    if older is not None:
        points = [
            book.resolved(ncx, c.get("src", ""))
            for p in older.iter(f"{NCX}navPoint")
            for c in p.findall(f"{NCX}content")
        ]
        if points != [(path, id) for _, path, id in book.links(book.nav("toc"))]:
            yield "the older navigation (NCX) does not say what the contents say", ncx, -1


def reachable(book: Container) -> Iterator[Said]:
    """A document with a heading is in the contents or among the landmarks (spec B2)."""
    named = {path for kind in ("toc", "landmarks") for _, path, _ in book.links(book.nav(kind))}
    for path in book.spine:
        root = book.documents.get(path)
        headings = [e for e in root.iter("{*}*") if RANK.match(str(e.tag))] if root is not None else []
        if headings and path not in named and path != book.nav_path:
            yield "neither the contents nor the landmarks lead to this document", path, -1


def _number(book: Container, element: Element) -> int:
    return numbers(element.getroottree().getroot()).get(element, -1)
