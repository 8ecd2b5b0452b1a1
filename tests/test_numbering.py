"""Page numbers filled in after the layout: in the figures of the text, and nothing else of a page is another for them."""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
import zlib
from collections.abc import Sequence

import pytest

from publish.book import Document, Matter
from publish.editions.fonts import embedded
from publish.paged.layout import Press, Setting
from publish.paged.leaves import Section
from publish.paged.numbering import filled, folios_guessed, has_all, lines_filled, numbered
from publish.paged.packing import unpacked_uses
from publish.paged.places import side_of
from publish.paged.settling import settled
from publish.typefaces import Fonts
from tests.conftest import shop
from tests.test_notes_and_references import words

STYLES = """@page { size: 90mm 120mm; margin: 10mm }
@font-face { font-family: Garamond; src: url(fonts/f.ttf) }
html { font: 10pt/13pt Garamond } p { margin: 0; text-align: justify }
.footnote { float: footnote; font-size: 8pt } .footnote::footnote-call, .footnote::footnote-marker { content: none }
"""
TABULAR = ".page { font-variant-numeric: oldstyle-nums tabular-nums }"
PROPORTIONAL = ".page { font-variant-numeric: oldstyle-nums proportional-nums }"
FILES = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, "".join(map(chr, range(0x20, 0x7F))))}
#: Where a reference stands: in the run of the text, in a note, in another face, spaced, as an author's own link.
KINDS = (
    ' as it says there (page <span class="page" data-page-of="{}"></span>), and',
    '<span class="footnote">See page <span class="page" data-page-of="{}"></span>.</span>',
    ' <b>on <span class="page" data-page-of="{}"></span></b>',
    ' <small>of page <span class="page" data-page-of="{}"></span>,</small> and',
    ' <a href="#{0}"><span class="page" data-page-of="{0}"></span></a>',
)


def press(styles: str) -> Press:
    return Press(Setting(STYLES + styles, FILES, {}, "en"), shop())


def chapter(seed: int, targets: Sequence[str], name: str = "d") -> Document:
    """Paragraphs with ids of their own, and references to `targets`."""
    dice = random.Random(seed)
    paragraphs = []
    for number in range(24):
        parts = [words(dice, 5, 40)]
        while dice.random() < 0.5:
            parts += [dice.choice(KINDS).format(dice.choice(targets)), words(dice, 3, 20)]
        paragraphs.append(f'<p id="{name}{number}">{" ".join(parts)}.</p>')
    body = f'<body class="recto">{"".join(paragraphs)}</body>'
    content = f'<html lang="en"><head><title>T</title></head>{body}</html>'
    return Document(name, "T", "chapter", Matter.BODY, content.encode())


def painted(section: Section) -> list[bytes]:
    return [zlib.decompress(leaf.content) for leaf in section.leaves]


@pytest.mark.parametrize("seed", range(3))
def test_filled_in_or_laid_out_the_pages_are_the_same(seed: int) -> None:
    """Where nothing of a line can be moved."""
    dice = random.Random(seed)
    folios = {f"t{n}": str(dice.randrange(10 ** dice.randrange(4), 10**4)) for n in range(9)}
    content = chapter(seed, list(folios)).content
    fields, text = numbered(content, folios, fields=True), numbered(content, folios)
    assert fields.numbers
    assert text.numbers == ()
    at_work = press(TABULAR)
    noughts, digits = at_work.sections([fields.content, text.content], ["", ""])
    assert has_all(noughts, len(fields.numbers))
    assert painted(noughts) != painted(digits)
    noughts = dataclasses.replace(noughts, leaves=tuple(dataclasses.replace(leaf, rows=()) for leaf in noughts.leaves))
    assert painted(filled(noughts, fields.numbers)) == painted(digits)
    assert {use.hash: use.unicode for use in unpacked_uses(digits.faces)}.items() <= {
        use.hash: {glyph: text for glyph, text in use.unicode.items() if glyph in known.unicode}
        for use, known in zip(unpacked_uses(noughts.faces), unpacked_uses(digits.faces), strict=True)
    }.items()
    lines = [[lines_filled(page, one.numbers) for page in of]
             for one, of in zip((fields, text), at_work.lines([fields.content, text.content]), strict=True)]  # fmt: skip
    assert [[line.text for line in page] for page in lines[0]] == [[line.text for line in page] for page in lines[1]]


