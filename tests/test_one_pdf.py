"""One PDF out of remembered leaves is the PDF that WeasyPrint writes itself of the same pages in one go: pixels, text, links,
bookmarks and tags. What chapters name alike (gradients, masks, patterns, images, ids of cells) does not meet in it.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from publish.editions import interior, pdf
from publish.editions.fonts import embedded
from publish.paged.engine import Engine
from publish.paged.layout import Setting
from publish.paged.library import Document, DocumentMetadata, Page, URLFetcher
from publish.paged.packing import packed, unpacked
from publish.paged.writing import Sheet, written
from publish.studio import opened
from publish.typefaces import Fonts
from tests.conftest import classic, shop
from tests.long_table import write

#: What is mended in the structure of lists and tables (`publish.paged.structure`).
_MENDED = {"/LI", "/LBody", "/THead", "/TBody", "/TFoot"}
#: What has a type of its own for what the engine tags as another.
_OWN = {"/TOC": "/L", "/TOCI": "/LI", "/Formula": "/Figure"}
_IN_NOTE = "content of /Note"
#: What says nothing of its own, and is left out where the element around it can hold its text.
_SILENT = {"/Span", "/NonStruct"}
PAGE = """@font-face { font-family: F; src: url(fonts/f.ttf) } html { font: 12px/16px F } p { margin: 0 }
@page { size: 200px 150px; margin: 10px } .new { break-before: page }"""


def _drawn(colour: str, other: str) -> bytes:
    """A chapter whose drawing uses all that WeasyPrint names by counting: gradients, patterns, masks, groups."""
    return f"""<html lang="en"><head><title>T</title></head><body><h1 id="{colour}">{colour}</h1>
    <p style="background: linear-gradient(to right, {colour}, {other}); opacity: 0.5">words</p>
    <p><svg xmlns="http://www.w3.org/2000/svg" width="150" height="60"><title>{colour}</title><defs>
    <linearGradient id="g"><stop offset="0" stop-color="{colour}"/><stop offset="1" stop-color="{other}" stop-opacity="0.3"/>
    </linearGradient>
    <radialGradient id="r"><stop offset="0" stop-color="{other}"/><stop offset="1" stop-color="{colour}"/></radialGradient>
    <pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3" fill="{colour}"/></pattern>
    <mask id="m"><rect width="150" height="60" fill="url(#g)"/></mask></defs>
    <rect width="40" height="40" fill="url(#g)"/><circle cx="70" cy="20" r="18" fill="url(#r)"/>
    <rect x="95" width="40" height="40" fill="url(#p)"/><rect y="42" width="150" height="15" fill="{colour}" mask="url(#m)"/>
    </svg></p><p class="new"><a href="#{other}">over</a> <a href="https://example.org/{colour}">out</a></p>
    <table><thead><tr><th id="h">Head</th></tr></thead><tbody><tr><td headers="h">cell</td></tr></tbody></table>
    </body></html>""".encode()


def _both(engine: Engine, contents: Sequence[tuple[bytes, dict[str, bytes]]], setting: Setting) -> tuple[bytes, bytes]:
    """The PDF from leaves that went through bytes, and WeasyPrint's own of the same documents."""
    metadata = DocumentMetadata(title="T", lang="en")
    made = [engine.section(content, images, "en")[0] for content, images in contents]
    sections = [unpacked(packed(section, setting.faces), setting.faces) for section in made]
    sheets = [
        Sheet(leaf, which, at) for which, section in enumerate(sections) for at, leaf in enumerate(section.leaves)
    ]
    ours = written(sheets, sections, metadata, lambda pdf: None, pdf_variant="pdf/ua-1")
    pages = [page for content, images in contents for page in _composed(engine, content, images)]
    for page in pages:
        page.links = [link for link in page.links if link[3].element_tag == "a"]
    plain = Document(pages, metadata, URLFetcher(), engine._fonts, {}, None).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(plain, bytes)
    return ours, plain


def _composed(engine: Engine, content: bytes, images: dict[str, bytes]) -> list[Page]:
    return engine.composed(ET.fromstring(content), images, recto=b"verso-first" not in content[:400])[0]


