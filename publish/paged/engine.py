"""The layout engine: a document of XML in, a section of painted leaves out.

It sees what it is given and nothing else: the fetcher serves those bytes under `https://book.invalid/`, never a `file:`
address, because WeasyPrint reads such images again from the disk whatever a fetcher returned.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import mimetypes
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import cssselect2

from publish.paged import cascade as cascade  # its effect is wanted
from publish.paged import hues as hues  # its effect is wanted
from publish.paged import initials as initials  # its effect is wanted
from publish.paged import leaders as leaders  # its effect is wanted
from publish.paged import shaping as shaping  # its effect is wanted
from publish.paged.bidi import lines_ordered
from publish.paged.columns import balancing
from publish.paged.composing import Compositor
from publish.paged.continued import continued, taken_back
from publish.paged.endnotes import set_at_the_end
from publish.paged.ends import well_ended
from publish.paged.evening import evened
from publish.paged.floats import floating
from publish.paged.folios import folio_marked
from publish.paged.fragments import ended_at_last_lines
from publish.paged.kinds import kinds_of
from publish.paged.leaves import Fault, Lines, Section
from publish.paged.library import CSS, HTML, CounterStyle, Page, URLFetcher, URLFetcherResponse
from publish.paged.notes import overlong
from publish.paged.painting import painted
from publish.paged.rasters import pictures_of
from publish.paged.reading import read
from publish.paged.refusals import refusals_of
from publish.paged.square import squares_spaced
from publish.paged.typecase import type_case

BASE = "https://book.invalid/"
_LOGGER = logging.getLogger("weasyprint")


class RefusedError(OSError):
    """An address that is not part of the rendition."""


class _Fetcher(URLFetcher):  # type: ignore[misc]  # weasyprint is not typed
    """Serves the files of a rendition and refuses everything else: no file, no network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:"):  # what an address holds in itself opens nothing
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(BASE))
        if not url.startswith(BASE) or name not in self._files:
            raise RefusedError(f"{url} is not part of the book")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})


class _Tree(HTML):  # type: ignore[misc]  # weasyprint is not typed
    """A document from well-formed XML: WeasyPrint's own way in is an HTML5 parser in Python, 50 times slower."""

    def __init__(self, root: ET.Element, fetcher: _Fetcher) -> None:
        self.base_url = BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Engine:
    """Lays out documents with one set of styles and the files that these name: faces, ornaments."""

    def __init__(self, styles: str, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._fonts = type_case(styles)
        self._counters = CounterStyle()
        with heard() as said:
            self._css = CSS(
                string=styles,
                base_url=BASE,
                url_fetcher=_Fetcher(files),
                font_config=self._fonts,
                counter_style=self._counters,
            )
        self._said = tuple(said)

    def section(
        self, content: bytes, images: Mapping[str, bytes], language: str, worded: bool = False
    ) -> tuple[Section, Lines]:
        """The text of one document, tagged, and its lines, with the places of their words where these are wanted.

        ParseError for what is not well-formed XML in no namespace.
        """
        with heard() as said:
            root = ET.fromstring(content)
            pages, faults, numbers = self.composed(root, images, recto=b"verso-first" not in content[:400])
            starts, lines = read(root, pages, worded)
            for page in pages:
                # Boxes inside a link are given links of their own, in the structure tree below a Span: PDF/UA-1 wants one
                # annotation below the Link (ISO 14289-1, 7.18.5).
                page.links = [link for link in page.links if link[3].element_tag == "a"]
            section = painted(pages, language, tagged=True)
        leaves = tuple(
            dataclasses.replace(
                leaf, start=start, begins_later=start is None and shown, full=page._page_box.page_type.name == "full"
            )
            for leaf, (start, shown), page in zip(section.leaves, starts, pages, strict=True)
        )
        return dataclasses.replace(
            section,
            leaves=leaves,
            said=(*self._said, *said),
            faults=faults,
            pictures=pictures_of(pages, numbers),
            refusals=refusals_of(pages, numbers),
        ), lines

    def layers(self, content: bytes) -> list[Section]:
        """Each page of a document without ground, links and places: what lies over the text of other pages."""
        with heard() as said:
            root = ET.fromstring(content)
            pages = self._laid_out(root, {})
            for page, sheet in zip(pages, root.findall("body/*"), strict=False):
                folio_marked(page, sheet)
            for page in pages:
                page.links, page.bookmarks, page.anchors = [], [], {}
                box = page._page_box
                box.background = box.canvas_background = None
            sections = [painted([page], "", tagged=False) for page in pages]
        return [dataclasses.replace(section, said=tuple(said)) for section in sections]

    def composed(
        self, root: ET.Element, images: Mapping[str, bytes], recto: bool
    ) -> tuple[list[Page], tuple[Fault, ...], Mapping[int, int]]:
        """The laid-out pages of a text whose prose is set by the press, the faults that are left, the numbers of elements.

        Notes for which no foot has room stand at the end of the text, and are among the faults.
        """
        kinds = kinds_of(root)
        moved: list[Any] = []

        def compose(over: str) -> tuple[list[Page], tuple[Fault, ...]]:
            taken_back(root)
            while True:
                compositor = Compositor(kinds)
                pages, faults = evened(lambda styles: self._laid_out(root, images, over + styles), compositor, recto)
                if not continued(root, pages, recto):
                    return pages, faults

        while True:
            pages, faults = well_ended(root, compose)
            long = [note for note in overlong(pages) if note not in moved]
            if not long:
                break
            body = root.find("body")
            assert body is not None
            set_at_the_end(body[0] if len(body) else body, long)
            moved += long
        ended = (Fault("endnote", len(pages) - 1, kinds.numbers[id(note)]) for note in moved)
        return pages, (*faults, *ended), kinds.numbers

    def pages(self, content: bytes, images: Mapping[str, bytes]) -> list[Page]:
        """The laid-out pages, with their boxes."""
        return self._laid_out(ET.fromstring(content), images)

    def _laid_out(self, root: ET.Element, images: Mapping[str, bytes], styles: str = "") -> list[Page]:
        tree = _Tree(root, _Fetcher({**self._files, **images}))
        sheets = [self._css, *([CSS(string=styles, font_config=self._fonts)] if styles else [])]
        with floating(), balancing():
            laid_out = tree.render(stylesheets=sheets, font_config=self._fonts, counter_style=self._counters)
        ended_at_last_lines([page._page_box for page in laid_out.pages])
        return [_in_order(page) for page in laid_out.pages]


def _in_order(page: Page) -> Page:
    """The page with its lines justified and put in order by their scripts: places of links and ids are taken anew."""
    concerned = [squares_spaced(page._page_box), lines_ordered(page._page_box)]
    return Page(page._page_box) if any(concerned) else page


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """What WeasyPrint says while it works; as a library it is silent about blocked resources and missing images."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith("Using fontTools"):
                said.append(record.getMessage())

    ear = Ear(logging.WARNING)
    propagate = _LOGGER.propagate
    _LOGGER.addHandler(ear)
    _LOGGER.propagate = False
    try:
        yield said
    finally:
        _LOGGER.removeHandler(ear)
        _LOGGER.propagate = propagate
