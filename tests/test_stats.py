"""`publish stats`: what is a word, and what a chapter holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publish.stats import words_in
from tests.conftest import written
from tests.test_cli import run

WORDS = [
    ("", 0, 0), ("one two", 2, 0), ("it's a well-known O’Neill", 4, 0), ("3.14 and 2024", 4, 0), ("— … –", 0, 0),
    ("吾輩は猫である。", 7, 7), ("JavaScriptの基本", 4, 3), ("한국어 책입니다", 2, 0), ("می‌خواهم کتاب", 2, 0),
    ("ภาษาไทยง่าย", 3, 0), ("naïve café", 2, 0), ("a\u00adb", 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "signs"), WORDS)
def test_words(text: str, words: int, signs: int) -> None:
    assert words_in(text) == (words, signs)


TEXT = """# One Two

Three *four*.[^a] Five`six`.

![A caption here](x.png)

| a | b |
|---|---|
| c | d |

```
not counted at all
```

[^a]: A note.
"""


def test_counts_of_a_book(tmp_path: Path) -> None:
    folder = str(written(tmp_path, book__toml='title = "T"\n', a__md=TEXT, b__md="# B\n\n" + "word " * 460))
    code, out, _ = run("stats", folder, "--format", "json")
    found = json.loads(out)
    assert code == 0
    first = {k: v for k, v in found["chapters"][0].items() if k != "minutes"}
    assert first == {"title": "One Two", "path": "a.md", "words": 14, "notes": 1, "figures": 1, "tables": 1}
    assert (found["chapters"][1]["words"], found["chapters"][1]["minutes"]) == (461, 2)
    assert found["total"] == {"title": "T", "words": 475, "notes": 1, "figures": 1, "tables": 1, "minutes": 2}
    code, out, _ = run("stats", folder)
    assert out.splitlines()[-1].split() == [
        "475",
        "words",
        "1",
        "notes",
        "1",
        "figures",
        "1",
        "tables",
        "2",
        "minutes",
        "T",
    ]


def test_nothing_to_count(tmp_path: Path) -> None:
    assert run("stats", str(written(tmp_path, notes__txt="x")))[0] == 1
