"""The finished book in a real reading system in a real browser: contents, page-list and notes lead where they say."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.build import build
from publish.verify.ace import _judges, _node, _with_chromium
from publish.verify.java import NotInstalledError
from tests.conftest import ROOT, written

#: What is wide by nature: a table of many columns, code, an address, verse, formulas, a figure, a box, a note, a long word.
WIDE = f"""# One

{"Wort" * 30} and https://example.org/{"path/" * 30} and `{"code_" * 30}`.[^n]

| {" | ".join(["A heading"] * 8)} |
|{"---|" * 8}
| {" | ".join(["incomprehensible words"] * 8)} |

| {" | ".join("0123456789ABCDEFG")} |
|{"---|" * 17}
| {" | ".join("01234567ギ9ABCDEFG")} |

```python
def {"name_" * 20}(value: int) -> str:  # {"a remark " * 12}
    return "{"x" * 90}"
```

::: verse
A line of verse that goes on and on and never comes to where a screen would have it end,
    another one.
:::

$$ {" + ".join(f"x_{{{n}}}^2" for n in range(12))} = y $$

![A picture](view.png)

> [!WARNING]
> {"Unbreakable" * 12}

<div>{"Raw" * 40}</div>

[^n]: A note with {"a_long_word" * 9}.
"""


def browser() -> tuple[str, Mapping[str, str]]:
    """Node and an environment with a browser; skipped where there is none."""
    try:
        node = _node()
        return node, _with_chromium(node)
    except NotInstalledError as error:
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.parametrize("book", ["the book", "what is wide"])
def test_no_page_is_wider_than_the_screen(book: str, tmp_path: Path) -> None:
    """On a narrow screen, in type of twice the size, by night: nothing scrolls sideways, nothing vanishes in its ground."""
    node, environment = browser()
    folder = ROOT / "manuscript"
    if book == "what is wide":
        toml = 'title = "W"\nslug = "w"\nlang = "en"\n[epub]\npage-list = false\n'
        folder = written(tmp_path / "m", book__toml=toml, one__md=WIDE)
        Pillow.new("RGB", (1600, 400), "red").save(folder / "view.png")
    path = build(folder, ["epub"], tmp_path / "out").written[0].path
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "book")
    command = [node, str(ROOT / "tests" / "reader" / "sizes.mjs"), str(_judges()), str(tmp_path / "book")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["epub", "kobo"])
def test_every_entry_of_the_book_is_followed(edition: str, tmp_path: Path) -> None:
    judges = _judges()
    if not (judges / "node_modules" / "foliate-js").exists():
        pytest.skip("foliate-js is not installed; run .ci/setup --judges")
    node, environment = browser()
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
