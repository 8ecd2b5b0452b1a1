"""Marks of an editor in a proof: seen in the text and the margin, listed with their places, and no line moves for them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from publish.asked import Asked
from publish.build import build
from publish.proofmap import MAP
from publish.verify.pdfua import pdfua
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page"]\nbody = ["one.md", "two.md"]\n'
ONE = f"""# One

{WORDS * 3}She {{++really *and truly*++}} went {{--away --}}{{~~off~>home~~}}{{>>When did she go?<<}} that night. {WORDS * 20}

{{==The lamp was lit.==}}{{>>Which lamp?<<}} {WORDS * 9} some{{++thing++}} {{==Alone it stood.==}}

{{>>A remark that stands alone.<<}}

- {{--one that goes--}}
- two {{++and a half++}}

TODO: say who came. {WORDS * 20} `{{++code++}}` and the the word.

| a | {{--b--}}c |
|---|---|
| {{++1++}} | 2 |

Text.[^n]

[^n]: A note {{~~of old~>that is new~~}} of its own.
"""
TWO = f"# Two{{>>A better title?<<}}\n\n{WORDS * 30}\n\n{WORDS}{{++{WORDS * 4}++}}\n"
_MARK = re.compile(r"\{\+\+(.*?)\+\+\}|\{--.*?--\}|\{~~.*?~>(.*?)~~\}|\{==(.*?)==\}|\{>>.*?<<\}")


def accepted(text: str) -> str:
    """The text as a person would have made it of its marks; what is left empty goes."""
    text = text.replace("- {--one that goes--}\n", "").replace("{>>A remark that stands alone.<<}\n\n", "")
    code = "`{++code++}`"
    return code.join(_MARK.sub(lambda m: m[1] or m[2] or m[3] or "", part) for part in text.split(code))


def folder_of(at: Path, one: str, two: str) -> Path:
    return written(at, book__toml=TOML, one__md=one, two__md=two)


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A proof of a text with marks, and the book for screens with the changes made by hand."""
    at = tmp_path_factory.mktemp("remarks")
    report = build(folder_of(at / "marked", ONE, TWO), ["review"], at / "out", workers=1)
    assert not report.diagnostics
    by_hand = build(folder_of(at / "plain", accepted(ONE), accepted(TWO)), ["pdf"], at / "plain-out", workers=1)
    assert not by_hand.diagnostics
    return report.written[0].path, by_hand.written[0].path


