"""Tables that are turned, on pages of their own: paragraphs go past one and fill the page before it, as they do with what floats.

The stylesheet gives such a table a page by name, and the engine ends a page at once before another name. Here it is asked first
whether the next paragraph has room as a whole; a heading above the table keeps text below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from publish.paged.library import block

#: The page of what is turned, and the class of the division.
TURNED, _CLASS = "turned", "turned-page"
_engine_name = block.block_level_page_name


def _page_name(before: Any, after: Any) -> Any:
    """The name of the page that begins between two blocks (block.block_level_page_name); before what is turned none does yet."""
    return None if is_turned(after) else _engine_name(before, after)


def is_turned(box: Any) -> bool:
    return bool(box.style["page"] == TURNED and box.element is not None and box.element.get("class") == _CLASS)


def within_turned(box: Any) -> bool:
    """Whether a box stands on pages of what is turned."""
    return bool(box.style["page"] == TURNED)


def page_ended(index: int, new_children: Sequence[Any], rest: Sequence[Any]) -> Any:
    """What the engine's loop over children is given to end the page before the child at an index (block._in_flow_layout)."""
    _, _, margins, _, y, *_, lines = rest
    return False, True, {index: None}, y, margins, {"break": "any", "page": TURNED}, new_children, lines


block.block_level_page_name = _page_name
