"""WeasyPrint and its parts, imported here only, pinned to the version that the private ones belong to.

Its import looks for six libraries under some twenty names through `ctypes.util.find_library`, which starts 54 processes
(compiler, linker, ldconfig) to find nothing that the loader does not find by itself: on Linux the search is shut off
while it runs, and the names that the loader knows are reached at once.
"""

from __future__ import annotations

import array
import ctypes.util
import io
import math
import pkgutil
import sys
import warnings
from typing import Any

import pydyf

from publish.paged.later import imported_later

#: WeasyPrint subsets with HarfBuzz and falls back on fontTools, whose import takes a third of the time of its own.
_FONT_TOOLS = {
    "fontTools": {},
    "fontTools.ttLib": {"TTLibError": Exception},
    "fontTools.varLib": {},
    "fontTools.varLib.instancer": {},
}
_find = ctypes.util.find_library
if sys.platform.startswith("linux"):
    ctypes.util.find_library = lambda name: None
#: The press brings its own fonts, and uses none of the system's.
warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
try:
    with imported_later(_FONT_TOOLS):
        from weasyprint import CSS, HTML, Attachment
        from weasyprint import layout as layouts
        from weasyprint.css import AnonymousStyle, ColorProfile
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import Document, Page
        from weasyprint.draw import text as draw_text
        from weasyprint.formatting_structure import boxes
        from weasyprint.formatting_structure.boxes import InlineBox, LineBox, ParentBox, TextBox
        from weasyprint.layout import block, inline
        from weasyprint.layout import page as page_layouts
        from weasyprint.pdf.fonts import Font
        from weasyprint.pdf.metadata import DocumentMetadata
        from weasyprint.pdf.stream import Stream
        from weasyprint.pdf.tags import add_tags
        from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, fontconfig, gobject, pango, pangoft2
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.text.line_break import Layout, create_layout, line_size
        from weasyprint.text.line_break import get_log_attrs as log_attributes
        from weasyprint.text.line_break import strut as engine_strut
        from weasyprint.urls import URLFetcher, URLFetcherResponse
finally:
    ctypes.util.find_library = _find


