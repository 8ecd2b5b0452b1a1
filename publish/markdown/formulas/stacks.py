"""Sums as children write them (MathML 3, 3.6: `mstack`, `mlongdiv`) as tables: neither MathML Core nor Kindle knows stacks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.book import MATHML, Element

_M = f"{{{MATHML}}}"
_STACKS = frozenset({"mstack", "mlongdiv"})


def unstacked(root: Element) -> None:
    """Turn every stack of a formula into a table of right-aligned rows, in place; a line is one below the row above it."""
    for stack in [e for e in root.iter(etree.Element) if _name(e) in _STACKS]:
        table = etree.Element(f"{_M}mtable")
        lines: list[str] = []
        for row in _rows(stack):
            if _name(row) == "msline":
                lines[-1:] = ["solid"] if lines else []
                continue
            row.tail = None
            row.tag = _M + ("mrow" if _name(row) in ("msrow", "mscarries", "mscarry") else _name(row))
            etree.SubElement(etree.SubElement(table, f"{_M}mtr"), f"{_M}mtd").append(row)
            lines.append("none")
        table.tail = stack.tail
        table.set("columnalign", "right")
        if "solid" in lines[:-1]:
            table.set("rowlines", " ".join(lines[:-1]))
        parent = stack.getparent()
        if parent is not None:
            parent.replace(stack, table)


def _rows(stack: Element) -> Iterator[Element]:
    """The rows from top to bottom; a division is its result, a line, divisor and dividend, and the steps."""
    rows = [row for part in stack for row in (part if _name(part) == "msgroup" else [part]) if _name(row)]
    if _name(stack) == "mlongdiv" and len(rows) >= 3:
        divisor, result, dividend, *steps = rows
        row = etree.Element(f"{_M}msrow")
        sign = etree.Element(f"{_M}mo")
        sign.text = ")"
        row.extend([divisor, sign, dividend])
        rows = [result, etree.Element(f"{_M}msline"), row, *steps]
    yield from rows


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
