"""A tree made to fit the content model: it is built again, event by event, and never holds what may not stand there.

Words keep their order. A formatting element around blocks goes into them, around their words; a paragraph with a block
inside ends before it and goes on behind; parts without their list or table get one; loose words become paragraphs.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from publish.book import OPS, Element
from publish.diagnostics import Diagnostic
from publish.markdown.html import model
from publish.markdown.html.ordering import NOTHING_WITHOUT_PARTS, ORDERED
from publish.markdown.scope import Scope

#: Elements inside elements that a tree may have; XML's parsers read no more than 256 (a published limit).
MAX_DEPTH = 160
#: What the second piece of a divided element keeps of the first.
_KEPT = ("class", "lang", "dir", "href", "title", "data-line")
_LINES = model.LINES | model.UNDIVIDED


class _Frame:
    """An element of the author's that is open; `place` is where it is open in the new tree, if it is."""

    __slots__ = ("attributes", "kind", "made", "mixed", "place", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], kind: str, mixed: bool = False) -> None:
        self.tag, self.attributes, self.kind, self.mixed = tag, attributes, kind, mixed
        self.place: _Place | None = None
        self.made = False


class _Place:
    """An element of the new tree that is open; without a frame it was made by us, and closes when it is in the way."""

    __slots__ = ("element", "frame", "inline", "last", "tag")

    def __init__(self, element: Element, frame: _Frame | None) -> None:
        self.element, self.frame, self.tag = element, frame, str(element.tag)
        self.inline = model.is_phrasing(self.tag)
        self.last = _last(element)


def _last(element: Element) -> Element | None:
    return next(element.iterchildren(reversed=True), None)


def fitted(tree: Element, scope: Scope) -> Element:
    """The tree as the content model wants it; what had to be guessed is reported."""
    builder = _Builder(tree, scope)
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if element is tree:
            builder.text(element.text if event == "start" else None)
        elif str(element.tag).startswith("{"):
            if event == "start":
                walker.skip_subtree()
                builder.leaf(element)
            else:
                builder.text(element.tail)
        elif event == "start":
            builder.start(element)
            builder.text(element.text)
        else:
            builder.end(element)
            builder.text(element.tail)
    builder.finished()
    return builder.root


