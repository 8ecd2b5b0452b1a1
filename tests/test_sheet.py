"""The block of text on sheets of any size: as many lines as its height was made for."""

from __future__ import annotations

import random
import re

import pytest

from publish.book import Diagnostic, PrintSettings
from publish.editions.sheet import inches, margins, sheet_rules, too_small
from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.printers import PRINTERS, printer
from publish.theme import load_theme

LEADING = 14.5 / 72
SIZES = [("5in", "8in"), ("5.25in", "8in"), ("5.5in", "8.5in"), ("6in", "9in"), ("6.14in", "9.21in"), ("148mm", "210mm"),
         ("7in", "10in"), ("210mm", "297mm")]  # fmt: skip
SIZES += [(f"{w}mm", f"{h}mm") for w, h in ((random.Random(n).randrange(105, 215), 150 + 11 * n) for n in range(12))]


@pytest.mark.parametrize("size", SIZES)
def test_no_line_is_lost(size: tuple[str, str]) -> None:
    """A page is filled with lines of the grid: less than one line more would go on it."""
    tokens = load_theme({})[0].styles["tokens.css"]
    page = margins(PrintSettings(*size), tokens, 200)
    lines = round((inches(size[1]) - page.top - page.bottom) / LEADING)
    styles = f"{tokens}\n{sheet_rules(page)} body, p {{ margin: 0; font: 11pt/14.5pt serif }}"
    styles += "@page { margin: var(--margin-top) 10pt var(--margin-bottom) }"
    text = "".join("<p>One</p>" for _ in range(2 * lines)).encode()
    pages = Engine(styles, {}).pages(b'<html lang="en"><body>' + text + b"</body></html>", {})
    counts = [sum(isinstance(box, LineBox) for box in one._page_box.descendants()) for one in pages]
    assert counts == [lines, lines]
    assert 0 <= pages[0]._page_box.height / 96 - lines * LEADING < LEADING / 20


@pytest.mark.parametrize("key", ["", "kdp", "ingram"])
@pytest.mark.parametrize("size", [("3in", "5in"), ("8in", "3in"), ("76.2mm", "76.2mm")])
def test_a_page_that_is_too_small_is_said_with_the_smallest(key: str, size: tuple[str, str]) -> None:
    """The size that the hint names is large enough, and one that is a tenth of an inch less either way is not."""
    tokens = load_theme({})[0].styles["tokens.css"]

    def found(width: float | str, height: float | str) -> list[Diagnostic]:
        width, height = (f"{one}in" if isinstance(one, float) else one for one in (width, height))
        return list(too_small(PrintSettings(width, height, printer=key), tokens, 200))

    (said,) = found(*size)
    match = re.search(r"([\d.]+) x ([\d.]+) in$", said.hint)
    assert match is not None, said.hint
    wide, high = float(match[1]), float(match[2])
    assert said.code == "P037"
    assert found(wide, high) == []
    bounds = printer(key).custom or (0, 0, 0, 0)
    assert wide <= bounds[0] or found(wide - 0.1, high)
    assert high <= bounds[2] or found(wide, high - 0.1)


@pytest.mark.parametrize("size", [*SIZES, ("4in", "6in"), ("105mm", "148mm"), ("4.25in", "6.87in")])
def test_sizes_of_the_trade_are_large_enough(size: tuple[str, str]) -> None:
    tokens = load_theme({})[0].styles["tokens.css"]
    assert not [one for key in ("", *PRINTERS) for one in too_small(PrintSettings(*size, printer=key), tokens, 800)]
