"""Words that end in a colon or go on, and labels, stand on the page of what they announce."""

from __future__ import annotations

import functools

import pytest
from lxml import etree

from publish.book import PrintSettings
from publish.editions.announced import announcements_kept, lone_lines_kept, sentences_joined
from publish.editions.sheet import margins, sheet_rules
from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.theme import load_theme

NOTE = "epub:type"
PICTURE = '<figure style="height: 200pt"></figure>'
CODE, TABLE = "<pre><code>a\nb</code></pre>", "<table><tr><td>a</td></tr></table>"
FORMULA = '<div class="equation">a</div>'
#: What stands before a thing and what that is, and whether both stay together.
CASES: dict[str, tuple[str, str, bool]] = {
    "a colon": ("<p>As here:</p>", PICTURE, True),
    "that of East Asia": ("<p>これ\uff1a</p>", PICTURE, True),
    "a colon in other letters, and space": ("<p>As <em>here:</em> </p>", PICTURE, True),
    "with a class": ('<p class="first">As here:</p>', PICTURE, True),
    "a colon, and a note": (f'<p>As here:<span {NOTE}="footnote">No.</span></p>', PICTURE, True),
    "a full stop": ("<p>As here.</p>", PICTURE, False),
    "a colon within": ("<p>As here: so.</p>", PICTURE, False),
    "no stop, and a picture": ("<p>As here</p>", PICTURE, False),
    "a picture on a page of its own": ("<p>As here:</p>", '<figure class="bleed"></figure>', False),
    "a list between": ("<p>As here:</p><ul><li>a</li></ul>", PICTURE, False),
    "a listing": ("<p>As here:</p>", '<figure class="listing"></figure>', True),
    "code": ("<p>As here:</p>", CODE, True),
    "a table": ("<p>As here:</p>", TABLE, True),
    "a formula": ("<p>As here:</p>", FORMULA, True),
    "a box": ("<p>As here:</p>", '<aside class="aside"><p>a</p></aside>', True),
    "a quotation": ("<p>As here:</p>", "<blockquote><p>a</p></blockquote>", True),
    "a word between two blocks of code": (f"{CODE}<p>or</p>", CODE, True),
    "a sentence that goes on": ("<p>so that, by (2),</p>", FORMULA, True),
    "a sentence that goes on in a table": ("<p>Will render as</p>", TABLE, True),
    "a sentence that ends, in Japanese": ("<p>次のようになる。</p>", CODE, False),
    "a sentence that ends in a bracket": ("<p>(As here.)</p>", CODE, False),
    "no stop, and a box": ("<p>As here</p>", '<aside class="aside"><p>a</p></aside>', False),
    "a label": ("<p><strong>book.toml</strong></p>", CODE, True),
    "a label that ends in a stop": ("<p><b>Example.</b></p>", CODE, True),
    "a label of two": ("<p><strong>In</strong> <code>a.b()</code>.</p>", CODE, False),
    "strong words of several lines": (f"<p><strong>{'Much to be said. ' * 9}</strong></p>", CODE, False),
    "more than a line, and code": (f"<p>{'Much to be said, ' * 5}as here:</p>", CODE, False),
    "more than a line, and a picture": (f"<p>{'Much to be said, ' * 5}as here:</p>", PICTURE, True),
    "nothing": ("<p/>", CODE, False),
}


def _tree(before: str, figure: str) -> etree._Element:
    tree = etree.fromstring(f'<section xmlns:epub="http://www.idpf.org/2007/ops">{before}{figure}</section>')
    announcements_kept(tree)
    return tree


@pytest.mark.parametrize("case", CASES)
def test_what_announces(case: str) -> None:
    before, shown, kept = CASES[case]
    names = next(one.get("class", "").split() for one in _tree(before, shown).iterchildren("p"))
    assert ("announces" in names) is kept
    assert ("first" in names) is ("first" in before)


#: What stands before a paragraph of so many letters, what behind it, and whether the paragraph stays with that.
BELOW_HEADS = [
    ("<h3>A</h3>", 50, "<p>a</p>", True),
    ("<h3>A</h3>", 90, "<p>a</p>", False),
    ('<p class="head">A</p>', 50, "<p>a</p>", True),
    ('<p class="salutation">A</p>', 50, "<p>a</p>", True),
    ('<p class="head">A</p>', 50, '<p class="head">B</p>', False),
    ('<p class="head">A</p>', 50, "<h3>B</h3>", False),
    ('<p class="head">A</p>', 50, "", False),
    ("<p>A</p>", 50, "<p>a</p>", False),
]


@pytest.mark.parametrize(("before", "letters", "after", "kept"), BELOW_HEADS)
def test_a_line_below_a_head_stays_with_the_next_paragraph(before: str, letters: int, after: str, kept: bool) -> None:
    tree = etree.fromstring(f'<section>{before}<p class="first">{"a" * letters}</p>{after}</section>')
    lone_lines_kept(tree, 1.0)
    assert [one.get("class") for one in tree if "announces" in one.get("class", "")] == ["first announces"] * kept


#: An entry of a list, and the classes of the code in it.
ENTRIES = [
    (f"<li>Run:{CODE}</li>", "announced"),
    (f"<li>Run <code>a</code>:{CODE}</li>", "announced"),
    (f"<li>Run this.{CODE}</li>", ""),
    (f"<li>Run: <ul><li>a</li></ul>{CODE}</li>", ""),
    (f"<li>{CODE}</li>", ""),
    (f"<li><p>Run:</p>{CODE}</li>", ""),  # the paragraph is marked
]


