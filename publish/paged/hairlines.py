"""Lines that are thinner than a printer can print, made as thick as it asks."""

from __future__ import annotations

import math
import re

_LINE = re.compile(rb"(?m)^(?:(q)|(Q)|([^\n]+) cm|([\d.]+) w)$")


def lines_thickened(content: bytes, least: float) -> bytes:
    """A content stream in which no line that is stroked is thinner than so many points, as large as it is drawn."""
    if not least or b" w" not in content:
        return content
    stack: list[float] = []
    scale = 1.0

    def thick(match: re.Match[bytes]) -> bytes:
        nonlocal scale
        if match[1]:
            stack.append(scale)
        elif match[2]:
            scale = stack.pop() if stack else scale
        elif match[3]:
            a, b, c, d, _, _ = (float(one) for one in match[3].split())
            scale *= math.sqrt(abs(a * d - b * c))
        elif scale and float(match[4]) * scale < least:
            return b"%.5g w" % (least / scale)
        return match[0]

    return _LINE.sub(thick, content)
