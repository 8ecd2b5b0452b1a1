"""The structure tree of a tagged PDF: items of lists hold a label and a body, heads of tables say what they head."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from weasyprint.pdf.metadata import DocumentMetadata

from bench.printed import printed
from publish.build import build
from publish.paged.engine import Engine
from publish.paged.finish import finisher
from publish.paged.writing import Sheet, written
from publish.words import words_for
from tests.conftest import written as book

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


def tagged(markup: str, styles: str = STYLES) -> bytes:
    engine = Engine(styles, {})
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


def test_contents_are_said_to_be_contents() -> None:
    """Over pages and within each other; items hold words and contents, and nothing is lost of either (ISO 32000-1, table 333)."""
    entry = '<p class="entry"><a href="#a">{0} {1}</a></p>'
    inner = "".join(f"<li>{entry.format('inner', n)}</li>" for n in range(9))
    outer = "".join(f"<li>{entry.format('outer', n)}<ol>{inner}</ol></li>" for n in range(3))
    pdf = tagged(f'<div class="contents-block"><h1 id="a">Contents</h1><ol>{outer}</ol></div>')
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 1
        found = list(elements(opened.Root.StructTreeRoot))
        held = {(str(e.S), str(kid.S)) for e in found for kid in kids(e) if "TOC" in str(e.S)}
        assert held <= {("/TOC", "/TOCI"), ("/TOC", "/TOC"), ("/TOCI", "/Lbl"), ("/TOCI", "/P"), ("/TOCI", "/TOC")}
        assert ("/TOCI", "/P") in held
        assert sum(str(e.S) == "/Link" for e in found) == 30
        assert not {"/L", "/LI", "/LBody"} & {str(e.S) for e in found}
        assert all(kid.P.objgen == e.objgen for e in found for kid in kids(e))
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, report


def test_formulas_are_tagged_so(tmp_path: Path) -> None:
    """With the author's LaTeX for those who listen; a picture stays a figure (ISO 14289-1, 7.3 and 7.7)."""
    text = "# One\n\nSee $a^2$ and ![a dot](dot.svg).\n\n$$x = \\frac12$$\n\nMore.\n"
    toml = 'title = "T"\nauthor = "A"\nlang = "en"\nslug = "t"\n'
    folder = book(tmp_path / "book", book__toml=toml, one__md=text)
    dot = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
    (folder / "dot.svg").write_text(dot)
    path = build(folder, ["pdf"], tmp_path / "out", workers=1).written[0].path
    with pikepdf.open(path) as opened:
        found = [(str(e.S), str(e.Alt)) for e in elements(opened.Root.StructTreeRoot) if "/Alt" in e]
    assert found == [("/Formula", "a^2"), ("/Figure", "a dot"), ("/Formula", "x = \\frac12")]
    report = page_validation.validate_pdf_bytes(path.read_bytes(), profile="ua1")
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


def lines(name: str, count: int, more: str = "") -> str:
    return "<p>" + "<br/>".join(f"{name}{n}" for n in range(count)) + more + "</p>"


def note(name: str, text: str = "") -> str:
    body = f'<span class="note-paragraph">{text or f"note {name}"}</span>'
    return f'<a class="noteref" href="#{name}">1</a><span class="footnote" id="{name}">{body}</span>'


FLOAT = '<figure><figcaption><span class="label">F.</span><br/><br/></figcaption></figure>'
#: Pages of six lines. What is read: texts in their order, those of notes in brackets.
READ = {
    "a figure that floats": (lines("a", 4) + FLOAT + lines("b", 4), "a0 a1 a2 a3 F. b0 b1 b2 b3"),
    "over several paragraphs": (lines("a", 4) + FLOAT + lines("b", 1) + lines("c", 4), "a0 a1 a2 a3 F. b0 c0 c1 c2 c3"),
    "alone on its page": (f"{lines('a', 4)}{FLOAT}{lines('b', 2)}", "a0 a1 a2 a3 F. b0 b1"),
    "a pull-quote": (
        lines("a", 4) + '<aside class="pull-quote">x<br/>y<br/>z</aside>' + lines("b", 4),
        "a0 a1 a2 a3 x y z b0 b1 b2 b3",
    ),
    "notes behind their paragraph": (
        lines("a", 2, note("n") + "<br/>a2" + note("m")) + lines("b", 1),
        "a0 a1 1 a2 1 [note n] [note m] b0",
    ),
    "a note of a paragraph that goes on": (lines("a", 3, note("n") + "<br/>a3<br/>a4<br/>a5") + lines("b", 2),
                                           "a0 a1 a2 1 a3 a4 a5 [note n] b0 b1"),
    "of a heading": (f"<h1>h{note('n')}</h1>{lines('a', 2)}", "h 1 [note n] a0 a1"),
    "of an item": (f"<ul><li>a{note('n')}</li><li>b</li></ul>{lines('c', 1)}", "• a 1 [note n] • b c0"),
    "of a definition": (f"<dl><dt>a{note('n')}</dt><dd>b{note('m')}</dd></dl>", "a 1 [note n] b 1 [note m]"),
    "of a table": (
        f"<table><tbody><tr><td>a{note('n')}</td><td>b</td></tr></tbody></table>{lines('c', 1)}",
        "a 1 b [note n] c0",
    ),
    "at the end": (
        lines("a", 1) + '<div><span class="endnote" id="n">' + "<br/>".join("nmopqrstu") + "</span></div>",
        "a0 [n m o p q] [r s t u]",
    ),
}  # fmt: skip
#: Each line of text is one of 20 px.
MOVED = """
:root { --leading: 20px; --margin-bottom: 10px }
@page { size: 120px 140px; margin: 10px }
html { font: 16px/20px monospace; hyphens: manual } body, p, h1, ul, dl, dd { margin: 0; padding: 0 }
p, h1 { orphans: 1; widows: 1; font-size: 16px }
figure { margin: 0; break-inside: avoid } figcaption { break-inside: avoid } aside { break-inside: avoid }
table { border-spacing: 0 } td { padding: 0 } ul { padding-left: 20px } .endnote { display: block }
.footnote { float: footnote } .footnote::footnote-call, .footnote::footnote-marker { content: none }
.note-paragraph { display: block }
"""


@pytest.mark.parametrize(("markup", "expected"), READ.values(), ids=READ)
def test_what_is_read(tmp_path: Path, markup: str, expected: str) -> None:
    """A float is read where the text has it, a note behind what calls it, each with an id of its own."""
    path = tmp_path / "t.pdf"
    path.write_bytes(content := tagged(f"<section>{markup}</section>", MOVED))
    said = ""
    for noted, runs in itertools.groupby(
        printed(path).runs, key=lambda run: run.way[: run.path.index("Note") + 1] if "Note" in run.path else ()
    ):
        text = " ".join(" ".join(run.text for run in runs).split())
        said += f" [{text}]" if noted else f" {text}"
    assert " ".join(said.split()) == expected
    with pikepdf.open(io.BytesIO(content)) as pdf:
        notes = [str(e.ID) for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/Note"]
    assert len(set(notes)) == len(notes) == expected.count("[")
