"""Sums, products and integrals in a formula that is to be drawn, set as TeX sets them.

The library lets an integral grow with its row, which in a line of text opens the leading, and puts no space before a sum. A large
operator has two sizes, that of a display and that of a line; in a line its limits stand beside it; and it has a thin space before
it where an operand stands there, and behind it.
"""

from __future__ import annotations

from lxml import etree

from publish.book import MATHML, Element

_M = f"{{{MATHML}}}"
_INTEGRALS = frozenset("∫∬∭⨌∮∯∰∱∲∳⨍⨏⨑⨕⨖⨘⨙⨚")
_SUMS = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨉")
_OPERATORS = _INTEGRALS | _SUMS
_SCRIPTED = frozenset(f"{_M}{name}" for name in "msub msup msubsup munder mover munderover".split())
#: What has limits below and above, and the same with them beside.
_BESIDE = {
    f"{_M}{over}": f"{_M}{beside}"
    for over, beside in (("munder", "msub"), ("mover", "msup"), ("munderover", "msubsup"))
}
_ROWS = frozenset(f"{_M}{name}" for name in "math mrow mstyle mtd mpadded msqrt menclose".split())
_CLOSING = frozenset(")]}⟩⌉⌋|!′″")
_THIN = "0.167em"


def operators_set(math: Element) -> None:
    """Set the large operators of a formula in place; limits that its LaTeX asks for stay below and above."""
    asked = "\\limits" in math.get("alttext", "")
    for sign in [e for e in math.iter(f"{_M}mo") if (e.text or "").strip() in _OPERATORS]:
        if "minsize" not in sign.attrib:
            sign.set("stretchy", sign.get("stretchy", "false"))
        whole = sign
        while (parent := whole.getparent()) is not None and parent.tag in _SCRIPTED and parent[0] is whole:
            whole = parent
            moves = whole.tag in _BESIDE and sign.get("movablelimits") != "false" and not asked
            if moves and not _is_display(whole):
                whole.tag = _BESIDE[whole.tag]
        if whole.getparent() is not None:
            _spaced(whole, (sign.text or "").strip() in _INTEGRALS)


def _is_display(element: Element) -> bool:
    for one in (element, *element.iterancestors()):
        if "displaystyle" in one.attrib:
            return one.get("displaystyle") == "true"
        if one.tag == f"{_M}math":
            return one.get("display") == "block"
        parent = one.getparent()
        if parent is not None and (parent.tag == f"{_M}mfrac" or (parent.tag in _SCRIPTED and parent[0] is not one)):
            return False
    return False


def _spaced(whole: Element, integral: bool) -> None:
    """Put thin spaces around an operator with its limits; the library has one behind a sum."""
    parent, before, after = whole.getparent(), whole.getprevious(), whole.getnext()
    if parent is None or parent.tag not in _ROWS:
        return
    if before is not None and _is_operand(before):
        whole.addprevious(etree.Element(f"{_M}mspace", {"width": _THIN}))
    if integral and after is not None and (_is_operand(after) or _opens(after)):
        whole.addnext(etree.Element(f"{_M}mspace", {"width": _THIN}))


def _is_operand(element: Element) -> bool:
    if element.tag == f"{_M}mo":
        return (element.text or "").strip() in _CLOSING
    return element.tag not in (f"{_M}mspace", f"{_M}mphantom")


def _opens(element: Element) -> bool:
    return element.tag == f"{_M}mo" and (element.text or "").strip() in "([{⟨⌈⌊|"
