"""What is wide in e-books is told by a class how wide it is, and set no larger than the screen: long formulas, which no reading
system divides, and tables of very many columns."""

from __future__ import annotations

from publish.book import MATHML, Element
from publish.markdown.formulas.mathml import linear

#: Characters of the line of text that a formula is, from which on it has a class; one has about 0.55 em.
_WIDTHS = ((65, "widest"), (45, "wider"), (30, "wide"), (16, "long"))
#: Columns that stores advise at most (spec C8).
_COLUMNS = 10


def widths_told(tree: Element) -> None:
    """Classes on the formulas and tables of a tree that is a copy."""
    for formula in tree.iter(f"{{{MATHML}}}math"):
        length = len(linear(formula))
        name = next((name for least, name in _WIDTHS if length > least), "")
        if name:
            formula.set("class", name)
    for table in tree.iter("table"):
        if max((len(row.findall("*")) for row in table.iter("tr")), default=0) > _COLUMNS:
            table.set("class", f"{table.get('class', '')} many".strip())
