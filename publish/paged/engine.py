"""WeasyPrint, reached from here only: trees in, page objects out, one PDF at the end.

It sees what a rendition holds and nothing else: the fetcher serves those bytes under `https://book.invalid/`, never a
`file:` address, because WeasyPrint reads such images again from the disk whatever a fetcher returned.
"""

from __future__ import annotations

import contextlib
import logging
import mimetypes
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.document import Document as LaidOut
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.urls import URLFetcher, URLFetcherResponse

from publish.paged.bidi import lines_ordered
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

    def __init__(self, content: bytes, fetcher: _Fetcher) -> None:
        self.base_url = BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        root = ET.fromstring(content)
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


@dataclass(frozen=True)
class Sheet:
    """A page as laid out: the ids that begin on it. `page` belongs to the engine."""

    page: Page = field(repr=False)
    ids: tuple[str, ...]


class Engine:
    """Lays out documents with one set of styles and faces."""

    def __init__(self, styles: str, files: Mapping[str, bytes]) -> None:
        self._fetcher = _Fetcher(files)
        self._fonts = type_case(styles)
        self._css = CSS(string=styles, base_url=BASE, url_fetcher=self._fetcher, font_config=self._fonts)

    def pages(self, content: bytes) -> list[Sheet]:
        """The pages of one document of well-formed XML in no namespace."""
        laid_out = _Tree(content, self._fetcher).render(stylesheets=[self._css], font_config=self._fonts)
        laid_out.pages[:] = [_in_order(page) for page in laid_out.pages]
        for page in laid_out.pages:
            # Boxes inside a link are given links of their own, in the structure tree below a Span: PDF/UA-1 wants one
            # annotation below the Link (ISO 14289-1, 7.18.5).
            page.links = [link for link in page.links if link[3].element_tag == "a"]
        return [Sheet(page, tuple(page.anchors)) for page in laid_out.pages]

    def pdf(
        self,
        sheets: Sequence[Sheet],
        metadata: DocumentMetadata,
        finish: Callable[[Any, Any], None] | None,
        **options: Any,
    ) -> bytes:
        document = LaidOut([s.page for s in sheets], metadata, self._fetcher, self._fonts, {}, None)
        content = document.write_pdf(finisher=finish, **options)
        assert isinstance(content, bytes)
        return content


def _in_order(page: Page) -> Page:
    """The page with its lines justified and put in order by their scripts: places of links and ids are taken anew."""
    concerned = [squares_spaced(page._page_box), lines_ordered(page._page_box)]
    return Page(page._page_box) if any(concerned) else page


def furnished(body: Sheet, furniture: Sheet) -> Sheet:
    """The margin boxes of one page put on another: a layer of its own, which costs the text no layout.

    They stay margin boxes, so that running heads and folios are no part of the PDF's structure tree.
    """
    box = body.page._page_box
    boxes = [child for child in furniture.page._page_box.children if isinstance(child, MarginBox)]
    box.children = [*(c for c in box.children if not isinstance(c, MarginBox)), *boxes]
    return body


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """What WeasyPrint says while it works; as a library it is silent about blocked resources and missing images."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
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
