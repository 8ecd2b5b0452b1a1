"""What stands in the documents: headings, titles, languages, ids, and what the manifest says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.book import MATHML, SVG, XML_LANG, Element
from publish.lazy import regex
from publish.verify.container import Container, H, numbers
from publish.verify.findings import Said

_NAME_OF_A_FILE = regex(r"[\w./-]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)", re.I)
#: What a property of the manifest is about (EPUB 3.3, D.1).
_HOLDS = {
    "mathml": (f"{{{MATHML}}}math",), "svg": (f"{{{SVG}}}svg",),
    "scripted": tuple(f"{H}{name}" for name in ("script", "form", "input", "button", "select", "textarea")),
}  # fmt: skip
RANK = regex(rf"{re.escape(H)}h([1-6])$")


def empty(book: Container) -> Iterator[Said]:
    """Every document of the spine shows something: a chapter that was lost on the way leaves one that shows nothing."""
    for path in book.spine:
        root = book.documents.get(path)
        body = root.find(f"{H}body") if root is not None else None
        if body is not None and not any(_shows(element) for element in body.iter("{*}*")):
            yield "the document shows nothing", path, 0


def _shows(element: Element) -> bool:
    hidden = any(e.get("hidden") is not None for e in (element, *element.iterancestors()))
    drawn = element.tag in (f"{H}img", f"{{{SVG}}}svg", f"{H}object", f"{H}video", f"{H}audio", f"{H}hr")
    words = (element.text, *(child.tail for child in element))
    return not hidden and (drawn or any(word and word.strip() for word in words))


def headings(book: Container) -> Iterator[Said]:
    """No rank is left out on the way down, and none is above the first of its document (spec C4)."""
    for path, root in book.documents.items():
        ranks: list[int] = []
        for number, element in enumerate(root.iter("{*}*")):
            match = RANK.match(str(element.tag))
            hidden = any(e.get("hidden") is not None for e in element.iterancestors())
            if not match or hidden:
                continue
            rank = int(match[1])
            if ranks and (rank > ranks[-1] + 1 or rank < ranks[0]):
                yield f"a heading of rank {rank} follows one of rank {ranks[-1]}", path, number
            ranks.append(rank)


def words(book: Container) -> Iterator[Said]:
    """A title and a language in each document, said twice alike; words in each heading and link, and of each picture."""
    titles: dict[str, str] = {}
    for path, root in book.documents.items():
        number = numbers(root)
        title = " ".join((root.findtext(f"{H}head/{H}title") or "").split())
        if not title:
            yield "the document has no title", path, 0
        elif title in titles:
            yield f"the document has the title of {titles[title].rpartition('/')[2]}, “{title}”", path, 0
        titles.setdefault(title, path)
        if not root.get("lang") or not root.get(XML_LANG):
            yield "the document does not say its language", path, 0
        for element in number:
            if element.get("lang") != element.get(XML_LANG):
                yield "lang and xml:lang do not say the same", path, number[element]
            if element.tag == f"{H}img" and element.get("alt") is None:
                yield "an image has no alt attribute", path, number[element]
            elif element.tag == f"{H}img" and _NAME_OF_A_FILE.fullmatch(element.get("alt", "").strip()):
                yield f"what is said of an image is the name of a file, {element.get('alt')}", path, number[element]
            if RANK.match(str(element.tag)) and not _says(element):
                yield "a heading says nothing", path, number[element]
            if element.tag == f"{H}a" and element.get("href") and not _says(element):
                yield "a link says nothing", path, number[element]


def _says(element: Element) -> bool:
    """Whether somebody who hears a place hears something: words, a label, words in the place of an image."""
    labels = (e.get(name, "") for e in element.iter("{*}*") for name in ("alt", "aria-label", "title", "alttext"))
    return any(map(str.strip, (*map(str, element.itertext()), *labels)))


def ids(book: Container) -> Iterator[Said]:
    """No two places of the book have one id (spec C2): what readers remember by id is then one place."""
    seen: dict[str, str] = {}
    for path, root in book.documents.items():
        for number, element in enumerate(root.iter(f"{H}*")):
            id = element.get("id")
            if id is None or id.startswith(("kobo.", "book-")):  # Kobo's spans count anew in each document
                continue
            if id in seen:
                yield f"the id “{id}” is given twice in the book", path, number
            seen.setdefault(id, path)


def properties(book: Container) -> Iterator[Said]:
    """The manifest says of each document what is in it (spec A11)."""
    for item in book.items.values():
        root = book.documents.get(item.path)
        if root is None:
            continue
        for name, tags in _HOLDS.items():
            there = next(root.iter(*tags), None) is not None
            if there != (name in item.properties):
                says = "holds" if there else "does not hold"
                yield f"the document {says} what the property {name} of the manifest is about", item.path, 0
