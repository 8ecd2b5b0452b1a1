"""Where manuscripts come from: mistakes in book.toml with their lines, the order of a book, and folders with traps."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from publish.diagnostics import in_order
from publish.sources import read
from publish.sources.dates import Commit, last_commit, modified
from publish.sources.folder import Folder
from publish.sources.trims import trim_size, why_not
from tests.conftest import written

A = 'title = "A"' + "\n"
MISTAKES = [
    ("no TOML", 'title = "A\n', ["M001:1:11"]),
    ("no value", A + "lang =\n", ["M001:2:7"]),
    ("nested without end", "x = " + "[" * 3000 + "]" * 3000, ["M001:1:1"]),
    ("a number without end", "toc-depth = " + "1" * 5000, ["M001:1:1"]),
    ("an unknown key", A + 'autor = "B"\n', ["M002:2:1"]),
    ("its name in a string above", A + 'rights = """\nautor = 1\n"""\nautor = "B"\n', ["M002:5:1"]),
    ("a key that is a table's", A + 'isbn = "978"\n', ["M002:2:1"]),
    ("an unknown key in a table", A + "[typography]\nsmrt = true\n", ["M002:3:1"]),
    ("the same key in another table", A + '[epub]\nsmart = 1\n[typography]\nsmart = "x"\n', ["M002:3:1", "M003:5:1"]),
    ("an unknown dotted key", A + "typography.smrt = true\n", ["M002:2:12"]),
    ("an unknown key in a named table", '[links.x]\nplain = "a"\nurll = "b"\n', ["M002:3:1"]),
    ("in the second inline table", A + 'identifier = [{value = "x"},\n {value = "y", schema = "z"}]\n', ["M002:3:16"]),
    ("in the second table of a list", A + '[[author]]\nname = "x"\n[[author]]\nname = "y"\nrol = "z"\n', ["M002:6:1"]),
    ("values of the wrong kind", 'title = 3\nlang = 4\ntoc-depth = "two"\nauthor = 5\n',
     ["M003:1:1", "M003:2:1", "M003:3:1", "M003:4:1"]),
    ("a depth that no book has", A + "toc-depth = 99\n", ["M003:2:1"]),
    ("a language that is none", A + 'lang = "english please"\n', ["M003:2:1"]),
    ("another script in no language", A + 'author = {name = "x", alternate-script = {"e n" = "y"}}\n', ["M003:2:23"]),
    ("a link that is no table", A + '[links]\nx = "y"\n', ["M003:3:1"]),
    ("a statement that is no text", A + "[disclosure]\nai = 3\n", ["M003:3:1"]),
    ("a pattern that is none", A + '[affiliate]\npatterns = ["a", "("]\n', ["M003:3:18"]),
    ("a page that the press does not make", A + 'front = [\n  "half-titel"\n]\n', ["M003:3:3"]),
    ("a type that is none", A + 'body = [{file = "a.md", type = "x y"}]\n', ["M003:2:25"]),
    ("chapters that are no list", A + 'body = ["a.md", {part = "P", chapters = "b.md"}]\n', ["M003:2:30"]),
    ("a part in a part", A + 'body = ["a.md", {part = "P", chapters = [{part = "Q"}]}]\n', ["M003:2:42"]),
    ("a file listed twice", A + 'body = ["a.md", "./a.md"]\n', ["M003:2:17"]),
    ("a trim size nobody cuts", A + '[print]\ntrim = "900x1in"\n', ["M003:3:1"]),
    ("a listed file that is missing", A + '# "b.md"\nbody = ["a.md",\n  "b.md"]\n', ["M004:4:3"]),
    ("a listed file outside", A + 'body = ["a.md", "../b.md"]\n', ["M011:2:17"]),
    ("a date of another form", A + 'date = "May 2024"\n', ["M003:2:1"]),
    ("a day that no month has", A + 'date = "2024-13-45"\n', ["M003:2:1"]),
    ("a subject with half a code", A + 'subject = ["x", { text = "y", authority = "BISAC" }]\n', ["M003:2:17"]),
    ("more pixels than the press reads", A + "[epub]\nmax-megapixels = 900\n", ["M003:3:1"]),
    ("a conformance that nobody found", A + '[epub.conformance]\nlevel = "AA"\n', ["M003:2:7"]),
    ("a level that WCAG has not", A + '[epub.conformance]\ncertified-by = "B"\nlevel = "B"\n', ["M003:4:1"]),
    ("a control character", 'title = "A\\u0001"\n', ["M010:1:1"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistake(tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    _, noticed = read(written(tmp_path, book__toml=text, a__md="# A\n\nText.\n"))
    assert [f"{d.code}:{d.span.line}:{d.span.column}" for d in in_order(noticed)] == expected
    assert all(d.hint for d in noticed)


def test_a_book_without_title_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    books = [read(written(tmp_path / name, book__toml="", a__md=f"# {name}\n\nText.\n"))[0] for name in ("One", "Two")]
    first, second = (book.metadata for book in books if book)
    assert (first.title, first.slug) == ("One", "one")
    assert first.identifier != second.identifier


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
     ("", "2024", 2024), ("", "2024-99", 1980), ("", "0001-01-01", 1980), ("", "2024-05-06", 2024)],
)  # fmt: skip
def test_date_of_a_book(tmp_path: Path, epoch: str, date: str, year: int) -> None:
    assert modified(Commit(), date, {"SOURCE_DATE_EPOCH": epoch}).year == year


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("6x9", ("6in", "9in")),
        ("A5", ("148mm", "210mm")),
        ("148 x 210 mm", ("148mm", "210mm")),
        ('5,5" × 8.5 inches', ("5.5in", "8.5in")),
        ("14,8x21cm", ("14.8cm", "21cm")),
        ("B-Format", ("129mm", "198mm")),
        ("1x1", None),
        ("6x", None),
        ("20x30in", None),
        ("big", None),
    ],
)
def test_trim_size(text: str, size: tuple[str, str] | None) -> None:
    assert trim_size(text) == size
    assert (why_not(text)[0].endswith("too small or too large")) == (text in ("1x1", "20x30in")) or size


def test_leanpub_in_its_own_folder(tmp_path: Path) -> None:
    text = "{frontmatter}\npreface.md\n{mainmatter}\nb.md\nnone.md\na.md\n{backmatter}\nglossary.md\n"
    names = {f"{name}__md": f"# {name}" for name in ("preface", "a", "b", "c", "glossary")}
    written(tmp_path / "manuscript", Book__txt=text, **names)
    manuscript, noticed = read(tmp_path)
    assert manuscript is not None
    kinds = [(s.path.removeprefix("manuscript/"), s.kind) for s in manuscript.sources if s.path]
    assert kinds == [("preface.md", "preface"), ("b.md", "chapter"), ("a.md", "chapter"), ("glossary.md", "glossary")]
    assert [(d.code, str(d.span)) for d in in_order(noticed)] == [
        ("M018", "manuscript/Book.txt:1:1"),
        ("M004", "manuscript/Book.txt:5:1"),
        ("M014", "manuscript/c.md:1:1"),
    ]


def test_git_configuration_of_a_stranger_runs_nothing(tmp_path: Path) -> None:
    folder, ran = written(tmp_path / "book", a__md="x"), tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    program.chmod(0o755)
    when = {"GIT_AUTHOR_DATE": "1500000000 +0000", "GIT_COMMITTER_DATE": "1500000000 +0000", "PATH": os.environ["PATH"]}
    named = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*named, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, env=when, check=True)
    with (folder / ".git" / "config").open("a") as config:
        config.write(
            f'[core]\n\tfsmonitor = "{program}"\n\tpager = "{program}"\n\tsshCommand = "{program}"\n'
            f'[gpg]\n\tprogram = "{program}"\n'
            f'[log]\n\tshowSignature = true\n[diff]\n\texternal = "{program}"\n[alias]\n\tlog = "!{program}"\n'
        )
    assert modified(last_commit(folder), "", {}).year == 2017
    assert not ran.exists()


def test_one_file_of_several(tmp_path: Path) -> None:
    """A file given itself is a book, whatever lies beside it; its images are there."""
    folder = written(
        tmp_path, README__md="# Others", one__md="# Title: One\n\n## A\n\na\n\n## B\n\nb\n", two__md="# Two\n\nx\n"
    )
    manuscript, noticed = read(folder / "one.md")
    assert manuscript is not None
    assert (manuscript.metadata.title, [s.path for s in manuscript.sources if s.path], noticed) == (
        "One",
        ["one.md"],
        (),
    )
    assert manuscript.files["two.md"] == b"# Two\n\nx\n"


@pytest.mark.parametrize(
    ("headings", "authors"),
    [
        ("# A Tale\n\n## By Anna Bell\n\n---\n\n", ["Anna Bell"]),
        ("# A Tale\n\n## Author: *Anna* Bell\n\n## Author: Tom Carr\n\n", ["Anna Bell", "Tom Carr"]),
        ("# A Tale\n\n## By the River\n\nIt ran.\n\n", []),
    ],
)
def test_authors_in_headings_of_one_file(tmp_path: Path, headings: str, authors: list[str]) -> None:
    folder = written(tmp_path, tale__md=headings + "## One\n\nText.\n\n## Two\n\nText.\n")
    manuscript, _ = read(folder)
    assert manuscript is not None
    assert [one.name for one in manuscript.metadata.author] == authors


def test_a_file_without_a_title_is_called_after_itself(tmp_path: Path) -> None:
    manuscript, noticed = read(written(tmp_path, README__md="# Others", a_tale__md="Words.") / "a_tale.md")
    assert manuscript is not None
    assert (manuscript.metadata.title, [d.code for d in noticed]) == ("A tale", ["M018"])
