"""Where pages begin in the text, and what stands on their lines, held against the text of the finished PDF."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from publish.book import Book, Element
from publish.cache import Memory
from publish.editions import interior, pdf
from publish.editions.blocks import blocks_of, spot
from publish.paged import layout
from publish.paged.engine import Engine
from publish.paged.leaves import Line, Start
from publish.paged.pagemap import PageMap
from publish.studio import opened
from publish.workshop import Workshop
from tests import texts
from tests.conftest import classic, shop
from tests.long_table import flat, write

INCH = 72
STYLES = """
@page { size: 300px 100px; margin: 10px }
html { font: 16px/20px monospace; hyphens: manual } body, p, ul { margin: 0; orphans: 1; widows: 1 }
tr { break-inside: avoid } thead { display: table-header-group } td, th { padding: 0 } table { border-spacing: 0 }
.footnote { float: footnote; footnote-policy: line } .footnote::footnote-call, .footnote::footnote-marker { content: none }
.page { break-before: page; break-after: page }
.x::before { content: "generated " }
"""

#: Documents on pages of four lines of thirty characters, and where their pages begin: block, offset.
STARTS: dict[str, tuple[str, list[tuple[int, int] | None]]] = {
    "a paragraph, from line to line": (
        f'<p data-block="7">{" ".join(["word"] * 30)}</p>',
        [(7, 0), (7, 96)],
    ),
    "before the whole word that a hyphen divides": (
        '<p data-block="1">a<br/>b<br/>c<br/>one two three four five extra\u00adordinary things</p>',
        [(1, 0), (1, 3 + len("onetwothreefourfive"))],
    ),
    "blocks in blocks have text of their own": (
        '<ul><li data-block="1">one<p data-block="2">two</p>three</li></ul><p data-block="3">four</p><p data-block="4">five</p>',
        [(1, 0), (4, 0)],
    ),
    "before the row, whatever stands in its cells; the head that is repeated begins no page": (
        '<table data-block="0"><thead><tr data-block="1"><th>Head</th></tr></thead><tbody>'
        + "".join(f'<tr data-block="{n}"><td>cell {n}</td><td><p>in it</p></td></tr>' for n in range(2, 6))
        + "</tbody></table>",
        [(1, 0), (5, 0)],
    ),
    "what is generated, and what only paper has, does not count": (
        '<p data-block="1" class="x">one<span data-added=""> (page 3)</span> two<br/>b<br/>c<br/>d</p><p data-block="2">e</p>',
        [(1, 0), (2, 0)],
    ),
    "a figure is a place, an empty page none": (
        '<p data-block="1">one</p><div style="break-before: page; break-after: page; height: 1px"></div>'
        '<p data-block="2"><svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"></svg></p>',
        [(1, 0), None, (2, 0)],
    ),
    "a figure alone on its page is a place, unless text that stands behind it was on a page before": (
        '<p data-block="1">one</p><p data-block="3">two<br/>b</p><div data-block="2" data-floated="" class="page">Figure</div>'
        '<p data-block="5">three</p><div data-block="7" data-floated="" class="page">Figure</div><p data-block="8">four</p>',
        [(1, 0), None, (5, 0), (7, 0), (8, 0)],
    ),
    "notes begin no page": (
        '<p data-block="1">one<span class="footnote" data-block="3">note</span><br/>b</p>'
        '<p data-block="2">two</p><p data-block="4">three</p>',
        [(1, 0), (1, 3)],
    ),
}


@pytest.mark.parametrize("case", STARTS)
def test_where_pages_begin(case: str) -> None:
    markup, wanted = STARTS[case]
    section, _ = Engine(STYLES, {}).section(f"<html><body>{markup}</body></html>".encode(), {}, "en")
    assert [leaf.start for leaf in section.leaves] == [w and Start(*w) for w in wanted]


def test_a_page_on_which_nothing_begins_points_to_the_text_behind_it() -> None:
    from publish.book import Document, Matter
    from publish.paged.leaves import Leaf, Section
    from publish.paged.pagemap import Spot, page_map
    from publish.paged.places import placed

    documents = [Document(n, n, "chapter", Matter.BODY, b'<body class="recto x"/>', n) for n in ("one", "two")]
    leaf = Leaf(1, 1, (0, 0, 0, 0), b"", start=Start(0, 0))
    notes = dataclasses.replace(leaf, start=None, begins_later=True)
    sections = [Section((leaf, notes)), Section((leaf,))]
    pages = page_map(placed(documents, [2, 1]), documents, sections).pages
    assert [p.spot and p.spot.document for p in pages] == ["one", "two", "two", None]
    assert pages[1].spot == Spot("two", Start(0, 0))


def test_spots_in_a_tree() -> None:
    """What `spot` finds has as many characters before it as were asked for."""
    from lxml import etree

    tree = etree.fromstring(
        '<section><p data-line="1">One <em>two<a data-line="1">3</a></em>four\u00ad <math xmlns="http://www.w3.org/1998/Math/MathML">'
        '<mi>x</mi></math> five<span class="line" data-line="2">other</span> six</p></section>'
    )
    paragraph, line = blocks_of(tree)
    assert (paragraph.tag, line.text) == ("p", "other")
    found = [(e.tag, part, at) for e, part, at in (spot(paragraph, n) for n in (0, 3, 6, 7, 11, 15, 18, 99))]
    math = "{http://www.w3.org/1998/Math/MathML}math"
    assert found == [
        ("p", "text", 0), ("em", "text", 0), ("a", "text", 0), ("em", "tail", 0), (math, "tail", 1), ("span", "tail", 1),
        ("span", "tail", 4), ("span", "tail", 4),
    ]  # fmt: skip


# Whole books -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Made:
    book: Book
    pages: PageMap
    lines: tuple[tuple[Line, ...], ...]
    letters: list[str]


def _made(folder: Path, out: Path) -> _Made:
    studio, _ = opened(folder)
    assert studio is not None
    book, _ = studio.book_for(pdf.EDITION)
    rendition, _ = pdf.render(book, studio.theme)
    remembering = Workshop(Memory(out / "cache", ""))
    artifact, _ = pdf.pack(rendition, remembering)
    assert isinstance(artifact.content, bytes)
    (out / "x.pdf").write_bytes(artifact.content)
    letters = texts.pages(out / "x.pdf", top=0.7 * INCH, bottom=0.72 * INCH)
    return _Made(book, interior.page_map(rendition, remembering), interior.page_lines(rendition, remembering), letters)


def _begun(made: _Made) -> int:
    """Hold every page that begins within a chapter of the author's against the text of the PDF; how many there were."""
    chapters = {one.name: blocks_of(one.tree) for one in made.book.chapters if not one.source.generated}
    seen = 0
    for number, page in enumerate(made.pages.pages):
        if page.spot is None or page.spot.start.block < 0 or page.spot.document not in chapters:
            continue
        block = chapters[page.spot.document][page.spot.start.block]
        following = texts.letters(_from(block, page.spot.start.offset))
        printed = made.letters[number]
        whole = re.match(r"\S*", _from(block, page.spot.start.offset).lstrip())
        assert whole is not None
        seen += 1
        if not page.spot.start.offset:  # a heading has a label of its own before it, a row may hold several cells
            if block.tag == "hr":
                continue
            assert printed[:4] in texts.letters("".join(map(str, block.itertext()))), (number, page)
            continue
        at = following.find(printed[: min(12, len(following))])
        assert 0 <= at < max(1, len(texts.letters(whole[0]))), (number, page, following[:60], printed[:60])
        assert not at or made.letters[number - 1].find(following[:at]) >= 0
    return seen


