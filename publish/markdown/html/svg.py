"""SVG made safe: an allow-list of elements, no script, no entity, nothing from outside the drawing."""

from __future__ import annotations

import re

from lxml import etree

from publish.book import SVG, trees
from publish.lazy import dataclass, regex
from publish.limits import Limits, OverLimitError

_ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc"
    " metadata image linearGradient radialGradient stop clipPath mask pattern marker style switch a".split()
)
_XLINK = "{http://www.w3.org/1999/xlink}href"
_OUTSIDE = regex(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:", re.I)
_RULES_FROM_OUTSIDE = regex(r"@import[^;]*;?|@font-face\s*\{[^}]*\}", re.I)
_LENGTH = regex(r"\s*(\d+(?:\.\d+)?)(px|pt|in|cm|mm|pc|q)?\s*$", re.I)
_PIXELS = {"px": 1, "pt": 4 / 3, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pc": 16, "q": 96 / 101.6}


@dataclass(frozen=True)
class SafeSvg:
    """A drawing as UTF-8 XML, with its size in CSS pixels."""

    content: bytes
    width: int
    height: int


def safe_svg(content: bytes, limits: Limits | None = None) -> tuple[SafeSvg | None, tuple[str, ...]]:
    """The drawing, or None where it cannot be read, and the names of what was left out. OverLimitError: it is too large."""
    limits = limits or Limits()
    if len(content) > limits.of("svg"):
        raise OverLimitError(f"is larger than {limits.svg} MB")
    # Entities of the drawing's own DOCTYPE, as drawing programs write them; libxml2 bounds what they may grow to.
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs are older than the value
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None, ()
    if root.tag != f"{{{SVG}}}svg":
        return None, ()
    removed = cleaned(root)
    drawn = _drawn(root, limits.svg_elements)
    if drawn is None:
        return None, removed
    if drawn > limits.svg_elements:
        raise OverLimitError(f"has more than {limits.svg_elements:,} elements, each use of a part counted")
    width, height = _size(root)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width} {height}")
    etree.cleanup_namespaces(root)
    return SafeSvg(etree.tostring(root, encoding="utf-8", xml_declaration=True), width, height), removed


def _drawn(root: etree._Element, most: int) -> int | None:
    """How many elements are drawn, those that `<use>` brings counted each time, or some number over `most`; None where
    parts use each other in a circle."""
    by_id = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    known: dict[etree._Element, int | None] = {}

    def count(element: etree._Element) -> int | None:
        if element in known:
            return known[element]
        known[element] = None
        total = 0
        for part in element.iter(etree.Element):
            total += 1
            used = by_id.get((part.get("href") or part.get(_XLINK) or "")[1:]) if part.tag == f"{{{SVG}}}use" else None
            if used is not None:
                more = count(used)
                if more is None:
                    return None
                total += more
            if total > most:
                break
        known[element] = total
        return total

    try:
        return count(root)
    except RecursionError:  # a chain of a thousand parts, each in the next
        return most + 1


def cleaned(root: etree._Element) -> tuple[str, ...]:
    """Take from a drawing what a book may not contain; the names of what went."""
    removed: list[str] = []
    for element in list(root.iter()):
        name = etree.QName(element).localname if isinstance(element.tag, str) else "entity"
        ours = isinstance(element.tag, str) and element.tag.startswith(f"{{{SVG}}}")
        if not ours or name not in _ELEMENTS or name == "metadata":
            if ours and name != "metadata" and element.getparent() is not None:
                removed.append(f"<{name}>")
            trees.removed(element)
            continue
        for key, value in list(element.attrib.items()):
            if _refused(name, str(key), str(value)):
                del element.attrib[key]
                removed.append(str(etree.QName(key).localname))
        if name in ("image", "use") and not (element.get("href") or element.get(_XLINK)):
            trees.removed(element)
        if name == "style" and element.text and _OUTSIDE.search(element.text):
            rules = _RULES_FROM_OUTSIDE.sub("", element.text)
            element.text = None if _OUTSIDE.search(rules) else rules
            removed.append("rules of <style>")
    if _wordless(root):
        removed.append("words that no part of it shows")
    return tuple(sorted(set(removed)))


#: Parts of a drawing that show words; beside them words are read by nobody, and a checker warns of them.
_SHOWS_WORDS = frozenset(f"{{{SVG}}}{name}" for name in ("text", "title", "desc", "style"))


def _wordless(root: etree._Element) -> bool:
    """Take words from where no drawing shows them; whether there were any."""
    found, within = False, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        within += (element.tag in _SHOWS_WORDS) * (1 if event == "start" else -1)
        if event == "start" and not within and (element.text or "").strip():
            element.text, found = None, True
        elif event == "end" and not within and element is not root and (element.tail or "").strip():
            element.tail, found = None, True
    return found


def _refused(name: str, key: str, value: str) -> bool:
    if key.lower().startswith("on") or _OUTSIDE.search(value):
        return True
    if key in ("href", _XLINK):
        return not (
            value.startswith("#") or (name == "image" and value.startswith(("data:image/png", "data:image/jpeg")))
        )
    return key.startswith("{") and not key.startswith(("{http://www.w3.org/XML", "{http://www.w3.org/1999/xlink"))


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in CSS pixels: the attributes, else the viewBox, else what browsers take."""
    box = [float(v) for v in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    fallback = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else (300.0, 150.0)
    sizes = []
    for name, default in zip(("width", "height"), fallback, strict=True):
        match = _LENGTH.match(root.get(name, ""))
        sizes.append(float(match[1]) * _PIXELS[(match[2] or "px").lower()] if match else default)
    return max(1, round(sizes[0])), max(1, round(sizes[1]))
