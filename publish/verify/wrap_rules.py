"""The printer's rules for a wrap, held to the finished sheet (spec F4): its size by the interior that lies beside it, what
keeps clear of cuts and folds, the bar code's box.

Where spine and folds are, follows from the interior's pages: without the file beside it the sheet's parts are not known, and
only what holds for any sheet is judged. Lengths are inches where nothing else is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.lazy import dataclass
from publish.printers import PRINTERS, cover_rules, printer
from publish.verify.held import Held, Judged
from publish.verify.java import NotInstalledError
from publish.verify.places import Box, Placed, placed
from publish.verify.print_content import painted
from publish.verify.print_sound import file_rules, painted_rules, standard_rules

#: What words keep clear of the cut; the quiet zones of bars in modules (GS1 General Specifications 5.2): before, behind a
#: symbol alone, behind its add-on.
_CLEAR, _QUIET = 0.125, (11, 7, 5)
#: A sign higher than this part of the sheet is a picture, and may be cut.
_PICTURE = 0.3
#: Two measures in inches that count as the same; shades of grey that are one.
_NEAR, _ALIKE = 0.002, 3
#: Pixels per inch that the box of the bar code is looked at with, and below which grey counts as dark.
_PPI, _DARK = 600, 128
#: Modules and bars of an EAN-13.
_MODULES, _BARS = 95, 30


@dataclass(frozen=True)
class _Sheet:
    """A wrap: its only page, the printer's rules for it, the interior's pages and trim size (width, height) where it is known."""

    book: Judged
    page: Placed
    rules: Mapping[str, Any]
    pages: int = 0
    trim: tuple[float, float] = (0.0, 0.0)
    mirrored: bool = False

    def held(self, rule: str, found: object, wanted: object, problems: Iterable[str]) -> Held:
        held = self.book.held(rule, found, wanted, problems)
        return Held(held.file, held.printer, rule, held.found, held.wanted, str(self.rules["source"]), held.problems)

    @property
    def words(self) -> list[Box]:
        """What is there to be read, in points."""
        most = (self.page.trim[3] - self.page.trim[1]) * _PICTURE
        return [box for box in self.page.words if box[3] - box[1] < most]

    @property
    def spine(self) -> float:
        return (self.page.trim[2] - self.page.trim[0]) / 72 - 2 * self.trim[0]

    @property
    def folds(self) -> tuple[float, float]:
        """Where the spine begins and ends, in points."""
        left = self.page.trim[0] + self.trim[0] * 72
        return left, left + self.spine * 72


def wraps_held(paths: Sequence[Path]) -> tuple[Held, ...]:
    """Every rule for the wrap of the printer of each file, which its name says."""
    try:
        import pikepdf
    except ImportError as error:
        raise NotInstalledError("pikepdf is not installed") from error
    held: list[Held] = []
    for path in paths:
        key = next((key for key in PRINTERS if path.stem.endswith(f"-{key}")), "")
        rules = printer(key)
        try:
            with pikepdf.open(path) as pdf:
                book = Judged(path, pdf, tuple(painted(page) for page in pdf.pages), rules)
                sheet = _beside(_Sheet(book, placed(path)[0], cover_rules(key)))
                held += [
                    *file_rules(book),
                    *_sheet(sheet),
                    *_size(sheet),
                    *_clear(sheet),
                    *_code(sheet),
                    *painted_rules(book),
                    *standard_rules(book),
                ]
        except pikepdf.PdfError as error:
            held.append(Held(path, rules.name, "file", "damaged", "readable", rules.source, (str(error),)))
    return tuple(held)


def _beside(sheet: _Sheet) -> _Sheet:
    """The sheet with what its interior says, if that is there."""
    import pikepdf

    name, mark, end = sheet.book.path.name.rpartition("-cover")
    interior = sheet.book.path.with_name(f"{name}-print{end}")
    if not mark or not interior.is_file():
        return sheet
    with pikepdf.open(interior) as pdf:
        left, bottom, right, top = (float(one) for one in pdf.pages[0].trimbox)
        preferences = pdf.Root.get("/ViewerPreferences")
        mirrored = preferences is not None and str(preferences.get("/Direction", "")) == "/R2L"
        size = (right - left) / 72, (top - bottom) / 72
        return _Sheet(sheet.book, sheet.page, sheet.rules, len(pdf.pages), size, mirrored)


def _sheet(sheet: _Sheet) -> Iterator[Held]:
    count, bleed = len(sheet.book.pages), float(sheet.rules["bleed"])
    yield sheet.held("sheets", count, 1, [f"the file has {count} pages, and a wrap is one"] if count != 1 else [])
    page = sheet.book.pdf.pages[0]
    outer, trim = ([float(one) for one in box] for box in (page.obj.get("/BleedBox", page.mediabox), page.trimbox))
    over = [(trim[0] - outer[0]) / 72, (trim[1] - outer[1]) / 72, (outer[2] - trim[2]) / 72, (outer[3] - trim[3]) / 72]
    said = " and ".join(dict.fromkeys(f"{one:.3f}" for one in over))
    wrong = [f"the sheet has a bleed of {said} in, and {bleed:g} is wanted on every side"]
    yield sheet.held("bleed", f"{said} in", bleed, wrong if any(abs(one - bleed) > _NEAR for one in over) else [])


def _size(sheet: _Sheet) -> Iterator[Held]:
    """The sheet is twice the page and the spine of so many pages of one of the printer's papers wide."""
    if not sheet.pages:
        yield sheet.held("spine", "unknown (no interior beside the wrap)", "that of the interior's pages", ())
        return
    papers = {name: round(sheet.pages * float(one), 4) for name, one in sheet.rules["paper"].items()}
    near = min(papers, key=lambda name: abs(papers[name] - sheet.spine))
    found = f"{sheet.spine:.4f} in for {sheet.pages} pages ({near.replace('-', ' ')} paper: {papers[near]:.4f})"
    off = [
        f"the spine is {sheet.spine:.4f} in wide, and {sheet.pages} pages are {papers[near]:.4f} on the nearest paper"
    ]
    yield sheet.held("spine", found, "that of a paper", off if abs(papers[near] - sheet.spine) > _NEAR else [])
    height = (sheet.page.trim[3] - sheet.page.trim[1]) / 72
    off = [f"the sheet is {height:.3f} in high within its bleed, and the interior's page {sheet.trim[1]:.3f}"]
    yield sheet.held("height", f"{height:.3f} in", f"{sheet.trim[1]:.3f}",
                     off if abs(height - sheet.trim[1]) > _NEAR else [])  # fmt: skip


