"""Ace by DAISY, the judge of an EPUB's accessibility; it comes from npm and brings its own Chromium."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.verify.container import Container, numbers
from publish.verify.findings import Finding
from publish.verify.java import NotInstalledError

_UNPACK = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"


def _judges() -> Path:
    """Where the set-up puts judges from npm: in the environment."""
    return Path(sys.prefix) / "judges"


def _node() -> str:
    own = Path(sys.prefix) / "bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise NotInstalledError("Node is not installed; run .ci/setup --judges")
    return found


def ace(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Every barrier that Ace sees, at the file inside the EPUB. About 6 s a book."""
    cli = _judges() / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    if not cli.exists():
        raise NotInstalledError("Ace is not installed; run .ci/setup --judges")
    node = _node()
    environment = _with_chromium(node)
    return tuple(found for path in paths for found in _judged(path, [node, str(cli)], environment))


def _with_chromium(node: str) -> Mapping[str, str]:
    """The environment for Ace, with the packaged Chromium, unpacked beside the judges and not into a shared folder.

    The package carries the libraries that a bare system lacks, but unpacks them only where it believes to be on AWS.
    """
    if not _judges().is_dir():
        raise NotInstalledError("the Chromium for Ace is not installed; run .ci/setup --judges")
    unpacked = _judges() / "unpacked"
    unpacked.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(unpacked), "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"}
    command = [node, "-e", _UNPACK]
    done = subprocess.run(
        command, cwd=_judges(), env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        raise NotInstalledError(f"the Chromium for Ace cannot be unpacked: {done.stderr.strip()[-400:]}")
    result = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": done.stdout.strip().splitlines()[-1],
        "ACE_TIMEOUT_INITIAL": "60000",
    }
    if not _has_nss():
        result["LD_LIBRARY_PATH"] = str(unpacked / "al2023" / "lib")
    return result


def _has_nss() -> bool:
    try:
        ctypes.CDLL("libnss3.so")
    except OSError:
        return False
    return True


def _judged(path: Path, ace: Sequence[str], environment: Mapping[str, str]) -> list[Finding]:
    with tempfile.TemporaryDirectory() as out:
        command = [*ace, "-s", "-f", "-E", "-T", "120000", "-o", out, str(path.resolve())]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False, env=environment
        )
        report = Path(out) / "report.json"
        if report.exists():
            return _violations(path, json.loads(report.read_text(encoding="utf-8")))
        said = (done.stdout + done.stderr).strip()[-800:]
        if "Failed to launch the browser" in said or "shared librar" in said:
            raise NotInstalledError(f"its Chromium does not start here: {said}")
        return [Finding("E003", f"Ace could not read it: {said}", path)]


def _violations(path: Path, report: Mapping[str, Any]) -> list[Finding]:
    """The failed assertions of Ace's EARL report, which has one list for each document of the book."""
    found = []
    for document in report["assertions"]:
        inside = document["earl:testSubject"]["url"]
        for assertion in document["assertions"]:
            result = assertion["earl:result"]
            text = f"{assertion['earl:test']['dct:title']}: {result['dct:description'].splitlines()[0]}"
            steps = (result.get("earl:pointer") or {}).get("cfi") or [""]
            found.append(Finding("E003", text, path, inside, element=_number(path, inside, str(steps[0]))))
    return found


def _number(path: Path, inside: str, cfi: str) -> int:
    """The number of the element that a path of EPUB CFI leads to (`/4/2[id]/6`): even steps count elements."""
    try:
        book = Container(path)
    except (OSError, zipfile.BadZipFile):
        return -1
    at = book.tree(book.resolved(book.package_path, inside)[0])
    if at is None or not cfi:
        return -1
    counted = numbers(at)
    for step in re.findall(r"/(\d+)", cfi):
        children = [e for e in at if e in counted]
        place = int(step) // 2 - 1
        if not 0 <= place < len(children):
            break
        at = children[place]
    return counted[at]
