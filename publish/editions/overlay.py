"""The printer's template drawn over a wrap, for looking at: where it is cut and folded, what is safe, the bar code's box."""

from __future__ import annotations

from lxml import etree

from publish.book import SVG, Element
from publish.editions.wrap import Wrap

#: What should keep clear of an edge that is cut, in inches: KDP's for text and pictures that are not to be cut.
_SAFE = 0.125
_NAMESPACE = {"svg": SVG}
_CUT, _FOLD, _CLEAR = "#d6006e", "#0072b2", "#008a5a"


def overlay(wrap: Wrap, pages: int) -> Element:
    """An SVG of the size of the sheet, in inches."""
    width, height = wrap.sheet
    svg = etree.Element(f"{{{SVG}}}svg", {"class": "overlay", "viewBox": f"0 0 {width:g} {height:g}"}, nsmap=_NAMESPACE)
    etree.SubElement(svg, f"{{{SVG}}}title").text = "Template"
    bleed, right = wrap.bleed, wrap.fold + wrap.spine
    _box(svg, bleed, bleed, width - 2 * bleed, wrap.height, _CUT, "")
    for x in (wrap.fold, right):
        _line(svg, x, height, _FOLD)
    for x in (wrap.fold + wrap.spine_clear, right - wrap.spine_clear):
        _line(svg, x, height, _CLEAR)
    for left in (bleed, right):
        _box(svg, left + _SAFE, bleed + _SAFE, wrap.width - 2 * _SAFE, wrap.height - 2 * _SAFE, _CLEAR, "0.06 0.04")
    box_width, box_height, _ = wrap.barcode
    _box(svg, wrap.barcode_left, wrap.barcode_top, box_width, box_height, _CUT, "0.03 0.03")
    said = (
        f"{pages} pages · spine {wrap.spine:.4f} in ({wrap.spine * 25.4:.2f} mm) · sheet {width:.4f} × {height:.4f} in · "
        f"bleed {bleed:g} in · red: cut, blue: fold, green: safe"
    )
    ground = {"x": f"{bleed + 0.14:g}", "y": f"{bleed + 0.19:g}", "width": f"{wrap.width - 0.28:g}", "height": "0.19"}
    etree.SubElement(svg, f"{{{SVG}}}rect", {**ground, "fill": "#ffffff"})
    note = {"x": f"{bleed + 0.2:g}", "y": f"{bleed + 0.32:g}", "font-size": "0.1", "fill": _CUT}
    etree.SubElement(svg, f"{{{SVG}}}text", note).text = said
    return svg


def _box(svg: Element, x: float, y: float, width: float, height: float, colour: str, dashes: str) -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}", "fill": "none"}
    _drawn(svg, "rect", place, colour, dashes)


def _line(svg: Element, x: float, height: float, colour: str) -> None:
    _drawn(svg, "line", {"x1": f"{x:g}", "x2": f"{x:g}", "y1": "0", "y2": f"{height:g}"}, colour, "")


def _drawn(svg: Element, shape: str, place: dict[str, str], colour: str, dashes: str) -> None:
    """With white beneath, to be seen on any ground."""
    for stroke, width in (("#ffffff", "0.03"), (colour, "0.013")):
        dashed = {"stroke-dasharray": dashes} if dashes and stroke == colour else {}
        etree.SubElement(svg, f"{{{SVG}}}{shape}", {**place, "stroke": stroke, "stroke-width": width, **dashed})
