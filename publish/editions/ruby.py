"""Ruby on paper: the layout engine has none, so each base gets its reading above it as a small box of its own.

`data-reading` is the reading again, by which the box of a short base is made as wide as its reading. A bookmark has no readings.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.book.trees import HEADINGS, append_text
from publish.markdown.shape import text_of


def ruby_set(tree: Element) -> None:
    """Each `ruby` becomes spans of a base and its reading; `rp`, for readers that have no ruby, goes."""
    for heading in tree.iter(*HEADINGS):
        if next(heading.iter("ruby"), None) is not None:
            heading.set("data-bookmark", text_of(heading))
    for ruby in list(tree.iter("ruby")):
        parts = [_pair(ruby.text)]
        for child in list(ruby):
            tail, child.tail = child.tail, None
            if child.tag == "rt":
                child.tag = "span"
                child.set("class", "ruby-text")
                parts[-1].append(child)
                parts[-1].set("data-reading", "".join(map(str, child.itertext())))
                parts.append(_pair(tail))
            elif child.tag == "rp":
                append_text(parts[-1][0], tail)
            else:
                parts[-1][0].append(child)
                child.tail = tail
        ruby.tag, ruby.text = "span", None
        ruby[:] = [part for part in parts if len(part) > 1 or "".join(map(str, part.itertext())).strip()]


def _pair(text: str | None) -> Element:
    pair = etree.Element("span", {"class": "ruby"})
    etree.SubElement(pair, "span", {"class": "ruby-base"}).text = text
    return pair
