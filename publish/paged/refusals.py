"""What a printer would refuse of laid-out pages: small text, thin lines, pale tones, what is
see-through, black of several inks.

They are found where the boxes are, so that each has its page and its line of Markdown; how small is too small is known when
the file is made ready for a printer (`unprintable.py`). Drawings are painted once more, by themselves, and read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

from publish.paged.leaves import Refusal
from publish.paged.library import ParentBox, Stream, TextBox, boxes
from publish.paged.painting import no_resources

_POINTS = 0.75
#: Text and lines of so many points, and tones of so many per cent, no printer refuses.
_LARGE, _THICK, _STRONG = 8.0, 1.0, 15.0
#: A colour is black below this luminance, and neutral where its parts differ by less (`publish.paged.inks`).
_BLACK, _NEUTRAL = 0.12, 0.02
_SIDES = ("top", "right", "bottom", "left")
_OPERATOR = re.compile(
    rb"(?m)^(?:(q)|(Q)|([^\n]+) (cm|Tm)|/\S+ ([\d.]+) Tf|/[aA]([\d.]+) gs|[^\n]* (Tj|TJ)|([\d. ]+) (?:rg|RG))$"
)

#: What was found of a style: boxes of one element share it. By its identity, and whether the box is one of text.
Known = dict[tuple[int, bool], tuple[tuple[str, float], ...]]


def refusals_of(pages: Sequence[Any], numbers: Mapping[int, int]) -> tuple[Refusal, ...]:
    """The worst of each kind on each page; `numbers` are those of elements, by identity."""
    worst: dict[tuple[int, str], Refusal] = {}
    known: Known = {}
    for at, page in enumerate(pages):
        for kind, element, number in _on(page._page_box, 0, numbers, known):
            before = worst.get((at, kind))
            if before is None or number < before.number:
                worst[at, kind] = Refusal(kind, at, element, number)
    return tuple(worst[key] for key in sorted(worst))


def _on(box: Any, element: int, numbers: Mapping[int, int], known: Known) -> Iterator[tuple[str, int, float]]:
    box = getattr(box, "_box", box)  # what is placed absolutely hangs in a placeholder
    if isinstance(box, boxes.MarginBox):
        return
    element = numbers.get(id(box.element), element)
    key = id(box.style), isinstance(box, TextBox) and not box.text.isspace()
    if key not in known:
        known[key] = tuple(_of_style(box, text=key[1]))
    for kind, number in known[key]:
        yield kind, element, number
    replacement = getattr(box, "replacement", None)
    if hasattr(replacement, "_svg") and box.width and box.height:
        yield from ((kind, element, number) for kind, number in _of_drawing(replacement, box))
    if isinstance(box, ParentBox):
        for child in box.all_children():
            yield from _on(child, element, numbers, known)


def _of_style(box: Any, text: bool) -> Iterator[tuple[str, float]]:
    """What the style of a box says, of its letters too where it has some."""
    style = box.style
    if style["page"] == "full":
        yield "edge", 0.0
    if 0 < style["opacity"] < 1:
        yield "clear", style["opacity"]
    if style["visibility"] != "visible":
        return
    seen = ("background_color", "color") if text else ("background_color",)
    yield from (("clear", alpha) for name in seen if 0 < (alpha := _alpha(style[name])) < 1)
    for colour in (style[name] for name in seen if _alpha(style[name])):
        yield from _of_tone(*colour.to("srgb").coordinates)
    if text:
        yield from _of_text(style, "ruby" if _is_reading(box) else "small")
    if style["border_collapse"] == "separate":  # lines between cells are stroked, and made thick enough later
        for side in _SIDES:
            width = style[f"border_{side}_width"]
            if 0 < width * _POINTS < _THICK and style[f"border_{side}_style"] not in ("none", "hidden"):
                yield "thin", width * _POINTS


def _is_reading(box: Any) -> bool:
    """Whether a text is the reading of a word (`publish.editions.ruby`), which is half as large as that is."""
    return box.element is not None and box.element.get("class") == "ruby-text"


def _of_text(style: Any, kind: str) -> Iterator[tuple[str, float]]:
    if _alpha(style["color"]) and (size := style["font_size"] * _POINTS) < _LARGE:
        yield kind, size
    red, green, blue = style["color"].to("srgb").coordinates
    dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < _BLACK
    if dark and max(red, green, blue) - min(red, green, blue) >= _NEUTRAL:
        yield "mixed", 0.0


def _of_tone(red: float, green: float, blue: float) -> Iterator[tuple[str, float]]:
    """A pale tone that is no white: in per cent of black, and of the strongest of four inks (`publish.paged.inks`)."""
    strongest = 100 * (1 - min(red, green, blue))
    if 0 < round(strongest, 1) < _STRONG:
        yield "pale", 100 * (1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue))
        yield "wash", strongest


def _alpha(colour: Any) -> float:
    return float(getattr(colour, "alpha", 1.0))


def _of_drawing(drawing: Any, box: Any) -> Iterator[tuple[str, float]]:
    """The text and the opacities of a drawing, from the operators that paint it."""
    resources = no_resources()
    stream = Stream({}, (0, 0, box.width, box.height), resources, {}, None, {}, None)
    drawing.draw(stream, box.width, box.height, box.style)
    yield from operators_refused(b"\n".join(map(pydyf._to_bytes, stream.stream)))
    if any("SMask" in state for state in resources["ExtGState"].values()):
        yield "clear", 0.5


def operators_refused(content: bytes) -> Iterator[tuple[str, float]]:
    """Small text, opacities and pale tones of a content stream in CSS pixels. Text that is wholly transparent is not printed."""
    stack: list[float] = []
    scale = text = 1.0
    size = 0.0
    for match in _OPERATOR.finditer(content):
        if match[1]:
            stack.append(scale)
        elif match[2]:
            scale = stack.pop() if stack else scale
        elif match[3]:
            a, b, c, d, _, _ = (float(one) for one in match[3].split())
            factor = math.sqrt(abs(a * d - b * c))
            scale, text = (scale * factor, text) if match[4] == b"cm" else (scale, factor)
        elif match[5]:
            size = float(match[5])
        elif match[6] and 0 < float(match[6]) < 1:
            yield "clear", float(match[6])
        elif match[7] and 0 < size * text * scale * _POINTS < _LARGE:
            yield "small", size * text * scale * _POINTS
        elif match[8]:
            red, green, blue = (float(one) for one in match[8].split())
            yield from _of_tone(red, green, blue)
