"""What a drawing paints, read from the operators that paint it: small text, what is see-through, pale tones, thin bars, coarse
images (ISO 32000-1, 8 and 9).

Groups and tiles are read where they are drawn, at the scale in force there: text that is set from its middle, markers and
what is half transparent stand in groups.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

from publish.lazy import dataclass
from publish.paged.library import Stream
from publish.paged.painting import no_resources

_POINTS = 0.75
_SHOWS = frozenset({b"Tj", b"TJ"})
_FILLS = frozenset({b"f", b"f*", b"B", b"B*", b"b", b"b*"})
_STROKES = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})
_ENDS = _FILLS | _STROKES | {b"n"}
#: How deep groups and tiles are followed.
_DEPTH = 12
_BLACK = (0.0, 0.0, 0.0)
#: A colour is black below this luminance, and neutral where its parts differ by less (`publish.paged.inks`).
_DARK, _NEUTRAL = 0.12, 0.02
#: Tones of so many per cent no printer refuses.
_STRONG = 15.0

Colour = tuple[float, ...]


@dataclass(frozen=True)
class Trait:
    """Something that is painted: its kind (`publish.paged.unprintable`), its number, the colour (sRGB, of 1) if it is a tone."""

    kind: str
    number: float
    colour: Colour = ()


@dataclass
class _State:
    """`colours` and `alphas`: of fills and of strokes; a colour is the name of a tile where it is painted with one."""

    scale: float
    across: float
    down: float
    size: float = 0.0
    mode: int = 0
    alphas: tuple[float, float] = (1.0, 1.0)
    colours: tuple[Colour | bytes, Colour | bytes] = (_BLACK, _BLACK)


def drawing_traits(drawing: Any, width: float, height: float, style: Any, scale: float = 1.0) -> Iterator[Trait]:
    """What the engine paints for a drawing of so many CSS pixels, which stands in something of another scale."""
    resources = no_resources()
    stream = Stream({}, (0, 0, width, height), resources, {}, None, {}, None)
    drawing.draw(stream, width, height, style)
    images = {name: entry["image"] for name, entry in stream._images.items()}
    yield from traits(list(map(pydyf._to_bytes, stream.stream)), resources, images, scale * _POINTS)


def traits(
    operators: Sequence[bytes], resources: Any, images: Mapping[str, Any], scale: float = _POINTS, depth: int = 0
) -> Iterator[Trait]:
    """What operators paint, one to a line of their content, at so many points a unit."""
    state, stack = _State(scale, scale, scale), list[_State]()
    text, bars = 1.0, list[float]()
    for line in b"\n".join(operators).split(b"\n"):
        *values, operator = line.split() or [b""]
        if operator == b"q":
            stack.append(dataclasses.replace(state))
        elif operator == b"Q":
            state = stack.pop() if stack else state
        elif operator == b"cm":
            _scaled(state, values)
        elif operator == b"gs":
            yield from _see_through(state, values[0][1:].decode(), resources)
        elif operator in (b"Tf", b"Tm", b"BT", b"Tr"):
            text = _text_state(state, operator, values, text)
        elif operator in _SHOWS:
            if state.mode != 3 and state.alphas[0]:
                yield Trait("small", state.size * text * state.scale)
                colour = state.colours[state.mode == 1]
                yield from mixed(*colour) if isinstance(colour, tuple) and len(colour) == 3 else ()
            yield from _painted(state, state.mode == 1, resources, images, scale, depth)
        elif operator == b"re":
            bars.append(min(abs(float(values[2])) * state.across, abs(float(values[3])) * state.down))
        elif operator in (b"rg", b"RG", b"g", b"G", b"scn", b"SCN"):
            _coloured(state, operator, values)
        elif operator == b"Do":
            yield from _put(state, values[0][1:].decode(), resources, images, depth)
        if operator in _FILLS:
            yield from (Trait("thin", bar) for bar in bars if bar and len(bars) == 1 and state.alphas[0])
            yield from _painted(state, False, resources, images, scale, depth)
        if operator in _STROKES:  # as thick as is wanted: `publish.paged.hairlines`
            yield from _painted(state, True, resources, images, scale, depth)
        if operator in _ENDS:
            bars = []


def _scaled(state: _State, values: Sequence[bytes]) -> None:
    a, b, c, d, _, _ = map(float, values)
    state.scale *= math.sqrt(abs(a * d - b * c))
    state.across *= math.hypot(a, b)
    state.down *= math.hypot(c, d)


def _text_state(state: _State, operator: bytes, values: Sequence[bytes], text: float) -> float:
    """What an operator of text sets; how much the text matrix makes of it."""
    if operator == b"Tf":
        state.size = abs(float(values[1]))
    elif operator == b"Tr":
        state.mode = int(values[0])
    elif operator == b"Tm":
        a, b, c, d, _, _ = map(float, values)
        return math.sqrt(abs(a * d - b * c))
    return 1.0 if operator == b"BT" else text


def _see_through(state: _State, name: str, resources: Any) -> Iterator[Trait]:
    """A state of graphics: an opacity, or what lets something through by itself."""
    if name[:1] in "aA" and name[1:2].isdigit():
        alpha, at = float(name[1:]), int(name[0] == "A")
        state.alphas = (state.alphas[0], alpha) if at else (alpha, state.alphas[1])
        if 0 < alpha < 1:  # what is not seen at all is not printed: `publish.paged.unseen`
            yield Trait("clear", alpha)
    elif any(key in resources["ExtGState"].get(name, ()) for key in ("SMask", "BM")):
        yield Trait("clear", 0.5)


def _coloured(state: _State, operator: bytes, values: Sequence[bytes]) -> None:
    colour: Colour | bytes
    if values and values[-1].startswith(b"/"):
        colour = values[-1][1:]
    else:
        colour = tuple(map(float, values)) * (3 if operator in (b"g", b"G") else 1)
    fill, stroke = state.colours
    state.colours = (fill, colour) if operator.isupper() else (colour, stroke)


def _painted(
    state: _State, stroked: bool, resources: Any, images: Mapping[str, Any], scale: float, depth: int
) -> Iterator[Trait]:
    """The colour that something is painted in, or the tile, which lies at the scale of the whole."""
    colour = state.colours[stroked]
    if isinstance(colour, tuple):
        if len(colour) == 3 and state.alphas[stroked] and state.mode != 3:
            yield from tones(*colour)
    elif (tile := resources["Pattern"].get(colour.decode())) is not None and depth < _DEPTH:
        a, b, c, d, _, _ = map(float, tile.extra["Matrix"])
        inner = scale * math.sqrt(abs(a * d - b * c))
        yield from traits(list(map(pydyf._to_bytes, tile.stream)), tile._resources, images, inner, depth + 1)


def tones(red: float, green: float, blue: float) -> Iterator[Trait]:
    """A pale tone that is no white: in per cent of black, and of the strongest of its three colours."""
    strongest = 100 * (1 - min(red, green, blue))
    if 0 < round(strongest, 1) < _STRONG:
        yield Trait("pale", 100 * (1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue)), (red, green, blue))
        yield Trait("wash", strongest, (red, green, blue))


def mixed(red: float, green: float, blue: float) -> Iterator[Trait]:
    """A colour that is nearly black and not neutral: several inks print it."""
    if (
        0.2126 * red + 0.7152 * green + 0.0722 * blue < _DARK
        and max(red, green, blue) - min(red, green, blue) >= _NEUTRAL
    ):
        yield Trait("mixed", 0.0)


def _put(state: _State, name: str, resources: Any, images: Mapping[str, Any], depth: int) -> Iterator[Trait]:
    """An image at its size, or what a group paints."""
    if not state.alphas[0]:
        return
    if (image := images.get(name)) is not None:
        across, down = state.across / 72, state.down / 72
        if across and down:
            kind = "rough" if image.line_art else "coarse"
            yield Trait(kind, min(image.width / across, image.height / down))
    elif (group := resources["XObject"].get(name)) is not None and depth < _DEPTH:
        content = list(map(pydyf._to_bytes, group.stream))
        yield from traits(content, group._resources, images, state.scale, depth + 1)
