"""EPUBCheck, the W3C's validator of EPUB."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from publish.diagnostics import Diagnostic, Span
from publish.verify.java import package_folder, run_java

_CODES = {"FATAL": "E001", "ERROR": "E001", "WARNING": "E002"}


def epubcheck(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    folder = package_folder("epubcheck")
    jars = [next(folder.glob("**/epubcheck*.jar")), *sorted(folder.glob("**/lib/*.jar"))]
    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as reports:
        run_java("EpubCheckBatch", jars, [reports, *(str(p) for p in paths)])
        for path in paths:
            report = json.loads((Path(reports) / f"{path.name.removesuffix('.epub')}.json").read_text(encoding="utf-8"))
            for message in report["messages"]:
                if message["severity"] in _CODES:
                    found += _diagnostics(path, message)
    return tuple(found)


def _diagnostics(path: Path, message: dict[str, Any]) -> list[Diagnostic]:
    code = _CODES[message["severity"]]
    text = f"{message['ID']}: {message['message']}"
    spans = [
        Span(f"{path.name}/{place['path']}", max(1, place["line"]), max(1, place["column"]))
        for place in message["locations"]
    ]
    return [Diagnostic(code, text, span) for span in spans or [Span(path.name)]]
