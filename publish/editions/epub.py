"""The standard EPUB 3.3. This file alone knows EbookLib, which packs bytes that it does not touch.

Its own classes for content parse chapters again and damage them, stamp the clock on archives and swallow errors; so
everything reaches it as raw items, and `archive` puts the result in fixed order with fixed dates.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Collection, Mapping, Sequence

from ebooklib import epub as ebooklib
from lxml import etree

from publish.book import (
    EPUB_TYPE,
    Artifact,
    Book,
    Chapter,
    Diagnostic,
    Document,
    Element,
    Entry,
    Matter,
    Medium,
    Rendition,
    Source,
)
from publish.editions import accessibility, archive, epub_nav, fonts, xhtml
from publish.editions.css import faces, of_script, physical, stacked, written_out
from publish.editions.edition import Edition
from publish.editions.epub_package import statements, title_of, urn
from publish.editions.pages import cover_page, with_pages
from publish.editions.setting import set_in_type
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop

#: Pixels of the cover inside the EPUB: the largest that all stores take (spec E1).
COVER = (1400, 2240)
_OMITTED = frozenset({"halftitlepage"})
_MEDIA = {"svg": "image/svg+xml", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "css": "text/css",
          "ttf": "font/ttf", "otf": "font/otf", "txt": "text/plain"}  # fmt: skip
_SHIPPED = ("images/", "styles/", "fonts/")


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    chapters = _with_contents(book, [c for c in with_pages(book, theme, "epub", paged=False) if c.kind not in _OMITTED])
    book = book if book.contents else dataclasses.replace(book, contents=_fewest(book))
    cover = _free("cover", {c.name for c in chapters})
    documents = [_cover_document(book, cover), *(_document(book, chapters, c, cover) for c in chapters)]
    setting, noticed = set_in_type(book, chapters, theme.fonts, ("text",), bold=True)
    sets = {face.file: face for face in setting.faces}
    tokens = theme.styles["tokens.css"]
    stacks = stacked(tokens, setting.stacks, book.metadata.lang)
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    lang = book.metadata.lang
    looks = physical(f"{theme.styles['epub.css']}\n{of_script(theme.styles, lang)}\n", direction_of(lang))
    styles = faces(setting.faces, "../fonts") + written_out(looks + stacks, tokens + stacks)
    files["styles/book.css"] = styles.encode()
    files["toc.ncx"] = epub_nav.ncx(book, title_of(book.metadata), urn(book.metadata.identifier_for("epub")), _href)
    files |= {f"fonts/{name}": theme.fonts[name] for name in setting.licences}
    if _cover_file(files) not in files:
        files["cover/cover.html"] = _cover_source(book, theme)
        drawn, _ = set_in_type(book, chapters, theme.fonts, ("text", "label"))
        sets = {face.file: face for face in drawn.faces if face.weight == 400} | sets
        stacks = stacked(tokens, drawn.stacks, book.metadata.lang)
        sheets = [faces(sets.values(), "fonts"), tokens, stacks, theme.styles["print.css"], theme.styles["cover.css"],
                  of_script(theme.styles, lang, paper=True)]  # fmt: skip
        files["cover/cover.css"] = "\n".join(sheets).encode()
    files |= {f"fonts-src/{face.source}": theme.fonts[face.source] for face in sets.values()}
    files["package/accessibility"] = "\n".join(f"{p}\t{v}" for p, v in accessibility.properties(book)).encode()
    rendition = Rendition("epub", book.metadata, book.words, tuple(documents), files, book.contents, book.modified,
                          tuple(sets.values()))  # fmt: skip
    return rendition, noticed


def _free(name: str, taken: Collection[str]) -> str:
    """A file name that no chapter has."""
    while name in taken:
        name += "-0"
    return name


def _with_contents(book: Book, chapters: list[Chapter]) -> list[Chapter]:
    """An EPUB has a contents page always (spec B1): where the author has none, it follows the title page."""
    if any(c.kind == "toc" for c in chapters):
        return chapters
    title, name = book.words["contents"], _free("contents", {c.name for c in chapters})
    made = Chapter(Source("", "", Matter.FRONT, "toc", title, generated=True), etree.Element("section"), title, name)
    opening = [c.kind in ("titlepage", "copyright-page") for c in chapters]
    at = opening.index(False) if False in opening else len(opening)
    return [*chapters[:at], dataclasses.replace(made, id=_free(name, book.targets)), *chapters[at:]]


def _fewest(book: Book) -> tuple[Entry, ...]:
    """Contents for a book without one titled chapter: the first of its body, under the title of the book."""
    first = next((c for c in book.chapters if c.matter is Matter.BODY), book.chapters[0])
    return (Entry(first.id, first.title or book.metadata.title, kind="page", chapter=first.name),)


def _href(entry: Entry) -> str:
    inside = entry.kind in ("section", "figure", "table")
    return f"{entry.chapter}.xhtml#{entry.id}" if inside else f"{entry.chapter}.xhtml"


def _cover_document(book: Book, name: str) -> Document:
    section = etree.Element("section", {EPUB_TYPE: "cover", "class": "cover"})
    alt = f"{book.words['cover']}: {title_of(book.metadata)}"
    source = _cover_file({f"images/{name}" for name in book.images})
    etree.SubElement(section, "img", {"src": source, "alt": alt, EPUB_TYPE: "cover", "role": "doc-cover"})
    return _made(book, name, book.words["cover"], "cover", Matter.FRONT, section)


def _cover_file(files: Collection[str]) -> str:
    """The picture of the cover: the author's own is the image of the book that is named `cover`, else one is drawn."""
    own = [name for name in (f"images/cover.{kind}" for kind in ("jpg", "png", "gif", "svg")) if name in files]
    return own[0] if own else "images/cover.jpg"


