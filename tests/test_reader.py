"""The finished book in a real reading system in a real browser: contents, page-list and notes lead where they say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from publish.build import build
from publish.verify.ace import _judges, _node, _with_chromium
from publish.verify.java import NotInstalledError
from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["epub", "kobo"])
def test_every_entry_of_the_book_is_followed(edition: str, tmp_path: Path) -> None:
    judges = _judges()
    if not (judges / "node_modules" / "foliate-js").exists():
        pytest.skip("foliate-js is not installed; run .ci/setup --judges")
    try:
        node = _node()
        environment = _with_chromium(node)
    except NotInstalledError as error:
        pytest.skip(str(error))
    path = build(ROOT / "manuscript", [edition], tmp_path).written[0].path
    command = [node, str(ROOT / "tests" / "reader" / "walk.mjs"), str(judges), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert [e for e in (*found["contents"], *found["pages"]) if not e["ok"]] == []
    assert len(found["contents"]) > 20
    assert len(found["pages"]) > 50
    assert {page["role"] for page in found["pages"]} == {"doc-pagebreak"}
    assert [(n["note"]["role"], n["reference"]["role"]) for n in found["notes"]] == [
        ("doc-footnote", "doc-noteref")
    ] * 5
