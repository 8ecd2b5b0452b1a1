"""Books that nobody here wrote: each becomes a valid EPUB and a PDF that conforms to PDF/UA-1, its text whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from publish.build import build
from publish.verify import verify
from tests import texts
from tests.conftest import CLASSICS, ROOT, classic

SHARED = ROOT.parent / "shared" / "books"


def judged(out: Path) -> list[str]:
    checks = dict.fromkeys(out.glob("*.epub"), ("epubcheck",)) | dict.fromkeys(
        out.glob("*.pdf"), ("pdfua", "pdfa", "pdf-sound")
    )
    _, found = verify(checks)
    return [str(d) for d in found]


def text_is_whole(name: str, out: Path) -> None:
    source = (ROOT / "tests" / "books" / f"{name}.md").read_text(encoding="utf-8")
    wanted, _ = texts.of_source(source)
    documents = texts.documents(out / f"{name}.epub")
    own = [texts.of_document(d)[0] for n, d in documents.items() if n not in GENERATED]
    assert texts.letters("".join(own)) == texts.letters(wanted)
    # Numbers of lists are printed, and are no text of an EPUB: the PDF is compared without any digit.
    pages = without_digits("".join(texts.pages(out / f"{name}.pdf", top=0.7 * 72, bottom=0.72 * 72)))
    wanted, at, step = without_digits(texts.letters(wanted)), 0, 40
    for start in range(0, len(wanted), step):
        piece = wanted[start : start + step]
        found = pages.find(piece, at)
        assert found >= 0, piece
        at = found


def without_digits(text: str) -> str:
    return re.sub(r"\d+", "", text)


GENERATED = ("cover.xhtml", "titlepage.xhtml", "copyright-page.xhtml", "toc.xhtml")


@pytest.mark.xdist_group("alice")
@pytest.mark.parametrize("name", CLASSICS[:1])
def test_a_classic(name: str, tmp_path: Path) -> None:
    build(classic(name, tmp_path / name), ("epub", "pdf"), tmp_path / "out")
    text_is_whole(name, tmp_path / "out")
    assert judged(tmp_path / "out") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSICS[1:])
def test_the_other_classics(name: str, tmp_path: Path) -> None:
    build(classic(name, tmp_path / name), ("epub", "pdf"), tmp_path / "out")
    text_is_whole(name, tmp_path / "out")
    assert judged(tmp_path / "out") == []


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real books is not beside this checkout")
def test_a_leanpub_book(tmp_path: Path) -> None:
    folder = tmp_path / "smartcustody"
    shutil.copytree(SHARED / "smartcustody" / "manuscript", folder)
    report = build(folder, ("epub", "pdf"), tmp_path / "out")
    assert report.held_back == ()
    assert judged(tmp_path / "out") == []
