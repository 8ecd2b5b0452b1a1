"""The passes over a text on inputs of one size and of twice that: `python bench/passes.py`. Twice may take 2.3 times, no more.

CPU seconds of `publish check`, so that what else the machine does counts little.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpora
from publish.build import check

LIMIT = 2.3


def _prose(characters: int) -> str:
    return "\n\n".join(itertools.islice(corpora.paragraphs(), characters // 370))  # a paragraph has some 370


def _each(count: int, make: Callable[[int], str]) -> str:
    return "\n\n".join(make(n) for n in range(count))


#: What a text is full of, by a size: 2 is a chapter of 1 MB, 5,000 headings, 20,000 links, 2,000 notes.
CASES: dict[str, Callable[[int], str]] = {
    "a long chapter": lambda n: _prose(500_000 * n),
    "headings": lambda n: _each(2_500 * n, lambda i: f"## Heading {i}\n\nText."),
    "headings alike, below one": lambda n: "# B\n\n" + _each(2_500 * n, lambda i: f"#### Heading\n\nText {i}."),
    "links": lambda n: "## Place {#p}\n\n" + _each(200 * n, lambda i: "See " + ", ".join(["[it](#p)"] * 50)),
    "addresses": lambda n: _each(200 * n, lambda i: " ".join(f"https://example.org/{i}/{k}" for k in range(50))),
    "notes": lambda n: _each(1_000 * n, lambda i: f"Word[^{i}].\n\n[^{i}]: Note {i}."),
    "rows of a table": lambda n: "| a | b |\n|---|---|\n" + "\n".join(f"| {i} | x |" for i in range(3_000 * n)),
    "items of a list": lambda n: "\n".join(f"- item {i}" for i in range(3_000 * n)),
    "raw HTML": lambda n: _each(1_500 * n, lambda i: f"<div>text <b>{i}</b></div>"),
    "verse": lambda n: _each(1_000 * n, lambda i: "Of man is\\\nthe first thing\\\nof the tree\\\nwhose taste"),
    "marks of emphasis": lambda n: "*a* **b** " * (3_000 * n),
}


def _seconds(text: str) -> float:
    with tempfile.TemporaryDirectory(prefix="passes-") as folder:
        (Path(folder) / "book.toml").write_text('title = "T"\nlang = "en"\n')
        (Path(folder) / "a.md").write_text(f"# A\n\n{text}\n", encoding="utf-8")
        started = time.process_time()
        check(Path(folder), ["epub", "pdf"])
        return time.process_time() - started


def main() -> None:
    _seconds("What is imported first is not counted.")
    slow = 0
    for name, make in CASES.items():
        once, twice = _seconds(make(1)), _seconds(make(2))
        slow += twice > LIMIT * once
        print(f"{name:26} {once:6.2f} s {twice:6.2f} s  {twice / once:.2f} times", "TOO SLOW" * (twice > LIMIT * once))
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
