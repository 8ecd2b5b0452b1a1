"""Formulas for pages: each MathML becomes a drawing on the baseline, for the layout engine sets no MathML.

Letters, figures and Greek are those of the text face, so that a letter in a formula is the letter in the line; signs are
STIX Two Math's. Glyphs are outlines: the words of a formula are its text alternative, the LaTeX. This file alone knows ziamath.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uharfbuzz as harfbuzz
from lxml import etree
from ziafont.font import Font
from ziafont.fontread import FontReader
from ziamath import zmath
from ziamath.config import config
from ziamath.mathfont import MathFont
from ziamath.nodes.mnode import Mnode
from ziamath.styles import MathVariant

from publish.book import MATHML, Diagnostic, Document, Element, Span
from publish.book.trees import HEADINGS
from publish.editions.large_operators import operators_set
from publish.lazy import dataclass
from publish.markdown.formulas.mathml import linear

MATH = f"{{{MATHML}}}math"
#: Units of the drawing that an em is long.
_EM = 100.0
#: White around the ink, in em, which margins take back: a letter may lean over its own width.
_AROUND = 0.06
#: The width of a figure or bracket in the number of an equation at the most, in em.
_FIGURE = 0.55
#: A formula that must shrink below this part of its size to fit the measure is reported.
_READABLE = 0.7
#: Accents as the library knows them: of one letter, and as wide as what they stand over.
_ACCENTS = {"^": ("ˆ", "\u0302"), "~": ("˜", "\u0303")}


@dataclass(frozen=True)
class Drawing:
    """A drawing as SVG; its width and its depth below the baseline in em."""

    content: bytes
    width: float
    depth: float


class _Letters(Font):
    """The glyphs of a text face, from its bytes."""

    def __init__(self, content: bytes) -> None:
        # The library's own way in is a path; what it does with one is the rest of this method.
        self.fname = Path("face.ttf")
        self.fontfile = FontReader(_plain(content))
        self.tables: Any = {}
        self.features: Any = {}
        self.info = self._loadfont()
        self._glyphs: Any = {}
        self._glyphids: Any = {}


def _plain(font: bytes) -> bytes:
    """Latin and Greek of a variable font at its regular weight, without the tables that the library cannot read."""
    face = harfbuzz.Face(font)
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.UNICODE).update([*range(0x20, 0x250), *range(0x370, 0x400)])
    tables = [int.from_bytes(tag, "big") for tag in (b"GPOS", b"GSUB", b"GDEF")]
    wanted.sets(harfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(tables)
    if any(axis.tag == "wght" for axis in face.axis_infos):
        wanted.pin_axis_location(face, "wght", 400)
    return bytes(harfbuzz.subset(face, wanted).blob.data)


class _Face(MathFont):
    """The mathematical face, its letters and figures those of the text."""

    def __init__(self, path: str, upright: bytes, italic: bytes) -> None:
        super().__init__(path, _EM)
        self._upright, self._italic = _Letters(upright), _Letters(italic)

    def findglyph(self, char: str, variant: MathVariant) -> Any:
        if variant.style == "serif" and not variant.bold and char.isalnum():
            letters = self._italic if variant.italic and not char.isdigit() else self._upright
            if letters.glyphindex(char):
                return _stranger(letters, char)
        return super().findglyph(char, variant)


def _true_size(node: Mnode, size: str, fontsize: float | None = None) -> float:
    """Lengths in em as they are: ziamath 0.13 takes the em of a drawing in pixels for points, a third too wide."""
    length = _SIZE(node, size, fontsize)
    return length * 0.75 if size.endswith(("em", "ex", "mu", "mathspace")) else length


_SIZE = Mnode.size_px
Mnode.size_px = _true_size  # type: ignore[method-assign, assignment]  # there is no other place where the library could be told


def _stranger(letters: _Letters, char: str) -> Any:
    """A glyph of another face: it keeps its width, and has no place in the tables of the mathematical one."""
    glyph: Any = copy.copy(letters.glyph(char))
    own = glyph.index
    glyph.advance = lambda nextchr=None: letters.advance(own, None)
    glyph.index = -1
    return glyph


def _face(upright: bytes, italic: bytes) -> str:
    """The name under which the library has the face for these fonts."""
    name = hashlib.sha256(upright + italic).hexdigest()
    if name not in zmath.loadedfonts:
        zmath.loadedfonts[name] = _Face(str(zmath.loadedfonts["default"].fname), upright, italic)
    return name


def drawing(math: Element, face: str, ink: str) -> Drawing:
    """The drawing of a formula. What the library cannot draw raises whatever it likes."""
    config.svg2 = False  # outlines in their places: nothing that needs an id
    config.math.color = ink
    source = copy.deepcopy(math)
    source.tail = None
    for accent in source.iter(f"{{{MATHML}}}mover"):
        sign = accent[-1]
        if sign.text in _ACCENTS:
            sign.text = _ACCENTS[sign.text][0 if accent.get("accent") == "true" else 1]
    for table in source.iter(f"{{{MATHML}}}mtable"):
        table.set("columnspacing", table.get("columnspacing", "1em"))
        table.set("rowspacing", table.get("rowspacing", "0.4em"))
    operators_set(source)
    around = _AROUND * _EM
    made = zmath.Math(ET.fromstring(etree.tostring(source)), size=_EM, font=face, margin=around)
    width, _ = made.getsize()
    if width <= 0:
        raise ValueError("it has no width")
    svg = made.svgxml()
    _bars_stroked(svg)
    content = ET.tostring(svg, encoding="utf-8")
    return Drawing(content, width / _EM + 2 * _AROUND, made.getyofst() / _EM)


def _bars_stroked(svg: ET.Element) -> None:
    """Bars of fractions and roots become lines, which are made as thick as a printer wants them (`publish.paged.hairlines`)."""
    for bar in svg.iter():
        if bar.tag.rpartition("}")[2] != "rect" or "stroke" in bar.attrib:
            continue
        x, y, width, height = (float(bar.attrib.pop(name)) for name in ("x", "y", "width", "height"))
        flat = width > height
        line = f"M{x:g} {y + height / 2:g}h{width:g}" if flat else f"M{x + width / 2:g} {y:g}v{height:g}"
        bar.tag = bar.tag[: -len("rect")] + "path"
        ink = bar.attrib.pop("fill", "#000000")
        bar.attrib.update({"d": line, "stroke": ink, "stroke-width": f"{min(width, height):g}", "fill": "none"})


def with_drawings(
    documents: Sequence[Document], upright: bytes, italic: bytes, styles: str, measure: float
) -> tuple[tuple[Document, ...], dict[str, bytes], tuple[Diagnostic, ...]]:
    """The documents with an image for each formula, the drawings by name, and what could not be drawn well.

    `measure` is the width of the text in em.
    """
    if not any(b"<math" in d.content for d in documents):
        return tuple(documents), {}, ()
    face = _face(upright, italic)
    ink = (re.findall(r"--ink:\s*([^;}]+)", styles) or ["#000000"])[-1].strip()
    files: dict[str, bytes] = {}
    noticed: list[Diagnostic] = []
    result = []
    for document in documents:
        if b"<math" not in document.content:
            result.append(document)
            continue
        root = etree.fromstring(document.content)
        for heading in root.iter(*HEADINGS):
            if next(heading.iter(MATH), None) is not None:
                heading.set("data-bookmark", _line_of_text(heading))
        for math in list(root.iter(MATH)):
            _replaced(math, face, ink, measure, files, noticed)
        etree.cleanup_namespaces(root)
        result.append(dataclasses.replace(document, content=etree.tostring(root, encoding="utf-8")))
    return tuple(result), files, tuple(noticed)


def _line_of_text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        reading = child.get("class") == "ruby-text"
        parts += ["" if reading else linear(child) if child.tag == MATH else _line_of_text(child), child.tail or ""]
    return " ".join("".join(parts).split())


def _replaced(
    math: Element, face: str, ink: str, measure: float, files: dict[str, bytes], noticed: list[Diagnostic]
) -> None:
    path, _, line = math.get("data-place", "").rpartition(":")
    span = Span(path or "book.toml", int(line) if line.isdigit() else 1)
    anchors = [e.get("id", "") for e in math.iter(etree.Element) if e is not math and e.get("id")]
    latex = math.get("alttext") or " ".join(linear(math).split()) or "formula"  # raw MathML brings no LaTeX
    block = math.get("display") == "block"
    parent = math.getparent()
    assert parent is not None
    try:
        drawn = drawing(math, face, ink)
    except Exception as error:  # the library raises what it likes on input that it cannot draw
        message = f"this formula cannot be drawn ({type(error).__name__}); its source is printed in the PDF"
        noticed.append(Diagnostic("C026", message, span, "write it in another way"))
        stand_in = etree.Element("code", {"class": "latex"})
        stand_in.text, stand_in.tail = latex, math.tail
        parent.replace(math, stand_in)
        return
    name = f"formulas/{hashlib.sha256(drawn.content).hexdigest()[:16]}.svg"
    files[name] = drawn.content
    kind = "formula display" if block else "formula"
    style = f"width: {drawn.width:.3f}em; height: auto; vertical-align: {drawn.depth:.3f}em; margin: {-_AROUND}em"
    number = parent.find("*[@class='equation-number']")
    beside = 0.0 if number is None else 1 + _FIGURE * len("".join(map(str, number.itertext())))
    style += f"; max-width: calc(100% - {beside:.2f}em)" if beside else ""
    image = etree.Element("img", {"src": name, "alt": latex, "class": kind, "style": style})
    image.tail = math.tail
    parent.replace(math, image)
    for id in anchors:
        anchor = etree.Element("span", {"id": id})
        image.addprevious(anchor)
    room = measure - beside
    if measure and drawn.width * _READABLE > room:
        message = f"this formula is {drawn.width / room:.1f} times as wide as its room; it is made smaller to fit"
        noticed.append(Diagnostic("C024", message, span, "divide it into lines with \\\\"))
