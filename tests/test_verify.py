"""Each judge accepts a good file and rejects a broken one; a judge that is missing has not passed."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from publish.diagnostics import Diagnostic
from publish.verify import CHECKS, PRINTERS, STORES, WRAPS, Judgement, verify
from publish.verify.java import HERE

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>
<dc:title>Good</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text only.</meta></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="chapter.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>Good</title></head><body>{}</body></html>"""
CHAPTER = PAGE.format(
    '<section epub:type="chapter" role="doc-chapter" aria-label="One">\n<h1>One</h1>\n<p>Text.</p>\n</section>'
)
NAVIGATION = PAGE.format(
    '<nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1>'
    '<ol><li><a href="chapter.xhtml">One</a></li></ol></nav>'
)
XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Good</rdf:li></rdf:Alt></dc:title>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)

Findings = Mapping[str, tuple[Diagnostic, ...]]


def epub(path: Path, chapter: str = CHAPTER, **extra: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("EPUB/book.opf", PACKAGE)
        book.writestr("EPUB/nav.xhtml", NAVIGATION)
        book.writestr("EPUB/chapter.xhtml", chapter)
        for name, text in extra.items():
            book.writestr(f"EPUB/{name}", text)
    return path


def pdf(path: Path, *, tagged: bool = True, font: bool = False, address: str = "") -> Path:
    """One empty page; PDF/UA-1 when it is tagged, has no font and no annotation."""
    with pikepdf.new() as file:
        page = file.add_blank_page()
        root = file.Root
        root.Lang = pikepdf.String("en")
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if tagged:
            root.MarkInfo = pikepdf.Dictionary(Marked=True)
            root.StructTreeRoot = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        packet = pikepdf.Stream(file, XMP.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        root.Metadata = file.make_indirect(packet)
        if font:
            face = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=file.make_indirect(face)))
        if address:
            action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
            root.OpenAction = file.make_indirect(action)
        file.save(path)
    return path


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the judges say of all files, in one Java process each; by name of file, or its folder where names repeat."""
    folder = tmp_path_factory.mktemp("judged")
    books = [
        epub(folder / "good.epub"),
        epub(folder / "broken.epub", CHAPTER.replace("<p>Text.</p>", '<p id="a">Text.<p id="a"/></p>')),
        epub(folder / "unlisted.epub", left="over"),
        epub(folder / "one" / "twin.epub"),
        epub(folder / "two" / "twin.epub", CHAPTER.replace("<p>", '<p><a href="nowhere.xhtml">There</a> ')),
    ]
    pages = [
        pdf(folder / "good.pdf"),
        pdf(folder / "untagged.pdf", tagged=False),
        pdf(folder / "font.pdf", font=True),
        pdf(folder / "folder.pdf", address="file:///home/someone/book"),
        pdf(folder / "link.pdf", address="https://example.org/home/page"),
    ]
    damaged = folder / "damaged.pdf"
    damaged.write_bytes((folder / "good.pdf").read_bytes()[:-300])
    checks = dict.fromkeys(books, ("epubcheck",)) | dict.fromkeys([*pages, damaged], ("pdfua", "pdf-sound"))
    judgements, found = verify(checks)
    assert [(j.judge, j.files, j.not_run) for j in judgements] == [
        ("EPUBCheck", 5, ""), ("veraPDF (PDF/UA-1)", 6, ""), ("qpdf (syntax, fonts)", 6, ""),
    ]  # fmt: skip
    names = {path.name for path in checks}
    return {name: tuple(d for d in found if d.span.path.split("/")[0] == name) for name in names}


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return sorted({d.code for d in found})


def test_good_files_pass(findings: Findings) -> None:
    assert [str(d) for name in ("good.epub", "good.pdf", "link.pdf") for d in findings[name]] == []


def test_an_error_in_an_epub_is_named_at_its_line(findings: Findings) -> None:
    assert {(d.code, d.span.path, d.span.line) for d in findings["broken.epub"]} == {
        ("E001", "broken.epub/EPUB/chapter.xhtml", 5)
    }


def test_a_file_that_no_manifest_lists_is_found(findings: Findings) -> None:
    assert [(d.code, d.span.path) for d in findings["unlisted.epub"]] == [("E002", "unlisted.epub")]


def test_two_books_of_one_name_are_told_apart(findings: Findings) -> None:
    assert [d.message.split(":")[0] for d in findings["twin.epub"]] == ["RSC-007"]


def test_an_untagged_pdf_is_not_accessible(findings: Findings) -> None:
    assert codes(findings["untagged.pdf"]) == ["P001"]


def test_a_font_that_is_not_embedded(findings: Findings) -> None:
    assert any(d.code == "P002" and "Helvetica" in d.message for d in findings["font.pdf"])


def test_a_folder_of_the_machine(findings: Findings) -> None:
    assert [d.message for d in findings["folder.pdf"] if d.code == "P002"]


def test_a_damaged_pdf(findings: Findings) -> None:
    assert "P002" in codes(findings["damaged.pdf"])


def test_a_judge_that_is_missing_is_said_not_to_have_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["publish.verify.ace"], "_judges", lambda: tmp_path)
    monkeypatch.setitem(sys.modules, "epubcheck", None)
    judgements, found = verify({epub(tmp_path / "book.epub"): ("epubcheck", "ace")})
    assert found == ()
    assert [j.judge for j in judgements if j.not_run] == ["EPUBCheck", "Ace by DAISY"]
    assert all("NOT RUN" in str(j) for j in judgements)


def test_ace_names_a_barrier(tmp_path: Path) -> None:
    good = epub(tmp_path / "good.epub")
    broken = epub(tmp_path / "broken.epub", CHAPTER.replace(' lang="en" xml:lang="en"', ""))
    (judgement,), found = verify({good: ("ace",), broken: ("ace",)})
    if judgement.not_run:
        pytest.skip(str(judgement))
    assert {(d.code, d.span.path) for d in found} == {("E003", "broken.epub/chapter.xhtml")}


def test_what_a_judgement_says() -> None:
    assert str(Judgement("EPUBCheck", 2, 0)) == "EPUBCheck: 2 files, no findings"
    assert str(Judgement("EPUBCheck", 1, 1)) == "EPUBCheck: 1 file, 1 finding"


def test_every_check_of_an_edition_has_a_judge() -> None:
    from publish.editions import EDITIONS

    assert {check for edition in EDITIONS.values() for check in edition.checks} <= {*CHECKS, PRINTERS, STORES, WRAPS}


def test_classes_are_of_their_sources() -> None:
    for line in (HERE / "classes" / "sources.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, f"{name}: compile it again"


def test_a_pdf_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    """The same file that is PDF/UA-1 lacks what PDF/A-2a wants: its identifier, a profile of its colours."""
    _, found = verify({pdf(tmp_path / "good.pdf"): ("pdfa",)})
    assert codes(found) == ["P021"]
