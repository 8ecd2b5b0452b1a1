"""Less work for the same pages: what the layout engine finds out again for each box is found out once for each style.

A style never changes once its box is laid out: where the engine wants another it makes a copy of it, which knows
nothing of what is kept here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from publish.paged.library import (
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    AnonymousStyle,
    ComputedStyle,
    Dimension,
    absolute,
    background,
    block,
    boxes,
    column,
    draw_border,
    drawing,
    engine_strut,
    floated,
    get_color,
    inline,
    layouts,
    page_layouts,
    percent,
    table,
)

_MARGIN_BOXES = tuple(
    f"@{side}-{place}"
    for side, places in (
        ("top", ("left", "center", "right", "left-corner", "right-corner")),
        ("bottom", ("left", "center", "right", "left-corner", "right-corner")),
        ("left", ("top", "middle", "bottom")),
        ("right", ("top", "middle", "bottom")),
    )
    for place in places
)
#: Values of `content` that make no box.
_NOTHING = frozenset({"normal", "inhibit", "none"})
_engine_margin_boxes, _engine_percentages = layouts.make_margin_boxes, percent.resolve_percentages
_engine_page_styles = page_layouts.set_page_type_computed_styles
_engine_backgrounds, _engine_missing = background.layout_box_backgrounds, ComputedStyle.__missing__
_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{most}{axis}" for axis in ("width", "height") for most in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_NO_SPACE = {**dict.fromkeys((*_LENGTHS, *_BORDERS), 0), "max_width": math.inf, "max_height": math.inf}
_SQUARE = dict.fromkeys(_RADII, (0, 0))


def strut(style: Any) -> tuple[float, float]:
    """The leading of a style and its baseline, taken once: the engine's own memory has a key of sixteen values."""
    known: tuple[float, float] | None = style.__dict__.get("_strut")
    if known is None:
        known = style.__dict__["_strut"] = engine_strut(style)
    return known


def leading_of(style: Any) -> float:
    """The leading of the root element, in CSS pixels: the grid of all pages."""
    while style.parent_style is not None:
        style = style.parent_style
    return float(strut(style)[0])


# Styles ------------------------------------------------------------------------------------------

#: Properties that are found in ways of their own.
_OTHERS = frozenset({"position", "float", "display", "page", *PHYSICAL_FUNCTIONS, *INITIAL_NOT_COMPUTED})


def _is_simple(key: str) -> bool:
    return key in INITIAL_VALUES and key not in _OTHERS and not key.startswith("text_decoration_")


_HANDED_DOWN = frozenset(key for key in INITIAL_VALUES if _is_simple(key) and key in INHERITED)
_INITIAL = frozenset(key for key in INITIAL_VALUES if _is_simple(key) and key not in INHERITED)
#: Kinds of values that hold no function to be worked out.
_PLAIN = (str, int, float, Dimension)


def _missing(style: Any, key: str) -> Any:
    """The value of a property; one that no rule names is the parent's or the initial one, which takes no search."""
    if key not in style.cascaded:
        if key in _INITIAL:
            value = style[key] = INITIAL_VALUES[key]
            return value
        if key in _HANDED_DOWN and style.parent_style is not None:
            value = style.parent_style[key]
            if isinstance(value, _PLAIN):
                style[key] = value
                return value
    return _engine_missing(style, key)


# Boxes -------------------------------------------------------------------------------------------


def _in_flow(box: Any) -> bool:
    """Whether a box is in normal flow (weasyprint.formatting_structure.boxes.Box.is_in_normal_flow), by its style."""
    known: bool | None = box.style.__dict__.get("_flows")
    if known is None:
        style = box.style
        known = style.__dict__["_flows"] = (
            style["position"] not in ("absolute", "fixed")
            and style["position"][0] not in ("running()", "note()")
            and style["float"] not in ("left", "right", "inline-start", "inline-end", "footnote")
        )
    return known


def _descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """A box and what is below it in the order of the tree, without a generator for each."""
    pending = [box]
    while pending:
        box = pending.pop()
        yield box
        if isinstance(box, boxes.Box) or placeholders:
            pending += reversed(box.children)


