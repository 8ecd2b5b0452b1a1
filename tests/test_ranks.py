"""The looks of headings: each rank differs from the next, wherever in a book of parts its chapter stands."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.theme import load_theme

#: Ranks below a chapter's title that differ: the labels of the fourth are the smallest there are.
_DEEP = 4


def look(line: Any) -> tuple[object, ...]:
    style = line.style
    return tuple(style[name] for name in ("font_size", "font_style", "font_variant_caps", "font_family", "font_weight"))


def heading(rank: int) -> str:
    """A heading of code; what is below the sixth rank of HTML has its own as a class."""
    tag, name = f"h{min(rank, 6)}", f' class="rank-{rank}"' if rank > 6 else ""
    return f"<{tag}{name}><code>words</code></{tag}>"


@pytest.mark.parametrize("sheets", [("print.css",), ("print.css", "square-print.css")])
def test_ranks_look_the_same_below_titles_of_any_rank(sheets: tuple[str, ...]) -> None:
    theme = load_theme({})[0].styles
    css = "\n".join([theme["tokens.css"], *(theme[name] for name in sheets), "@page { size: 6in 9in }"])
    engine = Engine(css, {})
    found: dict[int, set[tuple[object, ...]]] = {}
    for top in range(1, 6):
        inner = "".join(f"<p>A.</p>{heading(rank)}" for rank in range(top + 1, min(top + 5, 9)))
        section = f'<section><h{top} class="chapter-title">Title</h{top}>{inner}<p>B.</p></section>'
        pages = engine.pages(f'<html lang="en"><body>{section}</body></html>'.encode(), {})
        lines = [box for page in pages for box in page._page_box.descendants() if isinstance(box, LineBox)]
        for line in lines:
            if line.element_tag[0] == "h" and line.element.get("class") != "chapter-title" and line.children:
                rank = int(line.element.get("class", line.element_tag)[-1])
                found.setdefault(min(rank - top, _DEEP), set()).add((look(line), look(line.children[0])))
    assert sorted(found) == [1, 2, 3, 4]
    assert {rank: len(looks) for rank, looks in found.items()} == dict.fromkeys(found, 1), found
    for (one,), (other,) in itertools.pairwise(found[rank] for rank in sorted(found)):
        assert one != other
        assert other[0] <= one[0]  # type: ignore[operator]
