"""Blocks in the whole book: titles in its language, figures and their parts counted, lists and tables on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from publish.book import Book, Chapter, Dialect, Element, Manuscript
from publish.build import build
from publish.diagnostics import Diagnostic
from publish.editions.boxes import boxes_kept
from publish.editions.indents import indents_bounded
from publish.editions.ordered import lists_counted
from publish.editions.pdf import EDITION
from publish.markdown import parse
from publish.markdown.boxes.asides import kind_of
from publish.markdown.tables.widths import widths_shared
from publish.resolve import resolve
from publish.sources import read
from tests.conftest import written


def resolved(folder: Path, text: str, lang: str = "en", captions: str = "alt") -> tuple[Book, tuple[Diagnostic, ...]]:
    toml = f'title = "T"\nlang = "{lang}"\n[markdown]\ncaptions = "{captions}"\n'
    manuscript, noticed = read(written(folder, **{"book.toml": toml, "a.md": f"# A\n\n{text}\n", "b.md": "# B\n\nb\n"}))
    assert isinstance(manuscript, Manuscript)
    chapters, in_text = parse(manuscript)
    book, in_book = resolve(manuscript, chapters, EDITION.medium)
    return book, (*noticed, *in_text, *in_book)


def first(chapters: Sequence[Chapter]) -> Element:
    return next(c.tree for c in chapters if c.source.path == "a.md")


@pytest.mark.parametrize(
    ("lang", "text", "title"),
    [
        ("en", "> [!NOTE]\n> x", "Note"),
        ("de", "> [!NOTE]\n> x", "Hinweis"),
        ("de", "> **Warnung:** x", "Warnung"),
        ("de", "> **Warning:** x", "Warning"),
        ("fr", "!!! tip\n    x", "Conseil"),
        ("es", "::: exercise\nx\n:::", "Ejercicio"),
        ("en", "```{seealso}\nx\n```", "See also"),
        ("ja", "W> x", "警告"),
        ("en", "::: {.callout-tip title='Mine'}\nx\n:::", "Mine"),
        ("en", "A> x", ""),
        ("en", '!!! note ""\n    x', ""),
        ("en", "::: sidebar\nx\n:::", ""),
    ],
)
def test_an_aside_has_its_authors_title_or_the_word_of_its_kind(
    tmp_path: Path, lang: str, text: str, title: str
) -> None:
    book, noticed = resolved(tmp_path, text, lang)
    assert not noticed
    aside = next(first(book.chapters).iter("aside"))
    found = ["".join(map(str, p.itertext())) for p in aside.iter("p") if p.get("class") == "aside-title"]
    assert found == ([title] if title else [])
    assert "x" in "".join(map(str, aside.itertext()))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("danger", "warning"), ("callout-tip", "tip"), ("alert-info", "note"), ("rmdcaution", "caution"), ("Note", "note"),
     ("tl", ""), ("theorem", ""), ("notebook", "")],
)  # fmt: skip
def test_names_of_kinds(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_boxes_say_what_they_are(tmp_path: Path) -> None:
    book, _ = resolved(tmp_path, "- [x] a\n- [ ] b", "de")
    said = [span.get("aria-label") for span in first(book.chapters).iter("span") if span.get("role") == "img"]
    assert said == ["erledigt", "offen"]


FIGURES = """![One](x.png){#fig:one}

![](x.png){alt="a"}

Figure 9: An own number.

::: {#fig-two}
![a](x.png){#fig-two-a}

![b](x.png){#fig-two-b}

Both
:::

See @fig:one, [](#fig-two), [](#fig-two-b).
"""


def test_figures_and_their_parts_are_called_by_number(tmp_path: Path) -> None:
    book, _ = resolved(tmp_path, FIGURES)
    text = " ".join("".join(map(str, first(book.chapters).itertext())).split())
    assert "See Figure 1, Figure 2, Figure 2b." in text
    assert [entry.label for entry in book.figures] == ["Figure 1", "", "Figure 2"]
    assert text.count("Figure 9") == 1


@pytest.mark.parametrize(
    ("captions", "text", "caption", "alt"),
    [
        ("alt", '![words](x.png "title")', "words", "words"),
        ("title", '![words](x.png "title")', "title", "words"),
        ("none", '![words](x.png "title")', None, "words"),
        ("none", '![words](x.png){caption="said"}', "said", "words"),
        ("alt", '![](x.png "title")', "title", ""),
    ],
)
def test_what_stands_below_an_image_is_the_books_choice(
    tmp_path: Path, captions: str, text: str, caption: str | None, alt: str
) -> None:
    toml = f'title = "T"\n[markdown]\ncaptions = "{captions}"\n'
    manuscript, _ = read(written(tmp_path, **{"book.toml": toml, "a.md": f"# A\n\n{text}\n", "b.md": "# B\n\nb\n"}))
    assert manuscript is not None
    assert manuscript.metadata.dialect == Dialect(captions=captions)
    figure = next(first(parse(manuscript)[0]).iter("figure"))
    assert figure.findtext("figcaption") == caption
    assert next(figure.iter("img")).get("alt") == alt


def test_captions_of_another_kind_are_refused(tmp_path: Path) -> None:
    _, noticed = read(written(tmp_path, **{"book.toml": '[markdown]\ncaptions = "x"\n', "a.md": "# A\n\na\n"}))
    assert [d.code for d in noticed] == ["M003"]


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        ('<ol start="3"><li/></ol>', ["counter-reset: list-item 2", ""]),
        ('<ol type="i"><li/></ol>', ["list-style-type: lower-roman", ""]),
        ("<ol><li/><li/></ol>", ["", "", ""]),
        ('<ol reversed="reversed"><li/><li/></ol>',
         ["counter-reset: list-item 3", "counter-increment: list-item -1", "counter-increment: list-item -1"]),
        ('<ol><li/><li value="7"/><li/></ol>', ["", "", "counter-increment: list-item 6", ""]),
        ('<ol class="examples" start="2"><li/></ol>', ["counter-reset: list-item 1", ""]),
        ('<ol class="lower-alpha-bracket" type="a"><li/></ol>', ["", ""]),
        ('<ol start="99"><li/></ol>', ["counter-reset: list-item 98", ""]),
        ('<ol start="99"><li/><li/></ol>', ["counter-reset: list-item 98; padding-inline-start: 2.1em", "", ""]),
        ('<ol class="examples" start="100"><li/></ol>', ["counter-reset: list-item 99; padding-inline-start: 2.5em", ""]),
        ('<ol type="i" start="8"><li/></ol>',
         ["counter-reset: list-item 7; list-style-type: lower-roman; padding-inline-start: 2.12em", ""]),
        ('<ol start="-5000"><li/></ol>', ["counter-reset: list-item -5001; padding-inline-start: 3.1em", ""]),
    ],
)  # fmt: skip
def test_lists_say_their_numbers_in_css(source: str, rules: list[str]) -> None:
    tree = etree.fromstring(f"<section>{source}</section>")
    lists_counted(tree)
    assert [e.get("style", "") for e in tree.iter("ol", "li")] == rules


_FLUSH = "margin-inline: 0; padding-inline: 0"


@pytest.mark.parametrize(("source", "line", "flush"), [
    ("<ul><li>" * 9 + "</li></ul>" * 9, 1.0, 0),
    ("<ul><li>" * 12 + "</li></ul>" * 12, 1.0, 3),
    ("<ul><li>" * 9 + "</li></ul>" * 9, 0.7, 3),
    ("<blockquote>" * 8 + "</blockquote>" * 8, 1.0, 2),
    ("<blockquote><ul><li><dl><dd>" * 3 + "</dd></dl></li></ul></blockquote>" * 3, 1.0, 2),
    ("<div>" * 40 + "</div>" * 40, 1.0, 0),
])  # fmt: skip
def test_no_block_is_set_in_further_than_half_of_the_line(source: str, line: float, flush: int) -> None:
    tree = etree.fromstring(f"<section>{source}</section>")
    indents_bounded(tree, line)
    assert [e.get("style") for e in tree.iter() if e.get("style")] == [_FLUSH] * flush


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["a", "b"], ""),
        (["a long text of many words", "another such text"], "full"),
        (["eightlet"] * 8, "wide"),
        (["eightlet"] * 9, "wider"),
        (["eightlet"] * 10, "widest"),
        (["eightlet"] * 11, "widest shared"),
        (["eightlet"] * 17, "widest shared"),
        (["averylongwordindeed", "b"], "shared"),
    ],
)
def test_tables_are_classed_by_what_their_columns_need(cells: list[str], names: str) -> None:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    tree = etree.fromstring(f"<section><table><tbody><tr>{row}</tr></tbody></table></section>")
    widths_shared(tree)
    assert tree[0].get("class", "") == names
    shares = [float(str(col.get("style"))[len("width: ") : -1]) for col in tree.iter("col")]
    assert len(shares) == (len(cells) if "shared" in names else 0)
    assert not shares or sum(shares) == pytest.approx(100, abs=1)


def _table(cells: list[str]) -> Element:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return etree.fromstring(f"<section><table><tbody><tr>{row}</tr></tbody></table></section>")


def test_tables_are_classed_anew_for_a_narrower_page() -> None:
    """As if no other page had been thought of; columns that the author divides stay as they are."""
    for count in range(2, 14):
        twice, once = _table(["eightlet"] * count), _table(["eightlet"] * count)
        widths_shared(twice)
        widths_shared(twice, 0.8)
        widths_shared(once, 0.8)
        assert etree.tostring(twice) == etree.tostring(once)
    given = _table(["eightlet"] * 13)
    given[0].insert(0, etree.fromstring('<colgroup><col style="width: 90%"/></colgroup>'))
    widths_shared(given)
    widths_shared(given, 0.8)
    assert [col.get("style") for col in given.iter("col")] == ["width: 90%"]


@pytest.mark.parametrize("number", ["15,462,452", "−1,234.50", "978-0-306", "1/2026"])
def test_no_number_breaks_for_want_of_room(number: str) -> None:
    tree = _table([number, *["responsibilities"] * 8, "GMT"])
    widths_shared(tree, 0.83)
    shares = [float(str(col.get("style"))[len("width: ") : -1]) for col in tree.iter("col")]
    longest = max(map(len, number.split("-")))
    assert shares[0] * 104 * 0.83 / 100 > longest + 1
    assert shares[-1] * 104 * 0.83 / 100 > 4


@pytest.mark.parametrize(("words", "kept"), [(5, True), (500, False)])
def test_short_boxes_are_kept_on_a_page(words: int, kept: bool) -> None:
    tree = etree.fromstring(
        f'<section><aside class="aside tip"><p>{"word " * words}</p></aside><aside class="footnote"/></section>'
    )
    boxes_kept(tree)
    assert [e.get("class") for e in tree] == ["aside tip kept" if kept else "aside tip", "footnote"]


@pytest.mark.parametrize(("words", "names"), [(20, "pull-quote"), (50, "pull-quote long")])
def test_a_long_pull_quote_is_set_smaller(words: int, names: str) -> None:
    tree = etree.fromstring(f'<section><aside class="pull-quote"><p>{"word " * words}</p></aside></section>')
    boxes_kept(tree)
    assert tree[0].get("class") == names


def test_lists_count_and_tables_stay_on_the_page(tmp_path: Path) -> None:
    head = "|" + "|".join(f"Column{n}" for n in range(17)) + "|\n|" + "---|" * 17 + "\n"
    body = "|" + "|".join(["word", "unbreakable" * 8, "1234", *["text of some words"] * 14]) + "|\n"
    lists = "7. seventh\n\nc) third\n\n(iii) third\n\n<ol reversed><li>last</li><li>first</li></ol>\n"
    files = {"book.toml": 'title = "T"\n', "a.md": f"# A\n\n{lists}\n\n{head}{body}", "b.md": "# B\n\nb\n"}
    report = build(written(tmp_path / "book", **files), ["pdf"], tmp_path / "out")
    assert not report.diagnostics
    pdf = pypdfium2.PdfDocument(report.written[0].path)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    # The text of a PDF has the numbers of lists together; `test_structure` holds them to their items.
    assert re.findall(r"^(\(?\w+[.)] )\r?$", text, flags=re.M) == ["7. ", "c) ", "(iii) ", "2. ", "1. "]
    for page in pdf:
        letters = page.get_textpage()
        boxes = [
            letters.get_charbox(at) for at in range(letters.count_chars()) if letters.get_text_range(at, 1).strip()
        ]
        assert all(left > 0.5 * 72 and right < page.get_width() - 0.5 * 72 for left, _, right, _ in boxes)
