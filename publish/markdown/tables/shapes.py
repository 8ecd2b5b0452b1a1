"""Tables that show in the tree only: a div that labels one (Quarto, MyST), a list of lists (MyST), named rows by class."""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.book.trees import removed
from publish.lazy import regex
from publish.markdown.shape import text_of

_TABLE_ID = regex(r"(?:tbl|tab)[-:]")
_COUNT = regex(r"(rows|columns)-(\d+)$")


def tables_shaped(tree: Element) -> None:
    for div in list(tree.iter("div")):
        names = div.get("class", "").split()
        if "table-block" in names and div.find("table") is None:
            _of_lists(div, names)
        if "table-block" in names or _TABLE_ID.match(div.get("id", "")):
            _labelled(div, [n for n in names if n != "table-block" and not _COUNT.match(n)])
    for table in tree.iter("table"):
        if {"row-headers", "header-column"} & set(table.get("class", "").split()):
            for row in table.iter("tr"):
                if len(row) and row[0].tag == "td":
                    row[0].tag = "th"
                    row[0].set("scope", "row")
        for head in list(table.iter("thead")):
            if len(table.findall(".//tr")) > 1 and not text_of(head) and head.find(".//img") is None:
                removed(head)  # a head that says nothing names no column


def _labelled(div: Element, names: list[str]) -> None:
    """The id goes to the table, and its caption: the paragraph that says it is one, else the only one beside it."""
    tables, paragraphs = div.findall("table"), div.findall("p")
    if len(tables) != 1:
        return
    table = tables[0]
    if "id" in div.attrib and "id" not in table.attrib:
        table.set("id", str(div.attrib.pop("id")))
    captions = [p for p in paragraphs if "caption" in p.get("class", "").split()] or (
        paragraphs if len(paragraphs) == 1 else []
    )
    if captions and table.find("caption") is None:
        caption = captions[0]
        caption.tag, caption.tail = "caption", None
        caption.attrib.pop("class", "")
        table.insert(0, caption)
    if names:
        table.set("class", " ".join([*table.get("class", "").split(), *names]))
    if len(div) == 1:
        parent = div.getparent()
        if parent is not None:
            table.tail = div.tail
            parent.replace(div, table)


def _of_lists(div: Element, names: list[str]) -> None:
    """A list of lists, each of which is a row."""
    rows = next((e for e in div if e.tag in ("ul", "ol")), None)
    if rows is None or not all(len(row) == 1 and row[0].tag in ("ul", "ol") for row in rows):
        return
    counts = {match[1]: int(match[2]) for n in names if (match := _COUNT.match(n))}
    table = etree.Element("table")
    head, body = etree.SubElement(table, "thead"), etree.SubElement(table, "tbody")
    for at, row in enumerate(list(rows)):
        named = at < counts.get("rows", 0)
        line = etree.SubElement(head if named else body, "tr", {"data-line": row.get("data-line", "1")})
        for number, cell in enumerate(list(row[0])):
            scope = "col" if named else "row" if number < counts.get("columns", 0) else ""
            cell.tag, cell.tail = "th" if scope else "td", None
            if scope:
                cell.set("scope", scope)
            line.append(cell)
    for part in (head, body):
        if not len(part):
            table.remove(part)
    table.tail = rows.tail
    div.replace(rows, table)
