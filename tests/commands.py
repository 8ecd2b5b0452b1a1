"""The command as its users run it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf

from tests.conftest import ROOT
from tests.hostile.cases import case, written

PUBLISH = [sys.executable, "-m", "publish"]


def run(*arguments: str | Path, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*PUBLISH, *map(str, arguments)]
    if before:
        command = ["sh", "-c", f'{before}; exec "$@"', "sh", *command]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )


def book(home: Path, toml: str = "", text: str = "", **files: str) -> Path:
    return written(case("book", "", text, files=files, toml=toml), home)


def whole(out: Path) -> None:
    """Every output opens."""
    for path in out.glob("*.epub"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    for path in out.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) > 0
