"""The books that benchmarks measure with are what they promise, and a run's ratios are judged right."""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import cases, corpora, report, run
from bench.examined import Examined
from bench.targets import TARGETS, Measured, Target
from publish.build import check


@pytest.mark.parametrize("kind", corpora.KINDS)
def test_a_corpus_is_the_same_twice_and_has_no_mistake(tmp_path: Path, kind: str) -> None:
    corpora.make(tmp_path / "one", "essay", kind)
    corpora.make(tmp_path / "two", "essay", kind)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)
    assert check(tmp_path / "one", ["epub", "pdf"]).diagnostics == ()


@pytest.mark.parametrize("size", corpora.SIZES.values(), ids=corpora.SIZES)
def test_a_plain_corpus_has_its_words_in_its_chapters(size: corpora.Size) -> None:
    chapters = corpora.written(size, rich=False)
    assert len(chapters) == size.chapters
    assert len(set(chapters)) == size.chapters
    assert sum(len(text.split()) for text in chapters) == pytest.approx(size.words, rel=0.02)


def test_every_rich_chapter_has_everything() -> None:
    for text in corpora.written(corpora.SIZES["novel"], rich=True):
        notes = re.findall(r"^\[\^(\S+)\]: ", text, flags=re.M)
        assert notes
        assert all(text.count(f"[^{note}]") == 2 for note in notes)
        for part in (r"^\| Day", r"^: The log", r"^!\[", r"^```python", r"\]\(#fig:", r"\]\(#tbl:", r"^## "):
            assert re.search(part, text, flags=re.M), part


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (Target("a", "mine", 1.0, "theirs"), 0.5),
        (Target("a", "mine", 1.0), 2.0),
        (Target("a", "mine", 1.0, unit="megabytes"), 300.0),
        (Target("a", "mine", 1.0, "mine", "b", "seconds a page"), 0.25),
        (Target("a", "mine", 1.0, "broken"), None),
        (Target("a", "not measured", 1.0), None),
    ],
)
def test_targets(target: Target, value: float | None) -> None:
    """Ratios are taken run by run: the median of 1/2, 2/4 and 9/3, not that of the medians."""
    results = {
        ("a", "mine"): Measured([1.0, 2.0, 9.0], 300.0, 20),
        ("a", "theirs"): Measured([2.0, 4.0, 3.0], 100.0, 20),
        ("a", "broken"): Measured(failed="a crash"),
        ("b", "mine"): Measured([4.0], 300.0, 10),
    }
    assert target.value(results) == value


def test_the_page_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Date, machine, a row for each case, a line for each promise; what is promised is measured."""
    monkeypatch.setitem(sys.modules, "pypandoc", SimpleNamespace(get_pandoc_path=lambda: "pandoc"))
    books = ["novel-plain", "novel-rich", "saga-plain", "saga-rich"]
    names = [case.name for case in cases.cases(cases.Desk("novel-plain", tmp_path))]
    assert {(target.of, target.by or target.of) for target in TARGETS} <= {(a, b) for a in names for b in names}
    results = {(book, name): Measured([1.0, 3.0, 2.0], 120.4, 350) for book in books for name in names}
    results["saga-rich", "one WeasyPrint document"] = Measured(failed="a crash")
    results["saga-rich", "cold PDF"] = Measured(
        [9.0, 9.5, 9.1], 401.0, 2300, examined=Examined(2000, 720, wrong=("a page",))
    )
    page = run.page("novel saga", 3, report.tables(results, 3))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    assert page.startswith("# Performance\n\nWritten by `make bench BOOKS=novel,saga RUNS=3 WRITE=docs/performance.md`")
    assert f"\n{datetime.date.today().isoformat()}; " in page
    assert re.search(r"\d cores, Python 3\.\d+\.\d+; weasyprint [\d.]+, .*Medians of 3 interleaved runs", page)
    assert rows[0] == ["seconds (MB, pages)", *books]
    assert [row[0] for row in rows[2 : 2 + len(names)]] == names
    assert rows[2] == ["cold PDF", *["2.00 (120 MB, 350 p)"] * 3, "9.10 (401 MB, 2,300 p)"]
    assert next(row for row in rows if row[0] == "one WeasyPrint document")[-1] == "failed"
    assert "\nsaga-rich, cold PDF: 2,000 notes, each once; 720 page numbers, 1 wrong; " in page
    assert ["saga-rich: cold PDF, faults", "0", "1", "**not met**"] in rows
    assert ["novel-plain: cold PDF ÷ pandoc → typst", "3", "1", "met"] in rows
    assert len(rows) == 2 + len(names) + 2 + len(TARGETS) - 1, "novel-rich was not examined; all else was measured"
