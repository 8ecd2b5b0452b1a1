"""A rendition as an EPUB file. This file alone knows EbookLib, which packs bytes that it does not touch.

Its own classes for content parse chapters again and damage them, stamp the clock on archives and swallow errors; so
everything reaches it as raw items, and `archive` puts the result in fixed order with fixed dates.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from publish.book import Artifact, Diagnostic, Document, Matter, Rendition
from publish.editions import accessibility, archive, fonts
from publish.editions.epub_package import statements, urn
from publish.editions.front_drawn import cover_drawn, cover_file
from publish.editions.pictured import DRAWN_IN, pictured
from publish.workshop import Workshop

if TYPE_CHECKING:
    from ebooklib import epub as ebooklib

#: Pixels of the cover inside the EPUB: the largest that all stores take (spec E1).
COVER = (1400, 2240)
_MEDIA = {"svg": "image/svg+xml", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "css": "text/css",
          "ttf": "font/ttf", "otf": "font/otf", "txt": "text/plain"}  # fmt: skip
_SHIPPED = ("images/", "styles/", "fonts/")


def pack(rendition: Rendition, workshop: Workshop, suffix: str) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    from ebooklib import epub as ebooklib  # slow to import, and so is Pillow: only where an EPUB is packed

    rendition = pictured(rendition, workshop)
    files = {name: content for name, content in rendition.files.items() if name.startswith(_SHIPPED)}
    files = {name: content for name, content in files.items() if not name.startswith(DRAWN_IN)}
    cut = fonts.cut_faces(rendition.faces, rendition.files, workshop)
    rules = files["styles/book.css"].decode()
    files |= {name: face for name, face in cut.items() if name in rules}
    cover = cover_file(files)
    if cover not in files:
        files[cover] = cover_drawn(rendition, cut, workshop, *COVER)
    book = ebooklib.EpubBook()
    book.FOLDER_NAME = "EPUB"
    _add_metadata(book, rendition)
    _add_items(book, rendition, files, cover)
    out = io.BytesIO()
    # What it packs is packed again, in order: here it only goes through.
    options = {
        "compresslevel": 0,
        "raise_exceptions": True,
        "epub3_pages": False,
        "epub3_landmark": False,
        "epub2_guide": True,
    }
    ebooklib.write_epub(out, book, options)
    return Artifact(f"{rendition.metadata.slug}{suffix}", archive.settled(out.getvalue(), rendition)), ()


def _add_items(book: ebooklib.EpubBook, rendition: Rendition, files: Mapping[str, bytes], cover: str) -> None:
    for name in sorted(files):
        properties = ["cover-image"] if name == cover else []
        _add(book, name, _MEDIA[name.rsplit(".", 1)[-1]], files[name], properties)
    for document in rendition.documents:
        properties = accessibility.media_properties(document.content)
        properties += ["nav"] if document.kind == "toc" else []
        _add(book, document.name, "application/xhtml+xml", document.content, properties)
        book.spine.append((archive.item_id(document.name), "yes"))
    book.guide = [{"type": kind, "title": title, "href": document.name} for kind, title, document in _guide(rendition)]
    _add(book, "toc.ncx", "application/x-dtbncx+xml", rendition.files["toc.ncx"], [])


def _guide(rendition: Rendition) -> Iterator[tuple[str, str, Document]]:
    """The places that readers older than landmarks go to: cover, contents, and where the text begins (spec A13)."""
    kinds = {document.kind: document for document in reversed(rendition.documents)}
    text = next((document for document in rendition.documents if document.matter is Matter.BODY), None)
    for kind, word, document in (
        ("cover", "cover", kinds.get("cover")), ("toc", "contents", kinds.get("toc")), ("text", "start", text),
    ):  # fmt: skip
        if document is not None:
            yield kind, rendition.words[word], document


def _add(book: ebooklib.EpubBook, name: str, media_type: str, content: bytes, properties: list[str]) -> None:
    from ebooklib.epub import EpubItem

    id = {"toc.ncx": "ncx"}.get(name, "cover-image" if "cover-image" in properties else archive.item_id(name))
    item = EpubItem(uid=id, file_name=name, media_type=media_type, content=content)
    item.properties = properties
    book.add_item(item)


def _add_metadata(book: ebooklib.EpubBook, rendition: Rendition) -> None:
    book.metadata.clear()
    book.uid = urn(rendition.metadata.identifier_for(rendition.edition))
    book.IDENTIFIER_ID = "pub-id"
    lines = rendition.files["package/accessibility"].decode().splitlines()
    computed = [(name, value) for name, value in (line.split("\t") for line in lines)]
    for said in statements(rendition.metadata, rendition.edition, computed, "cover-image"):
        namespace = None if said.name in ("meta", "link") else "DC"
        book.add_metadata(namespace, said.name, said.value, said.attributes)