def _from(block: Element, offset: int) -> str:
    """The text of a block from a place on, without its notes' numbers."""
    element, part, at = spot(block, offset)
    tail, begun = [], False
    for one, piece in _all_texts(block):
        text = (one.text if piece == "text" else one.tail) or ""
        if (one, piece) == (element, part):
            begun, text = True, text[at:]
        if begun and not (piece == "text" and one.get("class") == "noteref"):
            tail.append(text)
    return "".join(tail)


def _all_texts(element: Element) -> list[tuple[Element, str]]:
    found = [(element, "text")]
    for child in element:
        found += [*_all_texts(child), (child, "tail")]
    return found


def _lines_are_printed(made: _Made) -> None:
    """The letters of all lines of a page are the letters of the page: marks of lists are no lines."""
    lists = {chapter.name for chapter in made.book.chapters if next(chapter.tree.iter("ol"), None) is not None}
    for page, lines, printed in zip(made.pages.pages, made.lines, made.letters, strict=True):
        ours = Counter(texts.letters("".join(line.text for line in lines)))
        if page.kind in ("cover", "toc", "loi", "lot", "index"):
            continue
        assert not ours - Counter(printed), page
        assert page.document in lists or ours == Counter(printed), page


def test_every_construct(tmp_path: Path) -> None:
    made = _made(write(tmp_path), tmp_path)
    assert _begun(made) > 10
    lines = [line for page in made.lines for line in page]
    assert any(line.note for line in lines)
    divided = [line for line in lines if line.divided]
    assert divided
    assert all(line.text.endswith("\u2010") and not line.last for line in divided)
    folios = [page.folio for page in made.pages.pages]
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    assert [document.get_page_label(n) for n in range(2, len(document))] == folios[2:]
    first = next(n for n, page in enumerate(made.pages.pages) if page.document == "one")
    sheet = document[first]
    for line in made.lines[first]:
        box = (line.x * 0.75 - 1, sheet.get_height() - line.baseline * 0.75 - 4, 9)
        text = sheet.get_textpage().get_text_bounded(box[0], box[1], box[0] + line.width * 0.75 + 2, box[1] + box[2])
        assert texts.letters(flat(line.text))[:8] in texts.letters(flat(text)), line
    document.close()


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) for n in ("alice", "romeo-and-juliet", "paradise-lost", "dracula")]
)
def test_a_real_book(name: str, tmp_path: Path) -> None:
    made = _made(classic(name, tmp_path / "in"), tmp_path)
    assert _begun(made) > 30
    _lines_are_printed(made)


def test_nothing_is_laid_out_for_what_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map of a book that was packed needs no layout: each document is known."""
    studio, _ = opened(write(tmp_path))
    assert studio is not None
    rendition, _ = pdf.render(studio.book_for(pdf.EDITION)[0], studio.theme)
    remembering = Workshop(Memory(tmp_path / "cache", ""))
    pdf.pack(rendition, remembering)
    with monkeypatch.context() as patched:
        patched.setattr(layout, "laid_out", None)
        pages, lines = interior.page_map(rendition, remembering), interior.page_lines(rendition, remembering)
    assert len(pages.pages) == len(lines)
    assert pages == interior.page_map(rendition, shop())
