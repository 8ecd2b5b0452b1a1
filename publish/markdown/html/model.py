"""What HTML lets stand where, as data: the content model of EPUB 3.3's XHTML schema, for the elements that a book may hold.

`fitting` mends a tree by it, `faults` says what is still wrong. Elements of SVG and MathML are phrasing and are not
looked into.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from lxml import etree

from publish.book import Element
from publish.book.trees import HEADINGS

#: Elements that stand within a line.
PHRASING = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q ruby s samp small span strong sub sup time u var wbr".split()
)
#: Blocks that hold lines only; a block within one ends it and lets it begin again behind …
LINES = frozenset("p pre".split())
#: … but a heading stays one: blocks within it give up their form and keep their words.
UNDIVIDED = frozenset("h1 h2 h3 h4 h5 h6 summary".split())
#: Elements that hold blocks and lines alike.
FLOW = frozenset(
    "article aside blockquote caption dd details div dt figcaption figure footer header li section td th".split()
)
#: Elements that hold certain others only: what those are.
PARTS: Mapping[str, frozenset[str]] = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "colgroup": frozenset({"col"}),
    "hgroup": HEADINGS | {"p"},
}
VOID = frozenset("br col hr img wbr".split())
#: Parts that stand in these only, and the one that is made for a part without.
HOME: Mapping[str, str] = {
    "li": "ul", "dt": "dl", "dd": "dl", "td": "tr", "th": "tr", "tr": "tbody", "thead": "table", "tbody": "table",
    "tfoot": "table", "colgroup": "table", "col": "colgroup",
}  # fmt: skip
#: Parts without a home that become something else.
HOMELESS: Mapping[str, str] = {"caption": "p", "figcaption": "p", "summary": "p", "rt": "span", "rp": "span"}
_HOLDER = {"caption": "table", "figcaption": "figure", "summary": "details", "rt": "ruby", "rp": "ruby"}
#: What is made for words, or blocks, in an element that holds its own parts only.
FILLER: Mapping[str, str] = {
    "ul": "li", "ol": "li", "dl": "dd", "table": "tbody", "thead": "tr", "tbody": "tr", "tfoot": "tr", "tr": "td", "hgroup": "p",
}  # fmt: skip
#: Words beside blocks become paragraphs in these; a section of the book has no loose words at all.
PARAGRAPHED = frozenset("article aside blockquote details div footer header section".split())
#: Elements that may not stand anywhere inside one of the same row.
NEVER_WITHIN: Mapping[str, frozenset[str]] = {
    "a": frozenset({"a"}),
    "dfn": frozenset({"dfn"}),
    "header": frozenset({"header", "footer"}),
    "footer": frozenset({"header", "footer"}),
    "table": frozenset({"caption"}),
}


def is_phrasing(tag: str) -> bool:
    return tag in PHRASING or tag.startswith("{") or tag in ("rt", "rp")


def holds(parent: str, tag: str) -> bool:
    """Whether an element may stand straight inside another; `#text` is a word of text."""
    if parent in PARTS:
        return tag in PARTS[parent]
    if tag in HOME or parent in VOID:
        return False
    if tag in _HOLDER:
        return parent == _HOLDER[tag]
    if parent in FLOW:
        return True
    if parent == "rp":
        return tag == "#text"
    return tag == "#text" or is_phrasing(tag)


@functools.cache
def made_between(parent: str, tag: str) -> tuple[str, ...] | None:
    """The elements to make inside `parent` so that `tag` may stand in the last; None where nothing helps."""
    if holds(parent, tag):
        return ()
    if tag in HOME:
        above = made_between(parent, HOME[tag])
        return None if above is None else (*above, HOME[tag])
    filler = FILLER.get(parent)
    below = made_between(filler, tag) if filler else None
    return None if filler is None or below is None else (filler, *below)


def faults(tree: Element) -> list[str]:
    """What stands where the schema does not let it, as `parent > child`."""
    found: list[str] = []
    for element in tree.iter(etree.Element):
        tag = str(element.tag)
        if tag.startswith("{"):
            continue
        above = element.getparent()
        if above is not None and not holds(str(above.tag), tag):
            found.append(f"{above.tag} > {tag}")
        if tag in NEVER_WITHIN and next(element.iterancestors(*NEVER_WITHIN[tag]), None) is not None:
            found.append(f"{tag} within {tag}")
        if (tag in PARTS or tag in VOID) and _words(element):
            found.append(f"{tag} > #text")
        if tag in _ORDER:
            found += _ORDER[tag](element)
    return found


def _words(element: Element) -> bool:
    return bool((element.text or "").strip()) or any((c.tail or "").strip() for c in element)


def _tags(element: Element) -> list[str]:
    return [str(c.tag) for c in element]


def _table(element: Element) -> list[str]:
    ranks = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tfoot": 4}
    order = [ranks.get(t, 9) for t in _tags(element)]
    once = all(order.count(rank) <= 1 for rank in (0, 2, 4))
    return [] if order == sorted(order) and once else ["order in table"]


def _figure(element: Element) -> list[str]:
    at = [i for i, t in enumerate(_tags(element)) if t == "figcaption"]
    fine = not at or (len(at) == 1 and at[0] in (0, len(element) - 1))
    return [] if fine else ["order in figure"]


def _details(element: Element) -> list[str]:
    tags = _tags(element)
    return [] if tags[:1] == ["summary"] and tags.count("summary") == 1 else ["order in details"]


def _dl(element: Element) -> list[str]:
    tags = _tags(element)
    paired = not tags or (tags[0] == "dt" and tags[-1] == "dd")
    return [] if paired else ["order in dl"]


def _hgroup(element: Element) -> list[str]:
    return [] if sum(1 for t in _tags(element) if t != "p") == 1 else ["order in hgroup"]


def _ruby(element: Element) -> list[str]:
    tags = _tags(element)
    if not tags or tags[-1] not in ("rt", "rp"):
        return ["order in ruby"]
    kept = [t for t in tags if t in ("rt", "rp")]
    alternate = "rp" not in kept or (len(kept) % 2 == 1 and kept == ["rp", "rt"] * (len(kept) // 2) + ["rp"])
    return [] if alternate and not (element[-1].tail or "").strip() else ["order in ruby"]


_ORDER = {"table": _table, "figure": _figure, "details": _details, "dl": _dl, "hgroup": _hgroup, "ruby": _ruby}
