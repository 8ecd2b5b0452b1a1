"""Figures that show in the tree only: raw `<img>` alone, an image with its caption in emphasis below it, divs of figures.

`div id="fig-x"` (Quarto) is a figure whose last paragraph is the caption, `div class="figure"` one with `p class="caption"`.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.book import Element
from publish.book.trees import HEADINGS, removed, unwrapped
from publish.lazy import regex

_FIGURE_ID = regex(r"fig[-:]")
_NOTE = regex(r"\[\^([^\]\s]+)\]")
_SIDES = ("left", "right")
_EMPHASIS = ("em", "i", "small")


def figures_shaped(tree: Element) -> None:
    references_found(tree)
    for holder in list(tree.iter("div", "p")):
        if holder.tag == "div":
            _div(holder)
        if holder.tag in ("div", "p") and holder.getparent() is not None and not _blank(holder):
            _holder(holder)
    for image in list(tree.iter("img")):
        _bare(image)
    for figure in tree.iter("figure"):
        _legend(figure)
        if "figure" not in figure.get("class", "").split():
            figure.set("class", f"figure {figure.get('class', '')}".strip())
        _side_lifted(figure)


def _blank(text: str | Element | None) -> bool:
    return text is None or (isinstance(text, str) and not text.strip())


def _is_unit(element: Element) -> bool:
    """An image, or a link that holds an image and nothing else."""
    if element.tag == "a" and len(element) == 1:
        return element[0].tag == "img" and _blank(element.text) and _blank(element[0].tail)
    return element.tag == "img"


def _holder(holder: Element) -> None:
    """A paragraph or a div that holds images only becomes a figure; of several it is a row."""
    children = [c for c in holder if c.tag != "br"]
    if not children or not _blank(holder.text) or not all(_blank(c.tail) for c in holder):
        return
    if all(_is_unit(c) for c in children) and len(children) > 1:
        holder.set("class", f"{holder.get('class', '')} images".strip())
        return
    parent = holder.getparent()
    if parent is not None and parent.tag == "figure" and len(children) == 1 and _is_unit(children[0]):
        _unwrapped(holder, parent)
        return
    captioned = len(children) == 2 and children[1].tag in _EMPHASIS and _below(children[0])
    if not _is_unit(children[0]) or not (len(children) == 1 or captioned):
        return
    holder.tag = "figure"
    holder.set("class", f"figure {holder.get('class', '')}".strip())
    for rule in [c for c in holder if c.tag == "br"]:
        holder.remove(rule)
    if captioned:
        children[1].tag, children[1].tail = "figcaption", None
    _id_lifted(holder, children[0])


def _below(image: Element) -> bool:
    following = image.getnext()
    return "\n" in (image.tail or "") or (following is not None and following.tag == "br")


def _bare(image: Element) -> None:
    """An image that stands among blocks, where no line of text holds it."""
    above = image.getparent()
    element = above if above is not None and above.tag == "a" else image
    parent = element.getparent()
    if parent is None or parent.tag not in ("section", "article", "div", "aside", "blockquote"):
        return
    before = element.getprevious()
    if not _is_unit(element) or not _blank(element.tail) or not _blank(parent.text if before is None else before.tail):
        return
    blocks = ("p", "div", "figure", "table", "pre", "blockquote", "ul", "ol", "dl", "hr", "section", "aside")
    near = [e for e in (before, element.getnext()) if e is not None]
    if any(e.tag not in (*blocks, *HEADINGS) and not _is_unit(e) for e in near):
        return
    figure = etree.Element("figure", {"class": "figure"})
    if image.get("data-line"):
        figure.set("data-line", image.get("data-line", ""))
    element.addprevious(figure)
    figure.tail, element.tail = element.tail, None
    figure.append(element)
    _id_lifted(figure, element)


def _id_lifted(figure: Element, unit: Element) -> None:
    """What refers to an image refers to its figure."""
    image = unit if unit.tag == "img" else unit[0]
    if "id" in image.attrib and "id" not in figure.attrib:
        figure.set("id", str(image.attrib.pop("id")))


def _side_lifted(figure: Element) -> None:
    """The side on which an image stands is that of its figure, where it is the only one."""
    images = figure.findall(".//img")
    names = images[0].get("class", "").split() if len(images) == 1 else []
    side = next((name for name in names if name in _SIDES), "")
    if side and side not in figure.get("class", "").split():
        figure.set("class", f"{figure.get('class', '')} {side}".strip())


def _div(div: Element) -> None:
    id, names = div.get("id", ""), div.get("class", "").split()
    paragraphs = div.findall("p")
    captions = [p for p in paragraphs if "caption" in p.get("class", "").split()]
    last = div[-1] if len(div) else None
    if _FIGURE_ID.match(id) or "figure" in names:
        caption = (
            captions[-1]
            if captions
            else last
            if last is not None and last.tag == "p" and _FIGURE_ID.match(id)
            else None
        )
        if (caption is None or len(caption.xpath(".//img")) > 0) and "figure" not in names:  # type: ignore[arg-type]
            caption = None
        _as_figure(div, caption, names)


def _legend(figure: Element) -> None:
    """Of what MyST has below an image, the first paragraph is the caption; with a legend behind it, both are."""
    block = figure.find("div[@class='caption-block']")
    if block is None:
        return
    if not len(block):
        removed(block)
        return
    block.tag = "figcaption"
    block.attrib.pop("class")
    if len(block) == 1 and block[0].tag == "p":
        only = block[0]
        block.text, only.tail = only.text, None
        inner = list(only)
        removed(only)
        block.extend(inner)


def _as_figure(div: Element, caption: Element | None, names: list[str]) -> None:
    if caption is None and not len(div.findall(".//img")):
        return
    div.tag = "figure"
    div.set("class", " ".join(["figure", *(n for n in names if n != "figure")]))
    if caption is not None:
        caption.tag = "figcaption"
        caption.attrib.pop("class", "")
        div.append(caption)
    inner = div.findall(".//figure")
    if len(inner) == 1 and inner[0].find("figcaption") is None:
        _unwrapped(inner[0], div)
        return
    for figure in inner:
        figure.set("class", "figure subfigure")


def _unwrapped(holder: Element, figure: Element) -> None:
    """The only image of a figure stands in it without a box of its own."""
    if "id" in holder.attrib and "id" not in figure.attrib:
        figure.set("id", str(holder.attrib.pop("id")))
    unwrapped(holder)


def references_found(tree: Element) -> None:
    """`[^1]` in a caption of raw HTML is a reference where the chapter has that note: Markdown does not look in there."""
    labels = {note.get("data-note") for note in tree.iter("aside")} - {None}
    for caption in tree.iter("figcaption", "caption"):
        for element in [caption, *caption.iterdescendants("*")]:
            for tail in (False, True) if element is not caption else (False,):
                text = (element.tail if tail else element.text) or ""
                match = next((m for m in _NOTE.finditer(text) if m[1] in labels), None)
                if match is not None:
                    _referred(element, tail, text, match)


def _referred(element: Element, tail: bool, text: str, match: re.Match[str]) -> None:
    reference = etree.Element("a", {"class": "noteref", "data-note": match[1]})
    reference.tail = text[match.end() :]
    if tail:
        element.tail = text[: match.start()]
        element.addnext(reference)
    else:
        element.text = text[: match.start()]
        element.insert(0, reference)
