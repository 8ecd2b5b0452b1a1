"""Lines of text shaped once: their glyphs as plain numbers, which `line_painting` paints as they were measured.

WeasyPrint shapes a line to measure it, lets it go, and shapes it again, word by word, to paint it; a justified line then ends
a hair off its margin, for between its words nothing is kerned any more. A line that the press composes is shaped by a
layout that all lines of a style share, and what is painted is what was measured, its spaces widened.
"""

from __future__ import annotations

import array
import bisect
import itertools
import math
import re
from collections.abc import Iterator
from typing import Any

from publish.lazy import dataclass
from publish.paged.leaves import FIELD
from publish.paged.library import (
    FROM_UNITS,
    UNSEEN_GLYPHS,
    Layout,
    create_layout,
    ffi,
    gobject,
    pango,
)

#: Integers of a glyph of Pango's: the glyph, its width, two offsets, its attributes.
_GLYPH = 5
#: What makes two styles shape text alike.
_TRAITS = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings",
    "direction", "font_language_override", "lang", "text_decoration_line", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip
_WORD = re.compile(r"\S+")
_GAP = re.compile(" |\u00a0".encode())


class _Shared(Layout):  # type: ignore[misc]  # weasyprint is not typed
    """A layout of Pango for one line after the other; nothing in its text asks for attributes of its own."""

    def set_text(self, text: str, justify: bool = False) -> None:
        self.text = text
        pango.pango_layout_set_text(self.layout, text.encode().replace(b"\0", b""), -1)


def shaped(text: str, style: Any) -> tuple[Any, Any]:
    """A layout of a text in a style, and its line; both hold until the next text of a style alike is shaped."""
    layout = style.__dict__.get("_layout")
    if layout is None:
        layout = style.__dict__["_layout"] = _shared(style)
    if layout is False or "\t" in text:
        layout = create_layout(text, style, None, None, 0)
    else:
        layout.set_text(text)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    layout.first_line_direction = line.resolved_dir
    return layout, line


def _shared(style: Any) -> Any:
    """The layout of all styles that shape text as this one does; False for one with spaces of its own."""
    if style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]:
        return False
    known = style.font_config.__dict__.setdefault("_layouts", {})
    key = traits_of(style)
    if key not in known:
        known[key] = _Shared(style)
    return known[key]


def traits_of(style: Any) -> tuple[Any, ...]:
    """What makes styles shape text alike, as a key."""
    return tuple(_hashable(style[name]) for name in _TRAITS)


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple | set) else value


@dataclass(frozen=True)
class Glyphs:
    """Glyphs of one font: their numbers, their advances in Pango's units, where the text of each begins, which are spaces."""

    font: Any
    glyphs: array.array[int]
    advances: array.array[int]
    clusters: array.array[int]
    text: bytes
    gaps: tuple[int, ...]

    def text_of(self, at: int) -> str:
        """What a glyph stands for."""
        end = self.clusters[at + 1] if at + 1 < len(self.clusters) else len(self.text)
        return self.text[self.clusters[at] : end].decode()


class Letters(Layout):  # type: ignore[misc]  # weasyprint is not typed
    """What the engine keeps of a shaped line, with its glyphs: there is nothing to shape anew, unless it has no runs."""

    def __init__(self, layout: Any, runs: tuple[Glyphs, ...]) -> None:
        self.__dict__.update(layout.__dict__)
        del self.layout, self.language, self.style
        self.runs = runs

    def reactivate(self, style: Any) -> None:
        if not self.runs:
            super().reactivate(style)

    def deactivate(self) -> None:
        if not self.runs:
            super().deactivate()


def letters_of(layout: Any, line: Any) -> Letters:
    """A line to be kept; one whose glyphs are not simply side by side, from left to right, has no runs."""
    runs: list[Glyphs] = []
    content = layout.text.encode()
    run = line.runs
    while run != ffi.NULL:
        one = _run(run.data, content)
        if one is None:
            return Letters(layout, ())
        runs.append(one)
        run = run.next
    held = layout.style.font_config.__dict__.setdefault("_held", {})
    for one in runs:
        if one.font not in held:  # the font lives as long as the glyphs may be painted
            held[one.font] = ffi.gc(gobject.g_object_ref(one.font), gobject.g_object_unref)
    return Letters(layout, tuple(runs))


def _run(item: Any, content: bytes) -> Glyphs | None:
    glyphs, count = item.glyphs, item.glyphs.num_glyphs
    numbers = array.array("i", bytes(ffi.buffer(glyphs.glyphs, count * _GLYPH * 4)))
    found = numbers[0::_GLYPH]
    level = item.item.analysis.level & 0xFF  # declared as an int, but a byte
    if any(numbers[2::_GLYPH]) or any(numbers[3::_GLYPH]) or level or min(found) < 0 or max(found) >= UNSEEN_GLYPHS:
        return None
    clusters = array.array("i", bytes(ffi.buffer(glyphs.log_clusters, count * 4)))
    text = content[item.item.offset : item.item.offset + item.item.length]
    gaps = tuple(bisect.bisect_left(clusters, match.start()) for match in _GAP.finditer(text))
    return Glyphs(item.item.analysis.font, found, numbers[1::_GLYPH], clusters, text, gaps)


def words_placed(box: Any) -> list[tuple[int, int, float, float]]:
    """The words of a laid-out box of text: their characters in it, from and to, and their edges on the page, in CSS pixels."""
    layout = box.pango_layout
    lengths = [*itertools.accumulate((len(character.encode()) for character in box.text), initial=0)]
    edges = [(math.inf, -math.inf)] * lengths[-1]
    for at, left, right in _known_glyphs(layout) if isinstance(layout, Letters) and layout.runs else _glyphs(box):
        if at < len(edges):
            edges[at] = (min(edges[at][0], left), max(edges[at][1], right))
    found = []
    for match in _WORD.finditer(box.text):
        own = edges[lengths[match.start()] : lengths[match.end()]]
        left, right = min(one[0] for one in own), max(one[1] for one in own)
        if left <= right:  # what has no glyph stands nowhere
            found.append((match.start(), match.end(), box.position_x + left, box.position_x + right))
    return found


def _known_glyphs(letters: Letters) -> Iterator[tuple[int, float, float]]:
    """Each glyph: the byte of the text where what it stands for begins, its edges."""
    x, begin = 0.0, 0
    for run in letters.runs:
        gaps = frozenset(run.gaps)
        for at, (cluster, advance) in enumerate(zip(run.clusters, run.advances, strict=True)):
            end = x + advance * FROM_UNITS + (letters.justification_spacing if at in gaps else 0.0)
            yield begin + cluster, x, end
            x = end
        begin += len(run.text)


def _glyphs(box: Any) -> Iterator[tuple[int, float, float]]:
    """The same of a box whose text the engine has let go: it is shaped again, whatever ways it runs."""
    box.pango_layout.reactivate(box.style)
    line, _ = box.pango_layout.get_first_line()
    x, run = 0, line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for number in range(glyphs.num_glyphs):
            end = x + glyphs.glyphs[number].geometry.width
            yield item.offset + glyphs.log_clusters[number], x * FROM_UNITS, end * FROM_UNITS
            x = end
        run = run.next
    box.pango_layout.deactivate()


def field_of(box: Any) -> str:
    """The number of the field whose text a box is, if it is one's."""
    return "" if box.element is None or "::" in box.element_tag else str(box.element.get(FIELD, ""))
