"""Diagnostics in SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from publish import __version__
from publish.diagnostics import CODES, Diagnostic

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(found: Sequence[Diagnostic], root: str) -> dict[str, Any]:
    """One run with the rules that were broken; `root` stands before each path."""
    codes = sorted({d.code for d in found})
    driver = {"name": "colophon", "version": __version__, "rules": [_rule(code) for code in codes]}
    results = [_result(d, codes.index(d.code), root) for d in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    said = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": said.meaning},
        "defaultConfiguration": {"level": str(said.severity)},
    }


def _result(d: Diagnostic, rule: int, root: str) -> dict[str, Any]:
    region = {"startLine": d.span.line, "startColumn": d.span.column}
    place = {"artifactLocation": {"uri": quote(root + d.span.path)}, "region": region}
    return {
        "ruleId": d.code, "ruleIndex": rule, "level": str(d.severity),
        "message": {"text": d.message + (f" ({d.hint})" if d.hint else "")},
        "locations": [{"physicalLocation": place}],
    }  # fmt: skip