def _clear(sheet: _Sheet) -> Iterator[Held]:
    """Words keep clear of the cut; those of the spine of the folds, and there are none on a thin one."""
    least = min(sheet.page.margins(sheet.words)) / 72 if sheet.words else math.inf
    near = [f"words stand {least:.3f} in from the cut, and {_CLEAR:g} is the least"]
    yield sheet.held("words from the cut", f"{least:.3f} in and more", f"at least {_CLEAR:g}",
                     near if least < _CLEAR - _NEAR else [])  # fmt: skip
    if not sheet.pages:
        return
    left, right = sheet.folds
    words = [box for box in sheet.words if box[0] < right and box[2] > left]
    fewest, wanted = int(sheet.rules["spine-text-from"]), float(sheet.rules["spine-clear"])
    if sheet.pages < fewest:
        some = [f"the spine of {sheet.pages} pages has words, and {fewest} pages are wanted for them"] if words else []
        yield sheet.held("words of the spine", "some" if words else "none", f"none below {fewest} pages", some)
        return
    clear = min((min(box[0] - left, right - box[2]) / 72 for box in words), default=math.inf)
    found = f"{clear:.4f} in from the folds" if words else "none"
    near = [f"words of the spine stand {clear:.4f} in from a fold, and {wanted:g} is the least"]
    yield sheet.held("words of the spine", found, f"at least {wanted:g}", near if clear < wanted - _NEAR else [])


def _code(sheet: _Sheet) -> Iterator[Held]:
    """The bar code's box at the foot of the back: of one shade, or white with bars that have white on both sides."""
    if not sheet.pages:
        return
    left, right = sheet.folds
    width, height, clear = (float(sheet.rules["barcode"][key]) * 72 for key in ("width", "height", "clear"))
    foot = sheet.page.trim[1] + clear
    side = right + clear if sheet.mirrored else left - clear - width
    rows = [row[2:-2] for row in _looked_at(sheet.book.path, (side, foot, side + width, foot + height))[2:-2]]
    wanted = f"{width / 72:g} x {height / 72:g} in, empty or white around the bars"
    shades = {shade for row in rows for shade in row}
    if max(shades) - min(shades) <= _ALIKE:
        yield sheet.held("bar code", "an empty place", wanted, ())
        return
    edges = min(*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows))
    if edges < _DARK:
        yield sheet.held("bar code", "no white box", wanted, ["something stands in the place of the bar code"])
        return
    quiet, wants = _quiet(rows[len(rows) // 2])
    found = f"bars {quiet[0]:.1f} and {quiet[1]:.1f} modules from the sides of their place"
    narrow = [f"the bar code has {found}, and {wants[0]} and {wants[1]} are wanted"]
    off = any(has < least for has, least in zip(quiet, wants, strict=True))
    yield sheet.held("bar code", found, wanted, narrow if off else [])


def _quiet(row: bytes) -> tuple[tuple[float, float], tuple[int, int]]:
    """The white before and behind the bars of a row of pixels, in modules, and what is wanted of each."""
    bars = [(match.start(), match.end()) for match in re.finditer(b"[\\x00-\\x7f]+", row)]
    if not bars:
        return (math.inf, math.inf), (0, 0)
    symbol = bars[: min(_BARS, len(bars))]
    module = max(1.0, (symbol[-1][1] - symbol[0][0]) / _MODULES)
    return (bars[0][0] / module, (len(row) - bars[-1][1]) / module), (_QUIET[0], _QUIET[2 if len(bars) > _BARS else 1])


def _looked_at(path: Path, box: Box) -> list[bytes]:
    """A part of the first page of a file as rows of grey, from its head."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        outer = page.get_cropbox()
        crop = (box[0] - outer[0], box[1] - outer[1], outer[2] - box[2], outer[3] - box[3])
        image = page.render(scale=_PPI / 72, crop=crop, grayscale=True).to_pil().convert("L")
        content = image.tobytes()
        return [content[at : at + image.width] for at in range(0, len(content), image.width)]
    finally:
        document.close()
