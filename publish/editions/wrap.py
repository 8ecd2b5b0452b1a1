"""The sheet of a cover: back, spine and front side by side, with bleed around them (spec F4). All lengths are inches."""

from __future__ import annotations

import unicodedata

from publish.book import Metadata, PrintSettings
from publish.editions.pages import joined
from publish.editions.sheet import inches
from publish.lazy import dataclass
from publish.printers import cover_rules, printer

#: How high a line of capitals is with what round ones go beyond it, in em of its type, and one with accents, tails or brackets, or
#: of a script without capitals: what must keep clear of the folds.
_CAPITALS, _OTHERS = 0.72, 1.15
#: What goes below the line of capitals or above it without an accent.
_TALL = frozenset("QЏЦЩД,;()[]{}/\\|@$_„‚§¿¡")
#: How wide letters of a spine are, in em: capitals with their spacing, and letters that fill a square.
_LETTER, _SQUARE = 0.72, 1.08
#: Type of the spine in points: the largest that looks well.
_LARGEST = 17.0
#: What the ends of the spine keep clear, and what stands between its words.
_ENDS, _BETWEEN = 0.45, 0.5
#: The margins of the back, of the width of the page.
_MARGIN = 0.115


@dataclass(frozen=True)
class Wrap:
    """The measures of a wrap, for a book bound at the left or, `mirrored`, at the right; `least_type`, in points, is printed."""

    width: float
    height: float
    spine: float
    bleed: float
    barcode: tuple[float, float, float]
    spine_clear: float
    spine_text: bool
    mirrored: bool
    least_type: float

    @property
    def sheet(self) -> tuple[float, float]:
        return 2 * self.width + self.spine + 2 * self.bleed, self.height + 2 * self.bleed

    @property
    def fold(self) -> float:
        """Where the spine begins, from the left edge of the sheet."""
        return self.bleed + self.width

    @property
    def barcode_left(self) -> float:
        """The left edge of the bar code's box: at the foot of the back, beside the spine."""
        width, _, clear = self.barcode
        return self.fold + self.spine + clear if self.mirrored else self.fold - clear - width

    @property
    def barcode_top(self) -> float:
        _, height, clear = self.barcode
        return self.bleed + self.height - clear - height


def wrap_of(settings: PrintSettings, pages: int, mirrored: bool) -> Wrap:
    """The wrap of an interior of so many pages."""
    rules = cover_rules(settings.printer)
    paper = settings.paper if settings.color == "black" else f"{settings.color}-color"
    box = rules["barcode"]
    return Wrap(
        inches(settings.width),
        inches(settings.height),
        round(pages * float(rules["paper"][paper]), 4),
        float(rules["bleed"]),
        (float(box["width"]), float(box["height"]), float(box["clear"])),
        float(rules["spine-clear"]),
        pages >= int(rules["spine-text-from"]),
        mirrored,
        printer(settings.printer).text_size,
    )


def spine_words(metadata: Metadata) -> tuple[str, str, str]:
    """Author, title and publisher, as they stand on the spine."""
    authors = joined(metadata.author)
    return authors, metadata.title, metadata.publisher if metadata.publisher != authors else ""


def spine_set(wrap: Wrap, words: tuple[str, str, str]) -> tuple[tuple[str, str, str], float]:
    """What of the words has room on the spine, and its type in points, 0 where none has: the publisher gives way first, then the
    names, for a book is looked for by its title."""
    author, title, publisher = words
    for some in dict.fromkeys((words, (author, title, ""), ("", title, publisher), ("", title, ""))):
        if size := spine_type(wrap, some):
            return some, size
    return words, 0.0


def spine_type(wrap: Wrap, words: tuple[str, str, str]) -> float:
    """The size of the spine's type in points; 0 where there is to be none, or it would be too small to be printed."""
    if not wrap.spine_text:
        return 0.0
    text = "".join(words)
    tall = _OTHERS if any(map(_is_tall, text.upper())) else _CAPITALS
    across = (wrap.spine - 2 * wrap.spine_clear) * 72 / tall
    author, title, publisher = map(_em, words)
    # The title stands in the middle, so the longer of its neighbours decides.
    between = 2 * _BETWEEN if words[0] or words[2] else 0.0
    along = (wrap.height - 2 * _ENDS - between) * 72 / (title + 2 * max(author, publisher))
    size = min(across, along, _LARGEST)
    return round(size, 2) if size >= wrap.least_type else 0.0


def _em(text: str) -> float:
    return sum(_SQUARE if unicodedata.east_asian_width(c) in "WF" else _LETTER for c in text) or 0.01


def _is_tall(capital: str) -> bool:
    """Greek capitals have no accents."""
    if capital in _TALL or (capital.isalpha() and capital.upper() == capital.lower()):
        return True
    marked = len(unicodedata.normalize("NFD", capital)) > 1 or unicodedata.combining(capital) > 0
    return marked and not "\u0370" <= capital <= "\u03ff" and not "\u1f00" <= capital <= "\u1fff"


def tokens(wrap: Wrap, spine_points: float) -> str:
    """The sheet as CSS: its size, which no token can give, and the tokens that `wrap.css` places everything by."""
    width, height = wrap.sheet
    right = wrap.fold + wrap.spine
    margin = _MARGIN * wrap.width
    copy = wrap.width - 2 * margin, wrap.height - margin - wrap.barcode[1] - 2 * wrap.barcode[2]
    lengths = {
        "trim-width": wrap.width, "trim-height": wrap.height, "bleed": wrap.bleed, "spine": wrap.spine, "fold": wrap.fold,
        "sheet-width": width, "sheet-height": height, "spine-clear": wrap.spine_clear,
        "front-left": 0.0 if wrap.mirrored else right, "front-inset": wrap.bleed if wrap.mirrored else 0.0,
        "back-left": right if wrap.mirrored else 0.0, "back-inset": 0.0 if wrap.mirrored else wrap.bleed,
        "back-margin": margin, "copy-width": copy[0], "copy-height": copy[1],
        "barcode-width": wrap.barcode[0], "barcode-height": wrap.barcode[1], "barcode-left": wrap.barcode_left,
        "barcode-top": wrap.barcode_top, "barcode-clear": wrap.barcode[2],
    }  # fmt: skip
    declared = "; ".join(f"--{name}: {value:.5g}in" for name, value in lengths.items())
    return (
        f":root {{ {declared}; --spine-type: {spine_points:g}pt }}\n"
        f"@page {{ size: {width:.5g}in {height:.5g}in; margin: 0 }}\n"
        f"@page cover {{ size: {width:.5g}in {height:.5g}in; margin: 0 }}\n"
        f"@page copy {{ size: {copy[0]:.5g}in {copy[1]:.5g}in; margin: 0 }}\n"
        f".cover {{ width: {wrap.width:.5g}in; height: {wrap.height:.5g}in }}\n"
    )
