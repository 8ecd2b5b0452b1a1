"""Looks that mean something: classes of spans, and `style` and `align` of raw HTML, become elements and classes of a book.

Only what a reader would miss is kept, small capitals and alignment before all; other looks belong in the stylesheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from publish.book import Element

#: Class of a span -> element, and the class it keeps.
_SPANS = {
    "sc": ("span", "smallcaps"), "small-caps": ("span", "smallcaps"), "smcp": ("span", "smallcaps"),
    "underline": ("u", ""), "ul": ("u", ""), "mark": ("mark", ""), "highlight": ("mark", ""), "kbd": ("kbd", ""),
    "strike": ("s", ""), "strikethrough": ("s", ""), "sub": ("sub", ""), "sup": ("sup", ""),
}  # fmt: skip
#: Property of CSS -> its value -> class.
_STYLES: Mapping[str, Mapping[str, str]] = {
    "font-variant": {"small-caps": "smallcaps", "all-small-caps": "smallcaps"},
    "font-variant-caps": {"small-caps": "smallcaps", "all-small-caps": "smallcaps"},
    "text-align": {"center": "center", "right": "right", "end": "right"},
    "font-style": {"italic": "italic", "oblique": "italic"},
    "font-weight": {"bold": "bold", "bolder": "bold", "600": "bold", "700": "bold", "800": "bold", "900": "bold"},
    "text-decoration": {"underline": "underline", "line-through": "strike"},
    "page-break-before": {"always": "page-break-before", "left": "page-break-before", "right": "page-break-before"},
    "page-break-after": {"always": "page-break-after", "left": "page-break-after", "right": "page-break-after"},
    "break-before": {"page": "page-break-before", "recto": "page-break-before", "verso": "page-break-before"},
    "break-after": {"page": "page-break-after", "recto": "page-break-after", "verso": "page-break-after"},
}
_IMPORTANT = re.compile(r"!\s*important\s*$")
_ALIGN = {"center": "center", "middle": "center", "right": "right"}
_SIDES = {"left": "left", "right": "right"}
_BESIDE = frozenset({"img", "figure"})
_SET_BY_THEIR_TABLE = frozenset({"img", "td", "th", "table"})
_ALIGNED = frozenset("p div h1 h2 h3 h4 h5 h6 span section article blockquote".split())


def classes_of(tag: str, attributes: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The classes that `style` and `align` of an element stand for, and what of `style` stands for none.

    `style="poem"` is Markua's.
    """
    style = attributes.get("style", "")
    if re.fullmatch(r"\s*(?:poem|verse|poetry)\s*", style):
        return ["poem"], []
    found, lost = [], []
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = declaration.lower().partition(":")
        meant = _STYLES.get(name.strip(), {}).get(_IMPORTANT.sub("", value).strip(), "")
        if not meant or (tag in _SET_BY_THEIR_TABLE and meant in ("center", "right")):
            lost.append(declaration)
        else:
            found.append(meant)
        if tag in _BESIDE and name.strip() == "float":  # text does not run beside it, which is told; its side stays
            found.append(_SIDES.get(_IMPORTANT.sub("", value).strip(), ""))
    if tag == "img":
        found.append(_SIDES.get(attributes.get("align", "").lower(), ""))
    if tag in _ALIGNED:
        found.append(_ALIGN.get(attributes.get("align", "").lower(), ""))
    return [name for name in dict.fromkeys(found) if name], lost


def meanings_given(tree: Element) -> None:
    for span in [e for e in tree.iter(etree.Element) if e.tag in ("span", "a", "p", "div") and e.get("class")]:
        names = span.get("class", "").split()
        for name in names:
            tag, kept = _SPANS.get(name, ("", "")) if span.tag == "span" else ("", "")
            if kept or name in ("sc", "small-caps", "smcp"):
                names = ["smallcaps" if n == name else n for n in names]
            elif tag:
                span.tag, names = tag, [n for n in names if n != name]
        if names:
            span.set("class", " ".join(names))
        else:
            span.attrib.pop("class")