@pytest.mark.parametrize(("entry", "name"), ENTRIES)
def test_an_entry_announces(entry: str, name: str) -> None:
    tree = _tree("", f"<ul>{entry}</ul>")
    assert next(tree.iter("pre")).get("class", "") == name


#: What stands before a paragraph, how that begins, and whether it goes on with a sentence.
JOINED = [
    (CODE, "and then", True),
    (FORMULA, "where <em>x</em> is", True),
    ("<blockquote><p>a</p></blockquote>", "said he, and", True),
    ("<ul><li>a</li></ul>", "\nund so weiter", True),
    (CODE, "or", True),
    (CODE, "And then", False),
    (CODE, "mdBook has", False),
    (CODE, "foo.bar has", False),
    (CODE, "<em>and</em> then", False),
    (CODE, "<code>a</code> is", False),
    (CODE, "1 is", False),
    (CODE, "ثم", False),
    ("<p>a</p>", "and then", False),
    (PICTURE, "and then", False),
    ("<table><caption>T</caption><tr><td>a</td></tr></table>", "and then", False),
]


@pytest.mark.parametrize(("before", "words", "joined"), JOINED)
def test_a_sentence_goes_on_behind_a_block(before: str, words: str, joined: bool) -> None:
    tree = etree.fromstring(f"<section>{before}<p>{words}</p></section>")
    sentences_joined(tree)
    assert (tree[1].get("class") == "goes-on") is joined


@functools.cache
def _engine() -> Engine:
    theme = load_theme({})[0].styles
    rules = sheet_rules(margins(PrintSettings(), theme["tokens.css"], 200))
    return Engine(f"{theme['tokens.css']}\n{theme['print.css']}\n{rules}", {})


@pytest.mark.parametrize(("sign", "page"), [(":", 2), (".", 1)])
@pytest.mark.parametrize("above", [20, 23])
def test_it_goes_to_the_page_of_its_picture(sign: str, page: int, above: int) -> None:
    """The picture does not fit below so many lines; the words before it go with it, and what is no announcement stays."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    tree = etree.tostring(_tree(f"{lines}<p>Announced{sign}</p>", PICTURE), encoding="unicode")
    pages = _engine().pages(f'<html lang="en"><body class="recto">{tree}</body></html>'.encode(), {})
    holding = [
        number
        for number, laid_out in enumerate(pages, 1)
        for line in laid_out._page_box.descendants()
        if isinstance(line, LineBox)
        and any(getattr(box, "text", "").startswith("Announced") for box in line.descendants())
    ]
    pictured = [n for n, laid_out in enumerate(pages, 1) for box in laid_out._page_box.descendants()
                if getattr(box, "element", None) is not None and box.element.tag == "figure"]  # fmt: skip
    assert (holding, set(pictured)) == ([page], {2})


@pytest.mark.parametrize("words", ["<p>or</p>", "<p><strong>book.toml</strong></p>", "<ul><li>Run:</li></ul>"])
@pytest.mark.parametrize("above", range(28, 35))
def test_a_line_goes_to_the_page_of_its_code(words: str, above: int) -> None:
    """Wherever on the page it stands, the code begins on the same."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    code = f"<pre><code>code{chr(10)}more{chr(10)}more{chr(10)}last</code></pre>"
    listed = words.replace("</li>", f"{code}</li>") if "<li>" in words else words + code
    tree = etree.tostring(_tree(lines, f"<div>{listed}</div>"), encoding="unicode")
    pages = _engine().pages(f'<html lang="en"><body class="recto">{tree}</body></html>'.encode(), {})
    texts = [[getattr(box, "text", "") for box in page._page_box.descendants()] for page in pages]
    said = etree.fromstring(words).xpath("string()")
    assert [n for n, page in enumerate(texts) if said in page] == [n for n, page in enumerate(texts) if "code" in page]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("above", range(24, 31))
def test_a_picture_beside_text_goes_to_its_page(side: str, above: int) -> None:
    """Wherever on the page it stands, the text that it was to stand beside begins below it."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    figure = f'<figure class="figure {side}" style="height: 36pt"></figure>'
    document = f'<html lang="en"><body class="recto"><section>{lines}{figure}<p>Beside.</p></section></body></html>'
    pages = [list(page._page_box.descendants()) for page in _engine().pages(document.encode(), {})]
    pictured = [n for n, boxes in enumerate(pages) if any(box.element_tag == "figure" for box in boxes)]
    assert pictured == [
        n for n, boxes in enumerate(pages) if any(getattr(box, "text", "") == "Beside." for box in boxes)
    ]


def test_a_quotation_stands_further_in_than_a_paragraph_begins() -> None:
    words = "<section><p>One.</p><blockquote><p>Said.</p></blockquote></section>"
    document = f'<html lang="en"><body class="recto">{words}</body></html>'
    boxes = [box for page in _engine().pages(document.encode(), {}) for box in page._page_box.descendants()]
    begins = {box.text: box.position_x for box in boxes if getattr(box, "text", "") in ("One.", "Said.")}
    assert begins["Said."] > begins["One."] + 6
