"""Laid-out pages painted to leaves: operators, links, bookmarks, glyphs used, resources, structure, all as plain values.

WeasyPrint paints into a PDF that it writes itself; here it paints into streams of ours, and its tags go to a PDF of no
content, which only numbers them. A change of these
private parts shows in the tests of the paged room, which read the finished file.
"""

from __future__ import annotations

import functools
import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import pydyf

from publish.paged.field_rows import rows_of
from publish.paged.fields import Field, Row
from publish.paged.folios import folio_of
from publish.paged.leaves import (
    ANNOTATION,
    CONTENT,
    ELEMENT,
    Bookmark,
    Element,
    FaceUse,
    Folio,
    Hotspot,
    Leaf,
    Section,
)
from publish.paged.library import Font, Page, Stream, tags
from publish.paged.line_painting import Faces, Paper
from publish.paged.packing import packed_elements, packed_resources, packed_uses
from publish.paged.plain import COLOUR_SPACES, plain
from publish.paged.structure import contents_named, structure_mended
from publish.paged.tagging import in_order_of_text, known

#: Points of a PDF for each CSS pixel.
POINTS = 0.75
#: What the writer of a PDF asks of a face, and what the engine read from its file.
_TRAITS = ("index", "flags", "ascent", "descent", "upem", "italic_angle", "stemv", "stemh", "glyph_count", "weight")
_REFERENCE = re.compile(rb"(\d+) 0 R")


def painted(pages: Sequence[Page], language: str, tagged: bool) -> Section:
    """The pages of one document as a section. What is not `tagged` is an artifact: heads, folios, ornaments."""
    fonts: dict[int, Font] = Faces()
    images: dict[str, dict[str, Any]] = {}
    resources = no_resources()
    leaves, streams = [], []
    for page in pages:
        stream = Paper(fonts, _rectangle(page), resources, images, {} if tagged else None, {}, None)
        stream.transform(d=-1, f=page.height * POINTS)
        page.paint(stream, POINTS)
        streams.append(stream)
        leaves.append(_leaf(page, stream, tagged))
    structure, roots = structure_mended(*_structure(pages, streams, language)) if tagged else ((), ())
    if structure and _of_contents(pages):
        structure, roots = contents_named(structure, roots)
    by_hash: dict[str, list[Font]] = {}
    for font in fonts.values():
        by_hash.setdefault(font.hash, []).append(font)
    return Section(
        leaves=tuple(leaves),
        faces=packed_uses([_use(same) for _, same in sorted(by_hash.items())]),
        files={_digest(same[0].file_content): bytes(same[0].file_content) for same in by_hash.values()},
        images={name: _image(used) for name, used in images.items()},
        resources=packed_resources(
            {kind: plain(resources[kind]) for kind in ("ExtGState", "XObject", "Pattern", "Shading")}
        ),
        structure=packed_elements(structure) if structure else b"",
        roots=roots,
    )


def _of_contents(pages: Sequence[Page]) -> bool:
    """Whether the document is the contents of the book, or a list of its figures or tables (`contents.html`)."""
    roots = [child.element for page in pages[:1] for child in page._page_box.children if child.element is not None]
    return any(root.find(".//*[@class='contents-block']") is not None for root in roots)


def no_resources() -> Any:
    """What streams begin with: names for nothing yet, and the spaces of colour."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    return pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds} | {"ColorSpace": COLOUR_SPACES, "Font": None})


def _rectangle(page: Page) -> tuple[float, float, float, float]:
    left, top = -page.bleed["left"], -page.bleed["top"]
    return left, top, page.width + page.bleed["right"] - left, page.height + page.bleed["bottom"] - top


def _leaf(page: Page, stream: Paper, tagged: bool) -> Leaf:
    """The state of the graphics is saved around the whole, since layers follow; an artifact is marked as one."""
    parts = [b"q", *(b"" if tagged else b"/Artifact BMC").splitlines(), *map(pydyf._to_bytes, stream.stream)]
    parts += [b"Q"] if tagged else [b"EMC", b"Q"]
    fields, rows = _fields(page, stream, parts) if tagged and stream.fields else ((), ())
    return Leaf(
        width=page.width,
        height=page.height,
        bleed=tuple(page.bleed[side] for side in ("top", "right", "bottom", "left")),
        content=zlib.compress(b"\n".join(parts), 6),
        hotspots=tuple(Hotspot(kind, target, tuple(rectangle)) for kind, target, rectangle, _ in page.links),
        places={name: tuple(rectangle) for name, rectangle in page.anchors.items()},
        bookmarks=tuple(Bookmark(level, label, tuple(point), state) for level, label, point, state in page.bookmarks),
        fields=fields,
        rows=rows,
        folio=None if tagged else _folio(stream, parts),
    )


def _fields(page: Page, stream: Paper, parts: Sequence[bytes]) -> tuple[tuple[Field, ...], tuple[Row, ...]]:
    """The fields of a page, each digit by its place among the parts of the content, of which the first is not the stream's."""
    operators = parts[1:]
    begins = [*accumulate((len(part) + 1 for part in operators), initial=len(parts[0]) + 1)]
    fields = (
        Field(one.number, tuple(begins[one.operator] + at for at in one.digits), one.figures) for one in stream.fields
    )
    return tuple(fields), tuple(rows_of(page._page_box, stream, operators, begins))


