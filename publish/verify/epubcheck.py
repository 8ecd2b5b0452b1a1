"""EPUBCheck, the W3C's validator of EPUB."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from publish.verify.findings import Finding
from publish.verify.java import package_folder, run_java

_CODES = {"FATAL": "E001", "ERROR": "E001", "WARNING": "E002"}
# Only "usage" to EPUBCheck, mistakes to us: files that the manifest does not list, types that no vocabulary has, attributes that
# no schema has (`viewbox`), labels without words, formulas without words in their place, what stands fast on the screen.
_STRICTER = dict.fromkeys(("OPF-003", "OPF-088", "RSC-025", "NCX-006", "ACC-009", "CSS-006"), "E002")
# Of the vocabulary since its version 1.1, which EPUBCheck 5.3 does not know yet.
_KNOWN = ('epub:type value "ordinal"', 'epub:type value "label"')


def epubcheck(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Every error and warning, at the file and line inside the EPUB."""
    folder = package_folder("epubcheck")
    jars = [next(folder.glob("**/epubcheck*.jar")), *sorted(folder.glob("**/lib/*.jar"))]
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as reports:
        run_java("EpubCheckBatch", jars, [reports, *(str(p.resolve()) for p in paths)])
        for place, path in enumerate(paths):
            report = json.loads((Path(reports) / f"{place}.json").read_text(encoding="utf-8"))
            for message in report["messages"]:
                found += _findings(path, message)
    return tuple(found)


def _findings(path: Path, message: dict[str, Any]) -> list[Finding]:
    code = _STRICTER.get(message["ID"]) or _CODES.get(message["severity"])
    if code is None or any(known in message["message"] for known in _KNOWN):
        return []
    text = f"{message['ID']}: {message['message']}"
    places = [(_inside(path, p["path"]), max(0, p["line"]), max(0, p["column"])) for p in message["locations"]]
    return [Finding(code, text, path, *place) for place in places or [("", 0, 0)]]


def _inside(path: Path, place: str) -> str:
    """EPUBCheck names the container itself by its path on disk, and a file in it by its path there."""
    return "" if Path(place).name == path.name else place
