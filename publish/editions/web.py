"""The static site: a page a chapter, contents, previous and next; no script. It alone may carry affiliate addresses."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence

from lxml import etree

from publish.book import Artifact, Book, Chapter, Diagnostic, Document, Element, Matter, Medium, Rendition
from publish.editions import xhtml
from publish.editions.css import faces, of_script, stacked
from publish.editions.edition import Edition
from publish.editions.fonts import cut_faces
from publish.editions.pages import joined, with_pages
from publish.editions.setting import set_in_type
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop

#: Pages that paper needs and a site does not; the contents are its first page.
_OMITTED = frozenset({"halftitlepage", "titlepage", "toc"})


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
    setting, noticed = set_in_type(book, filled, theme.fonts, ("text", "label"))
    shown = [dataclasses.replace(face, file=f"{face.file.rpartition('.')[0]}.woff2") for face in setting.faces]
    tokens = theme.styles["tokens.css"]
    sheets = [
        faces(shown, "../fonts", "; font-display: swap"),
        tokens,
        stacked(tokens, setting.stacks, book.metadata.lang),
    ]
    files["styles/web.css"] = "\n".join(
        [*sheets, theme.styles["numbers.css"], theme.styles["web.css"], of_script(theme.styles, book.metadata.lang)]
    ).encode()
    files |= {f"fonts-src/{face.source}": theme.fonts[face.source] for face in shown}
    files |= {f"fonts/{name}": theme.fonts[name] for name in setting.licences}
    rendition = Rendition("web", book.metadata, book.words, tuple(documents), files, book.contents, book.modified,
                          tuple(shown))  # fmt: skip
    return rendition, noticed


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


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    documents = {document.name: document.content for document in rendition.documents}
    files = {name: content for name, content in rendition.files.items() if not name.startswith("fonts-src/")}
    files |= cut_faces(rendition.faces, rendition.files, workshop, "woff2")
    return Artifact(f"{rendition.metadata.slug}-web", {**files, **documents}), ()


EDITION = Edition("web", "-web", Medium("web", affiliate_links=True), render, pack)
