"""Lines of text painted as they were measured: the operators of PDF that show glyphs which are known, and fields among them."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.folios import PAIRS, Figures
from publish.paged.lettering import Glyphs, Letters, field_of, letters_of, shaped
from publish.paged.library import FROM_UNITS, SIZES_TOLD, TO_UNITS, Layout, Stream, draw_text, pango

_engine_line = draw_text.draw_first_line


class _Strings(dict[tuple[int, int], str]):
    """Glyphs of a face at a size, with their advances, as operands of TJ: a number where the advance is not the face's own."""

    def __init__(self, stream: Any, pango_font: Any, font: Any, size: float) -> None:
        super().__init__()
        self._stream, self._pango_font, self._font, self.size = stream, pango_font, font, size
        self.scale = 1000 * FROM_UNITS / size

    def __missing__(self, key: tuple[int, int]) -> str:
        glyph, advance = key
        less = round(self.width(glyph) - advance * self.scale)
        self[key] = result = f"{glyph:04x}>{less}<" if less else f"{glyph:04x}"
        return result

    def width(self, glyph: int) -> int:
        """The advance of the face, in thousandths of an em."""
        widths: dict[int, int] = self._font.widths
        if glyph not in widths:
            stream = self._stream
            pango.pango_font_get_glyph_extents(self._pango_font, glyph, stream.ink_rect, stream.logical_rect)
            widths[glyph] = round(stream.logical_rect.width * self.scale)
        return widths[glyph]


@dataclass(frozen=True)
class Noughts:
    """A field as it was painted: the number of its operator in the stream, and where in that its glyphs stand.

    `box` is the identity of its box. In a line of text it has the `figures_of_text`, if the face has any, of `widths` in
    thousandths of an em, each set `apart` by as much as its line is; `room` is that of a nought.
    """

    number: int
    operator: int
    digits: tuple[int, ...]
    figures: str
    box: int
    figures_of_text: str
    widths: tuple[int, ...]
    apart: int
    room: int


@dataclass(frozen=True)
class Edge:
    """A folio as it was painted: its figures, their operands, and which operators of the stream paint it."""

    figures: Figures
    operands: tuple[str, ...]
    begin: int
    end: int


class Paper(Stream):  # type: ignore[misc]  # weasyprint is not typed
    """The stream of a page, with the fields and the folio that are painted on it; groups within it are streams without.

    `texts`: of each box of text, by its identity, the number of the operator that says its place, and the numbers of those that
    show it with the thousandths of an em of their font in a CSS pixel.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.fields: list[Noughts] = []
        self.texts: dict[int, tuple[int, tuple[tuple[int, float], ...]]] = {}
        self.folio: Edge | None = None


class Faces(dict[int, Any]):
    """The fonts of a document by the engine's key; `known`: by font of Pango's, with the strings of their glyphs."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[Any, tuple[Any, _Strings]] = {}


