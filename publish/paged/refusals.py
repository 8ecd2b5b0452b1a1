"""What a printer would refuse of laid-out pages: small text, thin lines, pale tones, what is
see-through, black of several inks.

They are found where the boxes are, so that each has its page and its line of Markdown; how small is too small is known when
the file is made ready for a printer (`unprintable.py`). Drawings are painted once more, by themselves, and read (`drawn.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.paged.drawn import Trait, drawing_traits, mixed, tones
from publish.paged.leaves import MARGIN, Refusal
from publish.paged.library import ParentBox, TextBox, boxes

_POINTS = 0.75
#: Text and lines of so many points no printer refuses.
_LARGE, _THICK = 8.0, 1.0
_SIDES = ("top", "right", "bottom", "left")
_NO_LINE = ("none", "hidden")
#: Into how many, white or of two tones, the width of a line is divided.
_PARTS = {"double": 3, "groove": 2, "ridge": 2}
#: Kinds whose number is a length: it grows and shrinks with what it stands in.
_LENGTHS = frozenset({"small", "ruby", "thin"})
#: Of each kind of length, the number from which no printer refuses it.
_ENOUGH = {"small": _LARGE, "ruby": _LARGE, "thin": _THICK}

#: What was found of a style, and whether it has a ground: boxes of one element share it. By its identity, and whether the box is
#: one of text.
Known = dict[tuple[int, bool], tuple[tuple[Trait, ...], bool]]


def refusals_of(pages: Sequence[Any], numbers: Mapping[int, int]) -> tuple[Refusal, ...]:
    """The worst of each kind on each page, that of its margin apart; `numbers` are those of elements, by identity."""
    worst: dict[tuple[int, str, bool], Refusal] = {}
    known: Known = {}
    for at, page in enumerate(pages):
        for element, trait in _on(page._page_box, 0, 1.0, numbers, known):
            if trait.number >= _ENOUGH.get(trait.kind, math.inf):
                continue
            key = at, trait.kind, element != MARGIN
            if key not in worst or trait.number < worst[key].number:
                worst[key] = Refusal(trait.kind, at, element, trait.number, trait.colour)
    return tuple(worst[key] for key in sorted(worst))


def _on(box: Any, element: int, scale: float, numbers: Mapping[int, int], known: Known) -> Iterator[tuple[int, Trait]]:
    box = getattr(box, "_box", box)  # what is placed absolutely hangs in a placeholder
    if box.style["opacity"] == 0:
        return
    element = MARGIN if isinstance(box, boxes.MarginBox) else numbers.get(id(box.element), element)
    if box.transformation_matrix:
        scale *= math.sqrt(abs(box.transformation_matrix.determinant))
    key = id(box.style), isinstance(box, TextBox) and not box.text.isspace()
    if key not in known:
        known[key] = tuple(_of_style(box, text=key[1])), _alpha(box.style["background_color"]) > 0
    found, grounded = known[key]
    for trait in found:
        yield element, trait if scale == 1 or trait.kind not in _LENGTHS else Trait(trait.kind, trait.number * scale)
    if grounded and (across := _across(box)) is not None:
        yield element, Trait("thin", across * scale)
    replacement = getattr(box, "replacement", None)
    if hasattr(replacement, "_svg") and box.width and box.height:
        for trait in drawing_traits(replacement, box.width, box.height, box.style, scale):
            yield element, trait
    if isinstance(box, ParentBox):
        for child in box.all_children():
            yield from _on(child, element, scale, numbers, known)


def _across(box: Any) -> float | None:
    """How thick, in points, a box with a ground is that is a line; None where it is none."""
    if isinstance(box, TextBox) or not isinstance(box.height, (int, float)):
        return None
    across = min(box.border_width(), box.border_height()) * _POINTS
    return across if 0 < across < _THICK else None


def _of_style(box: Any, text: bool) -> Iterator[Trait]:
    """What the style of a box says, of its letters too where it has some. Lengths as they are where nothing is scaled."""
    style = box.style
    if style["page"] == "full":
        yield Trait("edge", 0.0)
    if 0 < style["opacity"] < 1:
        yield Trait("clear", style["opacity"])
    if style["visibility"] != "visible":
        return
    for name in ("background_color", "color", "text_decoration_color") if text else ("background_color",):
        if name != "text_decoration_color" or style["text_decoration_line"] != "none":
            yield from _of_colour(style, name)
    if text:
        yield from _of_text(style, "ruby" if _is_reading(box) else "small")
        return
    yield from _of_lines(box)
    yield from (_CLEAR for *_, blur, _spread, _colour, _inset in style["box_shadow"] if blur.value)
    for kind, image in style["background_image"]:
        if kind.endswith("gradient"):
            alphas = [_alpha(style["color"] if one == "currentcolor" else one) for one in image.colors]
            yield from (Trait("clear", min(alphas)) for _ in alphas[:1] if min(alphas) < 1)


_CLEAR = Trait("clear", 0.5)


def _of_colour(style: Any, name: str) -> Iterator[Trait]:
    """A colour that something is painted in: whether it is see-through or pale."""
    colour = _colour_of(style, name)
    alpha = _alpha(colour)
    if 0 < alpha < 1:
        yield Trait("clear", alpha)
    if alpha:
        yield from tones(*colour.to("srgb").coordinates)


def _of_lines(box: Any) -> Iterator[Trait]:
    """The borders of a box, its outline, the rules between its columns. What is stroked is made thick enough later
    (`publish.paged.hairlines`): lines between the cells of a table, and dashes all round."""
    style = box.style
    names = [f"border_{side}" for side in _SIDES]
    lines = [(name, style[f"{name}_width"], style[f"{name}_style"]) for name in names]
    dashed = len({line[1:] for line in lines}) == 1 and lines[0][2] in ("dashed", "dotted")
    stroked = dashed and not any(any(corner) for corner in box.rounded_border_box()[4:])
    stroked = stroked or style["border_collapse"] != "separate"
    lines.append(("outline", style["outline_width"], style["outline_style"]))
    if style["column_count"] != "auto" or style["column_width"] != "auto":
        lines.append(("column_rule", style["column_rule_width"], style["column_rule_style"]))
    for name, width, kind in lines:
        if not width or kind in _NO_LINE or not _alpha(_colour_of(style, f"{name}_color")):
            continue
        yield from _of_colour(style, f"{name}_color")
        if not (stroked and name in names):
            yield Trait("thin", width * _POINTS / _PARTS.get(kind, 1))


def _colour_of(style: Any, name: str) -> Any:
    return style["color"] if style[name] == "currentcolor" else style[name]


def _is_reading(box: Any) -> bool:
    """Whether a text is the reading of a word (`publish.editions.ruby`), which is half as large as that is."""
    return box.element is not None and box.element.get("class") == "ruby-text"


def _of_text(style: Any, kind: str) -> Iterator[Trait]:
    if _alpha(style["color"]):
        yield Trait(kind, style["font_size"] * _POINTS)
    yield from mixed(*style["color"].to("srgb").coordinates)


def _alpha(colour: Any) -> float:
    return float(getattr(colour, "alpha", 1.0))
