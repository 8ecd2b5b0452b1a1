"""What a page paints, read from its content streams (ISO 32000-1, 8 and 9): colours, sizes of text, widths of lines, images.

Forms and patterns are read where they are drawn, with the matrix in force there, so a size is the printed one. An interpreter
of what WeasyPrint and this press write, and of most other files; what it does not know it passes over.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from publish.lazy import dataclass
from publish.verify.matrices import Matrix, Points, matrix_of, points_of, scale_of, times
from publish.verify.picture_ink import is_line_art, picture_ink

#: Left, bottom, right and top.
Box = tuple[float, float, float, float]
_SPACES = {"/DeviceGray": "gray", "/DeviceRGB": "rgb", "/DeviceCMYK": "cmyk"}
_OPERATORS = {"g": "gray", "G": "gray", "rg": "rgb", "RG": "rgb", "k": "cmyk", "K": "cmyk"}
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
#: What leads a path on, by points alone.
_LEADS = frozenset({"m", "l", "c", "v", "y"})
_ENDS = _STROKES | _FILLS | {"n"}
#: A side of a border that is narrower than so many points is none.
_NONE = 0.001
#: Forms within forms that are read.
_DEPTH = 12


@dataclass
class Painted:
    """What stands on a page. Sizes and widths are points, resolutions pixels per inch, those of line art apart; `ink` is the
    most of all inks together and `tints` the strongest ink of each colour that is no white, in per cent, but for pictures.
    `unread`: it has pictures in four inks that cannot be decoded. `trim` is the page as it is cut; one is `blank` where
    nothing is painted within that, which marks for cutting are not."""

    trim: Box
    colours: set[str] = field(default_factory=set)
    sizes: set[float] = field(default_factory=set)
    rules: set[float] = field(default_factory=set)
    tints: set[float] = field(default_factory=set)
    resolutions: list[float] = field(default_factory=list)
    line_art: list[float] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)
    ink: float = 0.0
    transparent: bool = False
    unread: bool = False
    blank: bool = True


@dataclass
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    width: float = 1.0
    font: float = 0.0
    rendering: int = 0
    spaces: tuple[str, str] = ("gray", "gray")
    inks: tuple[tuple[float, ...], tuple[float, ...]] = ((100.0,), (100.0,))
    patterns: tuple[Any, Any] = (None, None)

    def copy(self) -> _State:
        return dataclasses.replace(self)


def painted(page: Any) -> Painted:
    """What a page of a pikepdf document paints."""
    left, bottom, right, top = (float(one) for one in page.trimbox)
    result = Painted((left, bottom, right, top))
    _read(page, page.obj.get("/Resources", {}), _State(), result, 0)
    return result


def _seen(out: Painted, points: Points) -> None:
    """Something is painted that reaches over these points."""
    left, bottom, right, top = out.trim
    across, up = [x for x, _ in points], [y for _, y in points]
    if points and min(across) < right and max(across) > left and min(up) < top and max(up) > bottom:
        out.blank = False


@dataclass(frozen=True)
class _Reader:
    """Where a content stream is read to, the matrix that was in force when it began, how deep it lies in others."""

    out: Painted
    base: Matrix
    depth: int


def _read(content: Any, resources: Any, state: _State, out: Painted, depth: int) -> None:
    import pikepdf

    for font in (resources.get("/Font") or {}).values():
        out.outside |= set(_not_embedded(font))
    stack: list[_State] = []
    reader = _Reader(out, state.matrix, depth)
    text: Matrix = (1, 0, 0, 1, 0, 0)
    path: list[Box] = []
    points: Points = []
    for instruction in pikepdf.parse_content_stream(content):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name == "q":
            stack.append(state.copy())
        elif name == "Q" and stack:
            state = stack.pop()
        elif name == "cm":
            state.matrix = times(matrix_of(operands), state.matrix)
        elif name == "w":
            state.width = float(operands[0])
        elif name == "gs":
            _graphics_state((resources.get("/ExtGState") or {}).get(str(operands[0]), {}), state, out)
        elif name in _OPERATORS or name in ("cs", "CS", "sc", "SC", "scn", "SCN"):
            _coloured(name, operands, resources, state)
        elif name == "Tf":
            state.font = float(operands[1])
        elif name == "Tr":
            state.rendering = int(operands[0])
        elif name == "Tm":
            text = matrix_of(operands)
        elif name == "BT":
            text = (1, 0, 0, 1, 0, 0)
        elif name in _SHOWS:
            _shown(operands, text, state, reader)
        elif name == "re":
            x, y, width, height = (float(one) for one in operands)
            path.append((x, y, x + width, y + height))
            points += points_of(state.matrix, [x, y, x + width, y, x, y + height, x + width, y + height])
        elif name in _LEADS:
            points += points_of(state.matrix, [float(one) for one in operands])
        elif name in _STROKES or name in _FILLS:
            _path(name, path, state, reader)
            _seen(out, points)
        if name in _ENDS:
            path, points = [], []
        elif name == "sh":
            out.blank = False
            _shading((resources.get("/Shading") or {}).get(str(operands[0]), {}), out)
        elif name == "Do":
            _drawn((resources.get("/XObject") or {}).get(str(operands[0])), resources, state, out, depth)


def _graphics_state(values: Any, state: _State, out: Painted) -> None:
    if "/LW" in values:
        state.width = float(values["/LW"])
    alpha = min(float(values.get("/ca", 1)), float(values.get("/CA", 1)))
    mask, mode = values.get("/SMask", "/None"), values.get("/BM", "/Normal")
    if alpha < 1 or mask != "/None" or mode not in ("/Normal", "/Compatible"):
        out.transparent = True


def _coloured(name: str, operands: Any, resources: Any, state: _State) -> None:
    """The space and the inks of the colour that is set, in per cent, for fills (0) or strokes (1); or the pattern."""
    import pikepdf

    at = 1 if name.isupper() else 0
    space, inks, pattern = state.spaces[at], state.inks[at], None
    if name in _OPERATORS:
        space = _OPERATORS[name]
        values = [float(one) for one in operands]
        inks = tuple(100 * one if space == "cmyk" else 100 * (1 - one) for one in values)
    elif name.lower() == "cs":
        value = (resources.get("/ColorSpace") or {}).get(str(operands[0]), operands[0])
        space = _space(value)
    elif len(operands) and isinstance(operands[-1], pikepdf.Name):
        pattern = (resources.get("/Pattern") or {}).get(str(operands[-1]))
    state.spaces = _with(state.spaces, at, space)
    state.inks = _with(state.inks, at, inks)
    state.patterns = _with(state.patterns, at, pattern)


def _with(pair: tuple[Any, Any], at: int, value: Any) -> tuple[Any, Any]:
    return (value, pair[1]) if at == 0 else (pair[0], value)


def _space(value: Any) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Array):
        kind = str(value[0])
        if (
            kind in ("/Indexed", "/Pattern") and len(value) > 1
        ):  # a table of colours, a pattern without its own: of the space below
            return _space(value[1])
        return {"/ICCBased": "icc", "/Lab": "lab", "/Separation": "spot", "/DeviceN": "spot"}.get(
            kind, kind[1:].lower()
        )
    return _SPACES.get(str(value), str(value)[1:].lower())


def _used(at: int, state: _State, reader: _Reader) -> None:
    """Something is painted in the colour that is set. A pattern is not one: what it paints itself has colours."""
    out, pattern = reader.out, state.patterns[at]
    if pattern is not None and "/Shading" in pattern:
        _shading(pattern["/Shading"], out)
    elif pattern is not None and int(pattern.get("/PaintType", 1)) == 1:
        if reader.depth < _DEPTH:
            matrix = matrix_of(pattern["/Matrix"]) if "/Matrix" in pattern else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
            tile = _State(times(matrix, reader.base))
            _read(pattern, pattern.get("/Resources", {}), tile, out, reader.depth + 1)
    else:
        out.colours.add(state.spaces[at])
        strongest = round(max(state.inks[at]), 1)
        out.tints |= {strongest} if strongest else set()
        if state.spaces[at] != "rgb":  # what a printer makes of it is not known
            out.ink = max(out.ink, sum(state.inks[at]))


def _shown(operands: Any, text: Matrix, state: _State, reader: _Reader) -> None:
    if state.rendering == 3 or not len(operands):
        return
    _used(1 if state.rendering == 1 else 0, state, reader)
    placed = times(text, state.matrix)
    scale = scale_of(placed)
    size = abs(state.font)
    _seen(reader.out, points_of(placed, [0.0, 0.0, size, size]))
    reader.out.sizes.add(round(abs(state.font) * scale, 3))


def _path(name: str, path: list[Box], state: _State, reader: _Reader) -> None:
    if name in _FILLS:
        _used(0, state, reader)
        reader.out.rules |= {round(width * scale_of(state.matrix), 3) for width in _thin(name, path)}
    if name in _STROKES:
        _used(1, state, reader)
        reader.out.rules.add(round(state.width * scale_of(state.matrix), 3))


def _thin(name: str, path: list[Box]) -> Iterator[float]:
    """How wide a filled line is: a rectangle across, or the border between two of them, each side that there is."""
    if name.endswith("*") and len(path) == 2:
        outer, inner = path
        yield from (abs(a - b) for a, b in zip(outer, inner, strict=True) if abs(a - b) > _NONE)
    elif len(path) == 1:
        across = min(abs(path[0][2] - path[0][0]), abs(path[0][3] - path[0][1]))
        yield from (across,) if across > _NONE else ()


def _shading(value: Any, out: Painted) -> None:
    if "/ColorSpace" in value:
        out.colours.add(space := _space(value["/ColorSpace"]))
        if space == "cmyk" and "/Function" in value:
            out.ink = max([out.ink, *(100 * sum(map(float, end)) for end in _ends(value["/Function"], 0))])


def _ends(function: Any, depth: int) -> Iterator[Any]:
    """The colours at both ends of each step of a gradient (ISO 32000-1, 7.10.3 and 7.10.4)."""
    import pikepdf

    if isinstance(function, pikepdf.Array):  # one function for each ink: no colours of their own
        return
    if "/C0" in function and "/C1" in function:
        yield from (function["/C0"], function["/C1"])
    for step in function.get("/Functions", ()) if depth < _DEPTH else ():
        yield from _ends(step, depth + 1)


def _drawn(value: Any, resources: Any, state: _State, out: Painted, depth: int) -> None:
    if value is None:
        return
    if value.get("/Subtype") == "/Form" and depth < _DEPTH:
        inner = state.copy()
        if "/Matrix" in value:
            inner.matrix = times(matrix_of(value["/Matrix"]), inner.matrix)
        if value.get("/Group", {}).get("/S") == "/Transparency" and "/CS" in value["/Group"]:
            out.colours.add(_space(value["/Group"]["/CS"]))
        _read(value, value.get("/Resources", resources), inner, out, depth + 1)
    elif value.get("/Subtype") == "/Image":
        _seen(out, points_of(state.matrix, [0, 0, 1, 0, 0, 1, 1, 1]))
        if "/ImageMask" not in value and "/ColorSpace" in value:
            out.colours.add(space := _space(value["/ColorSpace"]))
            if space == "cmyk":
                ink = picture_ink(value)
                out.ink = max(out.ink, ink or 0.0)
                out.unread = out.unread or ink is None
        out.transparent = out.transparent or "/SMask" in value
        a, b, c, d, _, _ = state.matrix
        across, down = math.hypot(a, b) / 72, math.hypot(c, d) / 72
        if across > 0 and down > 0:
            ppi = min(int(value["/Width"]) / across, int(value["/Height"]) / down)
            (out.line_art if is_line_art(value) else out.resolutions).append(ppi)


def _not_embedded(font: Any) -> Iterator[str]:
    if font.get("/Subtype") == "/Type3":
        return
    for one in font.get("/DescendantFonts", [font]):
        descriptor = one.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(font.get("/BaseFont", "/?"))[1:]