def painted_line(stream: Any, box: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """What the engine does to paint a line of text (weasyprint.draw.text.draw_first_line), with glyphs that are known."""
    letters = box.pango_layout
    if not isinstance(letters, Letters) or not letters.runs:
        return _engine_line(stream, box, text_overflow, block_ellipsis, matrix)
    fonts = [_font(stream, run.font, box.style) for run in letters.runs]
    drawn = any(font.bitmap or font.svg or font.png or font.colr for font, _ in fonts)
    if drawn or text_overflow == "ellipsis" or block_ellipsis != "none":
        Layout.reactivate(letters, box.style)
        emojis = _engine_line(stream, box, text_overflow, block_ellipsis, matrix)
        Layout.deactivate(letters)
        return emojis
    if not box.text.strip():
        return []
    begin, operators = len(stream.stream), []
    stream.set_text_matrix(*matrix.values)
    shown, before = "", None
    for run, (font, strings) in zip(letters.runs, fonts, strict=True):
        if strings is not before:
            if shown and before:
                operators.append((len(stream.stream), before.scale * TO_UNITS))
                stream.show_text(shown)
            shown, before = "", strings
            stream.set_font_size(font.hash, strings.size)
        shown += f"<{_operand(run, strings, letters.justification_spacing)}>".removesuffix("<>")
        for at, glyph in enumerate(run.glyphs):
            if glyph not in font.to_unicode:
                font.to_unicode[glyph] = run.text_of(at)
    operators.append((len(stream.stream), strings.scale * TO_UNITS))
    stream.show_text(shown)
    if isinstance(stream, Paper):
        stream.texts[id(box)] = begin, tuple(operators)
        if field_of(box):
            stream.fields += _field(box, letters, *fonts[0], len(stream.stream) - 1)
        if (figures := box.__dict__.get("figures")) is not None:
            stream.folio = Edge(figures, _operands(figures, *fonts[0]), begin, len(stream.stream))
    return []


def _operands(figures: Figures, font: Any, strings: _Strings) -> tuple[str, ...]:
    """The operands of ten figures, which the font is told of."""
    for digit, glyph in zip(string.digits, figures.glyphs, strict=True):
        font.to_unicode.setdefault(glyph, digit)
    return tuple(strings[one] for one in zip(figures.glyphs, figures.advances, strict=True))


def _field(box: Any, letters: Letters, font: Any, strings: _Strings, operator: int) -> Iterator[Noughts]:
    """The noughts that were painted, unless other figures would have been set otherwise."""
    pairs = letters_of(*shaped(PAIRS, box.style)).runs
    if len(letters.runs) != 1 or len(pairs) != 1 or pairs[0].font != letters.runs[0].font:
        return
    run, found = letters.runs[0], pairs[0].glyphs
    if (
        len(found) != len(PAIRS) or len({*pairs[0].advances}) > 1 or len({*run.advances}) > 1
    ):  # a line may set all apart
        return
    glyphs = [found[PAIRS.index(digit)] for digit in string.digits]
    if {*run.glyphs} != {glyphs[0]} or any(
        glyphs[int(digit)] != glyph for digit, glyph in zip(PAIRS, found, strict=True)
    ):
        return
    operands = [strings[glyph, run.advances[0]] for glyph in glyphs]
    if len({operand[4:] for operand in operands}) == 1:
        for digit, glyph in zip(string.digits, glyphs, strict=True):
            font.to_unicode.setdefault(glyph, digit)
        places = tuple(len("[<") + len(operands[0]) * at for at in range(len(run.glyphs)))
        apart = round((run.advances[0] - pairs[0].advances[0]) * strings.scale)
        own = _figures_of_text(box, run.font, font)
        yield Noughts(int(field_of(box)), operator, places, "".join(operand[:4] for operand in operands), id(box),
                      "".join(map("{:04x}".format, own)), tuple(map(strings.width, own)), apart,
                      round(run.advances[0] * strings.scale))  # fmt: skip


def _figures_of_text(box: Any, pango_font: Any, font: Any) -> Sequence[int]:
    """The glyphs of the ten figures as the text around a field has them, of their own widths; none if they are of another font."""
    style = box.style.copy()
    style.__dict__.pop("_layout", None)
    asked = style["font_variant_numeric"]
    kinds = () if asked == "normal" else tuple(kind for kind in asked if kind != "tabular-nums")
    style["font_variant_numeric"] = (*kinds, "proportional-nums")
    found = []
    for digit in string.digits:
        runs = letters_of(*shaped(digit, style)).runs
        if len(runs) != 1 or runs[0].font != pango_font or len(runs[0].glyphs) != 1:
            return ()
        found.append(runs[0].glyphs[0])
    for digit, glyph in zip(string.digits, found, strict=True):
        font.to_unicode.setdefault(glyph, digit)
    return found


def _font(stream: Any, pango_font: Any, style: Any) -> tuple[Any, _Strings]:
    """A font of the document, and the strings of its glyphs."""
    known = stream._fonts.known if isinstance(stream._fonts, Faces) else {}
    if pango_font not in known:
        font, size = stream.add_font(pango_font)
        known[pango_font] = (font, _Strings(stream, pango_font, font, size if SIZES_TOLD else style["font_size"]))
    result: tuple[Any, _Strings] = known[pango_font]
    return result


def _operand(run: Glyphs, strings: _Strings, space: float) -> str:
    """The glyphs of a run as one operand, its spaces widened; what is rounded away at one is made good at the next."""
    glyphs, advances = run.glyphs, run.advances
    if not space:
        return "".join(map(strings.__getitem__, zip(glyphs, advances, strict=True)))
    parts: list[str] = []
    begin, owed = 0, 0.0
    for gap in run.gaps:
        parts += map(strings.__getitem__, zip(glyphs[begin:gap], advances[begin:gap], strict=True))
        owed += strings.width(glyphs[gap]) - (advances[gap] + space * TO_UNITS) * strings.scale
        less = round(owed)
        owed -= less
        parts.append(f"{glyphs[gap]:04x}>{less}<" if less else f"{glyphs[gap]:04x}")
        begin = gap + 1
    parts += map(strings.__getitem__, zip(glyphs[begin:], advances[begin:], strict=True))
    return "".join(parts)


draw_text.draw_first_line = painted_line
