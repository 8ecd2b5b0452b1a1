"""Figures and tables that float: one that its page has no room for lets the text go past, so that the page is filled.

The engine ends a page early before what it may not divide. While `floating` is in force, its loop over the children of a
block tries the next paragraph in the place of such a figure, which stands behind it then, on the next page. Only what
has a number floats, since the text names it by that, and a pull-quote, which repeats what stands elsewhere. It goes past a
heading only with lines of the text below that, past no list, which belongs to the words before it, and stays behind words that
end in a colon. A figure with a note stays, so that notes keep their order. No text is set where it would send a note of what
stands before it to the next page.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from publish.paged.library import block, boxes
from publish.paged.turned import is_turned, page_ended
from publish.paged.walking import HEADINGS

_engine_flow = block._in_flow_layout

_NUMBERED = frozenset({"figure", "table"})
#: Turns of the page after which it floats no farther.
_TURNS = 1
#: Marks the element of a figure that has floated: what stands before it in the text may stand behind it on the pages.
FLOATED = "data-floated"


@contextlib.contextmanager
def floating() -> Iterator[None]:
    """While this is in force, numbered figures and tables float."""
    block._in_flow_layout = _flow
    try:
        yield
    finally:
        block._in_flow_layout = _engine_flow


def _flow(context: Any, box: Any, index: int, child: Any, new_children: list[Any], empty: bool, *rest: Any) -> Any:
    """What the engine's own returns for the child that stands at `index` now, or for the one that takes its place."""
    child = _standing(box, index, child)
    absolute, fixed, margins, *others = rest
    if is_turned(child) and any(one.is_in_normal_flow() for one in new_children):
        return _turned(context, box, index, child, new_children, empty, *rest)
    if hasattr(child, "_floats_from") and _is_heading(box.children[index - 1]) and _goes_on(box, index):
        _swap(box, index)  # it has gone past a heading, and no figure stands below that before its text
        passed = _standing(box, index, child)
        return _tried(context, box, index, passed, new_children, empty, absolute, fixed, margins, *others)
    if not _may_float(context, box, index, new_children):
        return _tried(context, box, index, child, new_children, empty, absolute, fixed, margins, *others)
    trial = list(margins)  # a trial must not add to the margins that adjoin
    result = _tried(context, box, index, child, new_children, empty, absolute, fixed, trial, *others)
    if not _pushed_on(result, index, len(new_children)):
        return result
    _swap(box, index)
    passed = _standing(box, index, child)
    if _is_heading(passed) and not _has_text(
        context, box, index, new_children, empty, absolute, fixed, margins, *others
    ):
        _swap(box, index)
        return result
    instead = _tried(context, box, index, passed, new_children, empty, absolute, fixed, list(margins), *others)
    if _pushed_on(instead, index, len(new_children)) or instead[0]:
        _swap(box, index)
        return result
    child.element.set(FLOATED, "")
    child._floats_from = getattr(child, "_floats_from", context.current_page)
    return instead


def _turned(context: Any, box: Any, index: int, child: Any, new_children: list[Any], empty: bool, *rest: Any) -> Any:
    """What stands in the place of a turned table, on a page that something stands on: a paragraph as a whole, or the page ends.

    Below a heading that paragraph may go on to the next page, and the heading go with it.
    """
    ended, first = page_ended(index, new_children, rest), getattr(child, "_floats_from", context.current_page)
    if index + 1 == len(box.children) or context.current_page > first + _TURNS or not _passes(box, index + 1):
        return ended
    absolute, fixed, margins, *others = rest
    notes, lists = _notes(context), [list(new_children), list(absolute), list(fixed), list(margins)]
    before = next(one for one in reversed(new_children) if one.is_in_normal_flow())
    _swap(box, index)
    passed = _standing(box, index, child)
    fits = not _is_heading(passed) or _has_text(context, box, index, lists[0], empty, *lists[1:], *others)
    instead = _tried(context, box, index, passed, lists[0], empty, *lists[1:], *others) if fits else ended
    if instead[0] or (instead[1] and not _is_heading(before)):
        _swap(box, index)
        _noted(context, notes)
        return ended
    for own, one in zip((new_children, absolute, fixed), lists, strict=False):
        own[:] = one
    child.element.set(FLOATED, "")
    child._floats_from = first
    return instead


def _has_text(
    context: Any, box: Any, index: int, new_children: list[Any], empty: bool, absolute: Any, fixed: Any, *others: Any
) -> bool:
    """Whether the page has room for the heading at a place with lines of the paragraph behind the figure that follows it."""
    margins, bottom, y, skip, *styles, next_page, lines = others
    notes, children, fixed = _notes(context), list(new_children), list(fixed)
    heading, text, absolute = box.children[index], box.children[index + 2], list(absolute)
    first = _engine_flow(context, box, index, heading, children, empty, absolute, fixed, list(margins), bottom, y, skip,
                         *styles, next_page, lines)  # fmt: skip
    *_, y, margins, next_page, children, lines = first
    text.position_x, text.position_y = heading.position_x, y
    done = _engine_flow(context, box, index + 2, text, children, empty, absolute, fixed, list(margins), bottom, y, None,
                        *styles, next_page, lines)  # fmt: skip
    _noted(context, notes)
    return not first[0] and not done[0] and len(done[6]) == len(new_children) + 2


