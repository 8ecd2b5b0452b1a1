"""Where manuscripts come from: mistakes in book.toml with their lines, the order of a book, and folders with traps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from publish.sources import read
from publish.sources.dates import modified
from publish.sources.folder import Folder
from publish.sources.trims import trim_size
from tests.conftest import written

MISTAKES = [
    ("no TOML", 'title = "A\n', "M001", 1),
    ("an unknown key", 'title = "A"\nautor = "B"\n', "M002", 2),
    ("an unknown key in a table", 'title = "A"\n[typography]\nsmrt = true\n', "M002", 3),
    ("an unknown key in a named table", '[links.x]\nplain = "a"\nurll = "b"\n', "M002", 3),
    ("a value of the wrong kind", 'title = "A"\ntoc-depth = "two"\n', "M003", 2),
    ("a page that the press does not make", 'title = "A"\nfront = [\n  "half-titel"\n]\n', "M003", 3),
    ("a trim size nobody cuts", 'title = "A"\n[print]\ntrim = "900x1in"\n', "M003", 3),
    ("a listed file that is missing", 'title = "A"\nbody = ["a.md",\n  "b.md"]\n', "M004", 3),
    ("a date of another form", 'title = "A"\ndate = "May 2024"\n', "M003", 2),
]


@pytest.mark.parametrize(("name", "text", "code", "line"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistake(tmp_path: Path, name: str, text: str, code: str, line: int) -> None:
    _, noticed = read(written(tmp_path, book__toml=text, a__md="# A\n\nText.\n"))
    assert [(d.code, d.span.line) for d in noticed] == [(code, line)]
    assert noticed[0].hint


def test_nearest_name_is_offered(tmp_path: Path) -> None:
    _, noticed = read(written(tmp_path, book__toml='titel = "A"\n', a__md="# A\n\nText.\n"))
    assert noticed[0].hint == "did you mean title?"


LAYOUTS = [
    ("no lists", {"book__toml": 'title = "T"\n', "10-b__md": "# B", "2-a__md": "# A", "preface__md": "# P"},
     ["preface.md", "2-a.md", "10-b.md"]),
    ("no book.toml", {"b__md": "# B", "a__md": "# A", "README__md": "x"}, ["a.md", "b.md"]),
    ("lists", {"book__toml": 'title = "T"\nbody = ["b.md", "a.md"]\nback = ["c.md"]\n', "a__md": "a", "b__md": "b", "c__md": "c"},
     ["b.md", "a.md", "c.md"]),
    ("Leanpub", {"Book__txt": "b.md\n\na.md\n", "a__md": "a", "b__md": "b", "c__md": "c"}, ["b.md", "a.md"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "files", "order"), LAYOUTS, ids=[x[0] for x in LAYOUTS])
def test_order(tmp_path: Path, name: str, files: dict[str, str], order: list[str]) -> None:
    manuscript, _ = read(written(tmp_path, **files))
    assert manuscript is not None
    assert [s.path for s in manuscript.sources if s.path] == order
    kinds = [s.kind for s in manuscript.sources if s.generated]
    assert kinds == ["halftitlepage", "titlepage", "copyright-page", "toc"]


def test_line_ends_marks_and_control_characters(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf# A\r\n\r\nOne\x01 two.\r")
    manuscript, noticed = read(tmp_path)
    assert manuscript is not None
    assert manuscript.sources[-1].text == "# A\n\nOne two.\n"
    assert [(d.code, d.span.line, d.span.column) for d in noticed] == [("M010", 3, 4)]


def test_folder_opens_only_its_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    written(folder, a__png="x")
    (tmp_path / "secret").write_text("s")
    (folder / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe")
    files = Folder(folder)
    assert files["./x/../a.png"] == b"x"
    for path in ("../secret", "/etc/passwd", "link", "pipe", "a\0b"):
        with pytest.raises(PermissionError):
            files[path]
    for path in ("none.png", "", "."):
        with pytest.raises(KeyError):
            files[path]


@pytest.mark.parametrize(
    ("epoch", "date", "year"),
    [("0", "", 1980), ("1000000000", "", 2001), ("-5", "2020-01-02", 2020), ("x", "", 1980), ("99999999999", "", 2107),
     ("", "2024", 1980), ("", "2024-05-06", 2024)],
)  # fmt: skip
def test_date_of_a_book(tmp_path: Path, epoch: str, date: str, year: int) -> None:
    assert modified(tmp_path, date, {"SOURCE_DATE_EPOCH": epoch}).year == year


@pytest.mark.parametrize(
    ("text", "size"),
    [("6x9", ("6in", "9in")), ("A5", ("148mm", "210mm")), ("148 x 210 mm", ("148mm", "210mm")), ("1x1", None), ("big", None)],
)
def test_trim_size(text: str, size: tuple[str, str] | None) -> None:
    assert trim_size(text) == size
