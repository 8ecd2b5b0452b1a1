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
# Only "usage" to EPUBCheck, a mistake of the press to us: a file in the container that the manifest does not list.
_STRICTER = {"OPF-003": "E002"}


def epubcheck(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Every error and warning, at the file and line inside the EPUB."""
    folder = package_folder("epubcheck")
    jars = [next(folder.glob("**/epubcheck*.jar")), *sorted(folder.glob("**/lib/*.jar"))]
    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as reports:
        run_java("EpubCheckBatch", jars, [reports, *(str(p.resolve()) for p in paths)])
        for place, path in enumerate(paths):
            report = json.loads((Path(reports) / f"{place}.json").read_text(encoding="utf-8"))
            for message in report["messages"]:
                found += _diagnostics(path, message)
    return tuple(found)


def _diagnostics(path: Path, message: dict[str, Any]) -> list[Diagnostic]:
    code = _STRICTER.get(message["ID"]) or _CODES.get(message["severity"])
    if code is None:
        return []
    text = f"{message['ID']}: {message['message']}"
    spans = [
        Span(_inside(path, place["path"]), max(1, place["line"]), max(1, place["column"]))
        for place in message["locations"]
    ]
    return [Diagnostic(code, text, span) for span in spans or [Span(path.name)]]


def _inside(path: Path, place: str) -> str:
    """EPUBCheck names the container itself by its path on disk, and a file in it by its path there."""
    return path.name if not place or Path(place).name == path.name else f"{path.name}/{place}"
