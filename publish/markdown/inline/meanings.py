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
_ALIGNED = frozenset("p div h1 h2 h3 h4 h5 h6 span section article blockquote".split())


def classes_of(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """The classes that `style` and `align` of an element stand for; `style="poem"` is Markua's."""
    style = attributes.get("style", "")
    found = []
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        found.append(_STYLES.get(name.strip(), {}).get(value.strip().removesuffix("!important").rstrip(), ""))
    if re.fullmatch(r"\s*(?:poem|verse|poetry)\s*", style):
        found.append("poem")
    if tag in _ALIGNED:
        found.append(
            {"center": "center", "middle": "center", "right": "right"}.get(attributes.get("align", "").lower(), "")
        )
    else:
        found = (
            [name for name in found if name not in ("center", "right")]
            if tag in ("img", "td", "th", "table")
            else found
        )
    return [name for name in dict.fromkeys(found) if name]


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