class _Builder:
    def __init__(self, tree: Element, scope: Scope) -> None:
        attributes = {str(k): str(v) for k, v in tree.attrib.items()}
        self.root = etree.Element(str(tree.tag), attributes, nsmap={"epub": OPS})
        self.scope = scope
        frame = _Frame(str(tree.tag), {}, "block", mixed=True)
        frame.place = _Place(self.root, frame)
        self.frames, self.places = [frame], [frame.place]
        #: Those of the frames that are blocks, and those that format words.
        self.blocks, self.formats = [frame], list[_Frame]()
        self.space_due, self.before = False, "\n"

    # Events ---------------------------------------------------------------------------------------

    def start(self, element: Element) -> None:
        tag = self._name(element)
        attributes = {str(k): str(v) for k, v in element.attrib.items()}
        if len(self.frames) > MAX_DEPTH or any(f.tag == "rp" for f in self.formats):
            if len(self.frames) == MAX_DEPTH + 1:
                self._report(
                    "C035", element, f"elements are nested more than {MAX_DEPTH} deep here; their words were kept"
                )
            self.frames.append(_Frame(tag, {}, "flat"))
        elif tag in model.VOID and model.is_phrasing(tag):
            self._words()
            self._appended(tag, attributes)
            self.frames.append(_Frame(tag, {}, "flat"))
        elif model.is_phrasing(tag):
            self._inline(tag, attributes)
        else:
            self._block(element, tag, attributes)

    def end(self, element: Element) -> None:
        frame = self.frames.pop()
        if frame.kind == "flat":
            return
        if frame.kind == "flattened":
            self.space_due = True
        if not frame.made and set(frame.attributes) - {"data-line"}:
            self._words(paragraph=False)
        (self.blocks if frame.kind == "block" else self.formats).pop()
        if frame.place is not None:
            self._closed(self.places.index(frame.place))

    def text(self, text: str | None) -> None:
        if not text:
            return
        if not text.isspace():
            self._words()
            self._spaced(text[0])
        self._append(self.places[-1], text)

    def leaf(self, element: Element) -> None:
        """A drawing or a formula, as it is."""
        self._words()
        place = self.places[-1]
        kept = copy.deepcopy(element)
        kept.tail = None
        place.element.append(kept)
        place.last = kept

    def finished(self) -> None:
        self._closed(1)

    # Placing --------------------------------------------------------------------------------------

    def _name(self, element: Element) -> str:
        """The element's tag, or another where it is a part without a whole."""
        tag = str(element.tag)
        near = self.frames[-1].tag if tag in ("rt", "rp") else self._near().tag
        if tag in model.HOMELESS and not model.holds(near, tag):
            self._report("C035", element, f"<{tag}> stands where HTML has no place for it; its words were kept")
            return model.HOMELESS[tag]
        if tag in ("header", "footer") and any(f.tag in model.NEVER_WITHIN[tag] for f in self.blocks):
            return "div"
        return tag

    def _near(self) -> _Frame:
        """The nearest open element of the author's that is a block."""
        return self.blocks[-1]

    def _inline(self, tag: str, attributes: Mapping[str, str], kind: str = "inline") -> None:
        frame = _Frame(tag, attributes, kind)
        barred = model.NEVER_WITHIN.get(tag, frozenset())
        if barred:
            for outer in self.formats:
                if outer.tag in barred and outer.place is not None:
                    self._closed(self.places.index(outer.place))
        self.frames.append(frame)
        self.formats.append(frame)

    def _block(self, element: Element, tag: str, attributes: Mapping[str, str]) -> None:
        near = self._near()
        at, between = self._room_for(tag)
        barred = any(f.tag in model.NEVER_WITHIN.get(t, ()) for t in (tag, *(between or ())) for f in self.blocks)
        if near.tag == "dl" and tag == "div":
            self._inline("span", {k: v for k, v in attributes.items() if k in ("lang", "dir")})
            return
        if near.tag in model.UNDIVIDED or between is None or barred:
            if not any(f.kind == "flattened" for f in self.formats) and not (tag == "p" and near.tag == "summary"):
                self._report(
                    "C035", element, f"<{tag}> cannot stand inside <{near.tag}>; its words were kept in the line"
                )
            self.space_due = True
            self._inline("span", {k: v for k, v in attributes.items() if k in ("id", "lang", "dir")}, "flattened")
            return
        if between and not (tag in ("ul", "ol") and between == ("li",)):
            where = f"stands outside <{between[-1]}>" if tag in model.HOME else f"stands straight inside <{near.tag}>"
            self._report("C035", element, f"<{tag}> {where}, which HTML does not have; one was put around it")
        self._closed(at + 1)
        for made in between:
            self._opened(made, {}, None, tag in ("ul", "ol"))
        frame = _Frame(tag, attributes, "block", _mixed(element))
        self.frames.append(frame)
        self.blocks.append(frame)
        self._opened(tag, attributes, frame)
        if tag in model.VOID:
            self._closed(len(self.places) - 1)

    def _room_for(self, tag: str) -> tuple[int, tuple[str, ...] | None]:
        """The nearest open place that can hold a block, and what has to be made inside it first."""
        at = len(self.places) - 1
        while at:
            place = self.places[at]
            ours = place.frame is None
            if not (
                place.inline
                or place.tag in _LINES
                or (ours and not model.holds(place.tag, tag))
                or place.tag == "colgroup"
            ):
                break
            if place.tag == "colgroup" and tag == "col":
                break
            at -= 1
        return at, model.made_between(self.places[at].tag, tag)

    def _words(self, paragraph: bool = True) -> None:
        """Make sure that words may be put into the last place: lines and formatting are opened (again)."""
        near = self._near()
        if near.tag in _LINES and near.place is None:
            at, between = self._room_for(near.tag)
            self._closed(at + 1)
            for made in between or ():
                self._opened(made, {}, None)
            self._opened(near.tag, near.attributes, near)
        at = len(self.places) - 1
        while True:
            place = self.places[at]
            if place.inline:
                at -= 1
                continue
            between = model.made_between(place.tag, "#text")
            if between is None or (between and place.frame is None):
                at -= 1
                continue
            break
        if paragraph and place.tag in model.PARAGRAPHED and place.frame is not None and place.frame.mixed:
            between = ("p",)
        if between:
            self._closed(at + 1)
            for made in between:
                self._opened(made, self._line_of_last() if made == "p" else {}, None)
        elif not self.places[-1].inline:
            self._closed(at + 1)
        self._formatting_opened()

    def _line_of_last(self) -> dict[str, str]:
        last = self.places[-1].last
        line = last.get("data-line") if last is not None else None
        return {"data-line": line} if line else {}

    def _formatting_opened(self) -> None:
        """Open the formatting that is in force, in its order: what is open out of order is closed first."""
        wanted = [f for at, f in enumerate(self.formats) if f.attributes or f.kind == "inline" if not self._barred(at)]
        behind = False
        for frame in wanted:
            if behind and frame.place is not None:
                self._closed(self.places.index(frame.place))
            behind |= frame.place is None
        for frame in wanted:
            if frame.place is None:
                self._opened(frame.tag, frame.attributes, frame)

    def _barred(self, at: int) -> bool:
        """Whether formatting may not be opened for something inside it that is open too: a link in a link."""
        tag = self.formats[at].tag
        inside = self.formats[at + 1 :] if tag in model.NEVER_WITHIN else ()
        return any(tag in model.NEVER_WITHIN.get(inner.tag, ()) for inner in inside)

    def _opened(self, tag: str, attributes: Mapping[str, str], frame: _Frame | None, into_last: bool = False) -> None:
        parent = self.places[-1]
        if tag == "li" and into_last and parent.last is not None and parent.last.tag == "li":
            self.places.append(_Place(parent.last, None))  # a list straight inside a list belongs to the line before
            return
        if frame is not None and frame.made:
            attributes = {k: v for k, v in attributes.items() if k in _KEPT}
        if frame is None or frame.kind == "inline":
            self._spaced("x")
        element = self._appended(tag, attributes)
        place = _Place(element, frame)
        if frame is not None:
            frame.place, frame.made = place, True
        self.places.append(place)

    def _appended(self, tag: str, attributes: Mapping[str, str]) -> Element:
        parent = self.places[-1]
        parent.last = etree.SubElement(parent.element, tag, dict(attributes))
        if not model.is_phrasing(tag):
            self.before = "\n"
        return parent.last

    def _append(self, place: _Place, text: str) -> None:
        self.before = text[-1]
        if place.last is not None:
            place.last.tail = (place.last.tail or "") + text
        else:
            place.element.text = (place.element.text or "") + text

    def _spaced(self, following: str) -> None:
        """A space where a block lost its form, so that its words do not run into its neighbours'."""
        if self.space_due and not self.before.isspace() and not following.isspace():
            self._append(self.places[-1], " ")
        self.space_due = False

    def _closed(self, at: int) -> None:
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
                self.places[-1].last = _last(self.places[-1].element)
            self._dropped_if_empty(place)

    def _dropped_if_empty(self, place: _Place) -> None:
        element, parent = place.element, place.element.getparent()
        named = set(element.attrib) - {"data-line"} if place.tag == "p" else element.get("id")
        empty = _last(element) is None and not (element.text or "").strip()
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

    def _report(self, code: str, element: Element, message: str) -> None:
        at: Element | None = element
        while at is not None and not at.get("data-line", "").isdigit():
            at = at.getparent()
        line = int(at.get("data-line", "1")) if at is not None else 1
        self.scope.add(Diagnostic(code, message, self.scope.span(line), "mend the HTML, or say it in Markdown"))


def _mixed(element: Element) -> bool:
    """Whether blocks stand straight inside an element."""
    return str(element.tag) in model.PARAGRAPHED and any(
        isinstance(c.tag, str) and not model.is_phrasing(c.tag) and c.tag not in model.HOMELESS for c in element
    )
