"""Lines that are thinner than a printer can print, made as thick as it asks."""

from __future__ import annotations

import math
import re
from typing import Any

_LINE = re.compile(rb"(?m)^(?:(q)|(Q)|([^\n]+) cm|([\d.]+) w)$")
_DRAWN = re.compile(rb"(?m)^(?:(q)|(Q)|([^\n]+) cm|/(\S+) (Do|scn|SCN))$")
#: How deep groups and tiles are followed.
_DEPTH = 12

#: The least scale at which each group or tile of a file is drawn, by its object's number and generation.
Scales = dict[tuple[int, int], float]


def lines_thickened(content: bytes, least: float, scale: float = 1.0) -> bytes:
    """A content stream, drawn at a scale, in which no line that is stroked is thinner than so many points."""
    if not least or not has_lines(content):
        return content
    at = _Scale(scale)

    def thick(match: re.Match[bytes]) -> bytes:
        if not at.moved(match) and at.now and float(match[4]) * at.now < least:
            return b"%.5g w" % (least / at.now)
        return match[0]

    return _LINE.sub(thick, content)


def has_lines(content: bytes) -> bool:
    """Whether a width of lines is set in a content stream."""
    return b" w\n" in content or content.endswith(b" w")


def scales_found(content: bytes, resources: Any, scale: float, base: float, found: Scales, depth: int = 0) -> None:
    """The scales of the groups and tiles that a content stream draws, and of those within. A tile lies at the scale of the whole,
    `base`, whatever is in force where it is painted with (ISO 32000-1, 8.7.3.1)."""
    groups, tiles = resources.get("/XObject") or {}, resources.get("/Pattern") or {}
    if depth > _DEPTH or not any("/BBox" in one for one in (*groups.values(), *tiles.values())):
        return
    at = _Scale(scale)
    for match in _DRAWN.finditer(content):
        if at.moved(match):
            continue
        group = match[5] == b"Do"
        drawn: Any = (groups if group else tiles).get("/" + match[4].decode())
        if drawn is None or "/BBox" not in drawn:
            continue
        within = (at.now if group else base) * (_factor_of(drawn["/Matrix"]) if "/Matrix" in drawn else 1.0)
        if within < found.get(drawn.objgen, math.inf):
            found[drawn.objgen] = within
            content_of = bytes(drawn.get_stream_buffer())
            inner = drawn.get("/Resources", resources)
            scales_found(content_of, inner, within, base if group else within, found, depth + 1)


class _Scale:
    """The scale in force in a content stream: groups 1 to 3 of a match are `q`, `Q` and the matrix of `cm`."""

    def __init__(self, now: float) -> None:
        self.now, self._saved = now, list[float]()

    def moved(self, match: re.Match[bytes]) -> bool:
        """Follow an operator that is one of these; whether it was."""
        if match[1]:
            self._saved.append(self.now)
        elif match[2]:
            self.now = self._saved.pop() if self._saved else self.now
        elif match[3]:
            self.now *= _factor_of(match[3].split())
        return any(match.group(1, 2, 3))


def _factor_of(matrix: Any) -> float:
    a, b, c, d, _, _ = (float(one) for one in matrix)
    return math.sqrt(abs(a * d - b * c))
