"""Folios that are filled in stand where they would have been laid out; others are laid out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from publish.cache import Memory
from publish.editions.fonts import embedded
from publish.paged.engine import Engine
from publish.paged.layout import Press, Setting, Sheet
from publish.paged.leaves import FIELD, Leaf
from publish.paged.numbering import with_folio
from publish.paged.packing import unpacked_uses
from publish.typefaces import Fonts
from publish.workshop import Workshop

LETTERS = "".join(map(chr, range(0x20, 0x7F)))
FILES = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, LETTERS),
         "fonts/k.ttf": embedded(Fonts()["SourceSans3[wght].ttf"], 400, LETTERS)}  # fmt: skip
STYLES = """@font-face { font-family: F; src: url(fonts/f.ttf) } @font-face { font-family: K; src: url(fonts/k.ttf) }
.sheet { break-before: page; string-set: head attr(data-head), folio attr(data-folio) }
@page { size: 300px 400px; margin: 40px }"""
SHEET = '<div class="sheet" data-head="{}" data-folio="{}"{}></div>'
OLDSTYLE = "font: 10px F; font-variant-numeric: oldstyle-nums proportional-nums; width: 50%"
#: The rules of a page, the head that stands on it, and whether its folio can be filled in.
CASES = {
    "at the left": (f"@top-left {{ content: string(folio); {OLDSTYLE}; text-align: left }}", "A head", True),
    "at the right": (f"@top-right {{ content: string(folio); {OLDSTYLE}; text-align: right }}", "A head", True),
    "in the middle": (f"@bottom-center {{ content: string(folio); {OLDSTYLE} }}", "A head", True),
    "beside a head": (f"@top-left {{ content: string(folio); {OLDSTYLE} }} @top-right {{ content: string(head); font: 9px F }}",
                      "A head", True),
    "letters apart": (f"@top-left {{ content: string(folio); {OLDSTYLE}; letter-spacing: 1px }}", "A head", False),
    "kerned figures": ("@top-left { content: string(folio); font: 10px K; font-variant-numeric: proportional-nums }", "A", False),
    "within a text": (f"@top-left {{ content: 'p. ' string(folio); {OLDSTYLE} }}", "A head", False),
    "a head of noughts": (f"@top-left {{ content: string(folio); {OLDSTYLE} }} @top-right {{ content: string(head); font: 9px F }}",
                          "0000", False),
    "nowhere": ("@top-left { content: string(head); font: 9px F }", "A head", False),
}  # fmt: skip
_PLACE = re.compile(rb"([-\d.]+) [-\d.]+ Tm\n|\[([^]]*)\] TJ")


def _leaf(engine: Engine, *sheet: str) -> tuple[Leaf, set[str]]:
    """A sheet, and the text of the glyphs that it says it uses."""
    body = SHEET.format(*sheet)
    (section,) = engine.layers(f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'.encode())
    return section.leaves[0], {text for use in unpacked_uses(section.faces) for text in use.unicode.values()}


def _painted(leaf: Leaf) -> list[tuple[float, bytes]]:
    """Where texts stand and their glyphs."""
    found = _PLACE.findall(zlib.decompress(leaf.content))
    pairs = zip(found[::2], found[1::2], strict=True)
    return [(float(x), b"".join(re.findall(rb"<([^>]*)", shown))) for (x, _), (_, shown) in pairs]


@pytest.mark.parametrize("case", CASES)
def test_filled_in_or_laid_out_folios_are_the_same(case: str) -> None:
    rules, head, fits = CASES[case]
    engine = Engine(f"{STYLES} @page {{ {rules} }}", FILES)
    noughts, letters = _leaf(engine, head, "0000", f' {FIELD}=""')
    assert (noughts.folio is not None) == fits
    if not fits:
        assert with_folio(noughts, "1234") == noughts
        return
    assert letters.issuperset("0123456789")
    for number in ("1234", "1111", "5678", "9009"):
        laid_out, _ = _leaf(engine, head, number, "")
        filled = with_folio(noughts, number)
        assert filled.folio is None
        assert [shown for _, shown in _painted(filled)] == [shown for _, shown in _painted(laid_out)]
        assert [x for x, _ in _painted(filled)] == pytest.approx([x for x, _ in _painted(laid_out)], abs=0.01)


def _bound(sheets: Sequence[Sheet]) -> list[tuple[bytes, tuple[Sheet, ...]]]:
    body = "".join(sheet.markup for sheet in sheets)
    return [(f"<html><head><title>T</title></head><body>{body}</body></html>".encode(), tuple(sheets))]


@pytest.mark.parametrize("runs", [[1, 2, 1], [2, 1, 2], [1, 1, 3], [3, 1]])
def test_sheets_are_remembered_one_by_one_and_in_runs_even_of_one(tmp_path: Path, runs: list[int]) -> None:
    sheets = [Sheet(True, SHEET.format(f"Head {number}", number, "")) for number in range(3)]
    alone = Press(Setting(STYLES, FILES, {}, "en"), Workshop(Memory(tmp_path / "alone", "")))
    ((*whole,),) = alone.layers([sheets], _bound)
    press = Press(Setting(STYLES, FILES, {}, "en"), Workshop(Memory(tmp_path / "cache", "")))
    for length in runs:
        ((*found,),) = press.layers([sheets[:length]], _bound)
        assert [section.leaves for section in found] == [section.leaves for section in whole[:length]]
