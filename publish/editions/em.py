"""How wide words are in the faces of the house, in em, and what a letter looks like: measured by HarfBuzz, without a layout."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping

import uharfbuzz as harfbuzz

from publish.editions.setting import family_of
from publish.lazy import dataclass
from publish.typefaces import family

#: What a character that no face has is as wide as, in em.
_UNKNOWN = 0.6


@dataclass(frozen=True)
class Outline:
    """A letter as the `path` of an SVG whose y goes down, in units of which `em` are one em; `box` holds it: left, top, width and
    height."""

    path: str
    box: tuple[float, float, float, float]
    em: float


def em(text: str, lang: str, fonts: Mapping[str, bytes], role: str = "text", style: str = "normal") -> float:
    """How wide a text is in a role, such as `label`, without the spaces between letters that a style may ask for."""
    width = 0.0
    for name, run in itertools.groupby(text, key=lambda character: family_of(character, lang, role, fonts)):
        letters = "".join(run)
        width += _em(letters, fonts[_source(name, style)]) if name else _UNKNOWN * len(letters)
    return width


def bearing(text: str, lang: str, fonts: Mapping[str, bytes]) -> float:
    """How far the ink of a text in the text face begins from where it is set, in em."""
    name = family_of(text[:1], lang, "text", fonts)
    if not name or not text:
        return 0.0
    font = _font(fonts[_source(name, "normal")])
    extents = font.get_glyph_extents(_shaped(text[:1], font).glyph_infos[0].codepoint)
    begins: int = extents.x_bearing if extents else 0
    return begins / int(font.face.upem)


def outline(letter: str, lang: str, fonts: Mapping[str, bytes]) -> Outline | None:
    """A letter in the text face; None where no face has it, or it has no outline."""
    name = family_of(letter[:1], lang, "text", fonts)
    if not name:
        return None
    font = _font(fonts[_source(name, "normal")])
    pen, across = _Pen(), 0
    glyphs = _shaped(letter, font)
    for info, position in zip(glyphs.glyph_infos, glyphs.glyph_positions, strict=True):
        pen.x = across + position.x_offset
        font.draw_glyph_with_pen(info.codepoint, pen)
        across += position.x_advance
    if not pen.points:
        return None
    left, right = min(x for x, _ in pen.points), max(x for x, _ in pen.points)
    top, bottom = min(y for _, y in pen.points), max(y for _, y in pen.points)
    return Outline("".join(pen.steps), (left, top, right - left, bottom - top), font.face.upem)


def _source(name: str, style: str) -> str:
    cuts = [cut for cut in family(name).cuts if cut.weight == 400]
    return next((cut for cut in cuts if cut.style == style), cuts[0]).file


def _em(text: str, content: bytes) -> float:
    font = _font(content)
    across: int = sum(one.x_advance for one in _shaped(text, font).glyph_positions)
    return across / int(font.face.upem)


def _shaped(text: str, font: harfbuzz.Font) -> harfbuzz.Buffer:
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    return buffer


@functools.lru_cache(16)
def _font(content: bytes) -> harfbuzz.Font:
    font = harfbuzz.Font(harfbuzz.Face(content))
    font.set_variations({"wght": 400})
    return font


class _Pen:
    """Draws in the words of an SVG's path."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.points: list[tuple[float, float]] = []
        self.x = 0

    def _put(self, sign: str, *points: tuple[float, float]) -> None:
        placed = [(x + self.x, -y) for x, y in points]
        self.points += placed
        self.steps.append(sign + " ".join(f"{x:g} {y:g}" for x, y in placed))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- the names of pens are the library's
        self._put("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 -- as above
        self._put("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 -- as above
        self._put("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 -- as above
        self._put("C", *points)

    def closePath(self) -> None:  # noqa: N802 -- as above
        self.steps.append("Z")
