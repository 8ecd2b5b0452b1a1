"""A tree that grows: its open places, each inside the one before, and what is put into the last of them.

What an author opened is a frame; where it is open in the new tree is a place. `fitting` says what to open; here it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from publish.book import OPS, Element
from publish.markdown.html import model
from publish.markdown.html.ordering import NOTHING_WITHOUT_PARTS, ORDERED

#: What the second piece of a divided element keeps of the first.
_KEPT = ("class", "lang", "dir", "href", "title", "data-line")
LINES = model.LINES | model.UNDIVIDED

#: Says of an element of the tree what had to be mended in it.
Report = Callable[[str, Element, str], None]


class Frame:
    """An element of the author's that is open; `place` is where it is open in the new tree, if it is."""

    __slots__ = ("attributes", "kind", "made", "mixed", "place", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], kind: str, mixed: bool = False) -> None:
        self.tag, self.attributes, self.kind, self.mixed = tag, attributes, kind, mixed
        self.place: Place | None = None
        self.made = False


class Place:
    """An element of the new tree that is open; without a frame it was made by us, and closes when it is in the way."""

    __slots__ = ("element", "frame", "inline", "last", "tag")

    def __init__(self, element: Element, frame: Frame | None) -> None:
        self.element, self.frame, self.tag = element, frame, str(element.tag)
        self.inline = model.is_phrasing(self.tag)
        self.last = last_of(element)


def last_of(element: Element) -> Element | None:
    return next(element.iterchildren(reversed=True), None)


class Growth:
    """The new tree, of which `places` are open; the first is its root."""

    def __init__(self, tree: Element, report: Report) -> None:
        attributes = {str(k): str(v) for k, v in tree.attrib.items()}
        self.root = etree.Element(str(tree.tag), attributes, nsmap={"epub": OPS})
        frame = Frame(str(tree.tag), {}, "block", mixed=True)
        frame.place = Place(self.root, frame)
        self.outermost = frame
        self.places = [frame.place]
        self.space_due, self._before = False, "\n"
        self._report = report

    def leave(self, frame: Frame) -> None:
        """Close a frame where it is open, and what is open inside it."""
        if frame.place is not None:
            self.close(self.places.index(frame.place))

    def room_for(self, tag: str) -> tuple[int, tuple[str, ...] | None]:
        """The nearest open place that can hold a block, and what has to be made inside it first."""
        at = len(self.places) - 1
        while at:
            place = self.places[at]
            ours = place.frame is None
            if not (
                place.inline
                or place.tag in LINES
                or (ours and not model.holds(place.tag, tag))
                or place.tag == "colgroup"
            ):
                break
            if place.tag == "colgroup" and tag == "col":
                break
            at -= 1
        return at, model.made_between(self.places[at].tag, tag)

    def begin(self, tag: str, attributes: Mapping[str, str], frame: Frame | None, into_last: bool = False) -> None:
        parent = self.places[-1]
        if tag == "li" and into_last and parent.last is not None and parent.last.tag == "li":
            self.places.append(Place(parent.last, None))  # a list straight inside a list belongs to the line before
            return
        if frame is not None and frame.made:
            attributes = {k: v for k, v in attributes.items() if k in _KEPT}
        if frame is None or frame.kind == "inline":
            self.space_before("x")
        element = self.add(tag, attributes)
        place = Place(element, frame)
        if frame is not None:
            frame.place, frame.made = place, True
        self.places.append(place)

    def add(self, tag: str, attributes: Mapping[str, str]) -> Element:
        parent = self.places[-1]
        parent.last = etree.SubElement(parent.element, tag, dict(attributes))
        if not model.is_phrasing(tag):
            self._before = "\n"
        return parent.last

    def append(self, place: Place, text: str) -> None:
        self._before = text[-1]
        if place.last is not None:
            place.last.tail = (place.last.tail or "") + text
        else:
            place.element.text = (place.element.text or "") + text

    def space_before(self, following: str) -> None:
        """A space where a block lost its form, so that its words do not run into its neighbours'."""
        if self.space_due and not self._before.isspace() and not following.isspace():
            self.append(self.places[-1], " ")
        self.space_due = False

    def close(self, at: int) -> None:
        """Close the places from `at` on. Frames that are still open will open again where words come."""
        while len(self.places) > at:
            place = self.places.pop()
            if place.frame is not None:
                place.frame.place = None
            if place.tag == "p" and place.frame is None and place.last is not None and place.last.tail:
                place.last.tail = place.last.tail.rstrip() or None
            if place.tag in ORDERED:
                for message in ORDERED[place.tag](place.element):
                    self._report("C036" if place.tag == "table" else "C035", place.element, message)
                self.places[-1].last = last_of(self.places[-1].element)
            self._dropped_if_empty(place)

    def _dropped_if_empty(self, place: Place) -> None:
        element, parent = place.element, place.element.getparent()
        named = set(element.attrib) - {"data-line"} if place.tag == "p" else element.get("id")
        empty = last_of(element) is None and not (element.text or "").strip()
        if parent is None or not empty or (place.tag != "p" and place.tag not in NOTHING_WITHOUT_PARTS):
            return
        if named and model.holds(str(parent.tag), "div"):
            element.tag = "p" if place.tag == "p" else "div"
            return
        before = element.getprevious()
        parent.remove(element)
        holder = next((p for p in reversed(self.places) if p.element is parent), None)
        if holder is not None:
            holder.last = before
