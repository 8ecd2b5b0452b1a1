"""The printer's rules held to finished wraps: a good one beside its interior, and a copy broken by hand for each rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from publish.asked import Asked
from publish.build import build
from publish.verify import checks_for, verify
from tests.conftest import written

TOML = """title = "T"
lang = "en"
slug = "t"
identifier = [{ scheme = "ISBN-13", value = "9780306406157", edition = "print" }]
description = "What the book is about."
body = ["one.md"]
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("wrap")
    folder = written(
        at / "book",
        book__toml=TOML,
        one__md="# One\n\n" + ("Nobody had asked who would sit there. " * 30 + "\n\n") * 60,
    )
    report = build(folder, ["print", "cover"], at / "out", asked=Asked("kdp"), workers=1)
    return next(one.path for one in report.written if "-cover" in one.path.name)


def judged(path: Path) -> tuple[list[str], dict[str, str]]:
    """What is found, and each rule with what was said of it."""
    (judgement,), found = verify({path: ("wrap-rules",)})
    assert {d.code for d in found} <= {"P030"}
    said = dict(line.partition(": ")[2].split(" ", 1) for line in judgement.details)
    return [d.message for d in found], said


def test_what_the_press_makes_is_in_order(good: Path) -> None:
    found, said = judged(good)
    assert found == []
    with pikepdf.open(good.with_name("t-print-kdp.pdf")) as interior:
        pages = len(interior.pages)
    assert said["spine"].startswith(f"{pages * 0.002252:.3f}")
    assert f"for {pages} pages (white paper" in said["spine"]
    assert said["words"] == "of the spine none, none below 80 pages: met"
    assert said["bar"].startswith("code bars 12.3 and 6.")


def test_files_are_judged_by_their_names() -> None:
    assert checks_for(Path("t-cover-kdp.pdf")) == ("wrap-rules", "pdf-sound")
    assert checks_for(Path("t-cover-kdp-overlay.pdf")) == checks_for(Path("t-cover-overlay.pdf")) == ("pdf-sound",)
    assert checks_for(Path("t-print.pdf")) == ("print-rules", "pdf-sound")
    assert checks_for(Path("t.pdf")) == checks_for(Path("blueprint.pdf")) == ("pdfua", "pdf-sound")


@pytest.mark.parametrize(
    ("said", "checks"),
    [
        ('pdfaid:part="2" pdfaid:conformance="A"', ("pdfua", "pdfa", "pdf-sound")),
        ("<pdfaid:part>3</pdfaid:part>", ("pdfua", "pdfa3", "pdf-sound")),
        ("<pdfaid:part>4</pdfaid:part>", ("pdfua", "pdf-sound")),
    ],
)
def test_a_file_is_judged_by_the_standard_that_it_names(tmp_path: Path, said: str, checks: tuple[str, ...]) -> None:
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream(f"<x {said}/>".encode())
        pdf.save(tmp_path / "t.pdf", fix_metadata_version=False)
    assert checks_for(tmp_path / "t.pdf") == checks


def _drawn(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[0].contents_add(content)


def _words(x: float, y: float, size: int = 8) -> Callable[[pikepdf.Pdf], None]:
    """Words of the sheet once more, at another place; coordinates are those of the sheet."""

    def draw(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        written = [(str(i.operator), i.operands) for i in pikepdf.parse_content_stream(page)]
        name = next(operands[0] for operator, operands in written if operator == "Tf")
        words = next(o[0][0] if operator == "TJ" else o[0] for operator, o in written if operator in ("TJ", "Tj"))
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q BT {name} {size} Tf 1 0 0 1 {x} {y} Tm <{bytes(words).hex()[:4]}> Tj ET".encode())

    return draw


def _no_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = pdf.pages[0].obj.MediaBox


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


BROKEN = {
    "another sheet": (_twice, "the file has 2 pages, and a wrap is one"),
    "no bleed": (_no_bleed, "the sheet has a bleed of 0.000 in, and 0.125 is wanted"),
    "words at the cut": (_words(12, 300), "words stand 0.0"),
    "words on a thin spine": (_words(441, 300), "has words, and 80 pages are wanted"),
    "something in the bar code's place": (_drawn(b"q 0 0 0 1 k 350 25 99 12 re f Q"), "stands in the place of the bar code"),
    "something beside the bars": (_drawn(b"q 0 0 0 1 k 290 60 8 20 re f Q"), "modules from the sides of their place, and 11"),
    "a line too thin": (_drawn(b"q 0 0 0 1 k 40 40 99 0.2 re f Q"), "has a line of 0.20 pt, and 0.75 is the least"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_is_seen_broken(good: Path, tmp_path: Path, name: str) -> None:
    breaking, expected = BROKEN[name]
    shutil.copy(good.with_name("t-print-kdp.pdf"), tmp_path)
    with pikepdf.open(good) as pdf:
        breaking(pdf)
        pdf.save(tmp_path / good.name)
    found, _ = judged(tmp_path / good.name)
    assert any(expected in message for message in found), found


def test_a_letter_as_large_as_a_picture_may_be_cut(good: Path, tmp_path: Path) -> None:
    shutil.copy(good.with_name("t-print-kdp.pdf"), tmp_path)
    with pikepdf.open(good) as pdf:
        _words(500, -40, 900)(pdf)
        pdf.save(tmp_path / good.name)
    assert judged(tmp_path / good.name)[0] == []


@pytest.mark.parametrize(
    ("pages", "height", "expected"), [(30, 648, "the spine is "), (0, 700, "the sheet is 9.000 in high")]
)
def test_the_interior_decides(good: Path, tmp_path: Path, pages: int, height: float, expected: str) -> None:
    shutil.copy(good, tmp_path)
    with pikepdf.open(good.with_name("t-print-kdp.pdf")) as pdf:
        for page in list(pdf.pages)[:pages]:
            pdf.pages.append(page)
        pdf.pages[0].obj.TrimBox = pikepdf.Array([0, 0, 432, height])
        pdf.save(tmp_path / "t-print-kdp.pdf")
    found, _ = judged(tmp_path / good.name)
    assert any(expected in message for message in found), found


def test_without_an_interior_the_spine_is_not_judged(good: Path, tmp_path: Path) -> None:
    shutil.copy(good, tmp_path)
    found, said = judged(tmp_path / good.name)
    assert found == []
    assert said["spine"] == "unknown (no interior beside the wrap), that of the interior's pages: met"
