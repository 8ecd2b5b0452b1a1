"""Independent judges of finished files, looked up by name; a judge that is not installed is said not to have run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.diagnostics import Diagnostic
from publish.verify.ace import ace
from publish.verify.epubcheck import epubcheck
from publish.verify.java import NotInstalled
from publish.verify.pdfua import pdf_sound, pdfua

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
        return f"{self.judge}: {self.files} file{'s' if self.files > 1 else ''}, {self.findings or 'no'} findings"


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
        except NotInstalled as error:
            judgements.append(Judgement(judge, len(paths), 0, str(error)))
            continue
        judgements.append(Judgement(judge, len(paths), len(findings)))
        found += findings
    return tuple(judgements), tuple(found)
