"""Judges of finished files, looked up by name; a judge that is not installed is said not to have run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from publish.cache import Memory
from publish.diagnostics import Diagnostic
from publish.lazy import dataclass, regex
from publish.printers import PRINTERS as KNOWN
from publish.verify.ace import ace
from publish.verify.epub_sound import epub_sound
from publish.verify.epubcheck import epubcheck
from publish.verify.findings import Finding, origins_of, reported
from publish.verify.held import Held
from publish.verify.java import NotInstalledError
from publish.verify.pdf_sound import pdf_sound
from publish.verify.pdfua import pdfa, pdfa3, pdfua
from publish.verify.print_rules import broken, printers_held
from publish.verify.stores import Verdict, verdicts_of
from publish.verify.stores import findings as not_met
from publish.verify.wrap_rules import wraps_held

__all__ = ["CHECKS", "PRINTERS", "STORES", "WRAPS", "Judgement", "checks_for", "verify"]

CHECKS: Mapping[str, tuple[str, Callable[[Sequence[Path]], tuple[Finding, ...]]]] = {
    "epubcheck": ("EPUBCheck", epubcheck),
    "ace": ("Ace by DAISY", ace),
    "epub-sound": ("Colophon (what the others let pass)", epub_sound),
    "pdfua": ("veraPDF (PDF/UA-1)", pdfua),
    "pdfa": ("veraPDF (PDF/A-2a)", pdfa),
    "pdfa3": ("veraPDF (PDF/A-3a)", pdfa3),
    "pdf-sound": ("qpdf (syntax, fonts)", pdf_sound),
}
#: The checks that have a verdict on every rule. Stores' needs to know what an edition is for.
STORES, PRINTERS, WRAPS = "stores", "print-rules", "wrap-rules"
#: What the press calls files that are made for printers, whose printer their name says, and a wrap with a template over it.
_MADE = regex(r"-(print|cover)(-(" + "|".join(KNOWN) + "))?(-overlay)?$")
_ARCHIVAL = regex(rb"""pdfaid:part(?:>|=["'])([23])\b""")


@dataclass(frozen=True)
class Judgement:
    """What one judge said: how many files it saw, how many findings it had, or why it did not run."""

    judge: str
    files: int
    findings: int
    not_run: str = ""
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.not_run:
            return f"{self.judge}: NOT RUN ({self.not_run})"
        files = f"{self.files} file{'' if self.files == 1 else 's'}"
        return f"{self.judge}: {files}, {self.findings or 'no'} finding{'' if self.findings == 1 else 's'}"


def checks_for(path: Path) -> tuple[str, ...]:
    """The checks of a file that is no known edition, by its name. What is for looking at is neither for a printer nor a book."""
    if path.suffix.lower() == ".pdf" and (match := _MADE.search(path.stem)):
        if match[4]:
            return ("pdf-sound",)
        return (PRINTERS if match[1] == "print" else WRAPS, "pdf-sound")
    kinds = {".epub": ("epubcheck", "ace", "epub-sound", STORES), ".pdf": ("pdfua", *_archival(path), "pdf-sound")}
    return kinds.get(path.suffix.lower(), ())


def _archival(path: Path) -> tuple[str, ...]:
    """The check of the PDF/A that a file says it is (ISO 19005-2, 6.6.4)."""
    import pikepdf  # slow to import: only where a PDF is judged

    try:
        with pikepdf.open(path) as pdf:
            said = _ARCHIVAL.search(pdf.Root.Metadata.read_bytes())
    except (OSError, AttributeError, pikepdf.PdfError):
        return ()
    return {b"2": ("pdfa",), b"3": ("pdfa3",)}.get(said[1], ()) if said else ()


def verify(
    checks: Mapping[Path, Sequence[str]], editions: Mapping[Path, str] | None = None, maps: Sequence[Memory] = ()
) -> tuple[tuple[Judgement, ...], tuple[Diagnostic, ...]]:
    """Each judge once, over all files that want it. `editions` are those of files known; `maps` lead back to manuscripts."""
    judgements: list[Judgement] = []
    found: list[Finding] = []
    for name, (judge, function) in CHECKS.items():
        paths = [path for path, names in checks.items() if name in names]
        if not paths:
            continue
        try:
            findings = function(paths)
        except NotInstalledError as error:
            judgements.append(Judgement(judge, len(paths), 0, str(error)))
            continue
        judgements.append(Judgement(judge, len(paths), len(findings)))
        found += findings
    for name, rules in ((PRINTERS, printers_held), (WRAPS, wraps_held)):
        if paths := [path for path, names in checks.items() if name in names]:
            held = rules(paths)
            found += (faults := broken(held))
            judge = "Rules of printers" if name == PRINTERS else "Rules of printers for wraps"
            judgements.append(Judgement(judge, len(paths), len(faults), details=_each(held)))
    if paths := [path for path, names in checks.items() if STORES in names]:
        verdicts = verdicts_of(paths, [_edition(path, editions or {}, maps) for path in paths])
        found += (unmet := not_met(verdicts))
        judgements.append(Judgement("Rules of stores", len(paths), len(unmet), details=_each(verdicts)))
    return tuple(judgements), tuple(reported(found, maps))


def _each(verdicts: Sequence[Verdict | Held]) -> tuple[str, ...]:
    """Every rule with the number found; the file too, where there are several."""
    several = len({verdict.file for verdict in verdicts}) > 1
    return tuple(f"{verdict.file.name}: {verdict}" if several else str(verdict) for verdict in verdicts)


def _edition(path: Path, known: Mapping[Path, str], maps: Sequence[Memory]) -> str:
    origins = None if path in known else origins_of(path, maps)
    return origins.edition if origins else known.get(path, "")
