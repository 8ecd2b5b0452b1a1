"""Tables on pages: each classed for the lines that it has, and those too wide for a page upright turned, its head at the left.

A table is turned where its author asks for it (`{.landscape}`, a division `::: landscape` around it), and where its columns are so
many that even in the smallest type numbers or short parts of words would break; `{.upright}` keeps it as it is. It has pages of
its own, and `print.css` turns them. Its notes stand below it: the foot of its page is not turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.book import Chapter, Diagnostic, Element, PrintSettings, Span
from publish.book.trees import line_of, path_of
from publish.editions.sheet import measured, measured_turned
from publish.markdown.tables.widths import LEAST, is_crowded, width_shared
from publish.paged.endnotes import set_at_the_end

#: What asks for it: the words of Quarto and Word, of Asciidoctor, of LaTeX, and what it is.
_ASKED = frozenset({"landscape", "rotate", "sideways", "turned"})
#: The class of what `print.css` turns.
_CLASS = "turned-page"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What helps, for tables that are upright and for those that are turned.
_HINTS = (
    "fewer columns; or outside of other blocks, with text behind it, and turned: {.landscape}",
    "fewer columns, or two tables",
)
#: What a page turns with the table: nothing may stand around it that has an edge or a place of its own.
_OPEN = frozenset({"section", "body"})


def tables_set(tree: Element, settings: PrintSettings) -> None:
    """Class the tables of a tree that is a copy, and turn those that are to be."""
    upright, turned = measured(settings), measured_turned(settings)
    for table in list(tree.iter("table")):
        if _is_turned(table, upright):
            width_shared(table, turned)
            _turn(table)
        else:
            width_shared(table, upright)


def crowded(chapters: Iterable[Chapter], settings: PrintSettings) -> Iterator[Diagnostic]:
    """`T006`: tables in which numbers or short words break all the same."""
    upright, turned = measured(settings), measured_turned(settings)
    for chapter in chapters:
        for table in chapter.tree.iter("table"):
            is_turned = _is_turned(table, upright)
            if is_crowded(table, turned if is_turned else upright, LEAST) and "upright" not in _names(table):
                span = Span(path_of(table, chapter.source.path), line_of(table))
                lines = "a page that is turned" if is_turned else "the page"
                message = f"{lines} has no room for the columns of this table: numbers and short words in it break"
                yield Diagnostic("T006", message, span, _HINTS[is_turned])


def _is_turned(table: Element, measure: float) -> bool:
    names = _names(table)
    if "upright" in names or any(one.tag not in _OPEN and not _is_asking(one) for one in table.iterancestors()):
        return False
    return bool(_ASKED & names) or (is_crowded(table, measure) and not _strands(table))


def _names(table: Element) -> set[str]:
    """What its author says of a table, on it or around it."""
    return {name for one in (table, *_around(table)) for name in one.get("class", "").split()}


def _around(table: Element) -> Iterator[Element]:
    parent = table.getparent()
    while parent is not None and _is_asking(parent):
        yield parent
        parent = parent.getparent()


def _is_asking(element: Element) -> bool:
    """Whether it is a division that holds a table and does nothing but ask for it to be turned, or not to be."""
    names = set(element.get("class", "").split())
    alone = len(element) == 1 and not (element.text or element[0].tail or "").strip()
    return element.tag == "div" and bool(names) and _ASKED | {"upright"} >= names and alone


def _strands(table: Element) -> bool:
    """Whether a heading stands above the table and no text follows that it could stand above on its page."""
    before, after = table.getprevious(), table.getnext()
    return before is not None and before.tag in _HEADINGS and (after is None or after.tag != "p")


def _turn(table: Element) -> None:
    """Put a division around a table, that is turned as a whole, with the table's notes in it."""
    around = next(_around(table), None)
    if around is None:
        around = etree.Element("div")
        around.tail, table.tail = table.tail, None
        table.addprevious(around)
        around.append(table)
    around.set("class", _CLASS)
    set_at_the_end(around, [note for note in table.iter("span") if note.get("class") == "footnote"])
