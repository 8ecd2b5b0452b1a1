"""Chapters laid out one by one, put in order, their page numbers settled, their furniture added, one PDF written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from weasyprint.pdf.metadata import DocumentMetadata

from publish.book import Diagnostic, Document, Matter, Rendition, Span
from publish.paged.engine import Engine, Sheet, furnished, heard
from publish.paged.finish import finisher
from publish.words import direction_of

#: Rounds after which page numbers that still move are printed as they stand.
MAX_ROUNDS = 6
#: Pages that carry no head and no folio (Chicago Manual of Style).
BARE = frozenset({"cover", "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "part", "blank"})


@dataclass(frozen=True)
class Place:
    """A page of the book: its document, how far into it, its folio as printed, and whether it is a right-hand page."""

    document: int
    at: int
    folio: str
    recto: bool
    kind: str


def side_of(document: Document) -> str:
    """`recto`, `verso`, or `next` for a document that opens on whatever page comes; `pdf.render` says so on its body."""
    match = re.search(rb'<body class="(recto|verso|next)\b', document.content)
    return match[1].decode() if match else "recto"


def sided(content: bytes, recto: bool) -> bytes:
    """A document that opens on whatever page comes, told which side that is: its margins depend on it."""
    return content.replace(b'class="next-first"', b'class="recto-first"' if recto else b'class="verso-first"', 1)


def numbered(content: bytes, folios: Mapping[str, str]) -> bytes:
    """The document with page numbers as literal text.

    Not `target-counter`: where it makes WeasyPrint lay pages out again, notes are lost and printed twice.
    """
    if b"data-page-of" not in content:
        return content
    root = etree.fromstring(content)
    for element in root.iter("span"):
        if (target := element.get("data-page-of")) is not None:
            element.text = folios.get(target, "00")
    return etree.tostring(root, encoding="utf-8")


def roman(number: int) -> str:
    result = ""
    for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        result += sign * (number // value)
        number %= value
    return result


def placed(documents: Sequence[Document], counts: Sequence[int], padded: bool = True) -> list[Place]:
    """Every page in order: blanks where the next document opens on the other side, roman folios, then arabic from 1.

    `padded` adds the blank that makes the count of pages even.
    """
    places: list[Place] = []
    start, body = 0, False
    for index, (document, count) in enumerate(zip(documents, counts, strict=True)):
        if document.kind == "cover":
            places += [Place(index, at, "", at % 2 == 0, "cover") for at in range(count)]
            places += [Place(-1, 0, "", False, "blank")] * (count % 2)
            start = len(places)
            continue
        recto = (len(places) % 2) == 0
        if side_of(document) != "next" and recto != (side_of(document) == "recto"):
            places.append(Place(-1, 0, _folio(len(places) - start, body), recto, "blank"))
        if document.matter is not Matter.FRONT and not body:
            body, start = True, len(places)
        for at in range(count):
            recto = (len(places) % 2) == 0
            places.append(Place(index, at, _folio(len(places) - start, body), recto, document.kind))
    if padded and len(places) % 2:
        places.append(Place(-1, 0, _folio(len(places) - start, body), False, "blank"))
    return places


def _folio(number: int, body: bool) -> str:
    return str(number + 1) if body else roman(number + 1)


def settled(
    engine: Engine, documents: Sequence[Document]
) -> tuple[list[list[Sheet]], list[Place], dict[str, str], bool]:
    """Lay out every document, then again those whose page numbers changed, until they stand still."""
    contents: list[bytes] = [b""] * len(documents)
    sheets: list[list[Sheet]] = [[] for _ in documents]
    folios: dict[str, str] = {}
    places: list[Place] = []
    for _ in range(MAX_ROUNDS):
        for index, document in enumerate(documents):
            content = numbered(document.content, folios)
            if side_of(document) == "next":
                before = placed(documents[:index], [len(s) for s in sheets[:index]], padded=False)
                content = sided(content, len(before) % 2 == 0)
            if content != contents[index]:
                contents[index], sheets[index] = content, engine.pages(content)
        places = placed(documents, [len(s) for s in sheets])
        found: dict[str, str] = {}
        for place in places:
            if place.document >= 0:
                for id in sheets[place.document][place.at].ids:
                    found.setdefault(id, place.folio)
        if found == folios:
            return sheets, places, folios, True
        folios = found
    return sheets, places, folios, False


def strayed(documents: Sequence[Document], sheets: Sequence[Sequence[Sheet]]) -> list[Diagnostic]:
    """`T003` for every note that is not at the foot of the page of its call or of the next, or is nowhere."""
    found = []
    for document, pages in zip(documents, sheets, strict=True):
        if b'class="noteref"' not in document.content:
            continue
        root = etree.fromstring(document.content)
        page_of = {id: number for number, page in reversed(list(enumerate(pages))) for id in page.ids}
        notes = {note.get("id", "") for note in root.iter("span") if note.get("class") == "footnote"}
        for call in root.iter("a"):
            note = call.get("href", "#")[1:]
            if call.get("class") != "noteref" or note not in notes:
                continue
            notes.discard(note)
            if page_of.get(note, -1) - page_of.get(call.get("id", ""), 0) not in (0, 1):
                message = f"note {''.join(map(str, call.itertext()))} of “{document.running_head}” is not on the page of its call"
                found.append(Diagnostic("T003", message, Span("book.toml"), "make the note shorter, or divide it"))
    return found


def furniture(rendition: Rendition, places: Sequence[Place]) -> bytes:
    """One document with a sheet for each page of the book: its running head and its folio, and no text."""
    rows = []
    for place in places:
        document = rendition.documents[place.document] if place.document >= 0 else None
        name, head = _sheet(place, document, rendition.metadata.title)
        folio = place.folio if name != "bare" else ""
        rows.append(f'<div class="sheet {name}" data-head={quoteattr(head)} data-folio={quoteattr(folio)}></div>')
    lang = f"{quoteattr(rendition.metadata.lang)} dir={quoteattr(direction_of(rendition.metadata.lang))}"
    title = escape(rendition.metadata.title)
    return f"<html lang={lang}><head><title>{title}</title></head><body>{''.join(rows)}</body></html>".encode()


def _sheet(place: Place, document: Document | None, title: str) -> tuple[str, str]:
    if document is None or place.kind in BARE:
        return "bare", ""
    if place.at == 0:
        return "opener", ""
    return ("recto", document.running_head) if place.recto else ("verso", title)


def made_pdf(rendition: Rendition, styles: str, files: Mapping[str, bytes]) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The documents of a rendition as one tagged PDF (PDF/UA-1), the same bytes for the same rendition."""
    noticed: list[Diagnostic] = []
    with heard() as said:
        engine = Engine(styles, files)
        sheets, places, _, still = settled(engine, rendition.documents)
        layer = engine.pages(furniture(rendition, places))
        if len(layer) != len(places):
            raise RuntimeError(f"the layer of heads and folios has {len(layer)} pages, the book {len(places)}")
        pages = [
            furnished(sheets[p.document][p.at], layer[i]) if p.document >= 0 else layer[i] for i, p in enumerate(places)
        ]
        stamp = rendition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
        metadata = rendition.metadata
        information = DocumentMetadata(
            title=f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title,
            authors=[person.name for person in metadata.author],
            description=metadata.description or None,
            keywords=list(metadata.subject),
            generator="Colophon",
            created=stamp,
            modified=stamp,
            lang=metadata.lang,
        )
        ending = finisher(places, rendition.words, direction_of(metadata.lang))
        content = engine.pdf(pages, information, ending, pdf_variant="pdf/ua-1")
    noticed += strayed(rendition.documents, sheets)
    place_of_all = Span("book.toml")
    if not still:
        message = f"page numbers in references still moved after {MAX_ROUNDS} layouts; some may be one off"
        noticed.append(Diagnostic("T001", message, place_of_all, "reword a line near the reference, or turn them off"))
    for message in dict.fromkeys(m for m in said if not m.startswith("Using fontTools")):
        noticed.append(Diagnostic("T002", f"the layout engine says: {message}", place_of_all))
    return content, tuple(noticed)
