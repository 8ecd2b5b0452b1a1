"""The bare XHTML of the chapters, with their images: what the other editions are made of, for other tools."""

from __future__ import annotations

from publish.book import Artifact, Book, Diagnostic, Document, Medium, Rendition
from publish.editions import xhtml
from publish.editions.edition import Edition
from publish.editions.pages import with_pages
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    lang = book.metadata.lang
    documents = []
    for chapter in with_pages(book, theme, "html", paged=False):
        tree = xhtml.linked(chapter.tree, book.targets, chapter.name, lambda name: f"{name}.xhtml")
        title = ": ".join(word for word in (chapter.label, chapter.title) if word) or book.metadata.title
        content = xhtml.document(title, lang, direction_of(lang), tree, [])
        documents.append(Document(f"{chapter.name}.xhtml", chapter.title, chapter.kind, chapter.matter, content))
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    rendition = Rendition("html", book.metadata, book.words, tuple(documents), files, book.contents, book.modified)
    return rendition, ()


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    documents = {document.name: document.content for document in rendition.documents}
    return Artifact(f"{rendition.metadata.slug}-html", {**rendition.files, **documents}), ()


EDITION = Edition("html", "-html", Medium("html"), render, pack)
