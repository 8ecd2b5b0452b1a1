"""Page numbers behind references, as a reader of paper needs them, and no more: a quiet rule.

A page stands behind the first reference to a place in each chapter: ", page 61" behind "Figure 2", "(page 61)" behind words
of the author. None stands in a heading, none behind words that are the title of a whole chapter, which the contents find, and
none where both are on one page, which the layout knows: `data-reference` is the id of the link.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Book, Chapter, Element
from publish.book.trees import HEADINGS
from publish.words import comma_of


def page_references_set(book: Book, chapter: Chapter, tree: Element) -> None:
    """Put empty `span.page[data-page-of]` behind the links of a chapter that have a page number in print."""
    if not book.metadata.typography.page_references:
        return
    links = [e for e in tree.iter("a") if {"xref", "internal"} & {*e.get("class", "").split()}]
    if not links:  # a book may have thousands of chapters
        return
    titles = {c.id: c.title for c in book.chapters if not c.source.generated}
    before, _, after = book.words["page"].partition("{n}")
    seen: set[str] = {chapter.id}
    for link in links:
        target = link.get("href", "#")[1:]
        if link.get("data-form") == "page":  # \pageref: the words around it are the author's
            link.text = None
            etree.SubElement(link, "span", {"class": "page", "data-page-of": target, "data-added": ""})
        elif target not in seen and not _in_heading(link) and not _says(link, titles.get(target, "")):
            seen.add(target)
            if link.get("id") is None:
                link.set("id", f"{chapter.id}-page-of-{len(seen)}")
            _set_behind(link, target, before, after, book.metadata.lang)


def _set_behind(link: Element, target: str, before: str, after: str, lang: str) -> None:
    comma = comma_of(lang)
    opening, closing = (comma, "") if "xref" in link.get("class", "").split() else (" (", ")")
    note = etree.Element("span", {"class": "page-reference", "data-added": ""})
    note.text = opening + before
    page = etree.SubElement(
        note, "span", {"class": "page", "data-page-of": target, "data-reference": link.get("id", "")}
    )
    page.tail = after + closing
    note.tail, link.tail = link.tail, None
    link.addnext(note)


def _in_heading(link: Element) -> bool:
    return any(e.tag in HEADINGS for e in link.iterancestors())


def _says(link: Element, title: str) -> bool:
    """Whether the author's words hold the title of the chapter that they lead to."""
    words = " ".join("".join(map(str, link.itertext())).split()).casefold()
    return bool(title) and "xref" not in link.get("class", "") and " ".join(title.split()).casefold() in words
