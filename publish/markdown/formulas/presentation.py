"""MathML that an author wrote, made to fit its schema: presentation elements only, each with as many parts as it needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from publish.book import MATHML, Element
from publish.book.trees import removed
from publish.lazy import regex
from publish.markdown.formulas.stacks import unstacked

_M = f"{{{MATHML}}}"
_WORDS = frozenset("mi mn mo ms mtext".split())
_ROWS = frozenset("math menclose mpadded mphantom mrow msqrt mstyle merror mtd mfenced".split())
#: Elements with a fixed number of parts; where there are more or fewer they become rows.
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
#: Parts and the element that they stand in.
_HOME = {"mtr": "mtable", "mtd": "mtr"}
_OTHER_NAMES = {"mlabeledtr": "mtr", "maction": "mrow", "semantics": "mrow"}
_UNSEEN = frozenset({"annotation", "annotation-xml"})
_FLAG = regex(r"true|false")
_LENGTH = regex(r"-?\d*\.?\d+(?:em|ex|px|in|cm|mm|pt|pc|%)?")
_COUNT = regex(r"[1-9]\d{0,2}")
_ANY = regex(r"[^<>]*")
_FLAGS = "accent accentunder displaystyle fence largeop movablelimits separator stretchy symmetric".split()
_LENGTHS = "depth height linethickness lspace maxsize minsize rspace voffset width".split()
_ATTRIBUTES: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(_FLAGS, _FLAG),
    **dict.fromkeys(_LENGTHS, _LENGTH),
    **dict.fromkeys(("rowspan", "columnspan"), _COUNT),
    **dict.fromkeys(("alttext", "close", "open", "separators"), _ANY),
    "columnalign": regex(r"(?:left|center|right)(?: (?:left|center|right))*"),
    "display": regex(r"block|inline"),
    "form": regex(r"prefix|infix|postfix"),
    "mathvariant": regex(
        r"normal|bold|italic|bold-italic|double-struck|bold-fraktur|script|bold-script|fraktur|sans-serif|bold-sans-serif"
        r"|sans-serif-italic|sans-serif-bold-italic|monospace"
    ),
    "rowlines": regex(r"(?:none|solid)(?: (?:none|solid))*"),
    "notation": regex(r"[a-z]+(?: [a-z]+)*"),
}


def fitted(root: Element) -> tuple[str, ...]:
    """Mend a formula in place; the names of what was left out."""
    left_out: set[str] = set()
    unstacked(root)
    for element in list(root.iter(etree.Element)):
        name, parent = etree.QName(element).localname, element.getparent()
        name = _OTHER_NAMES.get(name, name)
        known = name in _WORDS or name in _ROWS or name in _PARTS or name in (*_HOME, "mtable", "mspace")
        if not known and parent is not None:
            if name not in _UNSEEN:
                left_out.add(f"<{name}>")
            removed(element)
            continue
        element.tag = _M + name
        for key, value in [(str(k), str(v)) for k, v in element.attrib.items()]:
            if key not in _ATTRIBUTES or not _ATTRIBUTES[key].fullmatch(value.strip()):
                del element.attrib[key]
    for element in list(root.iter(etree.Element)):
        _parts_fitted(element)
    return tuple(sorted(left_out))


def _parts_fitted(element: Element) -> None:
    name, parent = etree.QName(element).localname, element.getparent()
    above = "" if parent is None else etree.QName(parent).localname
    if name in _HOME and above != _HOME[name]:
        name = "mrow"
    if name in _WORDS and not len(element):
        return
    if name == "mspace":
        element.text = None
        element[:] = []
        return
    _words_marked(element)
    if name in _WORDS or (name in _PARTS and len(element) != _PARTS[name]):
        name = "mrow"
    element.tag = _M + name
    made = {"mtable": ("mtr", "mtd"), "mtr": ("mtd",)}.get(name, ())
    for child in list(element):
        if made and child.tag != _M + made[0]:
            holder = element
            for part in made:
                inner = etree.Element(_M + part)
                if holder is element:
                    element.replace(child, inner)
                else:
                    holder.append(inner)
                holder = inner
            holder.append(child)


def _words_marked(element: Element) -> None:
    """Words that stand beside elements of a formula become `mtext`."""
    if (element.text or "").strip():
        element.insert(0, _text(element.text or ""))
    element.text = None
    for child in list(element):
        words, child.tail = child.tail or "", None
        if words.strip():
            child.addnext(_text(words))


def _text(words: str) -> Element:
    text = etree.Element(_M + "mtext")
    text.text = words.strip()
    return text
