"""The ways into a book: contents, older navigation, and what neither leads to."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Element
from publish.verify.container import DC, NCX, Container, numbers
from publish.verify.epub_sound.documents import RANK
from publish.verify.findings import Said


def order(book: Container) -> Iterator[Said]:
    """The contents follow the spine and the documents (spec B2)."""
    places = {path: number for number, path in enumerate(book.spine)}
    last = (-1, -1)
    for link, path, id in book.links(book.nav("toc")):
        root = book.documents.get(path)
        number = (
            next((n for n, e in enumerate(root.iter("{*}*")) if id and e.get("id") == id), 0) if root is not None else 0
        )
        here = (places.get(path, -1), number)
        if here < last:
            yield (
                f"the contents name “{_text(link)}” after what follows it in the book",
                book.nav_path,
                _number(book, link),
            )
        last = max(last, here)


def older(book: Container) -> Iterator[Said]:
    """The NCX says what the contents say, in the same words, and of the same book (spec A13)."""
    root = book.tree(book.ncx_path) if book.ncx_path else None
    if root is None:
        return
    points = [
        (_label(point), *book.resolved(book.ncx_path, content.get("src", "")))
        for point in root.iter(f"{NCX}navPoint")
        for content in point.findall(f"{NCX}content")
    ]
    if points != [(_text(link), path, id) for link, path, id in book.links(book.nav("toc"))]:
        yield "the older navigation (NCX) does not say what the contents say", book.ncx_path, -1
    titles = [_text(title) for title in book.package.iter(f"{DC}title")]
    title = root.find(f"{NCX}docTitle")
    if title is not None and titles and _text(title) not in titles:
        yield f"the older navigation (NCX) has another title, “{_text(title)}”", book.ncx_path, -1
    said = [m.get("content", "") for m in root.iter(f"{NCX}meta") if m.get("name") == "dtb:depth"]
    deepest = max((_depth(point) for point in root.iter(f"{NCX}navPoint")), default=0)
    if said and said != [str(deepest)]:
        yield f"the older navigation (NCX) says it is {said[0]} deep and is {deepest}", book.ncx_path, -1


def _depth(point: Element) -> int:
    return 1 + sum(ancestor.tag == point.tag for ancestor in point.iterancestors())


def _label(point: Element) -> str:
    label = point.find(f"{NCX}navLabel")
    return _text(label) if label is not None else ""


def _text(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


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
