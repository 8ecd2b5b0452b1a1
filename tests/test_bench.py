"""The books that benchmarks measure with are what they promise, and a run's ratios are judged right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import corpora
from bench.targets import Measured, Target
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
