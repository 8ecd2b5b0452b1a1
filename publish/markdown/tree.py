"""Markup to a tree: XML's parser where Markdown made everything, HTML's own where an author wrote raw HTML.

What comes out holds only the elements and attributes of the lists below, so that a stranger's HTML cannot do more to a
book than Markdown can. What is taken away is reported with its line.
"""

from __future__ import annotations

import re

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from publish.book import EPUB_TYPE, OPS, Element
from publish.diagnostics import Diagnostic
from publish.markdown.scope import Scope

ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
#: Elements whose content is not text of the book: they go as a whole.
_REMOVED = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "applet",
        "form",
        "template",
        "noscript",
        "svg",
        "math",
        "video",
        "audio",
        "canvas",
        "select",
    ]
)
#: Elements of older HTML, and what they mean today: an element and a class.
_OLD = {"center": ("div", "center"), "font": ("span", ""), "big": ("span", ""), "tt": ("code", ""), "strike": ("s", ""),
        "acronym": ("abbr", ""), "main": ("div", ""), "nav": ("div", ""), "address": ("div", ""), "nobr": ("span", "")}  # fmt: skip
_GLOBAL = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "title",
        "role",
        "epub:type",
        "data-line",
        "data-note",
        "data-math",
        "entry",
        "see",
        "see-also",
        "only",
    ]
)
_OF_ELEMENT = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "details": frozenset({"open"}),
}
#: Attributes of older HTML and of the web that mean nothing in a book: they go without a word.
_SILENT = frozenset(
    [
        "align",
        "valign",
        "border",
        "cellpadding",
        "cellspacing",
        "bgcolor",
        "target",
        "rel",
        "loading",
        "decoding",
        "srcset",
        "sizes",
        "summary",
        "clear",
        "nowrap",
        "width",
        "height",
        "name",
        "style",
        "tabindex",
        "download",
        "hidden",
        "type",
    ]
)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(%|px|em|in|cm|mm|pt)?$")


def tree_of(markup: str, has_raw_html: bool, scope: Scope) -> Element:
    """The markup of a source as a `section`."""
    clean = _ILLEGAL.sub("", markup)
    if len(clean) != len(markup):
        message = "a control character that XML cannot hold was left out"
        scope.add(Diagnostic("M010", message, scope.span(1), "remove it, or the reference that makes it"))
    if has_raw_html:
        return _of_html(clean, scope)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(f'<section xmlns:epub="{OPS}">{clean}</section>'.encode(), parser)
    for element in root.iter(etree.Element):
        _set_attributes(element, {str(k): str(v) for k, v in element.attrib.items()}, scope)
    return root


def _of_html(markup: str, scope: Scope) -> Element:
    body = LexborHTMLParser(f"<body>{markup}</body>").body
    root = etree.Element("section")
    if body is not None:
        _copy_children(body, root, scope)
    return root


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _copy_children(node: LexborNode, root: Element, scope: Scope) -> None:
    """Rebuild the nodes below `node` in `root`, with a stack of our own: a text may nest deeper than Python recurses."""
    pending = [(child, root) for child in reversed(_children(node))]
    while pending:
        child, parent = pending.pop()
        if child.tag == "-text":
            _append_text(parent, child.text_content or "")
        elif child.tag and not child.tag.startswith(("-", "!", "#")):
            inner = _element(child, parent, scope)
            if inner is not None:
                pending += [(grandchild, inner) for grandchild in reversed(_children(child))]


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _line(attributes: dict[str, str], parent: Element) -> int:
    value = attributes.get("data-line")
    while value is None and parent is not None:
        value = parent.get("data-line")
        above = parent.getparent()
        if above is None:
            break
        parent = above
    return int(value) if value and value.isdigit() else 1


def _element(node: LexborNode, parent: Element, scope: Scope) -> Element | None:
    """The element that stands for `node` in the tree: a new one, the parent where it is unwrapped, None where it goes."""
    tag = str(node.tag)
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if tag in _REMOVED:
        message = f"<{tag}> cannot stand in a book and was left out with all it holds"
        scope.add(
            Diagnostic("C001", message, scope.span(_line(attributes, parent)), "remove it, or say it in Markdown")
        )
        return None
    if tag not in ELEMENTS and tag not in _OLD:
        if tag not in ("picture", "source", "html", "body", "head"):
            message = f"<{tag}> cannot stand in a book; its text was kept"
            scope.add(Diagnostic("C001", message, scope.span(_line(attributes, parent)), "remove the element"))
        return parent
    tag, name = _OLD.get(tag, (tag, ""))
    element = etree.SubElement(parent, tag)
    _set_attributes(element, attributes, scope)
    if name:
        element.set("class", f"{element.get('class', '')} {name}".strip())
    return element


def _set_attributes(element: Element, attributes: dict[str, str], scope: Scope) -> None:
    element.attrib.clear()
    tag = str(element.tag)
    for name, value in attributes.items():
        if name == EPUB_TYPE or name == "epub:type":
            element.set(EPUB_TYPE, value)
        elif tag == "img" and name in ("width", "height"):
            _set_size(element, name, value)
        elif name in _GLOBAL or name in _OF_ELEMENT.get(tag, frozenset()):
            element.set(name, value)
        elif name == "xml:lang" or name.endswith("}lang"):
            element.set("lang", value)
        elif name not in _SILENT:
            message = f"the attribute “{name}” of <{tag}> cannot stand in a book and was left out"
            span = scope.span(_line(attributes, element))
            scope.add(Diagnostic("C007", message, span, "remove it; looks belong in the stylesheets"))


def _set_size(image: Element, name: str, value: str) -> None:
    """`width=70%` and the like: a length becomes a style, a bare number is CSS pixels."""
    match = _LENGTH.match(value.strip())
    if match and name == "width":
        image.set("style", f"width: {match[1]}{match[2] or 'px'}")
