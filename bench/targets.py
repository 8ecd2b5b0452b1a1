"""What the press promises of its speed, as ratios of one run, and whether a run keeps it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.examined import Examined


@dataclass
class Measured:
    """One case of one book: seconds of each run (none where it failed), megabytes at its height, pages, what is in the PDF."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    pages: int = 0
    failed: str = ""
    examined: Examined | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


Results = Mapping[tuple[str, str], Measured]


@dataclass(frozen=True)
class Target:
    """`of` is what is measured, `by` what it is measured against: cases, of `book` and of `other` (the same, unless said).

    Without `by` the limit is absolute. `unit`: `seconds`, `megabytes`, `seconds a page`, or `faults`: notes that are not there
    once and references that name another page.
    """

    book: str
    of: str
    limit: float
    by: str = ""
    other: str = ""
    unit: str = "seconds"

    def value(self, results: Results) -> float | None:
        """None where it was not measured in this run, or where what it is measured against failed."""
        one = results.get((self.book, self.of))
        two = results.get((self.other or self.book, self.by))
        if one is None or one.failed or (self.by and (two is None or two.failed)):
            return None
        if self.unit == "faults":
            return float(one.examined.faults) if one.examined else None
        if two is None:
            return one.megabytes if self.unit == "megabytes" else one.median
        if self.unit == "seconds a page":
            return (one.median / one.pages) / (two.median / two.pages)
        return statistics.median(a / b for a, b in zip(one.seconds, two.seconds, strict=True))

    def __str__(self) -> str:
        against = f" ÷ {self.other or self.by}" if self.by else f", {self.unit}"
        return f"{self.book}: {self.of}{against}" + (f", {self.unit}" if self.unit == "seconds a page" else "")


TYPST, WEASYPRINT, PANDOC = "pandoc → typst", "one WeasyPrint document", "pandoc → EPUB"
TARGETS = (
    Target("novel-plain", "cold PDF", 0.8, WEASYPRINT),
    Target("novel-plain", "cold PDF", 3.0, TYPST),
    Target("novel-rich", "cold PDF", 0.6, WEASYPRINT),
    Target("novel-plain", "one chapter edited", 1.0, TYPST),
    Target("novel-plain", "one chapter longer", 1.4, TYPST),
    Target("novel-plain", "EPUB alone", 0.5, PANDOC),
    Target("saga-plain", "cold PDF", 0.5, WEASYPRINT),
    Target("saga-plain", "one chapter edited", 4.0),
    Target("saga-plain", "one chapter edited", 4 / 14, TYPST),
    Target("saga-plain", "one chapter longer", 8.0),
    Target("saga-plain", "one chapter longer", 8 / 14, TYPST),
    Target("saga-plain", "EPUB alone", 0.5, PANDOC),
    Target("saga-plain", "cold PDF", 400, unit="megabytes"),
    Target("saga-rich", "cold PDF", 400, unit="megabytes"),
    Target("novel-rich", "cold PDF", 0, unit="faults"),
    Target("saga-rich", "cold PDF", 0, unit="faults"),
    Target("saga-plain", "cold PDF", 1.3, "cold PDF", "novel-plain", "seconds a page"),
    Target("novel-plain", "--version", 0.15),
    Target("novel-plain", "check", 0.6),
    Target("novel-plain", "check of Dracula", 0.6),
)
