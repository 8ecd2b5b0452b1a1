"""A printer's rule held against a finished file, and the file while rules are held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from publish.lazy import dataclass, regex
from publish.printers import Printer
from publish.verify.print_content import Painted

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True)
class Held:
    """A rule held against a file: what was found and what is wanted, in words; the `problems`, none where it is met."""

    file: Path
    printer: str
    rule: str
    found: str
    wanted: str
    source: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.printer}: {self.rule} {self.found}, {self.wanted}: {'NOT MET' if self.problems else 'met'}"


@dataclass(frozen=True)
class Judged:
    """A finished file, open: what is on its pages, and whose rules it is held to."""

    path: Path
    pdf: pikepdf.Pdf
    pages: tuple[Painted, ...]
    rules: Printer

    @property
    def sample(self) -> bool:
        """Whether it is a sample, which its name says: no printer is given one, so none counts its pages."""
        return regex(r"-sample-(?:print|cover)(?:-[a-z]+)?$").search(self.path.stem) is not None

    def held(self, rule: str, found: object, wanted: object, problems: Iterable[str]) -> Held:
        rules = self.rules
        return Held(self.path, rules.name, rule, str(found), str(wanted), rules.source, tuple(dict.fromkeys(problems)))

    def broken(self, faults: Iterable[tuple[int, str]]) -> Iterator[str]:
        """Each fault (a page, what it has) of one kind: its first page and how many others have it."""
        found = list(faults)
        if found:
            others = len({number for number, _ in found}) - 1
            yield f"page {found[0][0]} has {found[0][1]}" + (f", and {others} more pages" if others else "")
