"""The navigation of an EPUB: the nav document with contents and landmarks, and the NCX that mirrors it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from publish.book import EPUB_TYPE, Book, Element, Entry

#: Kinds of chapters that are landmarks (EPUB 3 SSV); the first of the body is `bodymatter` besides.
LANDMARKS = ("titlepage", "toc", "loi", "lot", "preface", "bibliography", "glossary", "index")
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
Href = Callable[[Entry], str]


def nav_tree(book: Book, id: str, title: str, href: Href, landmarks: Sequence[tuple[str, str, str]]) -> Element:
    """The contents as readers see them, and the landmarks, which they do not (spec B1-B4)."""
    section = etree.Element("section", {"id": id, "class": "toc"})
    nav = etree.SubElement(section, "nav", {EPUB_TYPE: "toc", "role": "doc-toc", "id": "toc-nav", "aria-labelledby": "toc-title"})
    heading = etree.SubElement(nav, "h1", {"class": "chapter-title", "id": "toc-title"})
    heading.text = title
    _list(nav, book.contents, href)
    marks = etree.SubElement(section, "nav", {EPUB_TYPE: "landmarks", "id": "landmarks", "hidden": "hidden"})
    items = etree.SubElement(marks, "ol")
    for kind, label, address in landmarks:
        link = etree.SubElement(etree.SubElement(items, "li"), "a", {EPUB_TYPE: kind, "href": address})
        link.text = label
    return section


def _list(parent: Element, entries: Sequence[Entry], href: Href) -> None:
    items = etree.SubElement(parent, "ol")
    for entry in entries:
        item = etree.SubElement(items, "li", {"class": f"entry-{entry.kind}"})
        link = etree.SubElement(item, "a", {"href": href(entry)})
        link.text = label_of(entry)
        if entry.children:
            _list(item, entry.children, href)


def label_of(entry: Entry) -> str:
    return f"{entry.label}: {entry.title}" if entry.label else entry.title


def ncx(book: Book, title: str, identifier: str, href: Href) -> bytes:
    """The contents for reading systems of EPUB 2 (spec A13)."""
    root = etree.Element(f"{{{_NCX}}}ncx", {"version": "2005-1"}, nsmap={None: _NCX})  # type: ignore[dict-item]
    root.set("{http://www.w3.org/XML/1998/namespace}lang", book.metadata.lang)
    head = etree.SubElement(root, f"{{{_NCX}}}head")
    for name, value in (("dtb:uid", identifier), ("dtb:depth", str(_depth(book.contents))),
                        ("dtb:totalPageCount", "0"), ("dtb:maxPageNumber", "0")):  # fmt: skip
        etree.SubElement(head, f"{{{_NCX}}}meta", {"name": name, "content": value})
    _label(root, "docTitle", title)
    points = etree.SubElement(root, f"{{{_NCX}}}navMap")
    count = 0

    def add(parent: Element, entries: Sequence[Entry]) -> None:
        nonlocal count
        for entry in entries:
            count += 1
            point = etree.SubElement(parent, f"{{{_NCX}}}navPoint", {"id": f"np-{count}", "playOrder": str(count)})
            _label(point, "navLabel", label_of(entry))
            etree.SubElement(point, f"{{{_NCX}}}content", {"src": href(entry)})
            add(point, entry.children)

    add(points, book.contents)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(e.children) for e in entries if e.children), default=0)


def _label(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{_NCX}}}{tag}"), f"{{{_NCX}}}text").text = text
