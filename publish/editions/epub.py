"""The standard EPUB 3.3. This file alone knows EbookLib, which packs bytes that it does not touch.

Its own classes for content parse chapters again and damage them, stamp the clock on archives and swallow errors; so
everything reaches it as raw items, and `archive` puts the result in fixed order with fixed dates.
"""

from __future__ import annotations

import io

from ebooklib import epub as ebooklib
from lxml import etree

from publish.book import EPUB_TYPE, Artifact, Book, Chapter, Diagnostic, Document, Entry, Identifier, Matter, Medium, Rendition
from publish.editions import accessibility, archive, epub_nav, fonts, xhtml
from publish.editions.css import faces, trim, written_out
from publish.editions.edition import Edition
from publish.editions.pages import cover_page, with_pages
from publish.theme import Theme
from publish.words import direction_of

#: Pixels of the cover inside the EPUB: the largest that all stores take (spec E1).
COVER = (1400, 2240)
_OMITTED = frozenset({"halftitlepage"})
_FACES = {"EBGaramond[wght].ttf": ("EBGaramond-Regular.ttf", 400), "EBGaramond-Italic[wght].ttf": ("EBGaramond-Italic.ttf", 400)}
_MEDIA = {"svg": "image/svg+xml", "jpg": "image/jpeg", "png": "image/png", "css": "text/css", "ttf": "font/ttf",
          "txt": "text/plain"}  # fmt: skip


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    chapters = [c for c in with_pages(book, theme, "epub", paged=False) if c.kind not in _OMITTED]
    documents = [_cover_document(book), *(_document(book, chapters, c) for c in chapters)]
    tokens = theme.styles["tokens.css"]
    css = "\n".join(written_out(theme.styles[name], tokens) for name in ("epub.css", "disclosure.css"))
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    files["styles/book.css"] = (_face_rules() + css).encode()
    files["toc.ncx"] = epub_nav.ncx(book, title_of(book), urn(book.metadata.identifier_for("epub")), _href)
    files["cover/cover.html"] = _cover_source(book, theme)
    files["cover/cover.css"] = "\n".join([faces("fonts"), tokens, theme.styles["print.css"], theme.styles["cover.css"]]).encode()
    files |= {f"fonts-src/{name}": data for name, data in theme.fonts.items() if name.endswith(".ttf")}
    files["fonts/OFL.txt"] = theme.fonts["fontpkg_eb_garamond-LICENSE.txt"]
    files["package/accessibility"] = "\n".join(f"{p}\t{v}" for p, v in accessibility.properties(book)).encode()
    return (
        Rendition("epub", book.metadata, book.words, tuple(documents), files, book.contents, book.modified),
        (),
    )


def title_of(book: Book) -> str:
    metadata = book.metadata
    return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title


def urn(identifier: Identifier) -> str:
    """An identifier as a URN (spec A6)."""
    scheme, value = identifier.scheme.lower(), identifier.value.strip()
    if scheme.startswith("isbn"):
        return "urn:isbn:" + "".join(c for c in value if c.isalnum())
    if scheme == "uuid":
        return value if value.startswith("urn:") else f"urn:uuid:{value}"
    if scheme == "doi":
        return f"https://doi.org/{value}"
    return value


def _href(entry: Entry) -> str:
    return f"{entry.chapter}.xhtml" if entry.kind not in ("section", "figure", "table") else f"{entry.chapter}.xhtml#{entry.id}"


def _face_rules() -> str:
    return "".join(
        f'@font-face {{ font-family: "EB Garamond"; font-style: {style}; font-weight: normal; src: url("../fonts/{file}") }}\n'
        for style, file in (("normal", "EBGaramond-Regular.ttf"), ("italic", "EBGaramond-Italic.ttf"))
    )


def _cover_document(book: Book) -> Document:
    section = etree.Element("section", {EPUB_TYPE: "cover", "class": "cover"})
    alt = f"{book.words['cover']}: {title_of(book)}"
    etree.SubElement(section, "img", {"src": "images/cover.jpg", "alt": alt, EPUB_TYPE: "cover", "role": "doc-cover"})
    return _made(book, "cover", book.words["cover"], "cover", Matter.FRONT, section)


def _cover_source(book: Book, theme: Theme) -> bytes:
    root = etree.Element("html", {"lang": book.metadata.lang})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = book.metadata.title
    section = etree.SubElement(etree.SubElement(root, "body"), "section", {"class": "cover-page"})
    section.append(cover_page(book, theme))
    return etree.tostring(root)


def _document(book: Book, chapters: list[Chapter], chapter: Chapter) -> Document:
    if chapter.kind == "toc":
        tree = epub_nav.nav_tree(book, chapter.id, chapter.title, _href, _landmarks(book, chapters))
    else:
        tree = xhtml.linked(chapter.tree, book.targets, chapter.name, lambda name: f"{name}.xhtml")
    title = f"{chapter.label}: {chapter.title}" if chapter.label else chapter.title
    return _made(book, chapter.name, title, chapter.kind, chapter.matter, tree)


def _landmarks(book: Book, chapters: list[Chapter]) -> list[tuple[str, str, str]]:
    result = [("cover", book.words["cover"], "cover.xhtml")]
    seen: set[str] = set()
    for chapter in chapters:
        if chapter.matter is Matter.BODY and "bodymatter" not in seen:
            seen.add("bodymatter")
            result.append(("bodymatter", book.words["start"], f"{chapter.name}.xhtml"))
        if chapter.kind in epub_nav.LANDMARKS and chapter.kind not in seen:
            seen.add(chapter.kind)
            result.append((chapter.kind, chapter.title, f"{chapter.name}.xhtml"))
    return result


