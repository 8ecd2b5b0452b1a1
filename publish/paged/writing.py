"""One PDF out of leaves: pages of several layers, links, outline, one subset a face, one structure tree (PDF/UA-1).

WeasyPrint's `Document` writes what it knows of pages, given objects that answer for them; what it builds from boxes (the
structure, the resources) is put in by the finisher from plain values, when all pages have their numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pydyf
import uharfbuzz as harfbuzz

from publish.lazy import dataclass
from publish.paged.file_writing import file_written
from publish.paged.leaves import FaceUse, Leaf, Section
from publish.paged.library import Document, DocumentMetadata, Font, FontConfiguration, URLFetcher, boxes, screen_colours
from publish.paged.packing import united, unpacked_resources, unpacked_uses
from publish.paged.plain import pdf_object
from publish.paged.tree_writing import structure_written


@dataclass(frozen=True)
class Sheet:
    """A page of the book: its leaf, which belongs to a section (by number), and the leaves that lie over it.

    A blank has no section. Layers are artifacts, of no structure; they come with the section that their resources are in.
    """

    leaf: Leaf
    section: int = -1
    at: int = 0
    layers: tuple[tuple[int, Leaf], ...] = ()


def written(
    sheets: Sequence[Sheet],
    sections: Sequence[Section],
    metadata: DocumentMetadata,
    finish: Callable[[Any], None],
    **options: Any,
) -> bytes:
    """The PDF of some sheets; `finish` is given the PDF when it is whole, for its catalog."""
    faces = _faces(sections)
    tagged = bool(options.get("pdf_variant"))

    def finisher(document: Any, pdf: pydyf.PDF) -> None:
        _resources_set(document, pdf, sheets, sections)
        if tagged:
            structure_written(document, pdf, sheets, sections)
        finish(pdf)
        pdf.write = functools.partial(file_written, pdf)

    pages = [_Page(sheet) for sheet in sheets]
    profiles = {"srgb": screen_colours()} if str(options.get("pdf_variant", "")).startswith("pdf/a") else {}
    document = Document(pages, metadata, URLFetcher(), FontConfiguration(), profiles, "srgb")
    document.fonts = faces
    content = document.write_pdf(finisher=finisher, output_intent="given", **options)
    assert isinstance(content, bytes)
    return content


class _Box:
    """What a link asks of its box: a place to leave its annotation."""

    link_annotation: Any = None


class _Page:
    """What WeasyPrint's document asks of a page. It paints what was painted before, and has no boxes to tag."""

    def __init__(self, sheet: Sheet) -> None:
        leaf = sheet.leaf
        self.width, self.height = leaf.width, leaf.height
        self.bleed = dict(zip(("top", "right", "bottom", "left"), leaf.bleed, strict=True))
        self.anchors = dict(leaf.places)
        self.bookmarks = [(b.level, b.label, b.point, b.state) for b in leaf.bookmarks]
        self.links = [(spot.kind, spot.target, spot.rectangle, _Box()) for spot in leaf.hotspots]
        self.forms: dict[None, list[Any]] = {None: []}
        self._content = leaf.content
        self._page_box = boxes.PageBox.__new__(boxes.PageBox)
        self._page_box.element, self._page_box.children = None, []

    def paint(self, stream: Any, scale: float) -> None:
        stream.stream, stream.compress = [self._content], False
        stream.extra["Filter"] = "/FlateDecode"


# Faces -------------------------------------------------------------------------------------------