def screen_colours() -> ColorProfile:
    """The profile of sRGB that comes with WeasyPrint, whose own way to it leaves its file open."""
    content = pkgutil.get_data("weasyprint.pdf", "sRGB2014.icc")
    assert content is not None
    return ColorProfile(io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


__all__ = [
    "CSS", "FROM_UNITS", "HTML", "SIZES_TOLD", "TO_UNITS", "UNSEEN_GLYPHS", "Attachment", "CounterStyle", "Document",
    "DocumentMetadata", "Font", "FontConfiguration", "InlineBox", "Layout", "LineBox", "Page", "ParentBox", "Stream", "TextBox",
    "URLFetcher", "URLFetcherResponse", "add_tags", "baseline_of", "block", "boxes", "create_layout", "draw_text", "ffi",
    "fontconfig", "gobject", "inline", "line_size", "log_attributes", "pango", "pangoft2", "places_of", "screen_colours", "strut",
]  # fmt: skip

# The engine lets fonts go and never holds one.
ffi.cdef("gpointer g_object_ref (gpointer object);")
#: Numbers of glyphs from here on stand for what is not seen or not known.
UNSEEN_GLYPHS = int(pango.PANGO_GLYPH_EMPTY)
#: Whether a font of Pango says its size (https://gitlab.gnome.org/GNOME/pango/-/issues/530).
SIZES_TOLD = pango.pango_version() >= 14802

#: Integers of a glyph of Pango's: the glyph, its width, two offsets, its attributes.
_GLYPH = 5


def places_of(line: Any, length: int) -> list[float]:
    """Where each byte of the text of a laid-out line of one direction stands, in CSS pixels, and at last where it ends."""
    places = [-1.0] * (length + 1)
    x, run = 0, line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        count = glyphs.num_glyphs
        widths = array.array("i", bytes(ffi.buffer(glyphs.glyphs, count * _GLYPH * 4)))[1::_GLYPH]
        clusters = array.array("i", bytes(ffi.buffer(glyphs.log_clusters, count * 4)))
        for cluster, width in zip(clusters, widths, strict=True):
            if places[item.offset + cluster] < 0:
                places[item.offset + cluster] = x * FROM_UNITS
            x += width
        run = run.next
    places[length] = last = x * FROM_UNITS
    for at in range(length - 1, -1, -1):  # within a ligature or a letter of several bytes: where the next begins
        if places[at] < 0:
            places[at] = last
        else:
            last = places[at]
    return places


def baseline_of(layout: Layout) -> float:
    """The baseline of the first line of a layout, from its top, in CSS pixels."""
    return float(pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS)


# Less work for the same pages --------------------------------------------------------------------

_MARGIN_BOXES = tuple(
    f"@{side}-{place}"
    for side, places in (
        ("top", ("left", "center", "right", "left-corner", "right-corner")),
        ("bottom", ("left", "center", "right", "left-corner", "right-corner")),
        ("left", ("top", "middle", "bottom")),
        ("right", ("top", "middle", "bottom")),
    )
    for place in places
)
#: Values of `content` that make no box.
_NOTHING = frozenset({"normal", "inhibit", "none"})
_engine_margin_boxes, _engine_percentages = layouts.make_margin_boxes, page_layouts.resolve_percentages
_engine_page_styles = page_layouts.set_page_type_computed_styles
_NO_SPACE = dict.fromkeys(
    [f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")]
    + [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]
    + ["width", "height", "min_width", "min_height"],
    0,
)


def strut(style: Any) -> tuple[float, float]:
    """The leading of a style and its baseline, taken once: the engine's own memory has a key of sixteen values."""
    known: tuple[float, float] | None = style.__dict__.get("_strut")
    if known is None:
        known = style.__dict__["_strut"] = engine_strut(style)
    return known


def _margin_boxes(context: Any, page: Any, state: Any) -> Any:
    """The margin boxes of a page; the engine makes sixteen where none has content, at the cost of half a page of text."""
    styles = (context.style_for(page.page_type, name) for name in _MARGIN_BOXES)
    if any(style is not None and style["content"] not in _NOTHING for style in styles):
        return _engine_margin_boxes(context, page, state)
    return ()


def _percentages(box: Any, containing: Any) -> None:
    """The lengths of a margin box that has no rule and makes no box are none: they need not be looked for."""
    if isinstance(box, boxes.MarginBox) and not box.is_generated and isinstance(box.style, AnonymousStyle):
        box.__dict__.update(_NO_SPACE)
        box.max_width = box.max_height = math.inf
    else:
        _engine_percentages(box, containing)


def _page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """The styles of a page and of its margin boxes: those of an earlier page of the document that the same rules are for."""
    rules = [
        (pseudo, number, at, which)
        for number, (sheet, _, _) in enumerate(style_for._sheets)
        for at, (_, selectors, _) in enumerate(sheet.page_rules)
        for which, (_, pseudo, kind) in enumerate(selectors)
        if style_for._page_type_match(kind, page_type)
    ]
    known = style_for.__dict__.setdefault("_pages", {})
    earlier = known.setdefault(tuple(rules), page_type)
    if earlier == page_type:
        _engine_page_styles(page_type, html, style_for)
        return
    for styles in (style_for.get_cascaded_styles(), style_for.get_computed_styles()):
        for pseudo in {None, *(pseudo for pseudo, *_ in rules)}:
            if (earlier, pseudo) in styles:
                styles[page_type, pseudo] = styles[earlier, pseudo]


def _references(pdf: Any) -> list[bytes]:
    """The pages of a PDF by reference. The engine asks for them once for each link and element, and makes them all each time."""
    known: list[bytes] = pdf.__dict__.setdefault("_references", [])
    known += (f"{number} 0 R".encode() for number in pdf.pages["Kids"][len(known) * 3 :: 3])
    return known


pydyf.PDF.page_references = property(_references)
layouts.make_margin_boxes, page_layouts.resolve_percentages, inline.strut = _margin_boxes, _percentages, strut
page_layouts.set_page_type_computed_styles = _page_styles
