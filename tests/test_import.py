"""`publish import`: a book.toml printed or written, paths as seen from where it stands, nothing overwritten."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from publish.sources import read
from tests.conftest import written
from tests.test_cli import run

SUMMARY = "[Preface](preface.md)\n\n- [One](one.md)\n"


@pytest.fixture
def mdbook(tmp_path: Path) -> Path:
    folder = written(tmp_path / "repo", book__toml='[book]\ntitle = "T \\"q\\""\nauthors = ["A"]\n')
    written(folder / "src", SUMMARY__md=SUMMARY, preface__md="# Preface", one__md="# One")
    return folder


def test_printed(mdbook: Path) -> None:
    code, out, errors = run("import", str(mdbook))
    table = tomllib.loads(out)
    assert (code, errors) == (0, "")
    assert (table["title"], table["author"]) == ('T "q"', ["A"])
    assert table["body"] == [{"file": "src/one.md", "title": "One"}]
    assert sorted(p.name for p in mdbook.iterdir()) == ["book.toml", "src"]


@pytest.mark.parametrize(
    ("out", "path"), [("repo/src", "one.md"), (".", "repo/src/one.md"), ("elsewhere", "src/one.md")]
)
def test_written_as_seen_from_there(mdbook: Path, tmp_path: Path, out: str, path: str) -> None:
    code, printed, errors = run("import", str(mdbook), "--out", str(tmp_path / out))
    table = tomllib.loads((tmp_path / out / "book.toml").read_text(encoding="utf-8"))
    assert (code, printed, table["body"][0]["file"]) == (0, "", path)
    assert ("move it into" in errors) == (out == "elsewhere")


def test_written_beside_the_chapters_it_is_read(mdbook: Path) -> None:
    run("import", str(mdbook), "--out", str(mdbook / "src"))
    first, second = read(mdbook)[0], read(mdbook / "src")[0]
    assert first is not None
    assert second is not None
    assert first.metadata == second.metadata
    assert [(s.title, s.kind, s.text) for s in first.sources] == [(s.title, s.kind, s.text) for s in second.sources]


def test_settings_of_the_e_books_are_kept(tmp_path: Path) -> None:
    toml = """title = "T"
alternate-script = { ja = "本" }
author = ["Ann", { name = "夏目漱石", alternate-script = { en = "Natsume Sōseki" } }]
subject = ["Rings", { text = "Film", authority = "BISAC", term = "PER004030" }]
[epub]
fonts = false
max-megapixels = 5.6
[epub.conformance]
certified-by = "Ann Auditor"
date = "2026-05-01"
"""
    first = read(written(tmp_path / "a", book__toml=toml, one__md="# One\n\nText.\n"))[0]
    run("import", str(tmp_path / "a"), "--out", str(tmp_path))
    second = read(tmp_path)[0]
    assert first is not None
    assert second is not None
    assert (first.metadata.epub, first.metadata.subject) == (second.metadata.epub, second.metadata.subject)
    assert first.metadata.epub.conformance is not None
    assert first.metadata.scripts == second.metadata.scripts == (("ja", "本"),)
    assert first.metadata.author == second.metadata.author
    assert first.metadata.author[1].scripts == (("en", "Natsume Sōseki"),)


def test_nothing_is_overwritten(mdbook: Path, tmp_path: Path) -> None:
    code, _, errors = run("import", str(mdbook), "--out", str(mdbook))
    assert (code, "nothing is overwritten" in errors) == (2, True)
    assert (mdbook / "book.toml").read_text().startswith("[book]")
    code, _, errors = run("import", str(mdbook), "--out", str(mdbook / "src" / "deeper"))
    assert (code, "is not inside" in errors) == (2, True)
    assert not (mdbook / "src" / "deeper").exists()
    assert run("import", str(written(tmp_path / "empty", notes__txt="x")))[0] == 1