def _folio(stream: Paper, parts: Sequence[bytes]) -> Folio | None:
    """The folio of a page that is an artifact, by its place among the parts of the content, of which two are not the stream's."""
    edge = stream.folio
    if edge is None:
        return None
    begin = sum(len(part) + 1 for part in parts[: edge.begin + 2])
    return folio_of(edge.figures, edge.operands, stream.stream[edge.begin : edge.end], begin)


@functools.lru_cache(maxsize=64)
def _digest(content: bytes) -> str:
    """A face is read anew for each document that uses it, and for each sheet."""
    return hashlib.sha256(content).hexdigest()


def _use(fonts: Sequence[Font]) -> FaceUse:
    """What a document uses of one face. Pango may count it several times, at several features: the uses are one."""
    first = fonts[0]
    return FaceUse(
        hash=first.hash,
        digest=_digest(first.file_content),
        name=first.name.decode(),
        family=first.family,
        traits={name: getattr(first, name) for name in _TRAITS},
        widths={glyph: width for font in fonts for glyph, width in font.widths.items()},
        unicode={glyph: text for font in fonts for glyph, text in font.to_unicode.items()},
        missing={code: glyph for font in fonts for code, glyph in font.missing.items()},
    )


def _image(used: Mapping[str, Any]) -> Any:
    return plain(used["image"].get_x_object(used["interpolate"], max(used["dpi_ratios"])))


class _Laid:
    """What `add_tags` asks of a document."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages


def _structure(
    pages: Sequence[Page], streams: Sequence[Stream], language: str
) -> tuple[tuple[Element, ...], tuple[int, ...]]:
    """WeasyPrint's tags as a table. Objects of the PDF that numbers them: pages first, then links, then elements."""
    pdf = pydyf.PDF()
    pdf.catalog["Lang"] = pydyf.String(language)
    annotations: dict[int, tuple[int, int]] = {}
    for number, page in enumerate(pages):
        pdf.add_page(pydyf.Dictionary())
        for which, (_, _, _, box) in enumerate(page.links):
            box.link_annotation = pydyf.Dictionary({"Subtype": "/Link"})  # an empty one counts as none
            pdf.add_object(box.link_annotation)
            annotations[box.link_annotation.number] = (number, which)
    with known(pages) as (root, tagged):
        tags.add_tags(pdf, _Laid(pages), "1.7", streams)
    if root is not None:
        in_order_of_text(pdf, root, tagged)
    return _Table(pdf, annotations).read()


class _Table:
    """The elements of a structure tree in the order of reading, referring to each other by their place."""

    def __init__(self, pdf: pydyf.PDF, annotations: Mapping[int, tuple[int, int]]) -> None:
        self._objects = pdf.objects
        self._annotations = annotations
        self._pages = {reference: number for number, reference in enumerate(pdf.page_references)}
        self._top = self._at(self._at(pdf.catalog["StructTreeRoot"])["K"][0])
        self._places: dict[int, int] = {}

    def read(self) -> tuple[tuple[Element, ...], tuple[int, ...]]:
        order: list[Any] = []
        pending = [self._at(kid) for kid in reversed(self._top["K"])]
        while pending:
            element = pending.pop()
            self._places[element.number] = len(order)
            order.append(element)
            below = [self._at(kid) for kid in element["K"] if isinstance(kid, bytes)]
            pending += [kid for kid in reversed(below) if "S" in kid]
        roots = tuple(self._places[self._at(kid).number] for kid in self._top["K"])
        return tuple(map(self._element, order)), roots

    def _at(self, reference: bytes) -> Any:
        match = _REFERENCE.fullmatch(reference)
        assert match is not None
        return self._objects[int(match[1])]

    def _element(self, element: Any) -> Element:
        page = self._pages[element["Pg"]]
        layout = dict(element.get("A", {}))
        return Element(
            type=element["S"].removeprefix("/"),
            page=page,
            kids=tuple(self._kid(kid, page) for kid in element["K"]),
            alternative=element["Alt"].string if "Alt" in element else "",
            id=element["ID"].string if "ID" in element else "",
            owner=str(layout.pop("O", "")).removeprefix("/"),
            layout={name: _laid(value) for name, value in layout.items()},
        )

    def _kid(self, kid: Any, page: int) -> tuple[int, int, int]:
        if isinstance(kid, int):
            return CONTENT, page, kid
        found = self._at(kid)
        if "S" in found:
            return ELEMENT, self._places[found.number], 0
        return ANNOTATION, *self._annotations[self._at(found["Obj"]).number]


def _laid(value: Any) -> Any:
    """A value of an attribute of layout: numbers of a box or a span, ids of the heads of a table."""
    if not isinstance(value, list):
        return value
    return tuple(one.string if isinstance(one, pydyf.String) else one for one in value)