#: A line of text as it is painted, its x and its size; its glyphs, with what is taken from their advances.
_SHOWN = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n/(\S+) (\S+) Tf\n\[(.*)\] TJ")
_PART = re.compile(rb"<([0-9a-f]*)>|(-?\d+)")


def shown(section: Section) -> list[tuple[str, float, float, str]]:
    """Each text of a section: its font, where it begins and ends, its characters; y parts lines, and goes before the font."""
    known = {use.hash: use for use in unpacked_uses(section.faces)}
    result = []
    for page, content in enumerate(painted(section)):
        for match in _SHOWN.finditer(content):
            face, begin, size, taken, text = known[match[3].decode()], float(match[1]), float(match[4]), 0.0, ""
            for part in _PART.finditer(match[5]):
                glyphs = [int(part[1][at : at + 4], 16) for at in range(0, len(part[1] or b""), 4)]
                text += "".join(face.unicode[glyph] for glyph in glyphs)
                taken += sum(face.widths[glyph] for glyph in glyphs) - int(part[2] or 0)
            result.append((f"{page}/{match[2].decode()} {face.name}", begin, begin + taken * size / 1000, text))
    return result


@pytest.mark.parametrize("seed", range(3))
def test_figures_in_a_text_have_their_own_widths(seed: int) -> None:
    """Whatever stands in them, lines begin and end where they did, texts follow each other as they did, and no figure is set apart.

    Noughts are painted with the widths of tables, so what is compared is two fillings.
    """
    dice, content = random.Random(seed), chapter(seed, ["a", "b", "c"]).content
    fields = numbered(content, dict.fromkeys("abc", "10"), fields=True)
    assert fields.numbers
    (noughts,) = press(TABULAR).sections([fields.content], [""])
    assert any(leaf.rows for leaf in noughts.leaves)
    plain = shown(noughts)
    for _ in range(4):
        numbers = [str(dice.randrange(10, 100)) for _ in fields.numbers]
        full = shown(filled(noughts, numbers))
        assert sorted(text for *_, text in full if text.isdigit()) == sorted(numbers)
        assert [re.sub(r"\d", "0", text) for *_, text in full] == [text for *_, text in plain]
        rows = [row for leaf in noughts.leaves for row in leaf.rows]
        ends, were = ({name.split()[0]: end for name, _, end, _ in of} for of in (full, plain))
        moved = [y for y in ends if abs(ends[y] - were[y]) > 0.02]
        assert len(moved) <= sum(not row.justified for row in rows)
        pairs = zip(itertools.pairwise(full), itertools.pairwise(plain), strict=True)
        gaps = [(b[1] - a[2], d[1] - c[2]) for (a, b), (c, d) in pairs if a[0].split()[0] == b[0].split()[0]]
        assert all(now == pytest.approx(before, abs=0.05) for now, before in gaps)


@pytest.mark.parametrize("styles", [TABULAR, PROPORTIONAL])
def test_every_number_is_the_page_of_its_place(styles: str) -> None:
    """With figures of any width, and however wrong the guess: only how often it is laid out hangs on them."""
    document = chapter(5, [f"d{n}" for n in range(24)])
    book = settled(press(styles), [document], [1])
    pages = {id: place.folio for place in reversed(book.places) if place.document == 0
             for id in book.sections[0].leaves[place.at].places}  # fmt: skip
    lines = [line.text for page in book.lines(book.places) for line in page]
    expected = [pages[id] for id in re.findall(rb'data-page-of="(\w+)"'.decode(), document.content.decode())]
    assert book.still
    assert sorted(re.findall(r"\d+", " ".join(lines))) == sorted(expected)
    assert bool(book.contents[0].numbers) == (styles == TABULAR)


