"""Trees as XHTML documents: namespaces, languages, a title, stylesheets; nothing of the press's own attributes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from publish.book import EPUB_TYPE, OPS, XHTML, XML_LANG, Element, Target
from publish.editions.epub_semantics import PREFIXES

_DOCTYPE = "<!DOCTYPE html>"
#: Elements that HTML closes by itself; every other empty one gets an end tag, for `<span/>` read as HTML
#: is a span that never ends.
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def document(
    title: str, lang: str, direction: str, tree: Element, styles: Sequence[str], semantic: bool = True
) -> bytes:
    """A whole document; `semantic` keeps `epub:type`, which web pages do not have."""
    names: dict[str | None, str] = {None: XHTML, "epub": OPS} if semantic else {None: XHTML}
    root = etree.Element(f"{{{XHTML}}}html", nsmap=names)  # type: ignore[arg-type]  # None is the default namespace
    root.set("lang", lang)
    root.set(XML_LANG, lang)
    if direction == "rtl":
        root.set("dir", "rtl")
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}meta", {"charset": "utf-8"})
    if not semantic:
        viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        etree.SubElement(head, f"{{{XHTML}}}meta", viewport)
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    for style in styles:
        etree.SubElement(head, f"{{{XHTML}}}link", {"rel": "stylesheet", "type": "text/css", "href": style})
    body = etree.SubElement(root, f"{{{XHTML}}}body")
    body.append(_named(tree, semantic))
    if semantic and any(":" in e.get(EPUB_TYPE, "") for e in body.iter(etree.Element)):
        root.set(f"{{{OPS}}}prefix", PREFIXES)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["epub"] if semantic else [])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype=_DOCTYPE) + b"\n"


def _named(tree: Element, semantic: bool) -> Element:
    """A copy of the tree in the namespace of XHTML, languages given twice as XHTML wants them."""
    result = copy.deepcopy(tree)
    result.tail = None
    for element in result.iter(etree.Element):
        if not element.tag.startswith("{"):
            if element.text is None and len(element) == 0 and element.tag not in _VOID:
                element.text = ""
            element.tag = f"{{{XHTML}}}{element.tag}"
        for attribute in [str(a) for a in element.attrib if str(a).startswith("data-")]:
            del element.attrib[attribute]
        if not semantic and EPUB_TYPE in element.attrib:
            del element.attrib[EPUB_TYPE]
        lang = element.get("lang")
        if lang is not None:
            element.set(XML_LANG, lang)
    return result


def origins(tree: Element, path: str, styles: int) -> tuple[tuple[int, str, int], ...]:
    """Where the elements of a document come from: the number of each in the document, and its file and line.

    Before the tree of a document stand `html`, `head`, `meta`, `title`, the styles and `body`.
    """
    if not path:
        return ()
    return tuple(
        (number, element.get("data-file", path), int(element.get("data-line", "0")))
        for number, element in enumerate(tree.iter(etree.Element), 5 + styles)
        if element.get("data-line", "").isdigit()
    )


def linked(tree: Element, targets: Mapping[str, Target], own: str, file_of: Callable[[str], str]) -> Element:
    """A copy of a chapter's tree with `#id` turned to `FILE#id` where the place is in another chapter."""
    result = copy.deepcopy(tree)
    for link in result.iter("a"):
        address = link.get("href", "")
        target = targets.get(address[1:]) if address.startswith("#") else None
        if target is not None and target.chapter != own:
            link.set("href", f"{file_of(target.chapter)}{address}")
    return result