def _made(book: Book, name: str, title: str, kind: str, matter: Matter, tree: etree._Element) -> Document:
    lang = book.metadata.lang
    content = xhtml.document(title or book.metadata.title, lang, direction_of(lang), tree, ["styles/book.css"])
    return Document(f"{name}.xhtml", title, kind, matter, content)


def pack(rendition: Rendition) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    files = dict(rendition.files)
    text = "".join(sorted({c for d in rendition.documents for c in d.content.decode()}))
    for source, (name, weight) in _FACES.items():
        files[f"fonts/{name}"] = fonts.embedded(files[f"fonts-src/{source}"], weight, text)
    files["images/cover.jpg"] = _cover_picture(rendition)
    book = ebooklib.EpubBook()
    book.FOLDER_NAME = "EPUB"
    _add_metadata(book, rendition)
    _add_items(book, rendition, {n: c for n, c in files.items() if n.split("/")[0] in ("images", "styles", "fonts")})
    out = io.BytesIO()
    options = {"raise_exceptions": True, "epub3_pages": False, "epub3_landmark": False, "epub2_guide": False}
    ebooklib.write_epub(out, book, options)
    content = archive.settled(out.getvalue(), rendition, files["toc.ncx"])
    return Artifact(f"{rendition.metadata.slug}.epub", content), ()


def _cover_picture(rendition: Rendition) -> bytes:
    """The book's own picture where it names one, else the designed cover drawn by the layout engine."""
    from publish.paged.cover import cover_jpeg  # imports the layout engine, which is slow to load

    files = rendition.files
    variable = {n.removeprefix("fonts-src/"): c for n, c in files.items() if n.startswith("fonts-src/")}
    cut = fonts.static_faces(variable, files["cover/cover.html"].decode())
    return cover_jpeg(files["cover/cover.html"], files["cover/cover.css"].decode(), cut, files, *COVER)


def _add_items(book: ebooklib.EpubBook, rendition: Rendition, files: dict[str, bytes]) -> None:
    for name in sorted(files):
        properties = ["cover-image"] if name == "images/cover.jpg" else []
        id = "cover-image" if properties else archive.item_id(name)
        media = _MEDIA[name.rsplit(".", 1)[-1]]
        item = ebooklib.EpubItem(uid=id, file_name=name, media_type=media, content=files[name])
        item.properties = properties
        book.add_item(item)
    for document in rendition.documents:
        id = archive.item_id(document.name)
        item = ebooklib.EpubItem(uid=id, file_name=document.name, media_type="application/xhtml+xml", content=document.content)
        properties_ = accessibility.media_properties(document.content)
        item.properties = [*properties_.split(), *(["nav"] if document.kind == "toc" else [])]
        book.add_item(item)
        book.spine.append((id, "yes"))
    ncx = ebooklib.EpubItem(
        uid="ncx", file_name="toc.ncx", media_type="application/x-dtbncx+xml", content=rendition.files["toc.ncx"]
    )
    book.add_item(ncx)


def _add_metadata(book: ebooklib.EpubBook, rendition: Rendition) -> None:
    metadata = rendition.metadata
    book.metadata.clear()
    book.uid = urn(metadata.identifier_for("epub"))
    book.IDENTIFIER_ID = "pub-id"
    book.add_metadata("DC", "identifier", book.uid, {"id": "pub-id"})
    if metadata.identifier_for("epub").scheme.upper().startswith("ISBN"):
        _refine(book, "pub-id", "identifier-type", "15", "onix:codelist5")
    title = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
    book.add_metadata("DC", "title", title, {"id": "title"})
    _refine(book, "title", "title-type", "main")
    book.add_metadata("DC", "language", metadata.lang)
    for tag, people in (("creator", metadata.author), ("contributor", metadata.contributor)):
        for number, person in enumerate(people, 1):
            id = f"{tag}-{number}"
            book.add_metadata("DC", tag, person.name, {"id": id})
            _refine(book, id, "role", person.role, "marc:relators")
            _refine(book, id, "file-as", person.file_as or person.name)
            _refine(book, id, "display-seq", str(number))
    for tag in ("publisher", "rights", "description", "date"):
        if value := getattr(metadata, tag):
            book.add_metadata("DC", tag, value)
    for subject in metadata.subject:
        book.add_metadata("DC", "subject", subject)
    if metadata.series:
        book.add_metadata(None, "meta", metadata.series.name, {"property": "belongs-to-collection", "id": "series"})
        _refine(book, "series", "collection-type", "series")
        if metadata.series.position:
            _refine(book, "series", "group-position", metadata.series.position)
    for line in rendition.files["package/accessibility"].decode().splitlines():
        name, value = line.split("\t")
        book.add_metadata(None, "meta", value, {"property": name})
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


def _refine(book: ebooklib.EpubBook, id: str, name: str, value: str, scheme: str = "") -> None:
    attributes = {"refines": f"#{id}", "property": name, **({"scheme": scheme} if scheme else {})}
    book.add_metadata(None, "meta", value, attributes)


EDITION = Edition("epub", ".epub", Medium("epub"), render, pack, checks=("epubcheck", "ace"))
