"""The static site: a page a chapter, contents, previous and next; no script. The one edition for affiliate addresses."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.book import Artifact, Book, Chapter, Diagnostic, Document, Element, Medium, Rendition
from publish.editions import xhtml
from publish.editions.css import written_out
from publish.editions.edition import Edition
from publish.editions.fonts import embedded
from publish.editions.pages import joined, with_pages
from publish.theme import Theme
from publish.words import direction_of

#: Pages that paper needs and a site does not; the contents are its first page.
_OMITTED = frozenset({"halftitlepage", "titlepage", "toc"})
_FACES = {"EBGaramond[wght].ttf": "EBGaramond-Regular.woff2", "EBGaramond-Italic[wght].ttf": "EBGaramond-Italic.woff2"}


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    chapters = [c for c in with_pages(book, theme, "web", paged=False) if c.kind not in _OMITTED]
    listed = next((c for c in with_pages(book, theme, "web", paged=False) if c.kind == "toc"), None)
    documents = [_page(book, "index", book.metadata.title, _front_page(book, theme, listed), chapters)]
    for at, chapter in enumerate(chapters):
        tree = theme.page("web-chapter.html", **_around(book, chapters, at))
        place = next(e for e in tree.iter("main"))
        place.append(chapter.tree)
        documents.append(_page(book, chapter.name, f"{chapter.title} – {book.metadata.title}", tree, chapters))
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    css = written_out(theme.styles["web.css"] + theme.styles["disclosure.css"], theme.styles["tokens.css"])
    files["styles/web.css"] = css.encode()
    files |= {f"fonts-src/{name}": theme.fonts[name] for name in _FACES}
    rendition = Rendition("web", book.metadata, book.words, tuple(documents), files, book.contents, book.modified)
    return rendition, ()


def _front_page(book: Book, theme: Theme, listed: Chapter | None) -> Element:
    tree = theme.page("web-index.html", book=book.metadata, words=book.words, authors=joined(book.metadata.author))
    if listed is not None:
        next(e for e in tree.iter("main")).append(listed.tree)
    return tree


def _around(book: Book, chapters: Sequence[Chapter], at: int) -> dict[str, object]:
    return {
        "book": book.metadata,
        "words": book.words,
        "previous": chapters[at - 1] if at else None,
        "next": chapters[at + 1] if at + 1 < len(chapters) else None,
    }


def _page(book: Book, name: str, title: str, tree: Element, chapters: Sequence[Chapter]) -> Document:
    lang = book.metadata.lang
    there = {c.name for c in chapters}
    links = xhtml.linked(tree, book.targets, name, lambda chapter: f"{chapter if chapter in there else 'index'}.html")
    etree.cleanup_namespaces(links)
    content = xhtml.document(title, lang, direction_of(lang), links, ["styles/web.css"], semantic=False)
    # Served as text/html, where an XML declaration is a mistake.
    return Document(f"{name}.html", title, "page", chapters[0].matter, content.split(b"?>\n", 1)[-1])


def pack(rendition: Rendition) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    documents = {document.name: document.content for document in rendition.documents}
    text = "".join(sorted({c for content in documents.values() for c in content.decode()}))
    files = {name: content for name, content in rendition.files.items() if not name.startswith("fonts-src/")}
    for source, name in _FACES.items():
        files[f"fonts/{name}"] = embedded(rendition.files[f"fonts-src/{source}"], 400, text, "woff2")
    return Artifact(f"{rendition.metadata.slug}-web", {**files, **documents}), ()


EDITION = Edition("web", "-web", Medium("web", affiliate_links=True), render, pack)
