"""A chapter on the shelf is the chapter that was parsed, and no other; what is on it is not parsed again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish import markdown
from publish.book import Chapter, Manuscript
from publish.cache import Memory
from publish.diagnostics import Diagnostic
from publish.sources import read
from tests.conftest import classic, written
from tests.long_table import write

MACROS = {
    "01__md": "# One\n\n$a$",
    "02__md": "# Two\n\n$$\n\\newcommand{\\x}{y}\n\\x\n$$\n",
    "03__md": "# Three\n\n$\\x$",
}

#: Notes, faults, raw HTML, comments, characters beyond the first plane, an include, what a chapter is called.
FAULTS = {
    "a__md": "Text[^1] <!-- said --> \u2603 \U0001f600 <b>bold\n\n[^1]: Note.\n\n<div>x\n\n## Twice\n\n##### Deep\n",
    "b__md": "---\ntitle: Called\n---\n\n{{#include c.txt}}\n\n[gone](#nowhere) ![](x.png) &nbsp; \r\n\r\n# A & B <i>c</i>\n",
    "c__txt": 'Included *text*, "quoted".',
    "d__md": "",
}


def _constructs(folder: Path) -> Path:
    folder.mkdir()
    return write(folder)


def _faults(folder: Path) -> Path:
    return written(folder, **FAULTS)


def _manuscript(folder: Path) -> Manuscript:
    manuscript, _ = read(folder)
    assert manuscript is not None
    return manuscript


def _said(chapters: tuple[Chapter, ...], noticed: tuple[Diagnostic, ...]) -> object:
    return [(c.source, c.title, c.name, etree.tostring(c.tree)) for c in chapters], noticed


@pytest.fixture
def shaped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the chapters that are parsed."""
    paths: list[str] = []
    plain = markdown._shaped

    def noted(source: markdown.Source, *others: object) -> Chapter:
        paths.append(source.path)
        return plain(source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(markdown, "_shaped", noted)
    return paths


@pytest.mark.parametrize(
    "make", [_constructs, lambda to: classic("alice", to), _faults], ids=["every construct", "alice", "faults"]
)
def test_what_is_recalled_is_what_was_parsed(make: Callable[[Path], Path], tmp_path: Path, shaped: list[str]) -> None:
    manuscript = _manuscript(make(tmp_path / "in"))
    plain = _said(*markdown.parse(manuscript))
    shelf = Memory(tmp_path / "shelf", "")
    assert _said(*markdown.parse(manuscript, shelf)) == plain
    shaped.clear()
    assert _said(*markdown.parse(manuscript, shelf)) == plain
    assert shaped == []


def test_what_changed_is_parsed_again(tmp_path: Path, shaped: list[str]) -> None:
    folder = _faults(tmp_path / "in")
    shelf = Memory(tmp_path / "shelf", "")
    markdown.parse(_manuscript(folder), shelf)
    shaped.clear()
    (folder / "c.txt").write_text("Something else.")
    markdown.parse(_manuscript(folder), shelf)
    assert shaped == ["b.md"], "its include changed"
    shaped.clear()
    metadata = dataclasses.replace(_manuscript(folder).metadata, lang="fr")
    markdown.parse(dataclasses.replace(_manuscript(folder), metadata=metadata), shelf)
    assert shaped == ["a.md", "b.md"]


def test_macros_reach_the_chapters_behind_them(tmp_path: Path, shaped: list[str]) -> None:
    manuscript = _manuscript(written(tmp_path / "in", **MACROS))
    shelf = Memory(tmp_path / "shelf", "")
    plain = _said(*markdown.parse(manuscript))
    shaped.clear()
    for expected in (["01.md", "02.md", "03.md"], ["02.md", "03.md"]):
        assert _said(*markdown.parse(manuscript, shelf)) == plain
        assert shaped == expected
        shaped.clear()
