"""Text in columns: an index fills its columns, and those of its last page are alike in height."""

from __future__ import annotations

import random
from typing import Any

import pytest

from publish.paged.measure import bottom_of
from publish.paged.rows import lines_of, texts_of
from tests.narrow import engine

#: The leading of an index in CSS pixels, and the most lines that stay together: a heading with two entries below it, a group's gap.
LINE, KEPT = 16, 4


def index(seed: int) -> tuple[str, int]:
    """An index of some groups, its entries numbered in their order, and how many there are."""
    dice, count, groups = random.Random(seed), 0, []

    def entry(below: str = "") -> str:
        nonlocal count
        count += 1
        return f"<li><p>e{count}</p>{below}</li>"

    def with_below() -> str:
        nonlocal count
        count += 1
        own = count
        below = "".join(entry() for _ in range(dice.choice((0, 0, 0, 1, 2, 3))))
        return f"<li><p>e{own}</p>{f'<ul>{below}</ul>' if below else ''}</li>"

    for _ in range(dice.randrange(2, 26)):
        groups.append(f'<ul class="index-group">{"".join(with_below() for _ in range(dice.randrange(1, 12)))}</ul>')
    heading = '<h1 class="chapter-title"><span class="title">Index</span></h1>'
    body = f'<section class="index"><div class="index-block">{heading}{"".join(groups)}</div></section>'
    return f'<html lang="en" class="recto-first"><body class="recto index-page matter-back">{body}</body></html>', count


def columns_of(page: Any) -> list[Any]:
    return [box for box in page._page_box.descendants() if getattr(box, "is_column", False)]


def entries_of(column: Any) -> list[str]:
    lines = sorted(lines_of(column), key=lambda line: line.position_y)
    return ["".join(text.text for text in texts_of(line)) for line in lines]


@pytest.mark.parametrize("seed", range(12))
def test_columns_are_filled_and_the_last_are_alike(seed: int) -> None:
    html, count = index(seed)
    pages = engine().pages(html.encode(), {})
    found = [entry for page in pages for column in columns_of(page) for entry in entries_of(column)]
    assert found == [f"e{n + 1}" for n in range(count)]
    for page in pages:
        box = page._page_box
        foot, ends = box.content_box_y() + box.height, [bottom_of(column) for column in columns_of(page)]
        assert max(ends) <= foot + 0.5
        if page is not pages[-1]:
            assert foot - min(ends) < (KEPT + 1) * LINE
        elif len(ends) == 2:
            assert abs(ends[0] - ends[1]) < (KEPT + 1) * LINE
        else:
            assert count <= KEPT
