"""The same manuscript gives the same bytes: every edition, in another folder, process, time zone and language of the machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.editions import EDITIONS
from tests.conftest import ROOT, written

_TOML = """title = "A Small Book"
author = "Ann Author"
slug = "small"
lang = "en"
date = "2026-01-01"
description = "Of İ, ß and other letters whose case a locale changes."
front = ["title-page", "imprint", "contents"]
back = ["index"]
"""
_ONE = """# One

A sentence[^n] with *words*, $e^x$ and [a term]{.index}. [Persian]{lang=fa} and ![A dot](dot.png) in a line.

(a) One
(b) Two

| A | B |
|---|---|
| c | d |

```python
print(1)
```

::: tip
A box.
:::

[^n]: A note.
"""
#: What two machines differ in; names of files are found in another order too, since the files are written in another.
_MACHINES = (
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LANG": "C.utf8", "LC_ALL": "C.utf8", "PYTHONHASHSEED": "2"},
)


def _built(place: Path, backwards: bool, machine: dict[str, str], times: int) -> dict[str, str]:
    """The hashes of all files that a process makes of the book, which stands in `place` and is named as from there."""
    files = {"book.toml": _TOML, "one.md": _ONE, "two.md": "# Two\n\nMore [of it](one.md).\n"}
    book = written(place / "book", **dict(sorted(files.items(), reverse=backwards)))
    Pillow.linear_gradient("L").resize((2000, 2000)).save(book / "dot.png")
    for file in book.iterdir():
        os.utime(file, (times, times))
    given = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    command = [
        sys.executable,
        "-m",
        "publish",
        "build",
        "book",
        "--to",
        ",".join(sorted(EDITIONS)),
        "--out",
        "out",
        "-q",
    ]
    environment = given | machine | {"PYTHONPATH": str(ROOT), "COLOPHON_CACHE": str(place / "cache")}
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, timeout=240)
    out = place / "out"
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(out.rglob("*"))
        if file.is_file()
    }


@pytest.mark.slow
def test_two_machines_make_the_same_files(tmp_path: Path) -> None:
    first = _built(tmp_path / "a", False, _MACHINES[0], 1_000_000_000)
    second = _built(tmp_path / "b" / "Ünder" / "deeper", True, _MACHINES[1], 1_700_000_000)
    assert {name.partition("/")[0] for name in first} >= {
        "small.epub",
        "small.kepub.epub",
        "small-kindle.epub",
        "small.pdf",
    }
    assert first == second
