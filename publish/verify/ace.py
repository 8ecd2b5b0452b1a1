"""Ace by DAISY, the judge of an EPUB's accessibility; it comes from npm and brings its own Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from publish.diagnostics import Diagnostic, Span
from publish.verify.java import NotInstalled


def _judges() -> Path:
    """Where the set-up puts judges from npm: beside the environment's own programs."""
    return Path(sys.prefix) / "judges"


def _node() -> str:
    own = Path(sys.prefix) / "bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise NotInstalled("Node is not installed; run .ci/setup --judges")
    return found


def ace(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    cli = _judges() / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    if not cli.exists():
        raise NotInstalled("Ace is not installed; run .ci/setup --judges")
    node = _node()
    found: list[Diagnostic] = []
    for path in paths:
        with tempfile.TemporaryDirectory() as out:
            script = "import('@sparticuz/chromium').then(async m=>console.log(await (m.default ?? m).executablePath()))"
            chromium = subprocess.run(
                [node, "-e", script], cwd=_judges(), capture_output=True, text=True, timeout=120, check=True
            ).stdout.strip()
            environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "ACE_TIMEOUT_INITIAL": "60000"}
            command = [node, str(cli), "-s", "-f", "-E", "-T", "120000", "-o", out, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, env=environment)
            report = Path(out) / "report.json"
            if not report.exists():
                raise RuntimeError(f"Ace failed on {path.name}: {(done.stdout + done.stderr)[-800:]}")
            found += _violations(path, json.loads(report.read_text(encoding="utf-8")))
    return tuple(found)


def _violations(path: Path, report: dict[str, object]) -> list[Diagnostic]:
    found = []
    for document in report["assertions"]:  # type: ignore[attr-defined]  # Ace's EARL report is a list of documents
        inside = document["earl:testSubject"]["url"]
        for assertion in document["assertions"]:
            test = assertion["earl:test"]
            text = f"{test['dct:title']}: {assertion['earl:result']['dct:description'].splitlines()[0]}"
            found.append(Diagnostic("E003", text, Span(f"{path.name}/{inside}")))
    return found
