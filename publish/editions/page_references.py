"""Page numbers behind references, as a reader of paper needs them, and no more: a quiet rule.

A page stands behind the first reference to a place in each chapter: "(page 61)", and ", page 61" within brackets. A number is never
parted from its word. None stands in a heading, none behind words that are the title of a whole chapter, which contents find, and
none where both are on one page, which the layout knows: `data-reference` is the id of the link.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Book, Chapter, Element
from publish.book.trees import HEADINGS
from publish.lazy import regex
from publish.words import comma_of

#: Elements whose words are one run of text, in which a bracket opens and closes.
_RUNS = frozenset("p li dd dt td th figcaption caption div section blockquote summary h1 h2 h3 h4 h5 h6".split())
_CODED = frozenset({"code", "math"})
_BRACKETS = regex(r"[(（]|[)）]")
#: The space between the last word and a number.
_JOINED = regex(r"(?<![,;:–—])[ \n]\Z")
_GOES_ON = regex(r"\s+\w")


def page_references_set(book: Book, chapter: Chapter, tree: Element) -> None:
    """Put empty `span.page[data-page-of]` behind the links of a chapter that have a page number in print."""
    if not book.metadata.typography.page_references:
        return
    links = [e for e in tree.iter("a") if {"xref", "internal"} & {*e.get("class", "").split()}]
    if not links:  # a book may have thousands of chapters
        return
    bracketed = _in_brackets(tree)
    titles = {c.id: c.title for c in book.chapters if not c.source.generated}
    before, _, after = book.words["page"].replace(" ", "\u00a0").partition("{n}")
    seen: set[str] = {chapter.id}
    for link in links:
        target = link.get("href", "#")[1:]
        if link.get("data-form") == "page":  # \pageref: the words around it are the author's
            link.text = None
            _joined(link)
            etree.SubElement(link, "span", {"class": "page", "data-page-of": target, "data-added": ""})
        elif target not in seen and not _in_heading(link) and not _says(link, titles.get(target, "")):
            seen.add(target)
            if link.get("id") is None:
                link.set("id", f"{chapter.id}-page-of-{len(seen)}")
            opening, closing = _around(link, comma_of(book.metadata.lang), link in bracketed)
            _set_behind(link, target, opening + before, after + closing)


def _set_behind(link: Element, target: str, before: str, after: str) -> None:
    note = etree.Element("span", {"class": "page-reference", "data-added": ""})
    note.text = before
    page = etree.SubElement(
        note, "span", {"class": "page", "data-page-of": target, "data-reference": link.get("id", "")}
    )
    page.tail = after
    note.tail, link.tail = link.tail, None
    link.addnext(note)


def _around(link: Element, comma: str, bracketed: bool) -> tuple[str, str]:
    """What stands before a page and behind it: brackets, but no brackets within brackets."""
    if not bracketed:
        return " (", ")"
    return comma, comma.rstrip() if _GOES_ON.match(link.tail or "") else ""


def _in_brackets(tree: Element) -> set[Element]:
    """The links before which a bracket is open that their paragraph closes behind them; code has brackets of its own."""
    found: set[Element] = set()
    runs: list[list[list[Element]]] = [[]]  # of each paragraph that goes on, the links of each bracket that is open
    coded = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        begins = event == "start"
        coded += (element.tag in _CODED) * (1 if begins else -1)
        if element.tag in _RUNS and begins:
            runs.append([])
        elif element.tag in _RUNS and len(runs) > 1:
            runs.pop()
        elif element.tag == "a" and begins and runs[-1]:
            runs[-1][-1].append(element)
        for bracket in _BRACKETS.findall("" if coded else (element.text if begins else element.tail) or ""):
            if bracket in "(（":
                runs[-1].append([])
            elif runs[-1]:
                found.update(runs[-1].pop())
    return found


def _joined(link: Element) -> None:
    """Put a no-break space between the author's word and the number behind it: "on page 61"."""
    before = link.getprevious()
    parent = link.getparent()
    if before is not None and before.tail:
        before.tail = _JOINED.sub("\u00a0", before.tail)
    elif before is None and parent is not None and parent.text:
        parent.text = _JOINED.sub("\u00a0", parent.text)


def _in_heading(link: Element) -> bool:
    return any(e.tag in HEADINGS for e in link.iterancestors())


def _says(link: Element, title: str) -> bool:
    """Whether the author's words hold the title of the chapter that they lead to."""
    words = " ".join("".join(map(str, link.itertext())).split()).casefold()
    return bool(title) and "xref" not in link.get("class", "") and " ".join(title.split()).casefold() in words