def _equal(ours: bytes, plain: bytes) -> int:
    """Hold two PDFs against each other; how many pages they have."""
    one, other = pypdfium2.PdfDocument(ours), pypdfium2.PdfDocument(plain)
    assert len(one) == len(other)
    for number in range(len(one)):
        assert one[number].get_textpage().get_text_range() == other[number].get_textpage().get_text_range(), number
        pictures = [document[number].render(scale=1).to_pil().tobytes() for document in (one, other)]
        assert pictures[0] == pictures[1], f"page {number} differs"
    count = len(one)
    one.close()
    other.close()
    with pikepdf.open(io.BytesIO(ours)) as a, pikepdf.open(io.BytesIO(plain)) as b:
        assert [_links(page) for page in a.pages] == [_links(page) for page in b.pages]
        assert _outline(a) == _outline(b)
        _tagged_alike(_tags(a), _tags(b))
    return count


def _tagged_alike(ours: Counter[str], plain: Counter[str]) -> None:
    """All elements, and all content by them, but for notes: the engine tags theirs as text of what stands around the foot."""
    noted = ours.pop(_IN_NOTE, 0)
    beyond = plain - ours
    assert not ours - plain
    assert all(kind.startswith("content of ") for kind in beyond)
    assert beyond.total() == noted


def _links(page: pikepdf.Page) -> list[tuple[str, ...]]:
    """Each link of a page: where it leads and its rectangle."""
    return [
        (str(link.get("/Dest", "")), str(link.A.URI) if "/A" in link else "", *(f"{float(x):.2f}" for x in link.Rect))
        for link in page.get("/Annots", [])
    ]


def _outline(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    def visit(entries: Sequence[pikepdf.OutlineItem], level: int) -> None:
        for entry in entries:
            found.append((level, entry.title))
            visit(entry.children, level + 1)

    with document.open_outline() as outline:
        visit(outline.root, 0)
    return found


def _tags(document: pikepdf.Pdf) -> Counter[str]:
    """The elements by type, and by type the pieces of content within; a Span or a NonStruct counts as what is around it."""

    def below(node: pikepdf.Object, around: str) -> Iterator[str]:
        if isinstance(node, int):
            yield f"content of {around}"
        elif isinstance(node, pikepdf.Array):
            for kid in node:
                yield from below(kid, around)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            kind = _OWN.get(str(node.S), str(node.S))
            if kind in _SILENT or kind in _MENDED or (around == "/Note" and kind == "/P"):
                kind = around
            elif kind != "/Note":
                yield kind
            yield from below(node.get("/K", pikepdf.Array()), kind)

    return Counter(below(document.Root.StructTreeRoot.K, ""))


def test_what_chapters_name_alike() -> None:
    contents = [(_drawn("red", "blue"), {}), (_drawn("blue", "lime"), {}), (_drawn("lime", "red"), {})]
    files = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, "".join(map(chr, range(0x20, 0x7F))))}
    assert _equal(*_both(Engine(PAGE, files), contents, Setting(PAGE, files, {}, "en"))) == 9


def _of_book(folder: Path) -> tuple[Engine, list[tuple[bytes, dict[str, bytes]]], Setting]:
    studio, _ = opened(folder)
    assert studio is not None
    rendition, _ = pdf.render(studio.book_for(pdf.EDITION)[0], studio.theme)
    setting = interior._setting(rendition, shop())
    styles = setting.styles + rendition.profile.sheet(sum(rendition.profile.guesses))
    contents = [(document.content, setting.images_of(document.content)) for document in rendition.documents]
    return Engine(styles, setting.files), contents, setting


def test_a_book_of_every_construct(tmp_path: Path) -> None:
    assert _equal(*_both(*_of_book(write(tmp_path)))) > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["alice", "romeo-and-juliet", "paradise-lost"])
def test_a_real_book(name: str, tmp_path: Path) -> None:
    assert _equal(*_both(*_of_book(classic(name, tmp_path / "in")))) > 60