class _Face(Font):  # type: ignore[misc]  # weasyprint is not typed
    """A face of the whole book, from the uses of its sections; WeasyPrint's own begins with an object of Pango."""

    def __init__(self, use: FaceUse, content: bytes) -> None:
        self.hash, self.name, self.family = use.hash, use.name.encode(), use.family
        self.file_content = content
        for trait, value in use.traits.items():
            setattr(self, trait, value)
        self.widths, self.to_unicode, self.missing = use.widths, use.unicode, use.missing
        self.bitmap = self.png = self.svg = self.colr = self.used_in_forms = False
        self.tables: list[str] = []

    def subset(self, to_unicode: Mapping[int, str], hinting: bool) -> None:
        """Keep the glyphs used, under the ids that the pages name them by; tables that a PDF does not read go."""
        face = harfbuzz.Face(self.file_content)
        wanted = harfbuzz.SubsetInput()
        wanted.sets(harfbuzz.SubsetInputSets.GLYPH_INDEX).update(g for g in to_unicode if g < self.glyph_count)
        dropped = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
        wanted.sets(harfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(_tag(name) for name in dropped)
        wanted.flags = harfbuzz.SubsetFlags.RETAIN_GIDS | harfbuzz.SubsetFlags.DESUBROUTINIZE
        if self.missing:
            wanted.flags |= harfbuzz.SubsetFlags.NOTDEF_OUTLINE
        self.file_content = bytes(harfbuzz.subset(face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _faces(sections: Sequence[Section]) -> dict[int, _Face]:
    files = {digest: content for section in sections for digest, content in section.files.items()}
    uses = united(use for section in sections for use in unpacked_uses(section.faces))
    return {number: _Face(use, files[use.digest]) for number, use in enumerate(uses)}


# Resources ---------------------------------------------------------------------------------------


def _resources_set(document: Any, pdf: pydyf.PDF, sheets: Sequence[Sheet], sections: Sequence[Section]) -> None:
    """Each section's resources under its own names. A layer is a form (ISO 32000-1, 8.10) that brings those of its own."""
    pages = _pages(pdf)
    own = pdf.objects[_number(pages[0]["Resources"])]
    common = {"Font": own["Font"], "ColorSpace": own["ColorSpace"]}
    images: dict[str, bytes] = {}
    made: dict[int, Any] = {}
    forms: dict[tuple[int, int], bytes] = {}
    draws: dict[int, bytes] = {}
    for sheet, page in zip(sheets, pages, strict=True):
        for number in (sheet.section, *(number for number, _ in sheet.layers)):
            if number not in made:
                made[number] = _resources(pdf, sections[number] if number >= 0 else None, common, images)
        for number, leaf in sheet.layers:
            if (number, id(leaf)) not in forms:
                forms[number, id(leaf)] = _form(pdf, leaf, page["MediaBox"], made[number].reference)
        named = {f"L{at}": forms[number, id(leaf)] for at, (number, leaf) in enumerate(sheet.layers)}
        page["Resources"] = made[sheet.section].reference
        if named:
            page["Resources"] = _added(pdf, _with_forms(made[sheet.section], named))
            if len(named) not in draws:
                draws[len(named)] = _added(pdf, pydyf.Stream([f"/{name} Do" for name in named]))
            page["Contents"] = pydyf.Array([page["Contents"], draws[len(named)]])


def _form(pdf: pydyf.PDF, leaf: Leaf, box: Any, resources: bytes) -> bytes:
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": resources, "Filter": "/FlateDecode"}
    return _added(pdf, pydyf.Stream([leaf.content], pydyf.Dictionary(extra)))


def _with_forms(resources: Any, forms: Mapping[str, bytes]) -> Any:
    objects = pydyf.Dictionary({**resources.get("XObject", {}), **forms})
    return pydyf.Dictionary({**resources, "XObject": objects})


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [pdf.objects[_number(reference)] for reference in pdf.page_references]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _resources(pdf: pydyf.PDF, section: Section | None, common: Mapping[str, bytes], images: dict[str, bytes]) -> Any:
    """A dictionary of resources, an object of the PDF; a blank page has only the common ones."""
    result = pydyf.Dictionary(dict(common))
    if section is not None:
        for kind, value in unpacked_resources(section.resources).items():
            members = pdf_object(value, common["ColorSpace"])
            if members:
                result[kind] = members
        _referred(pdf, result, section, common, images)
    pdf.add_object(result)
    return result


def _referred(
    pdf: pydyf.PDF, resources: Any, section: Section, common: Mapping[str, bytes], images: dict[str, bytes]
) -> None:
    """Streams become objects of their own, images one for the whole book; groups and patterns bring resources in them."""
    for kind in ("XObject", "Pattern", "Shading"):
        for name, value in list(resources.get(kind, {}).items()):
            if isinstance(value, bytes):
                continue
            if value is None:
                if name not in images:
                    images[name] = _added(pdf, pdf_object(section.images[name], common["ColorSpace"]))
                resources[kind][name] = images[name]
                continue
            inner = value.extra.get("Resources") if isinstance(value, pydyf.Stream) else None
            if inner is not None:
                inner.update(common)
                _referred(pdf, inner, section, common, images)
            resources[kind][name] = _added(pdf, value)
    for state in resources.get("ExtGState", {}).values():
        mask = state.get("SMask") if isinstance(state, dict) else None
        if isinstance(mask, dict) and isinstance(mask.get("G"), pydyf.Stream):
            group = mask["G"]
            if "Resources" in group.extra:
                group.extra["Resources"].update(common)
                _referred(pdf, group.extra["Resources"], section, common, images)
            mask["G"] = _added(pdf, group)


def _added(pdf: pydyf.PDF, value: Any) -> bytes:
    if isinstance(value, pydyf.Stream) and isinstance(value.extra.get("SMask"), pydyf.Stream):
        value.extra["SMask"] = _added(pdf, value.extra["SMask"])
    pdf.add_object(value)
    reference = value.reference
    assert isinstance(reference, bytes)
    return reference
