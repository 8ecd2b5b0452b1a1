"""Printers: what each asks of a file, from `printers.toml`, every rule with its source and the day it was read."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from publish.lazy import dataclass


@dataclass(frozen=True)
class Trims:
    """Trim sizes in inches (width, height) and the most pages of them on each paper; 0 where it is not printed at all."""

    sizes: tuple[tuple[float, float], ...]
    most: Mapping[str, int]


@dataclass(frozen=True)
class Printer:
    """The rules of a printer for an interior (spec F1-F7). Lengths are inches; `text_size` and `rule` are points, `tint` and
    `ink` per cent.

    `gutters`: from so many pages, the inside margin is at least so wide. `least_on`: the fewest pages on some papers.
    `colours`: of `gray`, `cmyk`, `rgb`. `standards`: one of them is asked for; the first is made. `condition`: the registered
    name of the printing that PDF/X names, `press` the file of its ICC profile in `icc/`. `blanks`: how many pages in a row
    may be blank, and how many at the end.
    """

    key: str
    name: str
    source: str
    read: str
    gutters: tuple[tuple[int, float], ...]
    margin: float
    margin_with_bleed: float
    bleed: float
    least_pages: int
    most_pages: int
    least_on: Mapping[str, int]
    multiple: int
    blanks: tuple[float, float]
    blank_end: bool
    marks: bool
    navigation: bool
    picture_ppi: int
    line_art_ppi: int
    text_size: float
    rule: float
    tint: int
    colours: tuple[str, ...]
    ink: int
    transparency: bool
    standards: tuple[str, ...]
    megabytes: int
    trims: tuple[Trims, ...]
    custom: tuple[float, float, float, float] | None
    condition: tuple[str, str]
    press: str

    def gutter(self, pages: int) -> float:
        """The least inside margin of a book of so many pages."""
        return max((width for least, width in self.gutters if pages >= least), default=self.gutters[0][1])

    def refuses_count(self, pages: int, paper: str = "") -> Iterator[str]:
        """Why a book of so many pages is not printed, on a paper or on any."""
        least = self.least_on.get(paper, self.least_pages)
        if not least <= pages <= self.most_pages:
            said = f" on {paper.replace('-', ' ')} paper" if paper in self.least_on else ""
            yield f"the book has {pages} pages, and from {least} to {self.most_pages} are printed{said}"

    def refuses_size(self, width: float, height: float, pages: int, paper: str = "") -> Iterator[str]:
        """Why a trim size is not printed with so many pages, on a paper of the table or on the most generous one."""
        row = next((row for row in self.trims if _has(row, width, height)), None)
        if row is not None:
            most = row.most.get(paper, max(row.most.values()))
            if not most:
                yield f"{width:.2f} x {height:.2f} in is not printed on {paper.replace('-', ' ')} paper"
            elif pages > most:
                said = f" on {paper.replace('-', ' ')} paper" if paper in row.most else ""
                yield f"{width:.2f} x {height:.2f} in is printed up to {most} pages{said}, and the book has {pages}"
        elif self.trims and not _within(self.custom, width, height):
            yield f"{width:.2f} x {height:.2f} in is no trim size of this printer{_range(self.custom)}"


def _within(bounds: tuple[float, float, float, float] | None, width: float, height: float) -> bool:
    return bounds is not None and bounds[0] <= width <= bounds[1] and bounds[2] <= height <= bounds[3]


def _range(bounds: tuple[float, float, float, float] | None) -> str:
    """What may be asked for by measure, in words."""
    if bounds is None:
        return ""
    narrow, wide, low, high = bounds
    return f": a page is {narrow:g} to {wide:g} in wide and {low:g} to {high:g} in high"


def _has(row: Trims, width: float, height: float) -> bool:
    return any(abs(width - w) < 0.01 and abs(height - h) < 0.01 for w, h in row.sizes)


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files("publish").joinpath("printers.toml").read_text(encoding="utf-8"))


#: Printers that a book may name.
PRINTERS = ("kdp", "ingram")


@functools.cache
def printer(key: str = "") -> Printer:
    """The rules of a printer, or of none in particular. KeyError for one that the press does not know."""
    table = _tables()[key if key in PRINTERS else {"": "house"}[key]]
    conditions = _tables()["conditions"]
    condition = conditions.get(key) or conditions["house"]
    custom = table.get("custom")
    return Printer(
        key=key,
        name=table["name"],
        source=table["source"],
        read=str(table["read"]),
        gutters=tuple((int(pages), float(width)) for pages, width in table["gutters"]),
        margin=table["margin"],
        margin_with_bleed=table["margin-with-bleed"],
        bleed=table["bleed"],
        least_pages=table["pages"]["least"],
        most_pages=table["pages"]["most"],
        least_on=table.get("least", {}),
        multiple=table["pages"]["multiple"],
        blanks=(table["blanks"].get("inside", math.inf), table["blanks"].get("end", math.inf)),
        blank_end=table["blank-end"],
        marks=table["marks"],
        navigation=table["navigation"],
        picture_ppi=table["resolution"]["picture"],
        line_art_ppi=table["resolution"]["line-art"],
        text_size=table["text-size"],
        rule=table["rule"],
        tint=table["tint"],
        colours=tuple(table["colours"]),
        ink=table["ink"],
        transparency=table["transparency"],
        standards=tuple(table["standards"]),
        megabytes=table["megabytes"],
        trims=tuple(map(_trims, table.get("trims", ()))),
        custom=(*custom["width"], *custom["height"]) if custom else None,
        condition=(condition["identifier"], condition["info"]),
        press=condition["profile"],
    )


def cover_rules(key: str = "") -> Mapping[str, Any]:
    """The rules of a printer for the wrap, as `printers.toml` has them; KDP's where none is named (spec F4)."""
    rules: Mapping[str, Any] = _tables()[key or "kdp"]["cover"]
    return rules


def _trims(row: Mapping[str, Any]) -> Trims:
    sizes = tuple(tuple(map(float, size.split("x"))) for size in row["sizes"])
    return Trims(tuple((w, h) for w, h in sizes), {paper: int(n) for paper, n in row.items() if paper != "sizes"})
