"""Independent judges of finished files, looked up by name; a judge that is not installed is said not to have run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.diagnostics import Diagnostic
from publish.verify.ace import ace
from publish.verify.epubcheck import epubcheck
from publish.verify.java import NotInstalledError
from publish.verify.pdf_sound import pdf_sound
from publish.verify.pdfua import pdfua

__all__ = ["CHECKS", "Judgement", "verify"]

CHECKS: Mapping[str, tuple[str, Callable[[Sequence[Path]], tuple[Diagnostic, ...]]]] = {
    "epubcheck": ("EPUBCheck", epubcheck),
    "ace": ("Ace by DAISY", ace),
    "pdfua": ("veraPDF (PDF/UA-1)", pdfua),
    "pdf-sound": ("qpdf (syntax, fonts)", pdf_sound),
}


@dataclass(frozen=True)
class Judgement:
    """What one judge said: how many files it saw, how many findings it had, or why it did not run."""

    judge: str
    files: int
    findings: int
    not_run: str = ""

    def __str__(self) -> str:
        if self.not_run:
            return f"{self.judge}: NOT RUN ({self.not_run})"
        files = f"{self.files} file{'' if self.files == 1 else 's'}"
        return f"{self.judge}: {files}, {self.findings or 'no'} finding{'' if self.findings == 1 else 's'}"


def verify(checks: Mapping[Path, Sequence[str]]) -> tuple[tuple[Judgement, ...], tuple[Diagnostic, ...]]:
    """Each judge once, over all files that want it."""
    judgements: list[Judgement] = []
    found: list[Diagnostic] = []
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
    return tuple(judgements), tuple(found)
