"""The proof: the book's own pages on a wider sheet, with numbered lines, a foot, and a map to the manuscript."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from publish.asked import Asked
from publish.build import build
from publish.cli import main
from publish.editions import EDITIONS
from publish.paged.leaves import Line, Start
from publish.paged.proofing import counted_lines
from publish.proofmap import MAP
from publish.verify.pdfua import pdfa3, pdfua
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page", "contents"]\nbody = ["one.md", "two.md"]\n'
ONE = f"# One\n\n{WORDS * 9}\n\n{WORDS * 30}\n\nSee *the* lamp.[^n]\n\n[^n]: A note of its own.\n"
TWO = f"# Two\n\n{WORDS * 20}\n\n- a point\n- another\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("review") / "book"
    written(at, book__toml=TOML + '[review]\ncopy = "3 of 12"\n', one__md=ONE, two__md=TWO)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=at, check=True)
    return at


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, Path]:
    report = build(folder, ["pdf", "review"], folder.parent / "out", workers=1, asked=Asked(reader="Grace"))
    assert not report.diagnostics
    return {one.edition: one.path for one in report.written}


def text_of(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    return (contents[0] if isinstance(contents, pikepdf.Array) else contents).read_bytes()


def test_every_page_is_painted_as_in_the_book(made: dict[str, Path]) -> None:
    """Not one operator of the text differs, so no line does: the sheet is wider, and its layers lie over the page."""
    with pikepdf.open(made["pdf"]) as book, pikepdf.open(made["review"]) as proof:
        pages = list(book.pages)[2:]  # the cover and its back
        assert len(pages) == len(proof.pages) > 6
        for page, proven in zip(pages, proof.pages, strict=True):
            assert text_of(page) == text_of(proven)
            assert list(map(float, page.mediabox)) == list(map(float, proven.trimbox))
        recto, verso = proof.pages[0], proof.pages[1]
        assert [float(n) for n in recto.mediabox][::2] == [0, 432 + 162]
        assert [float(n) for n in verso.mediabox][::2] == [-162, 432]


def test_the_foot_names_book_revision_and_reader(folder: Path, made: dict[str, Path]) -> None:
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    document = pypdfium2.PdfDocument(made["review"])
    for page in document:
        text = page.get_textpage().get_text_bounded()
        assert f"revision {revision[:10]}" in text
        assert "Proof, not for sale · copy 3 of 12 · for Grace" in text
    document.close()


def test_every_line_is_mapped_to_its_source(folder: Path, made: dict[str, Path]) -> None:
    sources = {name: (folder / name).read_text().splitlines() for name in ("one.md", "two.md")}
    with pikepdf.open(made["review"]) as proof:
        pages = json.loads(proof.attachments[MAP].get_file().read_bytes())["pages"]
        assert len(pages) == len(proof.pages)
    lines = [
        line for page in pages for line in page["lines"] if line.get("path") in sources and not line["text"].isupper()
    ]  # no label
    for line in lines:
        word = max(line["text"].replace("\u00ad", "").rstrip("‐-").split()[:-1] or [line["text"]], key=len)
        assert word in sources[line["path"]][line["line"] - 1], line
    assert {line["line"] for line in lines if line["path"] == "one.md"} == {1, 3, 5, 7, 9}
    assert str(folder.parent) not in json.dumps(pages)


def test_a_proof_is_for_all_readers(made: dict[str, Path]) -> None:
    assert pdfua([made["review"]]) == ()


def test_a_proof_is_an_archive_that_carries_its_map(made: dict[str, Path]) -> None:
    assert pdfa3([made["review"]]) == ()
    assert "pdfa3" in EDITIONS["review"].checks


@pytest.mark.parametrize(
    ("told", "foot"),
    [
        ([], "for Ada"),
        (["--reader", "Grace"], "for Grace"),
        (["--copy", "2"], "copy 2 · for Ada"),
    ],
)
def test_the_command_says_whose_copy_it_is(tmp_path: Path, told: list[str], foot: str) -> None:
    """What is told comes before what `book.toml` says, and each by itself."""
    book = written(
        tmp_path / "b", book__toml='title = "T"\nlang = "en"\n[review]\nreader = "Ada"\n', a__md="# A\n\nWords.\n"
    )
    result = CliRunner().invoke(main, ["review", str(book), "--out", str(tmp_path / "out"), "--quiet", *told])
    assert (result.exit_code, result.output) == (0, "")
    document = pypdfium2.PdfDocument(tmp_path / "out" / "t-review.pdf")
    assert f"Proof, not for sale · {foot}" in document[0].get_textpage().get_text_bounded()
    document.close()


def test_lines_beside_each_other_share_a_number() -> None:
    lines = [Line(text, Start(0, 0), x, y, 10, 10, 10) for text, x, y in (("c", 0, 40), ("a", 0, 20), ("b", 9, 20.5))]
    assert [(number, line.text) for number, line in counted_lines(lines)] == [(1, "a"), (1, "b"), (2, "c")]
