"""The book of the repository: its text comes through whole, the judges accept it, and the same input gives the same bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from publish.book import Element
from publish.build import build, stats
from tests import texts
from tests.conftest import ROOT
from tests.docket import Checks, Docket

MANUSCRIPT = ROOT / "manuscript"


#: The date of a copy is not the date of the last commit, so both are told one.
EPOCH = "1790000000"


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch, _no_epoch: None) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def made(home: Path) -> Checks:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        report = build(MANUSCRIPT, ("epub", "pdf"), home)
    assert [str(d) for d in report.diagnostics if not d.code.startswith("T02")] == []  # pages move with every edit
    assert [(w.edition, w.made) for w in report.written] == [("epub", True), ("pdf", True)]
    epub, pdf = (w.path for w in report.written)
    return {epub: ("epubcheck",), pdf: ("pdfua", "pdfa", "pdf-sound")}


@pytest.fixture
def out(docket: Docket) -> Path:
    return docket.out(made)


def chapters() -> list[Path]:
    return sorted(MANUSCRIPT.glob("*.md"))


@pytest.mark.parametrize("path", chapters(), ids=lambda p: p.stem)
def test_text_of_the_epub_is_the_text_of_the_source(out: Path, path: Path) -> None:
    root = texts.documents(out / "no-fairy-tale.epub")[f"{path.stem}.xhtml"]
    body, notes = texts.of_document(texts.without_citations(root))
    source, source_notes = texts.of_source(path.read_text(encoding="utf-8"))
    assert texts.letters(body) == texts.letters(source)
    assert sorted(map(texts.letters, notes)) == sorted(map(texts.letters, source_notes))


def test_text_of_the_pdf_is_the_text_of_the_source(tmp_path: Path) -> None:
    """Every chapter's letters in order, but for what floats; each note once, on the page of its call or the next."""
    folder = tmp_path / "book"
    shutil.copytree(MANUSCRIPT, folder)
    for drawing in folder.glob("figures/*.svg"):
        drawing.write_text(re.sub(r"<text.*?</text>", "", drawing.read_text(encoding="utf-8"), flags=re.S))
    with (folder / "book.toml").open("a", encoding="utf-8") as config:
        config.write("\n[typography]\npage-references = false\n")
    build(folder, ("pdf", "epub"), tmp_path / "out")
    pages = texts.pages(tmp_path / "out" / "no-fairy-tale.pdf", top=0.7 * 72, bottom=0.72 * 72)
    book = texts.documents(tmp_path / "out" / "no-fairy-tale.epub")
    pages = [without_numbers(page) for page in pages]
    for path in chapters():
        body, notes = texts.of_document(book[f"{path.stem}.xhtml"])
        for note in (without_numbers(texts.letters(note)) for note in notes):
            assert [page.count(note) for page in pages if note in page] == [1], note
            pages = [page.replace(note, "") for page in pages]
        wanted = without_numbers(texts.letters(body))
        if path.stem == "epigraph":  # its heading is for the navigation, not for the page
            wanted = wanted.removeprefix(without_numbers(texts.letters(path.read_text(encoding="utf-8").split("{")[0])))
        text = "".join(pages)
        for head in book[f"{path.stem}.xhtml"].iter(f"{texts.XHTML}thead"):  # repeated where a table goes on
            repeated = texts.letters("".join(map(str, head.itertext())))
            wanted, text = wanted.replace(repeated, ""), text.replace(repeated, "")
        for block in floating(book[f"{path.stem}.xhtml"]):  # it may stand on the page after its place in the text
            assert block in text, f"{path.name}: {block}"
            wanted, text = wanted.replace(block, ""), text.replace(block, "")
        assert wanted in text or in_pieces(wanted, text), path.name


def without_numbers(text: str) -> str:
    """Note references and labels of the press are numbers or end in one; a last word has that of a note behind it."""
    return re.sub(r"figure|table|(?:chapter|part)?\d+", "", text)


def floating(document: Element) -> list[str]:
    """The letters of what a page may put elsewhere than in the text: figures and pull quotes."""
    found = [*document.iter(f"{texts.XHTML}figure"), *(e for e in document.iter() if e.get("class") == "pull-quote")]
    return [without_numbers(texts.letters("".join(map(str, block.itertext())))) for block in found]


def in_pieces(body: str, text: str) -> bool:
    """Repeated heads of tables and words of cross-references stand between the pieces; the pieces stand in order."""
    at, step = 0, 24
    for start in range(0, len(body), step):
        found = text.find(body[start : start + step], at)
        if found < 0:
            middle = body[start : start + step]
            found = max((text.find(middle[:n], at) for n in (16, 12, 8)), default=-1)
        if found < 0:
            return False
        at = found
    return True


@pytest.mark.judged(book=made)
def test_judges_accept_both_books(docket: Docket) -> None:
    assert docket.findings(made) == []


def test_second_build_lays_nothing_out_and_a_copy_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    again = build(MANUSCRIPT, ("epub", "pdf"), out)
    assert [(w.made, w.changed) for w in again.written] == [(False, False), (False, False)]
    shutil.copytree(MANUSCRIPT, tmp_path / "elsewhere" / "manuscript")
    copied = build(tmp_path / "elsewhere" / "manuscript", ("epub", "pdf"), tmp_path / "b")
    assert [w.made for w in copied.written] == [True, True]
    for written in copied.written:
        assert written.path.read_bytes() == (out / written.path.name).read_bytes()


