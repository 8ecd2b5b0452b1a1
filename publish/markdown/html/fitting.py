"""A tree made to fit the content model: it is built again, event by event, and never holds what may not stand there.

Words keep their order. A formatting element around blocks goes into them, around their words; a paragraph with a block
inside ends before it and goes on behind; parts without their list or table get one; loose words become paragraphs.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from publish.book import Element
from publish.diagnostics import Diagnostic
from publish.markdown.html import model
from publish.markdown.html.growth import LINES, Frame, Growth
from publish.markdown.scope import Scope

#: Elements inside elements that a tree may have; XML's parsers read no more than 256 (a published limit).
MAX_DEPTH = 160


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
    return builder.new.root


class _Builder:
    def __init__(self, tree: Element, scope: Scope) -> None:
        self.scope = scope
        self.new = Growth(tree, self._report)
        self.frames = [self.new.outermost]
        #: Those of the frames that are blocks, and those that format words.
        self.blocks, self.formats = [self.new.outermost], list[Frame]()

    # Events ---------------------------------------------------------------------------------------

    def start(self, element: Element) -> None:
        tag = self._name(element)
        attributes = {str(k): str(v) for k, v in element.attrib.items()}
        if len(self.frames) > MAX_DEPTH or any(f.tag == "rp" for f in self.formats):
            if len(self.frames) == MAX_DEPTH + 1:
                self._report(
                    "C035", element, f"elements are nested more than {MAX_DEPTH} deep here; their words were kept"
                )
            self.frames.append(Frame(tag, {}, "flat"))
        elif tag in model.VOID and model.is_phrasing(tag):
            self._words()
            self.new.add(tag, attributes)
            self.frames.append(Frame(tag, {}, "flat"))
        elif model.is_phrasing(tag):
            self._inline(tag, attributes)
        else:
            self._block(element, tag, attributes)

    def end(self, element: Element) -> None:
        frame = self.frames.pop()
        if frame.kind == "flat":
            return
        if frame.kind == "flattened":
            self.new.space_due = True
        if not frame.made and set(frame.attributes) - {"data-line"}:
            self._words(paragraph=False)
        (self.blocks if frame.kind == "block" else self.formats).pop()
        self.new.leave(frame)

    def text(self, text: str | None) -> None:
        if not text:
            return
        if not text.isspace():
            self._words()
            self.new.space_before(text[0])
        self.new.append(self.new.places[-1], text)

    def leaf(self, element: Element) -> None:
        """A drawing or a formula, as it is."""
        self._words()
        place = self.new.places[-1]
        kept = copy.deepcopy(element)
        kept.tail = None
        place.element.append(kept)
        place.last = kept

    def finished(self) -> None:
        self.new.close(1)

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

    def _near(self) -> Frame:
        """The nearest open element of the author's that is a block."""
        return self.blocks[-1]

    def _inline(self, tag: str, attributes: Mapping[str, str], kind: str = "inline") -> None:
        frame = Frame(tag, attributes, kind)
        barred = model.NEVER_WITHIN.get(tag, frozenset())
        if barred:
            for outer in self.formats:
                if outer.tag in barred:
                    self.new.leave(outer)
        self.frames.append(frame)
        self.formats.append(frame)

    def _block(self, element: Element, tag: str, attributes: Mapping[str, str]) -> None:
        near = self._near()
        at, between = self.new.room_for(tag)
        barred = any(f.tag in model.NEVER_WITHIN.get(t, ()) for t in (tag, *(between or ())) for f in self.blocks)
        if near.tag == "dl" and tag == "div":
            self._inline("span", {k: v for k, v in attributes.items() if k in ("lang", "dir")})
            return
        if near.tag in model.UNDIVIDED or between is None or barred:
            if not any(f.kind == "flattened" for f in self.formats) and not (tag == "p" and near.tag == "summary"):
                self._report(
                    "C035", element, f"<{tag}> cannot stand inside <{near.tag}>; its words were kept in the line"
                )
            self.new.space_due = True
            self._inline("span", {k: v for k, v in attributes.items() if k in ("id", "lang", "dir")}, "flattened")
            return
        if between and not (tag in ("ul", "ol") and between == ("li",)):
            where = f"stands outside <{between[-1]}>" if tag in model.HOME else f"stands straight inside <{near.tag}>"
            self._report("C035", element, f"<{tag}> {where}, which HTML does not have; one was put around it")
        self.new.close(at + 1)
        for made in between:
            self.new.begin(made, {}, None, tag in ("ul", "ol"))
        frame = Frame(tag, attributes, "block", _mixed(element))
        self.frames.append(frame)
        self.blocks.append(frame)
        self.new.begin(tag, attributes, frame)
        if tag in model.VOID:
            self.new.close(len(self.new.places) - 1)

    def _words(self, paragraph: bool = True) -> None:
        """Make sure that words may be put into the last place: lines and formatting are opened (again)."""
        near = self._near()
        if near.tag in LINES and near.place is None:
            at, between = self.new.room_for(near.tag)
            self.new.close(at + 1)
            for made in between or ():
                self.new.begin(made, {}, None)
            self.new.begin(near.tag, near.attributes, near)
        at = len(self.new.places) - 1
        while True:
            place = self.new.places[at]
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
            self.new.close(at + 1)
            for made in between:
                self.new.begin(made, self._line_of_last() if made == "p" else {}, None)
        elif not self.new.places[-1].inline:
            self.new.close(at + 1)
        self._formatting_opened()

    def _line_of_last(self) -> dict[str, str]:
        last = self.new.places[-1].last
        line = last.get("data-line") if last is not None else None
        return {"data-line": line} if line else {}

    def _formatting_opened(self) -> None:
        """Open the formatting that is in force, in its order: what is open out of order is closed first."""
        wanted = [f for at, f in enumerate(self.formats) if f.attributes or f.kind == "inline" if not self._barred(at)]
        behind = False
        for frame in wanted:
            if behind:
                self.new.leave(frame)
            behind |= frame.place is None
        for frame in wanted:
            if frame.place is None:
                self.new.begin(frame.tag, frame.attributes, frame)

    def _barred(self, at: int) -> bool:
        """Whether formatting may not be opened for something inside it that is open too: a link in a link."""
        tag = self.formats[at].tag
        inside = self.formats[at + 1 :] if tag in model.NEVER_WITHIN else ()
        return any(tag in model.NEVER_WITHIN.get(inner.tag, ()) for inner in inside)

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
