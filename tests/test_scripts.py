"""A small Persian and a small Japanese book in both editions, judged by EPUBCheck and veraPDF, their words read back."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from publish.build import build
from publish.editions.ruby import ruby_set
from tests.conftest import ROOT, written
from tests.docket import Checks, Docket

BOOKS = ROOT / "tests" / "books"


def book(home: Path, name: str) -> Checks:
    report = build(BOOKS / name, ("epub", "pdf"), home)
    assert [str(d) for d in report.diagnostics] == []
    epub, pdf = (w.path for w in report.written)
    return {epub: ("epubcheck",), pdf: ("pdfua", "pdfa", "pdf-sound")}


MADE = {name: partial(book, name=name) for name in ("persian", "japanese")}


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.judged(book=make)) for name, make in MADE.items()])
def made(request: pytest.FixtureRequest, docket: Docket) -> tuple[str, Path]:
    return request.param, docket.out(MADE[request.param])


def only(out: Path, suffix: str) -> Path:
    (path,) = out.glob(f"*{suffix}")
    return path


def test_the_judges_find_nothing(made: tuple[str, Path], docket: Docket) -> None:
    assert docket.findings(MADE[made[0]]) == []


def test_words_are_read_back_from_the_pages(made: tuple[str, Path]) -> None:
    name, out = made
    document = pypdfium2.PdfDocument(only(out, ".pdf"))
    pages = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", pages))
    wanted = {
        "persian": ("فصل", "درختان", "میروییدند", "GitHub", "Pull", "Request", "return"),
        "japanese": ("新しい名前を書きます", "PullRequest", "汉字", "한국어", "第1章"),
    }
    assert [words for words in wanted[name] if words not in text] == []


def test_direction_and_language_of_the_e_book(made: tuple[str, Path]) -> None:
    name, out = made
    with zipfile.ZipFile(only(out, ".epub")) as archive:
        package = etree.fromstring(archive.read("EPUB/content.opf"))
        chapter = etree.fromstring(archive.read("EPUB/01.xhtml"))
        css = archive.read("EPUB/styles/book.css").decode()
    (spine,) = package.iter("{*}spine")
    lang, direction = {"persian": ("fa", "rtl"), "japanese": ("ja", None)}[name]
    assert spine.get("page-progression-direction") == direction
    assert (chapter.get("lang"), chapter.get("dir")) == (lang, direction)
    assert not re.search(r"direction\s*:|unicode-bidi|-inline-", css)


def test_how_a_reader_opens_the_pages(made: tuple[str, Path]) -> None:
    name, out = made
    with pikepdf.open(only(out, ".pdf")) as pdf:
        assert str(pdf.Root.Lang) == {"persian": "fa", "japanese": "ja"}[name]
        assert (pdf.Root.ViewerPreferences.get("/Direction") == "/R2L") == (name == "persian")


@pytest.mark.parametrize(
    ("ruby", "parts"),
    [
        ("<ruby>漢字<rt>かんじ</rt></ruby>", [("漢字", "かんじ")]),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", [("漢", "かん"), ("字", "じ")]),
        ("<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>", [("漢", "かん")]),
        ("<ruby><b>漢</b>字<rt>かんじ</rt></ruby>", [("漢字", "かんじ")]),
    ],
)
def test_ruby_on_paper(ruby: str, parts: list[tuple[str, str]]) -> None:
    tree = etree.fromstring(f"<p>a{ruby}b</p>")
    ruby_set(tree)
    pairs = [["".join(map(str, part.itertext())) for part in pair] for pair in tree[0]]
    assert [tuple(pair) for pair in pairs] == parts
    assert (tree.text, tree[0].tail) == ("a", "b")


def test_titles_are_told_without_their_readings(tmp_path: Path) -> None:
    """Contents, running heads and bookmarks have no room for ruby; links by the names of other tools still lead there."""
    text = (
        "# <ruby>吾輩<rt>わがはい</rt></ruby>の章\n\n## {猫|ねこ}の節\n\n" + "猫である。" * 900 + "[節](#猫ねこの節)\n"
    )
    toml = 'title = "題"\nlang = "ja"\nslug = "t"\nfront = ["contents"]\nbody = ["a.md"]\n'
    report = build(written(tmp_path / "book", book__toml=toml, a__md=text), ["pdf"], tmp_path / "out", workers=1)
    assert not [one for one in report.diagnostics if one.code[0] == "R"]
    pdf = pypdfium2.PdfDocument(report.written[0].path)
    assert [mark.get_title() for mark in pdf.get_toc()][1:] == ["第1章 吾輩の章", "猫の節"]
    pages = [page.get_textpage().get_text_range() for page in pdf]
    contents = next(page for page in pages if "目次" in page)
    assert "吾輩の章" in contents
    assert "わがはい" not in contents
    assert any("吾輩の章 3" in page for page in pages)
