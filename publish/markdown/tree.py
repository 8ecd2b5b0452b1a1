"""Markup to a tree: XML's parser where Markdown made everything, HTML's own where an author wrote raw HTML.

What comes out holds only the elements of the lists below, with attributes that `html/attributes.py` knows, so that a
stranger's HTML cannot do more to a book than Markdown can. What is taken away is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from publish.book import OPS, Element
from publish.book.trees import append_text, line_of
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.html.attributes import attributes_set, only_placed
from publish.markdown.html.foreign import put_back
from publish.markdown.html.hidden import hidden_left_out
from publish.markdown.scope import Scope
from publish.markdown.tables.parts import in_place

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

ELEMENTS = frozenset(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark ol p pre q rp rt ruby s samp"
    " section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
#: Elements whose content is not text of the book: they go as a whole.
_REMOVED = frozenset("script style template".split())
#: Elements of older HTML, and what they mean today: an element and a class.
_OLD = {"center": ("div", "center"), "font": ("span", ""), "big": ("span", ""), "tt": ("code", ""), "strike": ("s", ""),
        "acronym": ("abbr", ""), "main": ("div", ""), "nav": ("div", ""), "address": ("div", ""), "nobr": ("span", ""),
        "dir": ("ul", ""), "menu": ("ul", ""), "search": ("div", ""), "rb": ("span", ""), "rtc": ("rt", "")}  # fmt: skip
#: Elements of programs and forms: what is put in their place for the words that they hold.
_WORDS_KEPT = {**dict.fromkeys(("dialog", "fieldset", "form", "legend", "noscript", "optgroup", "press-option"), "div"),
               **dict.fromkeys(("button", "data", "label", "meter", "output", "progress", "press-textarea", "press-title",
                                "press-noembed", "press-noframes"), "span"), "press-select": "div"}  # fmt: skip
#: Elements that show something from another file or place: they become links to it.
_MEDIA = {"video": "src", "audio": "src", "press-iframe": "src", "embed": "src", "object": "data"}
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEVER_ENDS = regex(r'<(script|style|template)\b(?: data-line="(\d+)")?[^<>]*>', re.I)
_ENDS = regex(r"</(script|style|template)\s*>", re.I)
#: No tree is deeper than this: what is over the published limits by far is reported as that, and its words are kept.
_DEEPEST = 400
_HOLDS_BLOCKS = regex(
    r"<(/?)(?:div|section|article|aside|blockquote|center|details|fieldset|figure|form|main|header|footer|nav|[uod]l)\b[^<>]*>",
    re.I,
)


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
        if not only_placed(element):
            attributes_set(element, {str(k): str(v) for k, v in element.attrib.items()}, scope)
    hidden_left_out(root, scope)
    return root


def _of_html(markup: str, scope: Scope) -> Element:
    from selectolax.lexbor import LexborHTMLParser  # only for books with raw HTML

    ends = {match[1].lower(): match.start() for match in _ENDS.finditer(markup)}  # the last of each
    never = [match for match in _NEVER_ENDS.finditer(markup) if ends.get(match[1].lower(), -1) < match.end()]
    for match in never:
        message = f"<{match[1]}> is opened here and never closed; what follows is read as text"
        scope.add(
            Diagnostic(
                "C038",
                message,
                scope.span(int(match[2] or 1)),
                f"close it with </{match[1]}>, or delete it",
                f"<{match[1]}",
            )
        )
    markup = in_place(_less_deep(_without(markup, never)), scope)
    body = LexborHTMLParser(f"<body>{markup}</body>").body
    root = etree.Element("section")
    if body is not None:
        _copy_children(body, root, scope)
    put_back(root, scope)
    hidden_left_out(root, scope)
    return root


def _without(markup: str, tags: Sequence[re.Match[str]]) -> str:
    kept = zip([0, *(m.end() for m in tags)], [*(m.start() for m in tags), len(markup)], strict=True)
    return "".join(markup[start:end] for start, end in kept)


def _less_deep(markup: str) -> str:
    """The markup without tags that open far over the limit of nesting, for which the parser looks through all before them."""
    depth, over = 0, []
    for tag in _HOLDS_BLOCKS.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST and not tag[1]:
            over.append(tag)
    return _without(markup, over) if over else markup


def _copy_children(node: LexborNode, root: Element, scope: Scope) -> None:
    """Rebuild the nodes below `node` in `root`, with a stack of our own: a text may nest deeper than Python recurses."""
    pending = [(child, root, 0) for child in reversed(_children(node))]
    while pending:
        child, parent, depth = pending.pop()
        if child.tag == "-text":
            append_text(parent, child.text_content)
        elif child.tag and not child.tag.startswith(("-", "!", "#")):
            inner: Element | None = parent
            if depth < _DEEPEST or child.tag in _REMOVED:
                inner = _element(child, parent, scope)
            if inner is not None:
                pending += [(grandchild, inner, depth + 1) for grandchild in reversed(_children(child))]


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _line(attributes: dict[str, str], parent: Element) -> int:
    line = attributes.get("data-line", "")
    return int(line) if line.isdigit() else line_of(parent)


def _element(node: LexborNode, parent: Element, scope: Scope) -> Element | None:
    """The element that stands for `node` in the tree: a new one, the parent where it is unwrapped, None where it goes."""
    tag = str(node.tag)
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if tag in _REMOVED:
        message = f"<{tag}> cannot stand in a book and was left out with all it holds"
        scope.add(
            Diagnostic(
                "C001", message, scope.span(_line(attributes, parent)), "remove it, or say it in Markdown", f"<{tag}"
            )
        )
        return None
    if tag in _MEDIA and not (tag == "object" and _shown(node, tag).startswith("#")):
        return _link_to_media(node, tag, attributes, parent, scope)
    if tag not in ELEMENTS and tag not in _OLD:
        if tag not in ("picture", "source", "track", "html", "body", "head"):
            message = f"<{tag.removeprefix('press-')}> cannot stand in a book; its text was kept"
            sign = f"<{tag.removeprefix('press-')}"
            scope.add(Diagnostic("C001", message, scope.span(_line(attributes, parent)), "remove the element", sign))
        if tag not in _WORDS_KEPT:
            return parent
    tag, name = _OLD.get(tag, (_WORDS_KEPT.get(tag, tag), ""))
    element = etree.SubElement(parent, tag)
    attributes_set(element, attributes, scope)
    if name:
        element.set("class", f"{element.get('class', '')} {name}".strip())
    return element


def _shown(node: LexborNode, tag: str) -> str:
    """The address of what an element shows: its own, or its first source's."""
    inside = (child.attributes.get("src") for child in node.css("source"))
    return next((a for a in (node.attributes.get(_MEDIA[tag]), *inside) if a), "")


def _link_to_media(node: LexborNode, tag: str, attributes: dict[str, str], parent: Element, scope: Scope) -> Element:
    """A link to what cannot stand in a book, around the words that the author gave for it, or its title, or its address.

    An address on the author's own machine says nothing to a reader, and is nobody else's business: the name of the
    element stands for it.
    """
    address = _shown(node, tag)
    name = tag.removeprefix("press-")
    message = f"<{name}> {address} cannot stand in a book; a link to it was put in its place"
    line = _line(attributes, parent)
    scope.add(Diagnostic("C040", " ".join(message.split()), scope.span(line), "say in words what it shows", f"<{name}"))
    link = etree.SubElement(parent, "a" if address else "span", {"class": name, "data-line": str(line)})
    if address:
        link.set("href", f"https:{address}" if address.startswith("//") else address)
    if not (node.text() or "").strip() and not node.css("img"):
        words = name if address.lower().startswith("file:") else address
        link.text = attributes.get("title") or attributes.get("aria-label") or words
    return link