def _tried(context: Any, box: Any, index: int, child: Any, new_children: list[Any], *rest: Any) -> Any:
    """What the engine's own returns; but a child that sends notes of what stands before it to the next page goes there itself.

    To make room for a line the engine moves notes on, and leaves them there even where the line does not stay.
    """
    _, absolute, fixed, margins, _, y, skip, *_, next_page, lines = rest
    lists = (new_children, absolute, fixed)
    counts, notes = [len(one) for one in lists], _notes(context)
    result = _engine_flow(context, box, index, child, new_children, *rest)
    if not any(note in context.reported_footnotes for note in notes[1]):
        return result
    pushed, kept = _pushed_on(result, index, counts[0]), counts[0]
    while not pushed and kept and _holds(new_children[kept - 1], new_children[kept] if kept < counts[0] else child):
        kept -= 1  # a heading goes with what it stands above
    going = new_children[kept : counts[0]]
    stays = any(one.is_in_normal_flow() for one in new_children[:kept])  # not the sign of a list alone
    if not pushed and (skip is not None or not stays or any(_calls(one) for one in going)):
        return result
    for one, count in zip(lists, (kept, *counts[1:]), strict=True):
        del one[count:]
    context.footnotes, context.current_page_footnotes, context.reported_footnotes = notes
    context._update_footnote_area()
    if pushed:
        return result
    at, y = (going[0].index, going[0].position_y) if going else (index, y)
    return False, True, {at: None}, y, list(margins), next_page, new_children, lines


def _calls(box: Any) -> bool:
    """Whether a box calls for a note."""
    return any(getattr(one, "footnote", None) for one in box.descendants()) if hasattr(box, "descendants") else False


def _notes(context: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The notes that wait, those of the page, those that go to the next."""
    return list(context.footnotes), list(context.current_page_footnotes), list(context.reported_footnotes)


def _noted(context: Any, notes: tuple[list[Any], list[Any], list[Any]]) -> None:
    """Have the notes again that a page had before something was tried on it."""
    if notes != _notes(context):  # to take the measure of an area without any would make the page shorter
        context.footnotes, context.current_page_footnotes, context.reported_footnotes = notes
        context._update_footnote_area()


def _holds(before: Any, after: Any) -> bool:
    """Whether no page may end between two boxes."""
    return bool(block.block_level_page_break(before, after) not in ("auto", "any"))


def _standing(box: Any, index: int, child: Any) -> Any:
    """The child at a place, which may be another than the engine's loop, begun before a swap, believes."""
    own = box.children[index]
    if own is not child:
        own.position_x, own.position_y = child.position_x, child.position_y
    return own


def _swap(box: Any, index: int) -> None:
    children = list(box.children)
    children[index : index + 2] = children[index + 1], children[index]
    box.children = children


def _pushed_on(result: Sequence[Any], index: int, count: int) -> bool:
    """Whether the page ends before the child, and all of the `count` children before it stay."""
    _, stop, resume, *_, children, _ = result
    return bool(stop and resume == {index: None} and len(children) == count)


def _may_float(context: Any, box: Any, index: int, new_children: Sequence[Any]) -> bool:
    if index + 1 >= len(box.children) or not any(child.is_in_normal_flow() for child in new_children):
        return False
    before, child, after = box.children[index - 1], box.children[index], box.children[index + 1]
    if not _floats(child) or not _passes(box, index + 1) or after.style["page"] != child.style["page"]:
        return False
    first = getattr(child, "_floats_from", None)
    return not _announces(before) if first is None else context.current_page <= first + _TURNS


def _floats(box: Any) -> bool:
    """Whether a box is a numbered figure or table, or a pull-quote, that is kept whole and has no note."""
    element = box.element
    whole = box.get_wrapped_table() if box.is_table_wrapper else box  # the wrapper has not all of the table's style
    if element is None or whole.style["break_inside"] != "avoid":
        return False
    if any(one.get("class") == "footnote" for one in element.iter("span")):
        return False
    if "pull-quote" in element.get("class", "").split():
        return True
    captions = [one for one in element if one.tag in ("figcaption", "caption")] if element.tag in _NUMBERED else []
    return any(one.get("class") == "label" for caption in captions for one in caption.iter("span"))


def _passes(box: Any, index: int) -> bool:
    """Whether what stands at a place may go past a figure: a paragraph, or a heading with one below it."""
    one = box.children[index]
    return _is_passed(one) or (_is_heading(one) and _goes_on(box, index))


def _is_heading(box: Any) -> bool:
    return box.element is not None and box.element.tag in HEADINGS and box.style["break_before"] == "auto"


def _goes_on(box: Any, index: int) -> bool:
    """Whether a paragraph that may be gone past stands behind a place."""
    return index + 1 < len(box.children) and _is_passed(box.children[index + 1])


def _is_passed(box: Any) -> bool:
    """Whether a figure may go past a box: a paragraph that page breaks do not avoid."""
    return (
        isinstance(box, boxes.BlockBox)
        and box.is_in_normal_flow()
        and box.element is not None
        and box.element.tag == "p"
        and box.style["break_before"] == "auto"
    )


def _announces(box: Any) -> bool:
    """Whether what stands before a figure calls for it to follow at once."""
    if box.element is None or box.style["break_after"] != "auto":
        return True
    return "".join(box.element.itertext()).rstrip().endswith((":", "\uff1a"))
