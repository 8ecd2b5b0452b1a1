"""WeasyPrint and its parts, imported here only, pinned to the version that the private ones belong to.

Its import looks for six libraries under some twenty names through `ctypes.util.find_library`, which starts 54 processes
(compiler, linker, ldconfig) to find nothing that the loader does not find by itself: on Linux the search is shut off
while it runs, and the names that the loader knows are reached at once.
"""

from __future__ import annotations

import ctypes.util
import sys

_find = ctypes.util.find_library
if sys.platform.startswith("linux"):
    ctypes.util.find_library = lambda name: None
try:
    from weasyprint import CSS, HTML
    from weasyprint.document import Document, Page
    from weasyprint.formatting_structure import boxes
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, ParentBox, TextBox
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.pdf.stream import Stream
    from weasyprint.pdf.tags import add_tags
    from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import Layout, create_layout, line_size
    from weasyprint.urls import URLFetcher, URLFetcherResponse
finally:
    ctypes.util.find_library = _find

__all__ = [
    "CSS", "HTML", "Document", "DocumentMetadata", "Font", "FontConfiguration", "InlineBox", "Layout", "LineBox", "Page",
    "ParentBox", "Stream", "TextBox", "URLFetcher", "URLFetcherResponse", "add_tags", "boxes", "create_layout", "ffi",
    "fontconfig", "gobject", "line_size", "pangoft2",
]  # fmt: skip
