"""The PDF for the screen: cover, bookmarks, links, tags; its interior is the print edition's, line by line."""

from __future__ import annotations

from lxml import etree

from publish.book import Artifact, Book, Diagnostic, Matter, Medium, Profile, Rendition
from publish.editions.edition import Edition
from publish.editions.front import cover_page
from publish.editions.interior import document_of, interior, made
from publish.theme import Theme
from publish.workshop import Workshop


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    cover = etree.Element("section", {"class": "cover-page", "id": "cover"})
    cover.append(cover_page(book, theme))
    before = document_of(book, cover, "cover", "cover", book.words["cover"], Matter.FRONT, "recto")
    return interior(book, theme, "pdf", Profile(), [before])


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    content, noticed = made(rendition, workshop)
    return Artifact(f"{rendition.metadata.slug}.pdf", content), noticed


EDITION = Edition("pdf", ".pdf", Medium("pdf"), render, pack, checks=("pdfua", "pdfa", "pdf-sound"), paged=True)
