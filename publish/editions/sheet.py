"""The sheet of a book: trim size and margins as design tokens, the inside margin by the count of pages (spec F2, F8).

Margins are those of the tokens at the tokens' own trim size, and in proportion at others; a line is never longer than reads
well, and what a wide page has beyond goes to its sides. The block of text is a whole number of lines high, the foot takes
what is left over. All editions with pages share this: the same lines, the same pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from publish.book import Diagnostic, PrintSettings, Span
from publish.lazy import dataclass, regex
from publish.printers import Printer, printer

_INCHES = {"in": 1.0, "mm": 1 / 25.4, "cm": 1 / 2.54, "pt": 1 / 72, "px": 1 / 96, "pc": 1 / 6}
_LENGTH = regex(r"--([\w-]+)\s*:\s*([\d.]+)(in|mm|cm|pt|px|pc)\b")
#: The longest and the shortest line of a book, in em of the text: 75 and 61 characters of the house's face; and how much of
#: its margins a narrow page gives for it.
_LONGEST, _SHORT, _GIVEN = 28.5, 23.0, 0.2
#: The margins and the text of the house, in inches, for a theme that says none.
_INSIDE, _OUTSIDE, _SIZE = 0.93, 0.85, 11.5 / 72
#: The line that tables are made for, in inches.
_OF_TABLES = 4.425
#: A page has lines of so many em, some thirty-five characters, and so many of them, or it is too small for a book.
_SHORTEST, _FEWEST = 15, 12
#: Widths and heights that may be asked for, in inches.
_SIZES = tuple(tenth / 10 for tenth in range(30, 201))
#: The tokens of lines and their widths in points where a theme says none: a printer may want them thicker.
_LINES: Mapping[str, float] = {"line-fine": 0.25, "line-thin": 0.5, "line-firm": 0.75}
#: The block of text is higher than its lines by this, in inches: a hair's breadth less, and the engine leaves a line out.
_HAIR = 1e-4
#: What the design adds to a printer's least inside margin, which is where the glue is, in inches: text must be seen beside it.
_CLEAR = 0.25
#: What stands in the margins, in inches: how far heads, with an accent on a capital, and folios reach into the upper and the
#: lower one (`print.css`) where the token `--furniture` says nothing else, and signs that hang over the edge of their lines into
#: the others.
_FURNITURE, _HANGING = 0.375, 0.05


@dataclass(frozen=True)
class Margins:
    """The page, its margins and what is cut off around it in inches; `lines` are the widths of lines by their tokens, in points."""

    width: float
    height: float
    inside: float
    outside: float
    top: float
    bottom: float
    lines: Mapping[str, float]
    bleed: float = 0.0


def inches(length: str) -> float:
    """A CSS length in inches. ValueError for what is none."""
    match = re.fullmatch(r"([\d.]+)(in|mm|cm|pt|px|pc)", length)
    if match is None:
        raise ValueError(length)
    return float(match[1]) * _INCHES[match[2]]


def lengths(tokens: str) -> dict[str, float]:
    """The tokens that are lengths, in inches, the last of each name."""
    return {name: float(number) * _INCHES[unit] for name, number, unit in _LENGTH.findall(tokens)}


def margins(settings: PrintSettings, tokens: str, pages: int) -> Margins:
    """The margins of a book of so many pages."""
    own, rules = lengths(tokens), printer(settings.printer)
    width, height = inches(settings.width), inches(settings.height)
    across, down = width / own.get("trim-width", 6), height / own.get("trim-height", 9)
    inside, outside = own.get("margin-inside", _INSIDE) * across, own.get("margin-outside", _OUTSIDE) * across
    inside, outside = _sides(width, inside, outside, own.get("text-size", _SIZE))
    least = rules.margin_with_bleed if settings.bleed else rules.margin
    upper, lower = own.get("margin-top", 0.85) * down, own.get("margin-bottom", 0.9) * down
    furniture = own.get("furniture", _FURNITURE)
    top = max(upper, least + furniture)
    leading = own.get("leading", 14.5 / 72)
    # The block moves down before it loses a line.
    lines = int((height - max(upper + lower, top + least + furniture)) / leading + 0.02)
    return Margins(
        width,
        height,
        max(inside, gutter(rules, pages)),
        max(outside, least + _HANGING),
        top,
        height - top - lines * leading,
        {name: max(own.get(name, width / 72) * 72, rules.rule) for name, width in _LINES.items()},
        rules.bleed if settings.bleed else 0.0,
    )


def _sides(width: float, inside: float, outside: float, size: float) -> tuple[float, float]:
    """Margins that leave a line as long as reads well: what is too much goes to them, of what lacks they give a part."""
    line = width - inside - outside
    spare = line - min(max(line, _SHORT * size), _LONGEST * size)
    if spare > 0:
        return inside + spare * 0.45, outside + spare * 0.55
    given = 1 - min(-spare / (inside + outside), _GIVEN)
    return inside * given, outside * given


def too_small(settings: PrintSettings, tokens: str, pages: int) -> Iterator[Diagnostic]:
    """`P037`: a page that its margins leave no room for text on, with the smallest that they do."""
    width, lines = _room(settings, tokens, pages)
    if width < _SHORTEST or lines < _FEWEST:
        narrow, _, low, _ = printer(settings.printer).custom or (0, 0, 0, 0)
        wide = next((one for one in _SIZES if one >= narrow
                     and _room(replace(settings, width=f"{one}in"), tokens, pages)[0] >= _SHORTEST), 0)  # fmt: skip
        high = next((one for one in _SIZES if one >= low
                     and _room(replace(settings, height=f"{one}in"), tokens, pages)[1] >= _FEWEST), 0)  # fmt: skip
        said = f"a page of {settings.width} x {settings.height} has room for {lines} lines of {width:.1f} em between its margins"
        least = f"the smallest that is printed and has {_FEWEST} lines of {_SHORTEST} em is {wide} x {high} in"
        yield Diagnostic("P037", said, Span("book.toml"), least if wide and high else "make the text smaller",
                         keys=("print.trim", "print.printer"))  # fmt: skip


def _room(settings: PrintSettings, tokens: str, pages: int) -> tuple[float, int]:
    """The longest line of a page in em of the text, and how many lines it has."""
    page, own = margins(settings, tokens, pages), lengths(tokens)
    across = (page.width - page.inside - page.outside) / own.get("text-size", _SIZE)
    return across, round((page.height - page.top - page.bottom) / own.get("leading", 14.5 / 72))


def measured(settings: PrintSettings) -> float:
    """The line of a page beside that which tables are made for."""
    width = inches(settings.width)
    return (width - sum(_sides(width, _INSIDE * width / 6, _OUTSIDE * width / 6, _SIZE))) / _OF_TABLES


def measured_turned(settings: PrintSettings) -> float:
    """The same of a line along the height of the page, which tables that are turned have."""
    return inches(settings.height) * (9 - 0.85 - 0.9) / 9 / _OF_TABLES


def gutter(rules: Printer, pages: int) -> float:
    """The inside margin that a book of so many pages needs to be read, in inches."""
    return rules.gutter(pages) + _CLEAR


def sheet_rules(page: Margins) -> str:
    """The page as CSS: tokens over those of the theme, and the size, which no token can give."""
    tokens: Mapping[str, float] = {
        "trim-width": page.width,
        "trim-height": page.height,
        "margin-inside": page.inside,
        "margin-outside": page.outside,
        "margin-top": page.top,
        "margin-bottom": page.bottom - _HAIR,
        "text-height": page.height - page.top - page.bottom,
        "bleed": page.bleed,
    }
    lines = (f"--{name}: {width:.4g}pt" for name, width in page.lines.items())
    declared = "; ".join([*(f"--{name}: {value:.8g}in" for name, value in tokens.items()), *lines])
    return (
        f":root {{ {declared} }}\n@page {{ size: {page.width:.8g}in {page.height:.8g}in }}\n"
        f".cover {{ width: {page.width:.8g}in; height: {page.height:.8g}in }}\n"
    )
