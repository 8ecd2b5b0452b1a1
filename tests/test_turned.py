"""Tables too wide for a page: turned, on pages of the size of the others, their heads at the left; and where they are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
from lxml import etree

from bench.examined import examined
from publish.book import Diagnostic, PrintSettings
from publish.build import build
from publish.editions.turned import tables_set
from tests.conftest import written

NUMBERS = "".join(f"<td>{n}7,456,328</td>" for n in range(9))
WIDE = f"<table{{}}><tbody><tr><td>Name</td>{NUMBERS}</tr></tbody></table>"
SMALL = "<table{}><tbody><tr><td>A</td><td>B</td><td>C</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("markup", "is_turned"),
    [
        (WIDE.format(""), True),
        (SMALL.format(""), False),
        (WIDE.format(' class="upright"'), False),
        (SMALL.format(' class="landscape"'), True),
        (SMALL.format(' class="sideways x"'), True),
        (f'<div class="landscape">{SMALL.format("")}</div>', True),
        (f'<div class="upright">{WIDE.format("")}</div>', False),
        (f'<div class="landscape"><p>Text.</p>{SMALL.format("")}</div>', False),
        (f"<blockquote>{WIDE.format('')}</blockquote>", False),
        (f"<ul><li>{WIDE.format('')}</li></ul>", False),
        (f"<h2>A</h2>{WIDE.format('')}<p>Text.</p>", True),
        (f"<h2>A</h2>{WIDE.format('')}<ul><li>Text.</li></ul>", False),
        (f"<h2>A</h2>{WIDE.format(' class=`landscape`'.replace('`', chr(34)))}", True),
        ("<table><tbody><tr>" + "<td>a</td>" * 20 + "</tr></tbody></table>", False),
        ("<table><tbody><tr><td>" + "9" * 18 + "</td></tr></tbody></table>" * 1, False),
    ],
)  # fmt: skip
def test_which_are_turned(markup: str, is_turned: bool) -> None:
    tree = etree.fromstring(f"<section>{markup} and more</section>")
    text = "".join(tree.itertext())
    tables_set(tree, PrintSettings(width="5in", height="8in"))
    around = tree.find("div[@class='turned-page']")
    assert (around is not None) is is_turned
    assert len(list(tree.iter("table"))) == 1
    assert "".join(tree.itertext()) == text
    if around is not None:
        assert around.find("table") is not None


def test_notes_of_a_turned_table_stand_below_it() -> None:
    note = '<a href="#fn-1">1</a><span class="footnote" id="fn-1">A note.</span>'
    tree = etree.fromstring(f"<section>{SMALL.format(chr(32) + 'class=' + chr(34) + 'turned' + chr(34))}</section>")
    next(tree.iter("td")).append(etree.fromstring(f"<b>{note}</b>"))
    tables_set(tree, PrintSettings())
    assert tree.findtext("div[@class='turned-page']/div[@class='endnotes']/span[@class='endnote']") == "A note."


def _table(rows: int, caption: str) -> str:
    head = " | ".join(f"Column {n}" for n in range(10))
    body = "".join(f"| Row {at} | {' | '.join(f'{n}{at:02},456,328' for n in range(9))} |\n" for at in range(rows))
    return f"| {head} |\n|{'---|' * 10}\n{body}\nTable: {caption}\n\n"


PROSE = "Some prose stands here that says what the table holds, where its numbers were taken, by whom and when.\n\n"


def _built(tmp_path: Path, text: str) -> tuple[Path, tuple[Diagnostic, ...]]:
    toml = (
        'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\nfront = ["list-of-tables"]\n[print]\ntrim = "5x8"\n'
    )
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["pdf"], tmp_path / "out", workers=1)
    return report.written[0].path, report.diagnostics


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, tuple[float, float, float, float]]]:
    """The letters of a page, each with the angle that it is turned by, in degrees, and its box."""
    text = page.get_textpage()
    for at in range(text.count_chars()):
        if not (letter := text.get_text_range(at, 1)).isspace():
            angle = pypdfium2.raw.FPDFText_GetCharAngle(text, at)
            yield letter, math.degrees(angle) % 360, text.get_charbox(at)


@pytest.mark.slow
def test_a_turned_table_has_pages_of_its_own(tmp_path: Path) -> None:
    """Of the trim size, within the text's place, its head at the left of each; text goes past it, and all is in order."""
    text = f"# One\n\n{PROSE * 2}See [@tbl:w], [@tbl:l].\n\n{_table(3, 'Wide {#tbl:w}')}{PROSE * 20}"
    text += f"## Next\n\n{_table(60, 'Long {#tbl:l}')}{PROSE * 30}"
    path, diagnostics = _built(tmp_path, text)
    assert not [one for one in diagnostics if one.code in ("T006", "T020")]
    turned = []
    for page in pypdfium2.PdfDocument(path):
        assert page.get_size() == pytest.approx((360, 576), abs=0.1)
        assert page.get_rotation() == 0
        letters = list(_letters(page))
        along = [(letter, box) for letter, angle, box in letters if 80 < angle < 280]
        if not along:
            continue
        turned.append(page)
        assert len(letters) - len(along) < 12, "the head and the folio, and no other text"
        assert all(box[0] > 40 and box[2] < 330 and box[1] > 50 and box[3] < 530 for _, box in along)
        heads = [box[0] for letter, box in along if letter == "C"]
        assert len(heads) == 10, "the head of the table, on each page"
        assert max(heads) < min(box[0] for letter, box in along if letter == "R")
    assert len(turned) >= 3
    flat = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    first = next(at for at, said in enumerate(flat) if "See Table" in said)
    assert flat[first].count("Some prose") > 3, "paragraphs go past it"
    found = examined(path, tmp_path / "book")
    assert found.faults == 0, found


def test_what_has_no_room_even_then_is_told(tmp_path: Path) -> None:
    row = " | ".join(f"{n:02}7,456,328" for n in range(30))
    many = f"| {' | '.join('ab' for _ in range(30))} |\n|{'---|' * 30}\n| {row} |\n"
    _, diagnostics = _built(tmp_path, f"# One\n\n{PROSE}{many}\n{PROSE}")
    assert [(one.code, one.span.line) for one in diagnostics if one.code == "T006"] == [("T006", 5)]
