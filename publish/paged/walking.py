"""Boxes of laid-out pages in the order of the page: lines, what is none, what stands at an edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.lazy import dataclass
from publish.paged.library import LineBox, ParentBox, block, boxes

PROSE = frozenset({"p", "li", "dt", "dd", "div", "blockquote"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Paragraphs that are heads, by their classes, and others that are nothing without what follows.
HEADS = frozenset({"head", "byline"})
_LEADING = HEADS | {"dateline", "salutation"}
#: What lines of code stand in.
CODE = "pre"
_FREE = frozenset({"auto", "any"})


@dataclass(frozen=True)
class Space:
    """The space of boxes that begin, or end, with a leaf: the margin that collapses with that of what stands there, and what is
    within it."""

    margin: float = 0.0
    within: float = 0.0

    def entered(self, box: Any, side: str, drawn: bool) -> Space:
        """With that of one more box inside, whose border and padding count where `drawn`."""
        margin = getattr(box, f"margin_{side}")
        own = getattr(box, f"border_{side}_width") + getattr(box, f"padding_{side}") if drawn else 0.0
        if self.within:
            return Space(self.margin, self.within + margin + own)
        return Space(max(self.margin, margin), own)


_NONE = Space()


@dataclass(frozen=True)
class Leaf:
    """A line, or a box without lines.

    `flows`: it is a line of text, outside of tables, columns and the like. `whole`: the box around it that is not divided;
    `code`: the box of code that it is a line of. `held`: no page ends before it. `over`, `under`: the space of the boxes that begin
    and end with it, as far as they are not counted with the leaf, as those around code and around what is not divided are.
    """

    box: Any
    flows: bool
    whole: Any = None
    code: Any = None
    held: bool = False
    over: Space = _NONE
    under: Space = _NONE


def leaves_of(
    box: Any,
    flows: bool = True,
    whole: Any = None,
    code: Any = None,
    held: bool = False,
    over: Space = _NONE,
    under: Space = _NONE,
) -> Iterator[Leaf]:
    """Lines and boxes without lines, in the order of the page."""
    if isinstance(box, LineBox):
        yield Leaf(box, flows and box.element_tag in PROSE | HEADINGS, whole, code, held, over, under)
        return
    if not isinstance(box, ParentBox):
        yield Leaf(box, False, whole, None, held, over, under)
        return
    if isinstance(box, boxes.TableBox | boxes.FlexBox) or not box.is_in_normal_flow() or box.is_column:
        flows = False
    children = [child for child in box.children if not hasattr(child, "_box")]  # places of what stands elsewhere
    if code is not None and all(isinstance(child, LineBox) for child in children):
        children = [child for child in children if child.height]  # the end of a line, behind a comment
    if not children and box.height:
        yield Leaf(box, False, whole, code, held, over, under)
    around = whole
    if whole is None and code is None and box.style["break_inside"] == "avoid":
        whole = box
    if code is None and whole is None and flows and box.element_tag == CODE:
        code = box
    if around is None and isinstance(box, boxes.BlockLevelBox):
        drawn = whole is None and code is not box
        over, under = over.entered(box, "top", drawn), under.entered(box, "bottom", drawn)
    final = next((child for child in reversed(children) if in_flow(child)), None)
    rows = sum(isinstance(child, LineBox) for child in children)
    kept = code is not None and (
        box.style["break_inside"] == "avoid" or rows < box.style["orphans"] + box.style["widows"]
    )
    before = None
    for child in children:
        if before is not None:
            held = kept if isinstance(child, LineBox) else _belong(before, child)
        first, last = over if before is None else _NONE, under if child is final else _NONE
        yield from leaves_of(child, flows, whole, code, held, first, last)
        before = child if in_flow(child) else before
        held = held and before is None


def _belong(before: Any, after: Any) -> bool:
    """Whether no page ends between two boxes: the head of a table stays with a row of it."""
    return getattr(before, "is_header", False) or block.block_level_page_break(before, after) not in _FREE


def edge(page_box: Any, which: int) -> Iterator[Any]:
    """What stands at the head (0) or at the foot (-1) of a page, from the root down."""
    box = page_box.children[0]
    while isinstance(box, ParentBox) and not isinstance(box, LineBox):
        yield box
        children = [child for child in box.children if in_flow(child)]
        if not children:
            return
        box = children[which]


def leads(box: Any) -> bool:
    """Whether a box is of a paragraph that may not stand at a foot, as a head and the beginning of a letter."""
    return box.element is not None and not _LEADING.isdisjoint((box.element.get("class") or "").split())


def in_flow(box: Any) -> bool:
    """Whether a child of a box stands in the flow: not a float, nor the place of what stands elsewhere."""
    return not hasattr(box, "_box") and bool(box.is_in_normal_flow())


def bottom_of(box: Any) -> float:
    """Where a block ends, its border with it. One that is divided is as high as its page, and ends where its lines do."""
    plain = type(box) is boxes.BlockBox and not (box.is_table_wrapper or box.border_bottom_width or box.padding_bottom)
    last = next((child for child in reversed(box.children) if in_flow(child)), None) if plain else None
    if isinstance(last, LineBox):
        return float(last.position_y + last.height)
    if isinstance(last, boxes.BlockLevelBox):
        return bottom_of(last)
    return float(box.position_y + box.margin_height() - box.margin_bottom)


def first_leaf(box: Any) -> Any:
    """The first line or other box of a block."""
    return next((leaf.box for leaf in leaves_of(box)), box)


def first_box(page_box: Any) -> Any:
    """The first line or other box of the text of a page; None on one that has none."""
    for child in page_box.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            for leaf in leaves_of(child):
                return leaf.box
    return None