def test_affiliate_address_stands_in_the_web_edition_only(out: Path) -> None:
    report = build(MANUSCRIPT, ("web",), out)
    page = (report.written[0].path / "bibliography.html").read_text(encoding="utf-8")
    assert "tag=colophon-20" in page
    assert "As an Amazon Associate I earn from qualifying purchases." in page
    assert all(b"tag=" not in texts.etree.tostring(d) for d in texts.documents(out / "no-fairy-tale.epub").values())
    assert b"tag=colophon" not in (out / "no-fairy-tale.pdf").read_bytes()


def test_pages_are_labelled_and_chapters_open_on_rectos(out: Path) -> None:
    document = pypdfium2.PdfDocument(out / "no-fairy-tale.pdf")
    labels = [document.get_page_label(i) for i in range(len(document))]
    assert labels[0] == "Cover"
    assert labels[2] == "i"
    first = labels.index("1")
    assert first % 2 == 0
    assert len(document) % 2 == 0
    starts = [document[i].get_textpage().get_text_range()[:40].replace(" ", "") for i in range(len(document))]
    openers = [i for i, text in enumerate(starts) if text.startswith("CHAPTER")]
    assert len(openers) == 17
    assert all(i % 2 == 0 for i in openers)
    assert [b.get_title() for b in document.get_toc()][:2] == ["About this edition", "Content note"]
    document.close()


def test_the_book_has_the_length_and_the_index_that_its_brief_asks_for(out: Path) -> None:
    _chapters, whole, found = stats(MANUSCRIPT)
    assert found == ()
    assert 12_000 <= whole.words <= 15_000
    index = texts.documents(out / "no-fairy-tale.epub")["index.xhtml"]
    groups = [e for e in index.iter(f"{texts.XHTML}ul") if e.get("class") == "index-group"]
    assert sum(len(group) for group in groups) >= 80
    assert len([e for group in groups for e in group.iter(f"{texts.XHTML}ul")]) - len(groups) >= 20  # with sub-entries
    words = "".join(map(str, index.itertext()))
    assert "see Ivan" in words
    assert "See also" in words


#: What a book of this kind calls for: the feature, where it is used, and what shows it there (XPath; `x` is XHTML).
FEATURES = [
    ("French phrase", "preface", "//*[@lang='fr']"),
    ("part", "making", "//x:section[@epub:type='part']"),
    ("section", "01-the-wedding-editor", "//x:h2"),
    ("small capitals at the opening", "01-the-wedding-editor", "//x:p//*[contains(@class, 'smallcaps')]"),
    ("footnote", "01-the-wedding-editor", "//*[@epub:type='footnote']"),
    ("note written in place", "09-a-room-outside-class", "//*[@epub:type='footnote']//*[contains(@class, 'xref')]"),
    ("external link", "02-one-pair-of-hands", "//x:a[starts-with(@href, 'https:')]"),
    ("aside", "02-one-pair-of-hands", "//x:aside[contains(@class, 'aside')]"),
    ("glossary reference", "02-one-pair-of-hands", "//x:a[@epub:type='glossref']"),
    ("scene break", "03-a-pole-at-home", "//x:hr"),
    ("pull quote", "04-whose-terms", "//*[contains(@class, 'pull-quote')]"),
    ("table of figures", "04-whose-terms", "//x:table"),
    ("citation", "05-the-one-who-understands", "//x:a[@epub:type='biblioref']"),
    ("table with row headers", "06-the-slipper-and-the-ring", "//x:tbody//x:th[@scope='row']"),
    ("Russian words", "06-the-slipper-and-the-ring", "//*[@lang='ru']"),
    ("figure", "08-the-chain-of-command", "//x:figure[x:figcaption]//x:img[string-length(@alt) > 100]"),
    ("figure", "09-a-room-outside-class", "//x:figure[x:figcaption]//x:img[string-length(@alt) > 100]"),
    ("figure", "10-the-heir-who-owns-nothing", "//x:figure[x:figcaption]//x:img[string-length(@alt) > 100]"),
    ("block quotation", "10-the-heir-who-owns-nothing", "//x:blockquote"),
    ("reference to a table", "11-backdrop-and-rent", "//x:a[contains(@href, '04-whose-terms.xhtml#tbl')]"),
    ("reference to a chapter", "12-the-annulment", "//x:a[contains(@href, '01-the-wedding-editor')]"),
    ("reference to a figure", "13-the-car", "//x:a[contains(@href, '10-the-heir-who-owns-nothing.xhtml#fig')]"),
    ("index mark", "15-who-gets-to-look", "//*[contains(@class, 'index-mark')]"),
    ("epigraph", "epigraph", "//x:blockquote"),
    ("chronology", "chronology", "//x:table"),
    ("definition list", "glossary", "//x:dl"),
    ("bibliography", "bibliography", "//x:ol[@class='references']/x:li"),
]


@pytest.mark.parametrize(("feature", "chapter", "path"), FEATURES, ids=lambda value: value[:32].replace(" ", "-"))
def test_features_stand_where_the_text_calls_for_them(out: Path, feature: str, chapter: str, path: str) -> None:
    page = texts.documents(out / "no-fairy-tale.epub")[f"{chapter}.xhtml"]
    spaces = {"x": texts.XHTML.strip("{}"), "epub": texts.TYPE.removesuffix("type").strip("{}")}
    assert page.xpath(path, namespaces=spaces), feature
