"""Lines that the press composes are painted as they were measured: flush at both margins, each glyph with its text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pypdfium2
import pytest

from publish.editions.fonts import embedded
from publish.paged.engine import Engine
from publish.paged.lettering import Letters
from publish.paged.library import DocumentMetadata, TextBox
from publish.paged.writing import Sheet, written
from publish.typefaces import Fonts

EDGE = 190.0
STYLES = """@font-face { font-family: F; src: url(fonts/f.ttf) } html { font: 10px/14px F; hyphens: manual }
@page { size: 200px 400px; margin: 10px } body, p { margin: 0 } p { text-align: justify } .wide { letter-spacing: 0.1em }"""
WORDS = (
    "To Avery, AWAY: 'Tis of five offices and affable fjords that the official Wolf, V. Tyler, told fifty waifs, fluffy and "
    "stiff, who ‘Yes’ said; To. T’ ff ffi fl " * 3
)
#: A text, and whether its glyphs stand simply side by side; those that do not are left to the engine.
CASES = {
    "kerning and ligatures": (WORDS, True),
    "no-break spaces": (WORDS.replace(" of", "\u00a0of"), True),
    "marks set over letters": (WORDS.replace("f", "q\u0323\u0302"), True),
    "letters apart": (f'<span class="wide">{WORDS}</span>', False),
    "two styles": (WORDS.replace("offices", "<i>offices</i>").replace("fifty", "<b>fif</b>ty"), True),
}


def _engine() -> Engine:
    letters = "".join(map(chr, [*range(0x20, 0x7F), 0xA0, 0x2019, 0x2018, 0x302, 0x323, 0x2010]))
    files = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, letters)}
    return Engine(STYLES, files)


@pytest.mark.parametrize("case", CASES)
def test_lines_end_at_the_margin(case: str) -> None:
    text, _ = CASES[case]
    engine = _engine()
    content = f'<html lang="en"><head><title>T</title></head><body><p>{text}</p></body></html>'.encode()
    section, lines = engine.section(content, {}, "en")
    sheets = [Sheet(leaf, 0, at) for at, leaf in enumerate(section.leaves)]
    made = written(sheets, [section], DocumentMetadata(title="T", lang="en"), lambda pdf: None, pdf_variant="pdf/ua-1")
    document = pypdfium2.PdfDocument(made)
    page = document[0].get_textpage()
    said = "".join(page.get_text_range().split())
    assert said == "".join("".join(line.text for line in lines[0]).split())
    edges: dict[int, tuple[float, str]] = {}
    for at in range(page.count_chars()):
        _, bottom, right, _ = page.get_charbox(at, loose=True)
        character = page.get_text_range(at, 1)
        if character.strip():
            row = round((400 - bottom / 0.75 - 10) // 14)
            edges[row] = max(edges.get(row, (0.0, "")), (right / 0.75, character))
    rows = [edges[row] for row in sorted(edges)][:-1]
    assert len(rows) > 5
    apart = 1.0 if case == "letters apart" else 0.0  # space behind the last letter
    for edge, character in rows:
        assert abs(edge - EDGE + apart) < (1.5 if character == "f" else 0.3), (
            edge,
            character,
        )  # an f reaches out of its own box
    document.close()


def test_what_is_composed_is_shaped_once() -> None:
    """Lines of plain text keep their glyphs; those with marks set apart from their letters are left to the engine."""
    engine = _engine()
    for case, (text, simple) in CASES.items():
        pages = engine.pages(f"<html><body><p>{text}</p></body></html>".encode(), {})
        assert not any(isinstance(box.pango_layout, Letters) for box in _texts(pages[0])), (
            case
        )  # the engine's own lines
        root = ET.fromstring(f"<html><body><p>{text}</p></body></html>")
        composed, _, _ = engine.composed(root, {}, recto=True)
        found = [box.pango_layout for box in _texts(composed[0])]
        assert found
        assert all(isinstance(letters, Letters) for letters in found), case
        assert simple == all(letters.runs for letters in found), case


def _texts(page: object) -> list[TextBox]:
    return [box for box in page._page_box.descendants() if isinstance(box, TextBox)]  # type: ignore[attr-defined]