def _cover_source(book: Book, theme: Theme) -> bytes:
    lang = book.metadata.lang
    root = etree.Element("html", {"lang": lang, "dir": direction_of(lang)})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = book.metadata.title
    section = etree.SubElement(etree.SubElement(root, "body"), "section", {"class": "cover-page"})
    section.append(cover_page(book, theme))
    return etree.tostring(root)


def _document(book: Book, chapters: Sequence[Chapter], chapter: Chapter, cover: str) -> Document:
    if chapter.kind == "toc":
        landmarks = epub_nav.landmarks(book, chapters, f"{cover}.xhtml")
        tree = epub_nav.nav_tree(book, chapter.id, chapter.title or book.words["contents"], _href, landmarks)
    else:
        tree = xhtml.linked(chapter.tree, book.targets, chapter.name, lambda name: f"{name}.xhtml")
    title = ": ".join(word for word in (chapter.label, chapter.title) if word)
    return _made(book, chapter.name, title, chapter.kind, chapter.matter, tree)


def _made(book: Book, name: str, title: str, kind: str, matter: Matter, tree: Element) -> Document:
    lang = book.metadata.lang
    content = xhtml.document(title or book.metadata.title, lang, direction_of(lang), tree, ["styles/book.css"])
    return Document(f"{name}.xhtml", title, kind, matter, content)


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    files = {name: content for name, content in rendition.files.items() if name.startswith(_SHIPPED)}
    cut = fonts.cut_faces(rendition.faces, rendition.files)
    rules = files["styles/book.css"].decode()
    files |= {name: face for name, face in cut.items() if name in rules}
    cover = _cover_file(files)
    if cover not in files:
        files[cover] = _drawn(rendition, cut)
    book = ebooklib.EpubBook()
    book.FOLDER_NAME = "EPUB"
    _add_metadata(book, rendition)
    _add_items(book, rendition, files, cover)
    out = io.BytesIO()
    options = {"raise_exceptions": True, "epub3_pages": False, "epub3_landmark": False, "epub2_guide": False}
    ebooklib.write_epub(out, book, options)
    return Artifact(f"{rendition.metadata.slug}.epub", archive.settled(out.getvalue(), rendition)), ()


def _drawn(rendition: Rendition, cut: Mapping[str, bytes]) -> bytes:
    """The designed cover, drawn by the layout engine, which is slow to load."""
    from publish.paged.cover import cover_jpeg

    files = {**rendition.files, **cut}
    return cover_jpeg(files["cover/cover.html"], files["cover/cover.css"].decode(), files, *COVER)


def _add_items(book: ebooklib.EpubBook, rendition: Rendition, files: Mapping[str, bytes], cover: str) -> None:
    for name in sorted(files):
        properties = ["cover-image"] if name == cover else []
        _add(book, name, _MEDIA[name.rsplit(".", 1)[-1]], files[name], properties)
    for document in rendition.documents:
        properties = accessibility.media_properties(document.content)
        properties += ["nav"] if document.kind == "toc" else []
        _add(book, document.name, "application/xhtml+xml", document.content, properties)
        book.spine.append((archive.item_id(document.name), "yes"))
    _add(book, "toc.ncx", "application/x-dtbncx+xml", rendition.files["toc.ncx"], [])


def _add(book: ebooklib.EpubBook, name: str, media_type: str, content: bytes, properties: list[str]) -> None:
    id = {"toc.ncx": "ncx"}.get(name, "cover-image" if "cover-image" in properties else archive.item_id(name))
    item = ebooklib.EpubItem(uid=id, file_name=name, media_type=media_type, content=content)
    item.properties = properties
    book.add_item(item)


def _add_metadata(book: ebooklib.EpubBook, rendition: Rendition) -> None:
    book.metadata.clear()
    book.uid = urn(rendition.metadata.identifier_for("epub"))
    book.IDENTIFIER_ID = "pub-id"
    lines = rendition.files["package/accessibility"].decode().splitlines()
    computed = [(name, value) for name, value in (line.split("\t") for line in lines)]
    for said in statements(rendition.metadata, computed, "cover-image"):
        namespace = None if said.name == "meta" else "DC"
        book.add_metadata(namespace, said.name, said.value, said.attributes)


EDITION = Edition("epub", ".epub", Medium("epub"), render, pack, checks=("epubcheck", "ace"))
