"""Numbers of a finished EPUB that stores have rules about. `MEASURES` below is what this file knows.

A measure is a function from an opened book to numbers with their places; the largest counts where a rule says `most`, the
smallest where it says `least`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping

from PIL import Image as Pillow

from publish.book import MATHML, Element
from publish.lazy import dataclass, regex
from publish.verify.container import Container, H, Item


@dataclass(frozen=True)
class Found:
    """A number, the file inside and the element that has it."""

    number: float
    inside: str = ""
    element: int = -1


type_of_measure = Callable[[Container], Iterator[Found]]

_AMAZON = r"https?://(?:[\w-]+\.)*(?:amazon\.[a-z.]+|amzn\.to)(?:/|$)"
_OTHERS = r"https?://(?:[\w-]+\.)*(?:books\.apple\.com|kobo\.com|barnesandnoble\.com|play\.google\.com/store/books)"
_AFFILIATE = r"https?://(?:(?:[\w-]+\.)*amazon\.[a-z.]+/.*[?&]tag=|(?:www\.)?amzn\.to/)"
_SPACES = regex("[\u2000-\u200a\u202f\u205f]")


def _cover(book: Container) -> Item | None:
    return next((item for item in book.items.values() if "cover-image" in item.properties), None)


def _size(book: Container, item: Item | None) -> tuple[int, int]:
    """Pixels of a picture; 0 × 0 where it is a drawing, damaged or not there."""
    if item is None or item.path not in book.files:
        return 0, 0
    try:
        return Pillow.open(io.BytesIO(book.files[item.path])).size
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return 0, 0


def _of_cover(choose: Callable[[int, int], int]) -> type_of_measure:
    def measure(book: Container) -> Iterator[Found]:
        item = _cover(book)
        yield Found(choose(*_size(book, item)), item.path if item else "")

    return measure


def _file(book: Container) -> Iterator[Found]:
    yield Found(book.path.stat().st_size / 1e6)


def _cover_bytes(book: Container) -> Iterator[Found]:
    item = _cover(book)
    yield Found(len(book.files.get(item.path, b"")) / 1e6 if item else 0, item.path if item else "")


def _cover_pages(book: Container) -> Iterator[Found]:
    """Documents that show the cover and have no text."""
    cover = _cover(book)
    pages = []
    for path in book.spine:
        root = book.documents.get(path)
        if root is None or cover is None or "".join(map(str, root.find(f"{H}body").itertext())).strip():  # type: ignore[union-attr]
            continue
        if any(book.resolved(path, e.get("src", ""))[0] == cover.path for e in root.iter(f"{H}img")):
            pages.append(path)
    yield Found(len(pages), pages[0] if pages else "")


def _contents(book: Container) -> Iterator[Found]:
    yield Found(sum(1 for _ in book.links(book.nav("toc"))), book.nav_path)


def _depth(book: Container) -> Iterator[Found]:
    for link, _, _ in book.links(book.nav("toc")):
        yield Found(sum(1 for e in link.iterancestors(f"{H}ol")), book.nav_path)


def _megapixels(book: Container) -> Iterator[Found]:
    for item in book.items.values():
        if item.media_type.startswith("image/") and item.media_type != "image/svg+xml":
            width, height = _size(book, item)
            yield Found(width * height / 1e6, item.path)


def _images_in_documents(book: Container) -> Iterator[Found]:
    for path, root in book.documents.items():
        shown = {book.resolved(path, e.get("src", ""))[0] for e in root.iter(f"{H}img")}
        yield Found(sum(len(book.files.get(one, b"")) for one in shown) / 1e6, path)


def _documents(book: Container) -> Iterator[Found]:
    for path in book.documents:
        yield Found(len(book.files[path]) / 1e3, path)


def _elements(fits: Callable[[Element], bool]) -> type_of_measure:
    """How many elements of the book are of a kind, at the first of them."""

    def measure(book: Container) -> Iterator[Found]:
        found = [(p, n) for p, root in book.documents.items() for n, e in enumerate(root.iter("{*}*")) if fits(e)]
        yield Found(len(found), *(found[0] if found else ()))

    return measure


def _to(pattern: str) -> type_of_measure:
    return _elements(lambda e: e.tag == f"{H}a" and re.match(pattern, e.get("href", ""), re.I) is not None)


def _files(fits: Callable[[Item], bool]) -> type_of_measure:
    def measure(book: Container) -> Iterator[Found]:
        found = [item.path for item in book.items.values() if fits(item)]
        yield Found(len(found), found[0] if found else "")

    return measure


def _tables(count: Callable[[Element], int]) -> type_of_measure:
    def measure(book: Container) -> Iterator[Found]:
        for path, root in book.documents.items():
            for number, element in enumerate(root.iter("{*}*")):
                if element.tag == f"{H}table":
                    yield Found(count(element), path, number)

    return measure


def _columns(table: Element) -> int:
    rows = table.iter(f"{H}tr")
    return max(
        (sum(int(c.get("colspan", "1") or 1) for c in row if c.tag in (f"{H}td", f"{H}th")) for row in rows), default=0
    )


def _spaced(element: Element) -> bool:
    return bool(_SPACES.search((element.text or "") + (element.tail or "")))


#: Every measure by its name, with the unit of its numbers.
MEASURES: Mapping[str, tuple[str, type_of_measure]] = {
    "cover-width": ("px", _of_cover(lambda width, height: width)),
    "cover-height": ("px", _of_cover(lambda width, height: height)),
    "cover-short-side": ("px", _of_cover(min)),
    "cover-long-side": ("px", _of_cover(max)),
    "cover-megabytes": ("MB", _cover_bytes),
    "cover-pages": ("", _cover_pages),
    "file-megabytes": ("MB", _file),
    "document-kilobytes": ("kB", _documents),
    "image-megapixels": ("megapixels", _megapixels),
    "images-megabytes-in-a-document": ("MB", _images_in_documents),
    "contents-entries": ("", _contents),
    "contents-depth": ("", _depth),
    "scripts": ("", _elements(lambda e: e.tag == f"{H}script")),
    "formulas-with-semantics": ("", _elements(lambda e: e.tag == f"{{{MATHML}}}semantics")),
    "unknown-spaces": ("", _elements(_spaced)),
    "drawings": ("", _files(lambda item: item.media_type == "image/svg+xml")),
    "webp-or-avif-images": ("", _files(lambda item: item.media_type in ("image/webp", "image/avif"))),
    "woff-fonts": ("", _files(lambda item: item.media_type in ("font/woff", "font/woff2", "application/font-woff"))),
    "links-to-amazon": ("", _to(_AMAZON)),
    "links-to-other-stores": ("", _to(_OTHERS)),
    "affiliate-links": ("", _to(_AFFILIATE)),
    "table-rows": ("", _tables(lambda table: sum(1 for _ in table.iter(f"{H}tr")))),
    "table-columns": ("", _tables(_columns)),
}
