"""Markup to a tree: XML's parser where Markdown made everything, HTML's own where an author wrote raw HTML.

What comes out holds only the elements and attributes of the lists below, so that a stranger's HTML cannot do more to a
book than Markdown can. What is taken away is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from publish.book import EPUB_TYPE, OPS, Element
from publish.book.trees import append_text
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.html.foreign import put_back
from publish.markdown.html.values import language, semantics, valid
from publish.markdown.inline.meanings import classes_of
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
_GLOBAL = frozenset(
    "aria-hidden aria-label class data-affix data-cite data-cites data-first data-foreign data-form data-label data-line"
    " data-marked data-math data-note data-own-label data-sort data-typed dir entry epub:type id lang only role see see-also term"
    " title".split()
)
_OF_ELEMENT = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    **dict.fromkeys(("blockquote", "q"), frozenset({"cite"})),
    **dict.fromkeys(("ins", "del"), frozenset({"cite", "datetime"})),
    "details": frozenset({"open"}),
}
#: Elements that are nothing without an attribute.
_NEEDS = {"bdo": "dir", "time": "datetime"}
#: Attributes of older HTML and of the web that mean nothing in a book: they go without a word.
_SILENT = frozenset(
    "align allowfullscreen autofocus autoplay bgcolor border cellpadding cellspacing char charoff clear color compact"
    " controls crossorigin decoding download draggable face fetchpriority frame frameborder headers height hidden hspace"
    " ismap itemprop itemscope itemtype loading loop markdown media muted name noshade nowrap poster preload"
    " referrerpolicy rel rules scrolling size sizes spellcheck srcset style summary tabindex target translate type usemap"
    " valign vspace width".split()
)
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEVER_ENDS = regex(r'<(script|style|template)\b(?: data-line="(\d+)")?[^<>]*>', re.I)
_ENDS = regex(r"</(script|style|template)\s*>", re.I)
#: No tree is deeper than this: what is over the published limits by far is reported as that, and its words are kept.
_DEEPEST = 400
_HOLDS_BLOCKS = regex(
    r"<(/?)(?:div|section|article|aside|blockquote|center|details|fieldset|figure|form|main|header|footer|nav|[uod]l)\b[^<>]*>",
    re.I,
)
_LENGTH = regex(r"(\d+(?:\.\d+)?|\.\d+)[ \t]*(%|px|r?em|in|cm|mm|pt|pc|ex)?$")
_SHARE = regex(r"(\d*\.?\d+)?\\{1,2}(?:text|line|column|page)width$")


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
    _set_attributes(element, attributes, scope)
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


def _set_attributes(element: Element, attributes: dict[str, str], scope: Scope) -> None:
    element.attrib.clear()
    if "data-line" in attributes:
        element.set("data-line", attributes["data-line"])  # first: what is said of the others names it
    tag = str(element.tag)
    looks, unkept = classes_of(tag, attributes)
    if looks:
        attributes = {**attributes, "class": " ".join([*attributes.get("class", "").split(), *looks])}
    for declaration in unkept:
        _unstyled(declaration, tag, scope, _line(attributes, element))
    for name, value in attributes.items():
        if name == EPUB_TYPE or name == "epub:type":
            _set(element, EPUB_TYPE, semantics(value), value, scope)
        elif tag == "img" and name in ("width", "height"):
            _set_size(element, name, value)
        elif name in _GLOBAL or name in _OF_ELEMENT.get(tag, frozenset()):
            _set(element, name, valid(tag, name, value), value, scope)
        elif name == "xml:lang" or name.endswith("}lang"):
            _set(element, "lang", language(value), value, scope)
        elif tag == "a" and name == "name" and not attributes.get("id"):
            element.set("id", value)
        elif name not in _SILENT:
            _unknown(name, tag, scope, _line(attributes, element))
    if tag in _NEEDS and not element.get(_NEEDS[tag]):
        element.tag = "span"


def _unknown(name: str, tag: str, scope: Scope, line: int) -> None:
    """Say once a file that an attribute is left out."""
    if (name, tag) in scope.unknown:
        return
    scope.unknown.add((name, tag))
    message = f"the attribute “{name}” of <{tag}> cannot stand in a book and was left out, here and further down"
    scope.add(Diagnostic("C007", message, scope.span(line), "remove it; looks belong in the stylesheets", name))


def _unstyled(declaration: str, tag: str, scope: Scope, line: int) -> None:
    """Say once a file that a property of `style` is left out."""
    name = declaration.partition(":")[0].strip().lower()
    if ("style", name) in scope.unknown:
        return
    scope.unknown.add(("style", name))
    shown = declaration if len(declaration) <= 60 else declaration[:59] + "…"
    message = f"the style “{shown}” of <{tag}> was left out, here and further down: looks belong in the stylesheets"
    hint = "give it a class, and the class its looks in styles/"
    if tag == "img" and name in ("width", "height"):
        hint = f"write it as an attribute, {name}=50%"
    scope.add(Diagnostic("C007", message, scope.span(line), hint, name))


def _set(element: Element, name: str, proper: str | None, value: str, scope: Scope) -> None:
    """Set an attribute to its proper value, or say that it has none."""
    if proper is not None:
        element.set(name, proper)
    elif value.strip():
        shown = "epub:type" if name == EPUB_TYPE else name
        message = f"{shown}=“{value[:60]}” is not what <{element.tag}> can say in a book; it was left out"
        scope.add(
            Diagnostic(
                "C037", message, scope.span(_line({}, element)), "mend the value, or remove the attribute", value
            )
        )


def _set_size(image: Element, name: str, value: str) -> None:
    """`width=70%` and the like: a length becomes a style, a bare number is CSS pixels, `0.7\\textwidth` a share.

    A height counts where there is no width: of an image whose both sides are given, the width decides.
    """
    share = _SHARE.match(value.strip())
    match = _LENGTH.match(f"{float(share[1] or 1) * 100:g}%" if share else value.strip().lower())
    if match is None or float(match[1]) == 0:
        return
    length = f"{match[1]}{match[2] or 'px'}"
    if name == "width":
        image.set("style", f"width: {length}")
    elif not image.get("style") and match[2] != "%":
        image.set("style", f"height: {length}")
