"""WeasyPrint and its parts, imported here only, pinned to the version that the private ones belong to.

Its import looks for six libraries under some twenty names through `ctypes.util.find_library`, which starts 54 processes
(compiler, linker, ldconfig) to find nothing that the loader does not find by itself: on Linux the search is shut off
while it runs, and the names that the loader knows are reached at once.
"""

from __future__ import annotations

import array
import ctypes.util
import io
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
        from weasyprint import css as styling
        from weasyprint import draw as drawing
        from weasyprint import images as engine_images
        from weasyprint import layout as layouts
        from weasyprint.css import AnonymousStyle, ColorProfile, ComputedStyle
        from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
        from weasyprint.css.counters import CounterStyle
        from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
        from weasyprint.document import Document, Page
        from weasyprint.draw import border as draw_border
        from weasyprint.draw import text as draw_text
        from weasyprint.draw.color import get_color
        from weasyprint.formatting_structure import boxes
        from weasyprint.formatting_structure.boxes import InlineBox, LineBox, ParentBox, TextBox
        from weasyprint.images import RasterImage
        from weasyprint.layout import absolute, background, block, column, inline, percent, preferred, table
        from weasyprint.layout import float as floated
        from weasyprint.layout import page as page_layouts
        from weasyprint.layout.leader import leader_index
        from weasyprint.layout.replaced import replacedbox_layout
        from weasyprint.pdf import tags
        from weasyprint.pdf.fonts import Font
        from weasyprint.pdf.metadata import DocumentMetadata
        from weasyprint.pdf.stream import Stream
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
    "CSS", "FROM_UNITS", "HTML", "INHERITED", "INITIAL_NOT_COMPUTED", "INITIAL_VALUES", "PHYSICAL_FUNCTIONS",
    "SIZES_TOLD", "TO_UNITS", "UNSEEN_GLYPHS", "AnonymousStyle", "Attachment", "ComputedStyle", "CounterStyle",
    "Dimension", "Document", "DocumentMetadata", "Font", "FontConfiguration", "InlineBox", "Layout", "LineBox",
    "Page", "ParentBox", "RasterImage", "Stream", "TextBox", "URLFetcher", "URLFetcherResponse", "absolute",
    "background", "baseline_of", "block", "boxes", "column", "create_layout", "draw_border", "draw_text", "drawing",
    "engine_images", "engine_strut", "ffi", "floated", "fontconfig", "get_color", "gobject", "inline", "layouts", "leader_index",
    "line_size", "log_attributes", "page_layouts", "pango", "pangoft2", "percent", "places_of", "preferred", "replacedbox_layout",
    "screen_colours", "styling", "table", "tags",
]  # fmt: skip

# The engine lets fonts go and never holds one, and makes each of its layouts anew.
ffi.cdef("gpointer g_object_ref (gpointer object); PangoLayout * pango_layout_copy (PangoLayout *layout);")
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


def _references(pdf: Any) -> list[bytes]:
    """The pages of a PDF by reference. The engine asks for them once for each link and element, and makes them all each time."""
    known: list[bytes] = pdf.__dict__.setdefault("_references", [])
    known += (f"{number} 0 R".encode() for number in pdf.pages["Kids"][len(known) * 3 :: 3])
    return known


pydyf.PDF.page_references = property(_references)
