"""The nouns of the press, in the order in which they come to be.

A manuscript is read, its sources are parsed to chapters, the chapters are resolved to a book, a book is rendered for
an edition, a rendition is packed to an artifact. Every value is frozen. Element trees cannot be: the stage that makes a tree
may change it, every later stage copies first.

Trees hold XHTML elements in no namespace (`p`, not `{http://www.w3.org/1999/xhtml}p`), as the layout engine wants them;
SVG, MathML and `epub:type` carry their namespaces. Each block of Markdown has `data-line`, the line of its source.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from publish.book.changes import Altered, Changes, ChapterChange, ChapterText, Earlier, Edit, Removed, TextBlock
from publish.book.manuscript import Chapter, Manuscript, Matter, Source
from publish.book.metadata import (
    Affiliate,
    Allowance,
    Checking,
    Conformance,
    CoverSettings,
    Dialect,
    Disclosure,
    EpubSettings,
    Identifier,
    Link,
    Metadata,
    Person,
    PrintSettings,
    Reading,
    ReviewSettings,
    Series,
    Subject,
    Typography,
)
from publish.book.proof import EditorsMark, MarginNote, Proof
from publish.book.rendition import Artifact, Document, Face, Profile, Rendition
from publish.book.resolved import Book, Entry, Image, IndexEntry, Locator, Medium, Page, Target
from publish.diagnostics import Diagnostic, Span

__all__ = [
    "EPUB_TYPE", "LINE_ART", "MATHML", "OPS", "SVG", "XHTML", "XML_LANG", "Affiliate", "Allowance", "Altered", "Artifact", "Book",
    "Changes", "Chapter", "ChapterChange", "ChapterText", "Checking", "Conformance", "CoverSettings", "Diagnostic",
    "Dialect", "Disclosure", "Document", "Earlier", "Edit", "EditorsMark", "Element", "Entry", "EpubSettings", "Face",
    "Identifier", "Image", "IndexEntry", "Link", "Locator", "Manuscript", "MarginNote", "Matter", "Medium",
    "Metadata", "Page", "Person", "PrintSettings", "Profile", "Proof", "Reading", "Removed", "Rendition",
    "ReviewSettings", "Series", "Source", "Span", "Subject", "Target", "TextBlock", "Typography",
]  # fmt: skip

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
EPUB_TYPE = f"{{{OPS}}}type"
#: The attribute of an image of few colours, in documents that are laid out.
LINE_ART = "data-line-art"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
