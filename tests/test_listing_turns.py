"""Where a page may end within a listing, and what is drawn of it there."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import pytest
from lxml import etree

from publish.book import PrintSettings
from publish.editions.listing_turns import held, listings_held
from publish.editions.sheet import margins, sheet_rules
from publish.paged.engine import Engine
from publish.paged.library import boxes as kinds
from publish.theme import load_theme

#: Listings, and before which lines a page may begin.
CASES: dict[str, tuple[str, list[int]]] = {
    "five lines": ("a\nb\nc\nd\ne", []),
    "five lines and an empty one": ("a\nb\n\nc\nd\ne", []),
    "six": ("a\nb\nc\nd\ne\nf", [2, 3, 4]),
    "five that are long": ("\n".join(["word " * 30] * 5), [2, 3]),
    "an empty line begins no page": ("a\nb\nc\n\nd\ne\nf", [2, 4, 5]),
    "an empty line is none at the head": ("a\n\nb\nc\nd\ne\nf", [3, 4, 5]),
    "brackets are no lines that say something": ("a {\nb {\nc\nd\ne\nf\n}\n}", [2, 3, 4]),
    "brackets begin no page": ("a {\nb {\nc\n}\n}\nd\ne\nf\ng", [2, 5, 6, 7]),
    "nor do ends": ("def a\nb\nend\ndef c\nd\nend\ndef e\nf\nend", [3, 4, 6]),
    "the sign of a diff is held on both sides": ("+ a\n+ b\n+\n+ c\n+ d\n+ e\n+ f", [4, 5]),
    "the last lines": ("a\nb\nc\nd\n\ne\n\nf\n", [2, 3, 5]),
    "nothing but brackets": ("\n".join(["a", "b", *["}"] * 12, "c", "d"]), [5, 10, 14]),
    "one line": ("a", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize("case", CASES)
def test_where_a_page_may_begin(case: str) -> None:
    text, expected = CASES[case]
    found = held(text.split("\n"))
    assert [at for at, joined in enumerate(found) if at and not joined] == expected


@functools.cache
def _engine() -> Engine:
    theme = load_theme({})[0].styles
    rules = sheet_rules(margins(PrintSettings(), theme["tokens.css"], 200))
    return Engine(f"{theme['tokens.css']}\n{theme['print.css']}\n{rules}", {})


@pytest.mark.parametrize("room", range(60, 200, 35))
@pytest.mark.parametrize("names", ["", "numbered"])
def test_what_a_page_ends_with_says_something(room: int, names: str) -> None:
    """Whatever room is left: lines that say something end and begin the boxes of a listing, which end where these do."""
    texts = [*itertools.chain.from_iterable((f"one {n}", f"two {n}", "", f"three {n} {{", "}") for n in range(5))]
    lines = "".join(f'<span class="code-line">{text}\n</span>' for text in texts)
    tree = etree.fromstring(f'<section><p>A.</p><pre class="{names}"><code>{lines}</code></pre></section>')
    listings_held(tree)
    head = f'<html><body><section><div style="height: {480 - room}pt"></div>'
    content = head.encode() + etree.tostring(tree) + b"</section></body></html>"
    parts = [
        [
            box
            for box in page._page_box.descendants()
            if isinstance(box, kinds.BlockBox) and box.element_tag in ("pre", "span")
        ]
        for page in _engine().pages(content, {})
    ]
    boxes = [part for part in parts if part]
    assert len(boxes) in (1, 2)
    for pre, *own in boxes:
        shown = ["".join(one.element.itertext()).strip() for one in own]
        assert sum(len(text) > 1 for text in shown) >= 2
        assert shown[0] not in ("", "}")
        ends = [one for one, text in zip(own, shown, strict=True) if text or names]
        assert pre.content_box_y() + pre.height == pytest.approx(
            ends[-1].border_box_y() + ends[-1].border_height(), abs=0.02
        )


@pytest.mark.parametrize("spare", [-1.0, 0.5, 3.0, 6.0, 9.0])
def test_a_box_that_has_room_is_not_divided(spare: float) -> None:
    """The space of what is drawn below its last line counts once."""
    lines = "".join(f'<span class="code-line">line {n}\n</span>' for n in range(9))
    content = (
        f'<html><body><section><div style="height: HIGH"></div><pre><code>{lines}</code></pre></section></body></html>'
    )

    def laid_out(high: float) -> list[Any]:
        pages = _engine().pages(content.replace("HIGH", f"{high}px").encode(), {})
        return [
            (page._page_box, box) for page in pages for box in page._page_box.descendants() if box.element_tag == "pre"
        ]

    sheet, box = laid_out(100)[0]
    foot, end = sheet.content_box_y() + sheet.height, box.border_box_y() + box.border_height()
    parts = laid_out(100 + foot - end - spare)
    assert len(parts) == (2 if spare < 0 else 1)
    if len(parts) == 1:
        assert parts[0][1].border_box_y() + parts[0][1].border_height() == pytest.approx(foot - spare)
        assert parts[0][1].padding_bottom == box.padding_bottom > 0
