"""The sheet of a cover: back, spine and front side by side, with bleed around them (spec F4). All lengths are inches."""

from __future__ import annotations

from publish.book import Metadata, PrintSettings
from publish.editions.pages import joined
from publish.editions.sheet import inches
from publish.lazy import dataclass
from publish.printers import cover_rules, printer

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


def tokens(wrap: Wrap) -> str:
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
        f":root {{ {declared} }}\n"
        f"@page {{ size: {width:.5g}in {height:.5g}in; margin: 0 }}\n"
        f"@page cover {{ size: {width:.5g}in {height:.5g}in; margin: 0 }}\n"
        f"@page copy {{ size: {copy[0]:.5g}in {copy[1]:.5g}in; margin: 0 }}\n"
        f".cover {{ width: {wrap.width:.5g}in; height: {wrap.height:.5g}in }}\n"
    )
