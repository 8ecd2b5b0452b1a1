"""Numbers that are put into painted pages: fields, what stands in a line with them, and how both are written anew.

A field is laid out and painted as noughts of one width. At the end of a leader its figures are, too. In the run of a text they are
those of the text, each of its own width: what that is less than the room is shared by the spaces of the line, and what stands
between moves; a line that is not justified closes up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.lazy import dataclass

_OPERAND = re.compile(rb"<([0-9a-f]*)>|(-?\d+)")
#: A range of bytes of a page's content with what is to stand there.
Change = tuple[int, int, bytes]


@dataclass(frozen=True)
class Field:
    """A number in the text of a page that was painted as noughts, for all figures of its face are of one width.

    `number` is its own among those of its document, `digits` where in the content the glyph of each stands, `figures` the ten
    glyphs that may stand there, of four hexadecimal digits each.
    """

    number: int
    digits: tuple[int, ...]
    figures: str


@dataclass(frozen=True)
class Stretch:
    """Text of one font in a row: the range of its x in the content, of the operand of its TJ, which of its glyphs are spaces.

    What goes on behind another has no x (0, 0), a mere space no operand. `scale`: thousandths of an em in a CSS pixel. Where it is
    a field, its `number`, else -1; the `figures` of the text, their `widths`, how far they are set `apart` and the `room` of each
    digit in thousandths of an em.
    """

    x: tuple[int, int]
    operand: tuple[int, int]
    gaps: tuple[int, ...]
    scale: float
    number: int = -1
    figures: str = ""
    widths: tuple[int, ...] = ()
    apart: int = 0
    room: int = 0

    def unused(self, number: str) -> int:
        """What a number leaves of its room, in thousandths of an em."""
        return (self.room - self.apart) * len(number) - sum(self.widths[int(digit)] for digit in number)

    def shown(self, number: str) -> bytes:
        """A number as operand of TJ."""
        return _operand([_glyph(self.figures, digit) for digit in number], [-self.apart] * len(number))


@dataclass(frozen=True)
class Row:
    """A line with fields in it, from left to right."""

    justified: bool
    stretches: tuple[Stretch, ...]


def written(content: bytes, fields: Sequence[Field], rows: Sequence[Row], numbers: Sequence[str]) -> bytes:
    """The content of a page with its numbers."""
    set_anew = {one.number for row in rows for one in row.stretches}
    changes = [change for row in rows for change in _row(content, row, numbers)]
    changes += [change for one in fields if one.number not in set_anew for change in _in_place(one, numbers)]
    parts, begin = [], 0
    for start, end, new in sorted(changes):
        parts += [content[begin:start], new]
        begin = end
    return b"".join([*parts, content[begin:]])


def _in_place(field: Field, numbers: Sequence[str]) -> Iterator[Change]:
    for at, digit in zip(field.digits, numbers[field.number], strict=True):
        yield at, at + 4, _glyph(field.figures, digit)


def _glyph(figures: str, digit: str) -> bytes:
    return figures[4 * int(digit) : 4 * int(digit) + 4].encode()


def _row(content: bytes, row: Row, numbers: Sequence[str]) -> Iterator[Change]:
    unused = sum(one.unused(numbers[one.number]) / one.scale for one in row.stretches if one.number >= 0)
    gaps = sum(len(one.gaps) for one in row.stretches)
    more = unused / gaps if row.justified and gaps else 0.0
    dx = 0.0
    for one in row.stretches:
        if one.x != (0, 0) and dx:
            yield (*one.x, f"{float(content[slice(*one.x)]) + dx:.4f}".encode())
        if one.number >= 0:
            yield (*one.operand, one.shown(numbers[one.number]))
            dx -= one.unused(numbers[one.number]) / one.scale
        elif one.gaps and more:
            if one.operand != (0, 0):
                yield (*one.operand, _respaced(content[slice(*one.operand)], one.gaps, more * one.scale))
            dx += more * len(one.gaps)


def _respaced(operand: bytes, gaps: Sequence[int], more: float) -> bytes:
    """An operand of TJ with wider spaces; what is rounded away at one is made good at the next."""
    glyphs: list[bytes] = []
    less: list[int] = []
    for match in _OPERAND.finditer(operand):
        if match[2]:
            less[-1] += int(match[2])
        else:
            found = [match[1][at : at + 4] for at in range(0, len(match[1]), 4)]
            glyphs += found
            less += [0] * len(found)
    owed = 0.0
    for gap in gaps:
        owed += more
        less[gap] -= round(owed)
        owed -= round(owed)
    return _operand(glyphs, less)


def _operand(glyphs: Sequence[bytes], less: Sequence[int]) -> bytes:
    """Glyphs as an operand of TJ, with what their advances are less."""
    shown = b"".join(glyph + b">%d<" % one if one else glyph for glyph, one in zip(glyphs, less, strict=True))
    return (b"<" + shown + b">").removesuffix(b"<>")
