"""`--only`: the chapters that were asked for with the numbers of the whole book, and words where links led elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.book import Book, Medium
from publish.markdown import parse
from publish.resolve import resolve
from publish.resolve.sample import UnknownChapterError, sampled
from publish.sources import read
from tests.conftest import written
from tests.test_cli import run

TOML = 'title = "T"\nbody = [{ part = "P", chapters = ["a.md", "b.md"] }, { part = "Q", chapters = ["c.md"] }]\n'
FILES = {
    "book__toml": TOML,
    "a__md": "# Alpha\n\nSee [the end](c.md), @ch:b and @fig:one.\n",
    "b__md": "# Beta {#ch:b}\n\n![One](x.png){#fig:one}\n\nBack to [alpha](a.md).\n",
    "c__md": "# Gamma\n\n![No](missing.png)\n\nText.\n",
}


def book_of(folder: Path) -> Book:
    manuscript, _ = read(written(folder, **FILES))
    assert manuscript is not None
    return resolve(manuscript, parse(manuscript)[0], Medium("epub"))[0]


@pytest.mark.parametrize(
    ("names", "kept"),
    [(["a.md"], ["p", "a"]), (["B"], ["p", "b"]), (["3"], ["q", "c"]), (["./c.md", "1"], ["p", "a", "q", "c"])],
)
def test_names(tmp_path: Path, names: list[str], kept: list[str]) -> None:
    sample = sampled(book_of(tmp_path), names).book
    assert [c.name for c in sample.chapters if not c.source.generated] == kept
    assert [c.kind for c in sample.chapters if c.source.generated] == [
        "halftitlepage",
        "titlepage",
        "copyright-page",
        "toc",
    ]


def test_links_to_what_is_left_out_are_words(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    cut = sampled(book, ["a.md"])
    text = "".join(map(str, next(c for c in cut.book.chapters if c.name == "a").tree.itertext()))
    assert "See the end, Chapter 2 and Figure 1." in " ".join(text.split())
    assert cut.links == 3
    assert cut.left_out == {"b.md", "c.md"}
    assert [(e.title, [c.title for c in e.children]) for e in cut.book.contents] == [("P", ["Alpha"])]
    assert cut.book.metadata.slug == "t-sample"
    assert cut.book.metadata.identifier != book.metadata.identifier
    # The book itself is not changed.
    assert b"<a" in etree.tostring(next(c for c in book.chapters if c.name == "a").tree)


def test_unknown_name_offers_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownChapterError) as error:
        sampled(book_of(tmp_path), ["d.md"])
    assert error.value.near in ("a.md", "b.md", "c.md")


def test_a_name_of_several_files_is_none(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        written(tmp_path / folder, README__md=f"# {folder}\n\nText.\n")
    manuscript, _ = read(tmp_path)
    assert manuscript is not None
    book = resolve(manuscript, parse(manuscript)[0], Medium("epub"))[0]
    assert [c.title for c in sampled(book, ["two/README.md"]).book.chapters if not c.source.generated] == ["two"]
    with pytest.raises(UnknownChapterError) as error:
        sampled(book, ["README.md"])
    assert error.value.near.endswith("/README.md")


def test_command(tmp_path: Path) -> None:
    folder, out = str(written(tmp_path / "b", **FILES)), str(tmp_path / "out")
    code, _, errors = run("epub", folder, "--only", "a", "--out", out, "--strict")
    # What is wrong in chapters that are left out is no mistake of the sample.
    assert (code, "missing.png" in errors) == (0, False)
    assert "a sample: 1 of 5 chapters; 3 links to the others printed as words" in errors
    assert [p.name for p in Path(out).glob("*.epub")] == ["t-sample.epub"]
    code, _, errors = run("epub", folder, "--only", "alfa.md", "--out", out)
    assert (code, "no chapter is called alfa.md" in errors) == (2, True)
