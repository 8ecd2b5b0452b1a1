"""The engine's tags by the text that they are of: notes are notes, and what was moved on the pages is read where its text stands.

The engine tags boxes in the order of the pages: a figure that floated behind the text that passed it, notes of the foot behind
the page. In the structure tree a figure stands where the text has it, a note behind the paragraph that calls it, all pieces of
that. Notes are tagged so, each with an id (ISO 14289-1, 7.9), and formulas, whose LaTeX is what is read aloud (7.7). Only what has
notes, floats or formulas is looked at.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

from publish.paged.floats import FLOATED
from publish.paged.library import Page, tags

_engine_build = tags._build_box_tree

#: Elements whose notes are read behind them; of those in a table behind the whole table.
_CALLING = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figcaption", "blockquote", "div", "figure"})
#: Elements whose notes are read at their end.
_HOLDING = frozenset({"li", "dt", "dd", "section", "body"})
_NOTES = frozenset({"footnote", "endnote"})

#: The elements of structure of each element of the text, by page: of several the outermost.
_Tagged = dict[Any, dict[int, Any]]


@contextlib.contextmanager
def known(pages: Sequence[Page]) -> Iterator[tuple[Any, _Tagged]]:
    """While this is in force, what the engine tags is noted; the root of the text, None where nothing was moved."""
    root = next((child.element for page in pages for child in page._page_box.children if _is_root(child)), None)
    looked_at = root is not None and any(
        e.get(FLOATED) is not None or e.get("class") in _NOTES or _is_formula(e) for e in root.iter()
    )
    found: _Tagged = {}

    def build(box: Any, parent: Any, pdf: Any, page: int, *rest: Any) -> Iterator[Any]:
        for element in _engine_build(box, parent, pdf, page, *rest):
            if box.element is not None and box.element_tag == box.element.tag:  # and no pseudo-element
                found.setdefault(box.element, {})[page] = element
            yield element

    if not looked_at:
        yield None, found
        return
    tags._build_box_tree = build
    try:
        yield root, found
    finally:
        tags._build_box_tree = _engine_build


def _is_formula(element: Any) -> bool:
    """Whether it is the drawing of a formula (`publish.editions.formulas`)."""
    return bool(element.tag == "img" and element.get("class", "").startswith("formula"))


def _is_root(box: Any) -> bool:
    return box.element is not None and box.element.tag == "html"


def in_order_of_text(pdf: pydyf.PDF, root: Any, tagged: Mapping[Any, Mapping[int, Any]]) -> None:
    """Move the elements of floats and notes to where their text stands, and call notes and formulas what they are."""
    above = {child: element for element in root.iter() for child in element}
    notes = [element for element in root.iter() if element.get("class") in _NOTES and element in tagged]
    for note in notes:
        _named(note, tagged)
    for note in reversed(notes):  # the last first: each goes directly behind what calls it
        if note.get("class") == "footnote":
            _behind_its_call(pdf, note, above, tagged)
    for element in root.iter("img"):
        for tag in tagged.get(element, {}).values() if _is_formula(element) else ():
            tag["S"] = "/Formula"
    for element in root.iter():
        if element.get(FLOATED) is not None and element in tagged:
            _before_what_passed(pdf, element, above, tagged)


def _named(note: Any, tagged: Mapping[Any, Mapping[int, Any]]) -> None:
    """A note with its id; one of the end may be divided, and each piece is a note of its own."""
    for number, (_, element) in enumerate(sorted(tagged[note].items())):
        element["S"] = "/Note"
        element["ID"] = pydyf.String(note.get("id", "") + (f"-{number}" if number else ""))
    for paragraph in note.iter():
        if paragraph.get("class") == "note-paragraph":
            for element in tagged.get(paragraph, {}).values():
                element["S"] = "/P"


def _behind_its_call(
    pdf: pydyf.PDF, note: Any, above: Mapping[Any, Any], tagged: Mapping[Any, Mapping[int, Any]]
) -> None:
    around = []
    element = note
    while (element := above.get(element)) is not None:
        around.append(element)
    tables = [one for one in around if one.tag == "table"]
    caller = next((e for e in tables[-1:] or around if e.tag in _CALLING | _HOLDING | {"table"} and e in tagged), None)
    if caller is None:
        return
    moving, last = min(tagged[note].items())[1], max(tagged[caller].items())[1]
    if not _taken(pdf, moving):
        return
    if caller.tag in _HOLDING:
        last = _body(pdf, last)
        last["K"].append(moving.reference)
        moving["P"] = last.reference
    else:
        _put(pdf, moving, last, 1)


def _body(pdf: pydyf.PDF, item: Any) -> Any:
    """The body of an item of a list that has one; else the item."""
    kids = [_at(pdf, kid) for kid in item["K"] if isinstance(kid, bytes)]
    return kids[-1] if kids and kids[-1].get("S") == "/LBody" else item


def _before_what_passed(
    pdf: pydyf.PDF, float_: Any, above: Mapping[Any, Any], tagged: Mapping[Any, Mapping[int, Any]]
) -> None:
    siblings = list(above[float_])
    passed = next((one for one in siblings[siblings.index(float_) + 1 :] if one in tagged), None)
    for _, moving in sorted(tagged[float_].items()):  # what is divided moves as a whole
        if passed is not None and _taken(pdf, moving):
            _put(pdf, moving, min(tagged[passed].items())[1], 0)


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _taken(pdf: pydyf.PDF, element: Any) -> bool:
    """Take an element out of its parent, and the parent too where nothing else is in it; whether it was there."""
    parent = _at(pdf, element["P"])
    if element.reference not in parent.get("K", ()):
        return False
    parent["K"].remove(element.reference)
    if not parent["K"] and "P" in parent and parent["S"] in ("/NonStruct", "/Sect", "/Div"):
        _taken(pdf, parent)
    return True


def _put(pdf: pydyf.PDF, element: Any, beside: Any, after: int) -> None:
    """Put an element before another one, or behind it."""
    parent = _at(pdf, beside["P"])
    parent["K"].insert(parent["K"].index(beside.reference) + after, element.reference)
    element["P"] = parent.reference
