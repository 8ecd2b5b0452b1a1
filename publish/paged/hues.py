"""Colours of every space that CSS knows, as the screen's: what is written of a page is sRGB, and inks are made of that.

The engine writes colours of other spaces as they are, or not at all: `device-cmyk()` ends a gradient's layout with an error, and a
printer is given Lab, which it refuses (CSS Color 4, 10 and 15.3).
"""

from __future__ import annotations

from typing import Any

from tinycss2.color4 import Color

from publish.paged.library import Stream

_SCREEN = ("srgb", "hsl", "hwb")
#: Linear red, green and blue of sRGB from CIE XYZ by the white of its screen, and by that of a press (CSS Color 4, 18).
_D65 = ((3.2409699, -1.5373832, -0.4986108), (-0.9692436, 1.8759675, 0.0415551), (0.0556301, -0.2039770, 1.0569715))
_D50 = ((3.1341359, -1.6173867, -0.4906619), (-0.9787955, 1.9161415, 0.0334540), (0.0719554, -0.2289769, 1.4053861))

_known_to = Color.to
_engine_set_color = Stream.set_color


def _to(colour: Color, space: str) -> Color:
    """A colour in another space: in sRGB, whatever its own is (tinycss2.color4.Color.to)."""
    if space != "srgb" or colour.space in _SCREEN:
        return _known_to(colour, space)
    return Color("srgb", _screen(colour), colour.alpha)


def _screen(colour: Color) -> tuple[float, ...]:
    """Red, green and blue; what a screen cannot show is the nearest of each."""
    values = [float(one or 0) for one in colour.coordinates]
    if colour.space == "device-cmyk":
        *inks, black = values
        return tuple(1 - min(1.0, ink * (1 - black) + black) for ink in inks)
    if colour.space in ("oklab", "oklch", "xyz-d65"):
        return _seen(_D65, _known_to(colour, "xyz-d65").coordinates)
    if colour.space in ("lab", "lch", "xyz-d50"):
        return _seen(_D50, _known_to(colour, "xyz-d50").coordinates)
    return tuple(min(1.0, max(0.0, one)) for one in values[:3])


def _seen(matrix: tuple[tuple[float, ...], ...], xyz: Any) -> tuple[float, ...]:
    linear = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, xyz, strict=True)))) for row in matrix)
    return tuple(12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in linear)


def _set_color(stream: Any, color: Any, stroke: bool = False) -> None:
    _engine_set_color(stream, color if color.space in _SCREEN else color.to("srgb"), stroke)


Color.to = _to
Stream.set_color = _set_color
