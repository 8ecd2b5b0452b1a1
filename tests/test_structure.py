"""The structure tree of a tagged PDF: items of lists hold a label and a body, heads of tables say what they head."""

from __future__ import annotations

import io
from collections.abc import Iterator

import page as page_validation
import pikepdf
import pytest
from weasyprint.pdf.metadata import DocumentMetadata

from publish.paged.engine import Engine
from publish.paged.finish import finisher
from publish.paged.writing import Sheet, written
from publish.words import words_for

STYLES = "@page { size: 70mm 50mm; margin: 5mm } p, li { margin: 0; font-size: 10pt }"
LINE = "some words that fill a line of this narrow page and go on to the next"
LISTS = {
    "tight": f"<ul>{f'<li>{LINE}</li>' * 6}</ul>",
    "loose": f"<ul>{f'<li><p>{LINE}</p><p>{LINE} {LINE}</p></li>' * 6}</ul>",
    "nested": f"<ol>{f'<li><p>{LINE}</p><ul><li>{LINE}</li><li><p>{LINE} {LINE}</p></li></ul><p>{LINE}</p></li>' * 3}</ol>",
    "of definitions": f"<dl>{f'<dt>word</dt><dd><p>{LINE}</p><p>{LINE} {LINE}</p></dd>' * 4}</dl>",
    "with a quotation and code": f"<ul>{f'<li><blockquote><p>{LINE}</p></blockquote><pre>{LINE}</pre></li>' * 4}</ul>",
}


def kids(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    """The structure elements below another; content and annotations are none."""
    return [kid for kid in node.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    for kid in kids(node):
        yield kid
        yield from elements(kid)


TABLES = {
    "a head row": (
        "<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody>",
        ["/Column"] * 2,
    ),
    "a head row alone": ("<thead><tr><th>A</th><th>B</th></tr></thead>", ["/Column"] * 2),
    "a head and a foot": (
        "<thead><tr><th>A</th></tr></thead><tfoot><tr><td>a</td></tr></tfoot>",
        ["/Column"],
    ),
    "rows with heads": ("<tbody><tr><th>A</th><td>a</td></tr><tr><th>B</th><td>b</td></tr></tbody>", ["/Row"] * 2),
    "both": (
        "<thead><tr><th></th><th>B</th></tr></thead><tbody><tr><th>C</th><td>b</td></tr></tbody>",
        ["/Column", "/Column", "/Row"],
    ),
    "wide heads": (
        '<thead><tr><th colspan="2">A</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody>',
        ["/Column"],
    ),
}


def tagged(markup: str) -> bytes:
    engine = Engine(STYLES, {})
    content = f'<html lang="en"><head><title>T</title></head><body>{markup}</body></html>'.encode()
    section, _ = engine.section(content, {}, "en")
    sheets = [Sheet(leaf, 0, at) for at, leaf in enumerate(section.leaves)]
    metadata = DocumentMetadata(title="T", lang="en")
    return written(sheets, [section], metadata, finisher([], words_for("en")[0], "ltr"), pdf_variant="pdf/a-2a")


@pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS)
def test_items_hold_labels_and_bodies(markup: str) -> None:
    pdf = tagged(markup)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 1
        found = list(elements(opened.Root.StructTreeRoot))
        assert {str(kid.S) for e in found if str(e.S) == "/LI" for kid in e.K} == {"/Lbl", "/LBody"} - (
            {"/Lbl"} if "<dl>" in markup else set()
        )
        assert {str(kid.S) for e in found if str(e.S) == "/L" for kid in kids(e)} <= {"/LI", "/L"}
        assert all(kid.P.objgen == e.objgen for e in found for kid in kids(e))
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, report


@pytest.mark.parametrize(("markup", "scopes"), TABLES.values(), ids=TABLES)
def test_heads_of_tables_say_what_they_head(markup: str, scopes: list[str]) -> None:
    pdf = tagged(f"<table>{markup}</table>")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        heads = [e.A for e in elements(opened.Root.StructTreeRoot) if str(e.S) == "/TH"]
        assert sorted(str(one.Scope) for one in heads) == sorted(scopes)
        assert {str(one.O) for one in heads} == {"/Table"}
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, report
