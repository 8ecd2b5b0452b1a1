"""Books that nobody here wrote: each becomes a valid EPUB and a PDF that conforms to PDF/UA-1, its text whole."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from publish.build import build
from tests import texts
from tests.conftest import CLASSICS, ROOT, classic
from tests.docket import Checks, Docket

SHARED = ROOT.parent / "shared" / "books"


def checked(epub: Path, pdf: Path) -> Checks:
    return {epub: ("epubcheck",), pdf: ("pdfua", "pdfa", "pdf-sound")}


#: Numbers that were typed before titles: they are set over them.
TYPED = re.compile(r"(?m)^(#+ )(Chapter \d+) - ")
#: What a file says of title, author and year is metadata, and on the title page.
HEAD = re.compile(r"\A(?:#+ (?:Title|Author|Year): [^\n]*\s+)+")


def text_is_whole(name: str, out: Path) -> None:
    source = (ROOT / "tests" / "books" / f"{name}.md").read_text(encoding="utf-8")
    wanted, _ = texts.of_source(HEAD.sub("", source))
    documents = texts.documents(out / f"{name}.epub")
    numbers = [
        e.text
        for n, d in documents.items()
        if n not in GENERATED
        for e in d.iterfind(".//{*}h1/{*}span[@class='label']")
    ]
    own = [texts.of_document(d)[0] for n, d in documents.items() if n not in GENERATED]
    untitled, _ = texts.of_source(HEAD.sub("", TYPED.sub(r"\1", source)))
    assert texts.letters("".join(own)) == texts.letters(untitled)
    assert [number for _, number in TYPED.findall(source)] in ([], numbers), "what was typed stands over the titles"
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


def made(home: Path, name: str) -> Checks:
    report = build(classic(name, home / name), ("epub", "pdf"), home / "out")
    return checked(*(w.path for w in report.written))


MADE = {name: partial(made, name=name) for name in CLASSICS}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.judged(book=MADE[name]), *([] if name == "alice" else [pytest.mark.slow])]
        )
        for name in CLASSICS
    ],
)
def test_a_classic(name: str, docket: Docket) -> None:
    text_is_whole(name, docket.out(MADE[name]))
    assert docket.findings(MADE[name]) == []


def leanpub(home: Path) -> Checks:
    shutil.copytree(SHARED / "smartcustody" / "manuscript", home / "smartcustody")
    report = build(home / "smartcustody", ("epub", "pdf"), home / "out")
    assert report.held_back == ()
    return checked(*(w.path for w in report.written))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real books is not beside this checkout")
@pytest.mark.judged(book=leanpub)
def test_a_leanpub_book(docket: Docket) -> None:
    assert docket.findings(leanpub) == []
