"""The pages of a printed book in an e-book: each marker is listed, each entry leads to its marker (spec B5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from publish.book import EPUB_TYPE, Element
from publish.lazy import dataclass
from publish.verify.container import NCX, OPF, Container, H, numbers
from publish.verify.findings import Said


@dataclass(frozen=True)
class _Marker:
    """A page break: its label, and where it stands, in the order of reading."""

    label: str
    path: str
    number: int
    element: Element


def page_list(book: Container) -> Iterator[Said]:
    markers = [marker for path, root in book.documents.items() for marker in _markers(path, root)]
    for marker in markers:
        for text in _faults(marker):
            yield text, marker.path, marker.number
    nav = book.nav("page-list")
    if nav is None:
        if markers:
            yield "pages are marked, but no page-list leads to them", book.nav_path, -1
        return
    yield from _entries(book, nav, {(m.path, m.element.get("id", "")): m for m in markers})
    older = _older(book)
    if older is not None and older != [("".join(map(str, a.itertext())).strip(), p, i) for a, p, i in book.links(nav)]:
        yield "the older navigation (NCX) does not have the pages of the page-list", book.ncx_path, -1


def page_source(book: Container) -> Iterator[Said]:
    """Pages are those of some book, and the package says of which."""
    said = {meta.get("property", "") for meta in book.package.iter(f"{OPF}meta")}
    if book.nav("page-list") is not None and not said & {"pageBreakSource", "source-of"}:
        yield "the metadata do not say of what the pages are (pageBreakSource)", book.package_path, -1


def _markers(path: str, root: Element) -> Iterator[_Marker]:
    for element, number in numbers(root).items():
        if "pagebreak" in element.get(EPUB_TYPE, "").split() or element.get("role") == "doc-pagebreak":
            label = element.get("aria-label") or element.get("title") or "".join(map(str, element.itertext()))
            yield _Marker(label.strip(), path, number, element)


def _faults(marker: _Marker) -> Iterator[str]:
    element = marker.element
    if element.tag == f"{H}a":
        yield "a page break is a link"
    if "pagebreak" not in element.get(EPUB_TYPE, "").split():
        yield "a page break has no epub:type pagebreak"
    if element.get("role") != "doc-pagebreak":
        yield "a page break has no role doc-pagebreak"
    if not marker.label:
        yield "a page break does not say which page begins"
    if not element.get("id"):
        yield "a page break has no id that an entry could lead to"


def _entries(book: Container, nav: Element, markers: dict[tuple[str, str], _Marker]) -> Iterator[Said]:
    counted = numbers(nav.getroottree().getroot())
    places = {path: number for number, path in enumerate(book.documents)}
    last = (-1, -1)
    labels: Counter[str] = Counter()
    listed = set()
    for link, path, id in book.links(nav):
        label = "".join(map(str, link.itertext())).strip()
        labels[label] += 1
        marker = markers.get((path, id))
        listed.add((path, id))
        if labels[label] == 2:
            yield f"the page-list has two pages {label}", book.nav_path, counted[link]
        if marker is None:
            yield f"the entry of page {label} leads to no page break", book.nav_path, counted[link]
            continue
        if marker.label != label:
            yield f"the entry of page {label} leads to the beginning of page {marker.label}", path, marker.number
        here = (places[path], marker.number)
        if here < last:
            yield f"the page-list names page {label} after what follows it in the book", path, marker.number
        last = max(last, here)
    for place, marker in markers.items():
        if place not in listed:
            yield f"the page-list has no entry for page {marker.label}", marker.path, marker.number


def _older(book: Container) -> list[tuple[str, str, str]] | None:
    """The pages of the NCX: label, file and place; None where it lists none or there is no NCX."""
    path = book.ncx_path
    root = book.tree(path) if path else None
    targets = list(root.iter(f"{NCX}pageTarget")) if root is not None else []
    found = []
    for target in targets:
        content = target.find(f"{NCX}content")
        label = " ".join((target.findtext(f"{NCX}navLabel/{NCX}text") or "").split())
        found.append((label, *book.resolved(path, content.get("src", "") if content is not None else "")))
    return found or None
