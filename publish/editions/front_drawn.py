"""The front of the cover as a picture: what it is drawn from, and the drawing, for e-books and for stores' own pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping

from lxml import etree

from publish.book import Book, Chapter, Element, Face, Matter, Rendition, Source
from publish.editions.concerning import concerning
from publish.editions.css import faces, of_script, stacked
from publish.editions.front import cover_page, cover_styles
from publish.editions.setting import Setting, set_in_type
from publish.paged.front import Front, front_jpeg
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop


def cover_file(files: Collection[str]) -> str:
    """The picture of the cover: the author's own is the image of the book that is named `cover`, else one is drawn."""
    own = [name for name in (f"images/cover.{kind}" for kind in ("jpg", "png", "gif", "svg")) if name in files]
    return own[0] if own else "images/cover.jpg"


def cover_sources(book: Book, theme: Theme) -> tuple[dict[str, bytes], tuple[Face, ...]]:
    """The page of the cover and its style, and the faces that it is set in."""
    page = _cover_source(book, theme)
    drawn, lang, tokens = _cover_faces(book, theme, page), book.metadata.lang, theme.styles["tokens.css"]
    sheets = [faces(drawn.faces, "fonts"), tokens, stacked(tokens, drawn.stacks, lang), theme.styles["print.css"],
              cover_styles(book, theme), of_script(theme.styles, lang, paper=True)]  # fmt: skip
    style = concerning("\n".join(sheets), page)
    return {"cover/cover.html": etree.tostring(page), "cover/cover.css": style.encode()}, drawn.faces


def cover_drawn(rendition: Rendition, cut: Mapping[str, bytes], workshop: Workshop, width: int, height: int) -> bytes:
    """The designed cover, so many px large: drawn once by the layout engine, by a worker who has it loaded where there is one,
    and remembered by what it shows."""
    html, css = rendition.files["cover/cover.html"], rendition.files["cover/cover.css"].decode()
    named = {**rendition.files, **cut}
    front = Front(
        html, css, {n: content for n, content in named.items() if n in css or n.encode() in html}, width, height
    )
    return workshop.memory.remembered(lambda: workshop.one(front_jpeg, front), "cover", front)[0]


def _cover_faces(book: Book, theme: Theme, page: Element) -> Setting:
    """Faces with the letters of the cover alone: it is not drawn again where the text of the book has changed."""
    shown = Chapter(Source("", "", Matter.FRONT, "cover", "", generated=True), page, "", "cover")
    drawn, _ = set_in_type(book, [shown], theme.fonts, ("text", "label"))
    own = tuple(dataclasses.replace(face, file=f"cover-{face.file}") for face in drawn.faces)
    return dataclasses.replace(drawn, faces=own)


def _cover_source(book: Book, theme: Theme) -> Element:
    lang = book.metadata.lang
    root = etree.Element("html", {"lang": lang, "dir": direction_of(lang)})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = book.metadata.title
    section = etree.SubElement(etree.SubElement(root, "body"), "section", {"class": "cover-page"})
    section.append(cover_page(book, theme))
    return root
