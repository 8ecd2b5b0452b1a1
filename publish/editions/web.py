"""The static site: a page a chapter, contents, previous and next; no script. It alone may carry affiliate addresses."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence

from lxml import etree

from publish.book import Artifact, Book, Chapter, Diagnostic, Document, Element, Matter, Medium, Rendition
from publish.editions import xhtml
from publish.editions.edition import Edition
from publish.editions.fonts import embedded
from publish.editions.pages import joined, with_pages
from publish.theme import Theme
from publish.words import direction_of

#: Pages that paper needs and a site does not; the contents are its first page.
_OMITTED = frozenset({"halftitlepage", "titlepage", "toc"})
_FACES = {
    "EBGaramond-Regular.woff2": ("EBGaramond[wght].ttf", 400),
    "EBGaramond-Italic.woff2": ("EBGaramond-Italic[wght].ttf", 400),
    "EBGaramond-Bold.woff2": ("EBGaramond[wght].ttf", 700),
    "SourceSans3-Regular.woff2": ("SourceSans3[wght].ttf", 400),
}


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    filled = with_pages(book, theme, "web", paged=False)
    chapters = [c for c in filled if c.kind not in _OMITTED]
    files_of = _file_names(chapters)
    documents = [_page(book, "", "index.html", book.metadata.title, _front_page(book, theme, filled), files_of)]
    for at, chapter in enumerate(chapters):
        tree = theme.page("web-chapter.html", **_around(book, chapters, at, files_of))
        next(e for e in tree.iter("main")).append(_scrolling(chapter.tree))
        title = ": ".join(word for word in (chapter.label, chapter.title) if word) or chapter.name
        title = f"{title} – {book.metadata.title}"
        documents.append(_page(book, chapter.name, files_of[chapter.name], title, tree, files_of))
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    files["styles/web.css"] = f"{theme.styles['tokens.css']}\n{theme.styles['web.css']}".encode()
    files |= {f"fonts-src/{source}": theme.fonts[source] for source, _ in _FACES.values()}
    files |= {f"fonts/{name}": data for name, data in theme.fonts.items() if name.endswith("LICENSE.txt")}
    rendition = Rendition("web", book.metadata, book.words, tuple(documents), files, book.contents, book.modified)
    return rendition, ()


def _file_names(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The file of each chapter, by name; `index.html` is the front page of the site, whatever else is called index."""
    names = {c.name for c in chapters}
    other = next(n for n in ("book-index", *(f"book-index-{i}" for i in range(len(names) + 1))) if n not in names)
    return {name: f"{other if name == 'index' else name}.html" for name in sorted(names)}


def _front_page(book: Book, theme: Theme, filled: Sequence[Chapter]) -> Element:
    values = {"book": book.metadata, "words": book.words, "authors": joined(book.metadata.author)}
    tree = theme.page("web-index.html", **values)
    listed = next((c.tree for c in filled if c.kind == "toc"), None)
    if listed is None:
        contents = {**values, "entries": book.contents, "title": book.words["contents"], "id": "", "paged": False}
        listed = theme.page("contents.html", **contents)
    for heading in listed.iter("h1"):
        heading.tag = "h2"  # the title of the book is the heading of the page
    next(e for e in tree.iter("main")).append(listed)
    return tree


def _around(book: Book, chapters: Sequence[Chapter], at: int, files_of: Mapping[str, str]) -> dict[str, object]:
    """The page's neighbours, named as their files are."""

    def neighbour(place: int) -> Chapter | None:
        if not 0 <= place < len(chapters):
            return None
        chapter = chapters[place]
        return dataclasses.replace(chapter, name=files_of[chapter.name].removesuffix(".html"))

    return {"book": book.metadata, "words": book.words, "previous": neighbour(at - 1), "next": neighbour(at + 1)}


def _scrolling(tree: Element) -> Element:
    """A copy with tables in boxes of their own, which scroll where the page does not and which the keyboard reaches."""
    tree = copy.deepcopy(tree)
    for table in list(tree.iter("table")):
        box = etree.Element("div", {"class": "scrolling", "tabindex": "0", "role": "group"})
        parent = table.getparent()
        if parent is not None:
            parent.replace(table, box)
            box.tail, table.tail = table.tail, None
            box.append(table)
    return tree


def _page(book: Book, own: str, file: str, title: str, tree: Element, files_of: Mapping[str, str]) -> Document:
    """A page of the site; `own` is the name of the chapter that it shows, if it shows one."""
    lang = book.metadata.lang
    links = xhtml.linked(tree, book.targets, own, lambda chapter: files_of.get(chapter, "index.html"))
    etree.cleanup_namespaces(links)
    content = xhtml.document(title, lang, direction_of(lang), links, ["styles/web.css"], semantic=False)
    # Served as text/html, where an XML declaration is a mistake.
    return Document(file, title, "page", Matter.BODY, content.split(b"?>\n", 1)[-1])


def pack(rendition: Rendition) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    documents = {document.name: document.content for document in rendition.documents}
    characters = {c for content in documents.values() for c in content.decode()}
    text = "".join(sorted({*characters, *"".join(characters).upper()}))
    files = {name: content for name, content in rendition.files.items() if not name.startswith("fonts-src/")}
    for name, (source, weight) in _FACES.items():
        files[f"fonts/{name}"] = embedded(rendition.files[f"fonts-src/{source}"], weight, text, "woff2")
    return Artifact(f"{rendition.metadata.slug}-web", {**files, **documents}), ()


EDITION = Edition("web", "-web", Medium("web", affiliate_links=True), render, pack)
