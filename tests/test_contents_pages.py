"""The pages of the contents: full ones, heads that keep what stands below them, numbers at the margin."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from publish.book import Entry, Medium, PrintSettings
from publish.editions.sheet import margins, sheet_rules
from publish.markdown import parse
from publish.paged.engine import Engine
from publish.paged.library import LineBox, TextBox, boxes
from publish.resolve import resolve
from publish.sources import read
from publish.theme import load_theme
from tests.conftest import written

#: Of each part: how many chapters it has, and of each of these how many sections.
Parts = Sequence[Sequence[int]]


def entry(kind: str, title: str, below: str = "") -> str:
    page = '<span class="page" data-page-of="x">167</span>'
    inner = f"<ol>{below}</ol>" if below else ""
    kind += " long" if kind == "part" and below.count("<li") > 8 else ""  # as `contents.html` has it
    return f'<li class="entry-{kind}"><p class="entry"><a><span class="title">{title}</span></a> {page}</p>{inner}</li>'


def contents(parts: Parts) -> str:
    listed = []
    for part, chapters in enumerate(parts):
        below = "".join(
            entry("chapter", f"c{part}.{n}", "".join(entry("section", f"s{part}.{n}.{m}") for m in range(sections)))
            for n, sections in enumerate(chapters)
        )
        listed.append(entry("part", f"p{part}", below))
    return "".join(listed)


@functools.cache
def engine() -> Engine:
    theme = load_theme({})[0].styles
    tokens = theme["tokens.css"]
    styles = f"{tokens}\n{theme['print.css']}\n{sheet_rules(margins(PrintSettings(), tokens, 200))}"
    return Engine(styles, {})


def pages_of(listed: str) -> list[Any]:
    heading = '<h1 class="chapter-title"><span class="title">Contents</span></h1>'
    content = (
        f'<body class="recto toc-page matter-front"><div class="contents-block">{heading}<ol>{listed}</ol></div></body>'
    )
    html = f'<html lang="en" class="recto-first">{content}</html>'
    return [page for page in engine().pages(html.encode(), {}) if texts_of(page)]


def lines_of(page: Any) -> Iterator[Any]:
    return (box for box in page._page_box.descendants() if isinstance(box, LineBox))


def texts_of(page: Any) -> list[str]:
    """The titles on a page, without the number and the leader."""
    return [
        words
        for line in lines_of(page)
        if (words := "".join(t.text for t in line.descendants() if isinstance(t, TextBox)).partition(" ")[0])
    ]


CASES: list[Parts] = [
    [[0] * 3, [0] * 26],
    [[0] * 3, [0] * 3, [0] * 40],
    [[0] * 8] * 9,
    [[9, 2, 1, 0, 12, 3], [1] * 9, [30]],
    *([[dice.randrange(9) for _ in range(dice.randrange(1, 14))] for _ in range(5)]
      for dice in map(random.Random, range(12))),
]  # fmt: skip


@pytest.mark.parametrize("parts", CASES)
def test_pages_are_full_and_heads_keep_two_below_them(parts: Parts) -> None:
    """What may be moved on is a part of at most eight lines, or a head with two entries."""
    pages = [texts_of(page) for page in pages_of(contents(parts))]
    flat = [title for page in pages for title in page]
    assert len(flat) == 1 + sum(1 + len(part) + sum(part) for part in parts)
    for number, (page, following) in enumerate(itertools.pairwise(pages)):
        assert len(page) > (8 if number == 0 else 18), "a page that is half empty"
        assert page[-1][0] != "p", "a part alone at the foot"
        first = following[0]
        at = flat.index(first)
        below = [
            title
            for title in flat
            if title.rpartition(".")[0][1:] == first.rpartition(".")[0][1:] and title[0] == first[0]
        ]
        if first[0] != "p" and len(below) > 1:
            number = below.index(first)
            assert number in (0, *range(2, len(below) - 1)), f"{first} of {len(below)}"
            assert number or flat[at - 1][0] != {"c": "p", "s": "c"}[first[0]], "a head without what is below it"


def test_a_long_part_fills_the_page_it_begins_on() -> None:
    first, second = (texts_of(page) for page in pages_of(contents([[0] * 3, [0] * 26])))
    assert len(first) == 28
    assert second[0] == "c1.22"


@pytest.mark.parametrize(("chapters", "sections", "name"), [(8, 0, "entry-part"), (9, 0, "entry-part long"),
                                                            (1, 7, "entry-part"), (2, 4, "entry-part long")])  # fmt: skip
def test_a_part_of_more_than_eight_lines_may_be_divided(chapters: int, sections: int, name: str) -> None:
    """Lines of all ranks count: a part of two chapters with many sections left half a page empty before it."""
    below = tuple(Entry("s", "S", kind="section") for _ in range(sections))
    part = Entry("p", "P", kind="part", children=(Entry("c", "C", kind="chapter", children=below),) * chapters)
    page = load_theme({})[0].page("contents.html", title="Contents", entries=(part,), paged=True)
    assert page.find(".//ol/li").get("class") == name


#: Labels of chapters in a book, and what the contents have before each title.
LABELS = [
    (["Chapter 1", "Chapter 9"], ["1", "9"]),
    (["Chapter 9", "", "Chapter 10"], ["9 after 0.48em", "", "10"]),
    (["Chapter IX"], ["IX"]),
    (["第3章"], ["3"]),
    (["Chapter One"], ["Chapter One"]),
]


@pytest.mark.parametrize(("labels", "shown"), LABELS)
def test_chapters_are_called_by_their_numbers(labels: list[str], shown: list[str]) -> None:
    entries = tuple(Entry("c", "C", label, "chapter") for label in labels)
    figures = max(len(entry.number) for entry in entries)
    page = load_theme({})[0].page("contents.html", title="Contents", entries=entries, figures=figures, paged=True)
    found = []
    for item in page.iter("li"):
        label = item.find(".//span[@class='label']")
        assert ("numbered" in item.get("class", "")) is (label is not None)
        found.append(
            "" if label is None else f"{label.text}{label.get('style', '').replace('margin-inline-start:', ' after')}"
        )
    assert found == shown


@pytest.mark.parametrize(("figures", "style"), [(0, None), (1, None), (2, "--figures: 2")])
def test_room_for_the_longest_number(figures: int, style: str | None) -> None:
    page = load_theme({})[0].page("contents.html", title="Contents", entries=(), figures=figures, paged=True)
    assert page.get("style") == style


#: The depth of the contents, and the sections listed of a book with an introduction before its parts.
DEPTHS = [(1, ""), (2, ""), (3, "introduction chapter"), (4, "introduction chapter nested")]


@pytest.mark.parametrize(("depth", "listed"), DEPTHS)
def test_sections_are_listed_of_all_chapters_alike(depth: int, listed: str, tmp_path: Path) -> None:
    written(
        tmp_path,
        book__toml=f'title = "T"\nlang = "en"\ntoc-depth = {depth}\nfront = ["contents", "introduction.md"]\n'
        'body = [{ part = "P", chapters = [{ file = "chapter.md", chapters = ["nested.md"] }] }]\n',
        **{f"{n}__md": f"# {n}\n\nA.\n\n## Of {n}\n\nA.\n" for n in ("introduction", "chapter", "nested")},
    )
    manuscript, _ = read(tmp_path)
    assert manuscript is not None
    book, _ = resolve(manuscript, parse(manuscript)[0], Medium("pdf"))
    found, rows = [], list(book.contents)
    while rows:
        entry = rows.pop(0)
        found += [entry.title.removeprefix("Of ")] if entry.kind == "section" else []
        rows = [*entry.children, *rows]
    assert " ".join(found) == listed


@pytest.mark.parametrize("figures", [1, 2])
def test_sections_begin_below_each_other(figures: int) -> None:
    """Whether the title above them has a number or none."""
    plain = entry("chapter", "c", entry("section", "s"))
    numbered = plain.replace("entry-chapter", "entry-chapter numbered").replace(
        '<a><span class="title">c', f'<a><span class="label">{"1" * figures}</span> <span class="title">c', 1
    )
    (page,) = pages_of(f'<div style="--figures: {figures}">{plain}{numbered}</div>')
    edges = [
        text.position_x
        for line in lines_of(page)
        for text in line.descendants()
        if isinstance(text, TextBox) and text.text[0] == "s"
    ]
    assert len(edges) == 2
    assert edges[0] == pytest.approx(edges[1], abs=0.01)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("words", [1, 14, 15, 16, 30])
def test_numbers_stand_at_the_margin(words: int, direction: str) -> None:
    """Whether they are on the first line of an entry, which hangs over, or on the second; never against the title."""
    title = f"<span dir='{direction}'>" + "word " * words + "</span>"
    (page,) = pages_of(
        f'<div dir="{direction}">{entry("chapter", title.strip())}{entry("section", title.strip())}</div>'
    )
    block = next(
        box for box in page._page_box.descendants() if isinstance(box, boxes.BlockBox) and box.element_tag == "ol"
    )
    lines = [line for line in lines_of(page) if line.element.get("class") == "entry"]
    for line in lines:
        texts = [box for box in line.descendants() if isinstance(box, TextBox) and box.text.strip()]
        numbers = [box for box in texts if box.text == "167"]
        for number in numbers:
            edge = number.position_x + number.width if direction == "ltr" else number.position_x
            assert edge == pytest.approx(block.content_box_x() + (block.width if direction == "ltr" else 0), abs=0.1)
            for box in texts:
                gap = number.position_x - box.position_x - box.width
                assert box is number or (gap if direction == "ltr" else -gap - box.width - number.width) > 2.5
        outer = [
            box.position_x + (box.width if direction == "rtl" else 0) for box in texts if box.text.startswith("word")
        ]
        hung = block.content_box_x() + (block.width if direction == "rtl" else 0)
        points = [box for box in texts if set(box.text) <= {" ", "."}]
        for number, box in zip(numbers, points, strict=False):
            gap = number.position_x - box.position_x - box.width
            room = gap if direction == "ltr" else -gap - box.width - number.width
            assert room < 13, "the last point is near the number"
        if line is lines[0] and outer:
            assert (max if direction == "rtl" else min)(outer) == pytest.approx(hung, abs=0.1)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_line_is_only_a_number(direction: str) -> None:
    """Titles of every width that nearly fill a line: their last word stands with the number, to the left of its room."""
    ends = ["a" + "i" * more for more in range(9)]
    titles = ["word " * words + end for words in range(13, 18) for end in ends]
    pages = pages_of(f'<div dir="{direction}">{"".join(entry("chapter", title) for title in titles)}</div>')
    lines = [line for page in pages for line in lines_of(page) if line.element.get("class") == "entry"]
    read = ["".join(box.text for box in line.descendants() if isinstance(box, TextBox)) for line in lines]
    assert len(read) > len(titles), "some turn"
    assert not [text for text in read if not any(character.isalpha() for character in text)]


def test_points_stand_below_each_other_and_lines_on_the_grid() -> None:
    """Whatever the size and the letters of an entry and the face of its label; what follows the last part is set off by a line."""
    label = '<span class="label">Figure 1</span> A title'
    listed = (
        contents([[2, 0], [1]]) + entry("chapter", "Afterword") + entry("figure", label) + entry("table", label) * 2
    )
    (page,) = pages_of(listed)
    lines = [line for line in lines_of(page) if line.element.get("class") == "entry"]
    leaders = [box for line in lines for box in line.descendants() if getattr(box, "is_leader", False)]
    rows = [box for leader in leaders for box in leader.children]
    assert len(rows) == len(lines) == 12
    assert len({round(row.width / row.text.count("."), 3) for row in rows}) == 1
    assert len({round(row.position_x + row.width, 1) for row in rows}) == 1
    steps = [(after.position_y - before.position_y) / (14.5 / 0.75) for before, after in itertools.pairwise(lines)]
    assert [round(step, 3) for step in steps] == [1, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1]
