"""The runs of a line of text: its text boxes, one behind the other, each with where its text begins.

Only paragraphs of plain inline text are taken: boxes that are not text, scripts that break or join otherwise, and text
whose white space is kept are left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from publish.lazy import dataclass
from publish.paged.library import InlineBox, TextBox

#: Scripts with rules of their own: right to left, Indic, South-East Asian, East Asian.
_OTHERS = re.compile(
    "[\u0590-\u1dbf\u2e80-\ufaff\ufb1d-\ufefc\ufe30-\uffef\U00010800-\U0001efff\U00020000-\U0003ffff\n\t]"
)
#: Those of them that are not set as titles either: all but East Asian ones.
OTHERS_THAN_SQUARE = re.compile("[\u0590-\u1dbf\uac00-\ud7ff\ufb1d-\ufefc\U00010800-\U0001efff\n\t]")
#: Those that are not set as code either: what runs from right to left.
OTHERS_THAN_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


@dataclass(frozen=True)
class Run:
    """One text box of a paragraph: where its text begins in that of the paragraph, whether lines may end in it, and what white a
    label before it has behind it."""

    box: Any
    start: int
    wraps: bool
    gap: float = 0.0


def runs_of(line: Any, others: re.Pattern[str] = _OTHERS) -> list[Run] | None:
    """The text boxes of a paragraph; None where it holds something else, or letters of `others`, which are not to be set by us."""
    runs: list[Run] = []
    at, gap = 0, 0.0
    for box in _plain(line):
        if box is None:
            return None
        if isinstance(box, float):
            gap = box
            continue
        runs.append(Run(box, at, box.style["white_space"] == "normal", gap))
        at, gap = at + len(box.text), 0.0
    return runs if at and not any(others.search(run.box.text) for run in runs) else None


def _plain(parent: Any, begins: bool = True) -> Iterator[Any]:
    for child in parent.children:
        if not child.is_in_normal_flow():
            yield None
        elif isinstance(child, TextBox):
            yield child if child.style["white_space"] in ("normal", "nowrap") and child.style["font_size"] else None
        elif isinstance(child, InlineBox) and not child.is_leader and not _is_padded(child.style, begins):
            if gap := getattr(child.style["margin_left"], "value", 0.0):
                yield float(gap)
            yield from _plain(child, begins)
            if gap := getattr(child.style["margin_right"], "value", 0.0):
                yield float(gap)
        else:
            yield None
        begins = False


def _is_padded(style: Any, begins: bool) -> bool:
    """Whether something stands around an inline box but white behind it, as behind a label or the number of a note, or before it
    where it `begins` the text, as a box to tick does that hangs."""
    if style["border_left_width"] or style["border_right_width"] or style["position"] == "relative":
        return True
    return any(
        getattr(style[name], "value", None) for name in ("margin_left", "padding_left", "padding_right")[begins:]
    )