def _percentages(box: Any, containing_block: Any) -> None:
    """The lengths of a box. Where its style has no percentages they are always the same."""
    style = box.style
    known = style.__dict__.get("_lengths", False)
    if known is False:
        known = style.__dict__["_lengths"] = _lengths(style)
    if known is None or box.is_flex_item or box.is_grid_item or not isinstance(box, boxes.Box):
        _engine_percentages(box, containing_block)
    else:
        box.__dict__.update(known)


def _lengths(style: Any) -> dict[str, Any] | None:
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    known = {name: style[name] for name in _BORDERS}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            known[name] = 0 if name.startswith("min_") else value
        elif isinstance(value, Dimension) and value.unit != "%":
            known[name] = value.value
        else:
            return None
    return known


def _margin_percentages(box: Any, containing_block: Any) -> None:
    """The lengths of a margin box that has no rule and makes no box are none: they need not be looked for."""
    if isinstance(box, boxes.MarginBox) and not box.is_generated and isinstance(box.style, AnonymousStyle):
        box.__dict__.update(_NO_SPACE)
    else:
        _percentages(box, containing_block)


def _backgrounds(page: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None) -> None:
    """The backgrounds of a box and of all below it; most have none."""
    # What is placed absolutely hangs in a placeholder, which hands on what it is given: not what goes into its dictionary.
    if style is not None or box is page or not isinstance(box, boxes.Box) or not _is_bare(box.style):
        _engine_backgrounds(page, box, images, layout_children, style)
        return
    box.__dict__.update(_SQUARE)
    box.background = None
    for child in box.all_children() if layout_children else ():
        _backgrounds(page, child, images)


def _is_bare(style: Any) -> bool:
    """Whether a style has no background, no image around it, no shadow, and no round corner."""
    known: bool | None = style.__dict__.get("_bare")
    if known is None:
        known = style.__dict__["_bare"] = (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and all((0, "px") in style[name] for name in _RADII)
        )
    return known


def _outline(stream: Any, box: Any) -> None:
    """The outlines of a box and of all below it; most have none."""
    if box.style["outline_width"]:
        _engine_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, boxes.Box):
            _outline(stream, child)


_engine_outline = draw_border.draw_outline

# Pages -------------------------------------------------------------------------------------------


def _margin_boxes(context: Any, page: Any, state: Any) -> Any:
    """The margin boxes of a page; the engine makes sixteen where none has content, at the cost of half a page of text."""
    styles = (context.style_for(page.page_type, name) for name in _MARGIN_BOXES)
    if any(style is not None and style["content"] not in _NOTHING for style in styles):
        return _engine_margin_boxes(context, page, state)
    return ()


def _page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """The styles of a page and of its margin boxes: those of an earlier page of the document that the same rules are for."""
    rules = [
        (pseudo, number, at, which)
        for number, (sheet, _, _) in enumerate(style_for._sheets)
        for at, (_, selectors, _) in enumerate(sheet.page_rules)
        for which, (_, pseudo, kind) in enumerate(selectors)
        if style_for._page_type_match(kind, page_type)
    ]
    known = style_for.__dict__.setdefault("_pages", {})
    earlier = known.setdefault(tuple(rules), page_type)
    if earlier == page_type:
        _engine_page_styles(page_type, html, style_for)
        return
    for styles in (style_for.get_cascaded_styles(), style_for.get_computed_styles()):
        for pseudo in {None, *(pseudo for pseudo, *_ in rules)}:
            if (earlier, pseudo) in styles:
                styles[page_type, pseudo] = styles[earlier, pseudo]


ComputedStyle.__missing__ = _missing
boxes.Box.is_in_normal_flow, boxes.Box.descendants = _in_flow, _descendants
for _room in (absolute, block, column, floated, inline, table):
    _room.resolve_percentages = _percentages
background.layout_box_backgrounds = _backgrounds
draw_border.draw_outline = drawing.draw_outline = _outline
inline.strut = strut
layouts.make_margin_boxes, page_layouts.resolve_percentages = _margin_boxes, _margin_percentages
page_layouts.set_page_type_computed_styles = _page_styles