def painted(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    return (contents[0] if isinstance(contents, pikepdf.Array) else contents).read_bytes()


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_lines_and_pages_are_those_of_the_book_with_the_changes_made(proofs: tuple[Path, Path]) -> None:
    """Every page of the book is painted alike, operator by operator; pages behind them are the proof's own."""
    with pikepdf.open(proofs[0]) as proof, pikepdf.open(proofs[1]) as book:
        pages = list(book.pages)[2:]  # the cover and its back
        assert len(pages) > 6
        assert len(proof.pages) > len(pages)
        for page, proven in zip(pages, proof.pages, strict=False):
            assert painted(page) == painted(proven)
        lines = json.loads(proof.attachments[MAP].get_file().read_bytes())["pages"]
    printed = "".join(line["text"] for page in lines for line in page["lines"])
    assert "really and truly" in printed.replace("\u00ad", "")
    assert "{++" not in printed.replace("{++code++}", "")


def test_every_mark_is_listed_with_its_place(proofs: tuple[Path, Path]) -> None:
    listed = " ".join(" ".join(text for text in pages_of(proofs[0]) if "In the manuscript" in text).split())
    for said in (
        "inserted: “really and truly”", "deleted: “away”", "“off” replaced by “home”", "When did she go?", "Which lamp?",
        "marked: “Alone it stood.”", "A remark that stands alone.", "deleted: “one that goes”", "inserted: “and a half”",
        "TODO: say who came.", "deleted: “b”", "inserted: “1”", "“of old” replaced by “that is new”", "A better title?",
    ):  # fmt: skip
        assert said in listed
    assert "the lamp was lit" not in listed.casefold()  # its comment says all there is to say
    for number, line in enumerate(ONE.split("\n"), 1):
        for match in _MARK.finditer(line):
            if "{==The lamp" not in match[0] and "code" not in match[0]:
                assert f"one.md:{number}:{match.start() + 1}" in listed
    assert "the word stands twice" not in listed


def test_margins_have_the_numbers_and_words_of_the_list(proofs: tuple[Path, Path]) -> None:
    document = pypdfium2.PdfDocument(proofs[0])
    page = next(page for page in document if "When did she go?" in page.get_textpage().get_text_range())
    text = page.get_textpage()
    for words in ("When did she go?", "off"):
        at, _ = text.search(words).get_next()
        assert text.get_charbox(at)[0] > 432  # outside of the page as it will be cut
    line, note = (text.search(words).get_next()[0] for words in ("really", "inserted"))
    assert abs(text.get_charbox(line)[1] - text.get_charbox(note)[1]) < 1.5
    document.close()


def test_a_proof_with_marks_is_for_all_readers(proofs: tuple[Path, Path]) -> None:
    assert pdfua([proofs[0]]) == ()


def test_other_editions_are_held_back_and_the_proof_is_not(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "book", "# One\n\nA {++word++} and {--open\n\nend--}.\n", "# Two\n\nWords.\n")
    report = build(folder, ["html", "review"], tmp_path / "out", workers=1)
    assert report.held_back == ("html", "review")
    assert [(d.code, d.span.line) for d in report.diagnostics] == [("C015", 3), ("C015", 3), ("C070", 3), ("C015", 5)]
    written(folder, one__md="# One\n\nA {++word++} and the the end.\n")
    report = build(folder, ["html", "review"], tmp_path / "out", workers=1, asked=Asked(with_check=True))
    assert (report.held_back, [one.edition for one in report.written]) == (("html",), ["review"])
    text = " ".join(pages_of(report.written[0].path))
    assert "the word stands twice" in text
    assert "one.md:3:18" in text


def test_a_remark_may_say_anything(tmp_path: Path) -> None:
    """Letters that no face has are boxes; a mistake that is in no chapter is listed without a page."""
    toml = 'title = "T"\nlang = "xx"\nslug = "t"\nbody = ["one.md"]\n'
    one = "# One\n\nWords{>>Why \U00012000 here? <b>&amp; *so*</b> שלום<<} here.\n"
    folder = written(tmp_path / "book", book__toml=toml, one__md=one)
    report = build(folder, ["review"], tmp_path / "out", workers=1, asked=Asked(with_check=True))
    assert {d.code for d in report.diagnostics} == {"M008"}
    text = " ".join(" ".join(pages_of(report.written[0].path)).split())
    assert "<b>&amp; *so*</b>" in text
    assert re.search(r"2 – – M008 .* book.toml:2:1", text)
    assert pdfua([report.written[0].path]) == ()


def test_a_text_without_marks_has_no_list(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "book", "# One\n\nWords.\n", "# Two\n\nWords.\n")
    report = build(folder, ["review"], tmp_path / "out", workers=1, asked=Asked(with_check=True))
    assert not report.diagnostics
    assert "Open questions" not in " ".join(pages_of(report.written[0].path))


def test_a_book_that_runs_to_the_left_has_its_notes_outside(tmp_path: Path) -> None:
    """The first page is a left-hand one: its outer edge, where the sheet is wider, is the left."""
    words = "كانت المائدة معدة لتسعة أشخاص ولم يسأل أحد من سيجلس في نهايتها. "
    one = f"# واحد\n\n{words * 8}{{>>Which lamp?<<}} {words * 22}{{>>Which table?<<}} {words}\n"
    folder = written(
        tmp_path / "book", book__toml='title = "ت"\nlang = "ar"\nslug = "t"\nbody = ["one.md"]\n', one__md=one
    )
    report = build(folder, ["review"], tmp_path / "out", workers=1)
    document = pypdfium2.PdfDocument(report.written[0].path)
    found = {}
    for page in document:
        text = page.get_textpage()
        for said in ("lamp", "table"):
            if (match := text.search(said).get_next()) is not None and said not in found:
                left, right = (text.get_charbox(match[0] + at)[edge] for at, edge in ((0, 0), (len(said) - 1, 2)))
                found[said] = (page.get_mediabox()[0], left, right)
    document.close()
    assert found["lamp"][0] == -162
    assert -162 < found["lamp"][1] < found["lamp"][2] < 0
    assert 432 < found["table"][1] < found["table"][2] < 594
