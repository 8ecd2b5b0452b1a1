"""The navigation of an EPUB: the nav document with contents and landmarks, and the NCX that mirrors it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from lxml import etree

from publish.book import EPUB_TYPE, XML_LANG, Book, Chapter, Element, Entry, Matter, Page

#: Kinds of chapters that are landmarks (EPUB 3 SSV); the first of the body is `bodymatter` besides.
LANDMARKS = ("titlepage", "copyright-page", "dedication", "epigraph", "toc", "loi", "lot", "foreword", "preface", "introduction",
             "prologue", "epilogue", "afterword", "conclusion", "appendix", "acknowledgments", "glossary", "bibliography",
             "index", "colophon")  # fmt: skip
_LISTS = {"loi": "list-of-figures", "lot": "list-of-tables"}
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
Href = Callable[[Entry], str]


def nav_tree(book: Book, id: str, title: str, href: Href, landmarks: Sequence[tuple[str, str, str]]) -> Element:
    """The contents as readers see them, and the landmarks, which they do not (spec B1-B4)."""
    section = etree.Element("section", {"id": id, "class": "toc"})
    named = {EPUB_TYPE: "toc", "role": "doc-toc", "id": "toc-nav", "aria-labelledby": "toc-title"}
    nav = etree.SubElement(section, "nav", named)
    heading = etree.SubElement(nav, "h1", {"class": "chapter-title", "id": "toc-title"})
    heading.text = title
    _list(nav, book.contents, href)
    marks = etree.SubElement(section, "nav", {EPUB_TYPE: "landmarks", "id": "landmarks", "hidden": "hidden"})
    items = etree.SubElement(marks, "ol")
    for kind, label, address in landmarks:
        link = etree.SubElement(etree.SubElement(items, "li"), "a", {EPUB_TYPE: kind, "href": address})
        link.text = label
    if book.pages:
        named = {EPUB_TYPE: "page-list", "role": "doc-pagelist", "id": "page-list", "hidden": "hidden"}
        items = etree.SubElement(etree.SubElement(section, "nav", named), "ol")
        for page in book.pages:
            etree.SubElement(etree.SubElement(items, "li"), "a", {"href": _page(page)}).text = page.folio
    for kind, entries in lists(book):
        further = etree.SubElement(section, "nav", {EPUB_TYPE: kind, "id": f"{kind}-nav", "hidden": "hidden"})
        etree.SubElement(further, "h2").text = book.words[_LISTS[kind]]
        _list(further, entries, href)
    return section


def shallow(entries: Sequence[Entry], deepest: int) -> tuple[Entry, ...]:
    """Contents of so many levels: a document below them is named behind the one that it is in, a section is not named."""
    if deepest > 1:
        return tuple(dataclasses.replace(e, children=shallow(e.children, deepest - 1)) for e in entries)
    return tuple(
        dataclasses.replace(one, children=())
        for entry in entries
        for one in (entry, *(e for e in shallow(entry.children, 1) if e.kind != "section"))
    )


def _page(page: Page) -> str:
    return f"{page.chapter}.xhtml#{page.id}"


def _pages(root: Element, book: Book) -> None:
    """The page-list of the NCX: roman folios are of the front (DAISY/NISO Z39.86, 8.4.1)."""
    pages = etree.SubElement(root, f"{{{_NCX}}}pageList", {"id": "pages", "class": "pages"})
    for number, page in enumerate(book.pages, 1):
        kind = {"type": "normal", "value": page.folio} if page.folio.isdigit() else {"type": "front"}
        target = etree.SubElement(pages, f"{{{_NCX}}}pageTarget", {"id": f"pt-{number}", **kind})
        _label(target, "navLabel", page.folio)
        etree.SubElement(target, f"{{{_NCX}}}content", {"src": _page(page)})


def lists(book: Book) -> list[tuple[str, Sequence[Entry]]]:
    """The illustrations and the tables that have a caption, for reading systems that offer them (spec B6)."""
    return [(kind, entries) for kind, entries in (("loi", book.figures), ("lot", book.tables)) if entries]


def landmarks(book: Book, chapters: Sequence[Chapter], cover: str) -> list[tuple[str, str, str]]:
    """The places that a reading system offers by itself: kind, label and address, each kind once; `cover` may be none."""
    result = [("cover", book.words["cover"], cover)] if cover else []
    seen: set[str] = set()
    for chapter in chapters:
        kinds = [chapter.kind] if chapter.kind in LANDMARKS else []
        if chapter.matter is Matter.BODY:
            kinds.append("bodymatter")
        for kind in kinds:
            if kind not in seen:
                seen.add(kind)
                label = book.words["start"] if kind == "bodymatter" else chapter.title or chapter.label or chapter.name
                result.append((kind, label, f"{chapter.name}.xhtml"))
    return result


def _list(parent: Element, entries: Sequence[Entry], href: Href) -> None:
    items = etree.SubElement(parent, "ol")
    for entry in entries:
        item = etree.SubElement(items, "li", {"class": f"entry-{entry.kind}"})
        link = etree.SubElement(item, "a", {"href": href(entry)})
        link.text = label_of(entry)
        if entry.children:
            _list(item, entry.children, href)


def label_of(entry: Entry) -> str:
    """Label and title; never nothing, for an entry without words is not valid (spec B1)."""
    return ": ".join(word for word in (entry.label, entry.title) if word.strip()) or entry.chapter


def ncx(book: Book, title: str, identifier: str, href: Href) -> bytes:
    """The contents for reading systems of EPUB 2 (spec A13)."""
    root = etree.Element(f"{{{_NCX}}}ncx", {"version": "2005-1"}, nsmap={None: _NCX})  # type: ignore[dict-item]
    root.set(XML_LANG, book.metadata.lang)
    head = etree.SubElement(root, f"{{{_NCX}}}head")
    highest = max((int(page.folio) for page in book.pages if page.folio.isdigit()), default=0)
    for name, value in (("dtb:uid", identifier), ("dtb:depth", str(_depth(book.contents))),
                        ("dtb:totalPageCount", str(len(book.pages))),
                        ("dtb:maxPageNumber", str(highest))):  # fmt: skip
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
    if book.pages:
        _pages(root, book)
    for kind, listed in lists(book):
        targets = etree.SubElement(root, f"{{{_NCX}}}navList", {"id": kind, "class": kind})
        _label(targets, "navLabel", book.words[_LISTS[kind]])
        for number, entry in enumerate(listed, 1):
            target = etree.SubElement(targets, f"{{{_NCX}}}navTarget", {"id": f"{kind}-{number}"})
            _label(target, "navLabel", label_of(entry))
            etree.SubElement(target, f"{{{_NCX}}}content", {"src": href(entry)})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(e.children) for e in entries if e.children), default=0)


def _label(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{_NCX}}}{tag}"), f"{{{_NCX}}}text").text = text
