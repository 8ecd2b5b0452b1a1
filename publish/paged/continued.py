"""An entry of an index that goes on behind the turn of a leaf: its heading stands again above what is there, with “continued”.

So the Chicago Manual of Style asks it (chapter 16): from a recto to a verso, where the eye cannot go back. The page before is not
touched: what stands anew is set above what did not go on it.
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from publish.paged.library import Page
from publish.paged.rows import lines_of

#: The class of a heading within its entry, and of one that is set again.
_HEADING, _AGAIN = "index-heading", "continued"


def continued(root: ET.Element, pages: Sequence[Page], recto: bool) -> bool:
    """Set the heading of the first entry that wants it again, and say whether there was one; pages after it are others then."""
    index = root.find(".//div[@class='index-block']")
    if index is None or len(pages) < 2:
        return False
    order = {element: number for number, element in enumerate(index.iter("p"))}
    on_pages = [{line.element for line in lines_of(page._page_box) if line.element in order} for page in pages]
    parents = {child: parent for parent in index.iter() for child in parent}
    for at in range(1 if recto else 2, len(pages), 2):
        first = min(on_pages[at], key=order.__getitem__, default=None)
        if first is None or first in on_pages[at - 1] or first.get("class") == _AGAIN:
            continue
        heading = _heading(parents[first], parents)
        if heading is not None:
            parents[first].insert(0, _again(heading, index.get("data-continued", "")))
            return True
    return False


def taken_back(root: ET.Element) -> None:
    """Take out what another layout of the document had set again."""
    for item in root.iter("li"):
        for line in [line for line in item.findall("p") if line.get("class") == _AGAIN]:
            item.remove(line)


def _heading(item: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> ET.Element | None:
    """The heading of the entry that an item is in; None where it is an entry itself."""
    entry = item
    while (above := parents.get(parents[entry])) is not None and above.tag == "li":
        entry = above
    return None if entry is item else entry.find(f"p/span[@class='{_HEADING}']")


def _again(heading: ET.Element, word: str) -> ET.Element:
    """Only paper has it: it is no part of the text whose characters places are counted by."""
    line = ET.Element("p", {"class": _AGAIN, "data-added": ""})
    words = copy.deepcopy(heading)
    words.tail = " ("
    emphasis = ET.Element("em")
    emphasis.text, emphasis.tail = word, ")"
    line.extend([words, emphasis])
    return line