def test_a_page_that_moves_lays_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a number has a digit more, which needs room."""
    at_work, laid = press(TABULAR), []
    sections = at_work.sections
    known: dict[bytes, Section] = {}

    def counted(contents: Sequence[bytes], titles: Sequence[str]) -> list[Section]:
        new = [content for content in contents if content not in known]
        laid.extend(new)
        known.update(zip(new, sections(new, [""] * len(new)), strict=True))
        return [known[content] for content in contents]

    monkeypatch.setattr(at_work, "sections", counted)
    first, second = chapter(1, ["e3", "e20"]), chapter(2, ["d3"], "e")
    settled(at_work, [first, second])
    laid.clear()
    longer = chapter(3, ["d1"], "x")
    book = settled(at_work, [longer, first, second])
    assert len(longer.content) > len(first.content) / 2
    assert side_of(first) == "recto"
    assert book.still
    assert not [content for content in laid if b'id="e1"' in content or b'id="x1"' not in content]


def test_numbers_in_headings_and_indexes_are_text() -> None:
    """A heading is a line of the outline too, and an index closes numbers up to ranges."""
    content = (
        b'<html lang="en"><body><h2>After <span data-page-of="a"/></h2><p>And <span data-page-of="a"/>, '
        b'<span data-page-of="b"/></p></body></html>'
    )
    result = numbered(content, {"a": "12", "b": "xii"}, fields=True)
    assert result.numbers == ("12",)
    assert result.content.count(b">12<") == 1
    assert b">00<" in result.content
    assert b">xii<" in result.content


def test_a_reference_that_moves_without_its_number_keeps_it() -> None:
    """Alone it ends its page, before that of its place; with its number it has two lines, and goes there itself."""
    reference = (
        '<p style="break-inside: avoid">Words enough for nearly a whole line, as in <a id="r" href="#t">it</a>'
        '<span class="page-reference"> (page <span class="page" data-page-of="t" data-reference="r"></span>)</span></p>'
    )
    text = "<p>Line.</p>" * 19 + reference + '<p id="t">There.</p>'
    content = f'<html lang="en"><head><title>T</title></head><body class="recto">{text}</body></html>'
    book = settled(press(TABULAR), [Document("c", "T", "chapter", Matter.BODY, content.encode())])
    first, second = (" ".join(line.text for line in page) for page in book.lines(book.places))
    assert book.still
    assert "Words" not in first
    assert "(page 2)" in second


def test_pages_guessed() -> None:
    """A front matter of four pages, a chapter of a hundred: its middle is about page 50, however far the front reaches."""
    front = Document("f", "T", "toc", Matter.FRONT, b'<body class="recto"><span data-page-of="m"/><p id="f"/></body>')
    text = b'<body class="recto"><a data-reference="f"/>' + b"x" * 500 + b'<p id="m"/>' + b"x" * 500 + b"</body>"
    body = Document("b", "T", "chapter", Matter.BODY, text)
    assert folios_guessed([front, body], [4, 100]) == {"f": "iv", "m": "52"}
    assert folios_guessed([front, body], []) == {}


def test_contents_wait_until_pages_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """However wrong the guesses, they are laid out once, and their numbers are true."""
    entry = '<p>To <a href="#{0}">{0}</a> <span class="page" data-page-of="{0}"></span></p>'
    names = [f"{name}{number}" for name in "ab" for number in range(12)]
    entries = "".join(entry.format(name) for name in names)
    content = f'<html lang="en"><head><title>T</title></head><body class="recto">{entries}</body></html>'
    contents = Document("toc", "T", "toc", Matter.FRONT, content.encode())
    chapters = []
    for seed, name in enumerate("abcd"):
        dice = random.Random(seed)
        parts = [f'<p id="{name}{n}">{words(dice, 80, 90)}{KINDS[0].format(dice.choice(names))}</p>' for n in range(12)]
        text = content.replace(entries, "".join(parts)).encode()
        chapters.append(Document(name, "T", "chapter", Matter.BODY, text))
    at_work, laid = press(TABULAR), []
    sections = at_work.sections

    def counted(given: Sequence[bytes], titles: Sequence[str]) -> list[Section]:
        laid.extend(given)
        return sections(given, titles)

    monkeypatch.setattr(at_work, "sections", counted)
    book = settled(at_work, [contents, *chapters], [900] * 5)
    assert book.still
    assert len({one for one in laid if b"To <a" in one}) == 1
    folio_of = {id: place.folio for place in reversed(book.places) if place.document >= 0
                for id in book.sections[place.document].leaves[place.at].places}  # fmt: skip
    lines = " ".join(line.text for place, page in zip(book.places, book.lines(book.places), strict=True)
                     if place.document == 0 for line in page)  # fmt: skip
    assert re.findall(r"To (\w+) (\d+)", lines) == [(name, folio_of[name]) for name in names]
