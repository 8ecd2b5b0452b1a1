"""Lists as pandoc has them beside CommonMark's: `a.`, `B)`, `(iv)`, `#.`, examples `(@label)` counted through a chapter.

A marker is given CommonMark's spelling, `1.` or `1)`, before the rule of lists reads it; its style and number are put on the
list afterwards, and its brackets as a class of `styles/numbers.css` (`lower-alpha-brackets`): what a text refers to as (b) is
shown as (b). Letters with a full stop are a list only from `a` or `i` on, and a capital wants two spaces behind it: "A. Smith"
is a name. Boxes to tick, `- [ ]`, `- [  ]` and `- [x]`, become signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.blocks import text_at
from publish.markdown.interrupting import interrupts, taken_in
from publish.markdown.markers import Marker, marker_of, same

_REFERENCE = regex(r"\(@([\w-]+)\)|@([\w-]+)")
_BOX = regex(r"\[(?:[ \u00a0]{1,4}|[ ]?([xX])[ ]?)\](?:\s+|$)")


def _is_plain(marker: Marker, text: str) -> bool:
    return marker.kind == "1" and text[0].isdigit()


def _list_marker(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Give a marker the spelling of CommonMark in place and leave the line to the rule of lists.

    Asked whether a paragraph or an item ends here, it says so of a marker that goes on with the list around it, and of one
    that begins another. `list_styles` holds the markers by line, and the last one of each level.
    """
    styles = state.env.setdefault("list_styles", {})
    text = "" if state.is_code_block(start) else text_at(state, start)
    marker = styles.get(start) or (marker_of(text) if text else None)
    if marker is None:
        if not silent and text[:1] in ("-", "*", "+"):
            styles.pop(("open", state.level + 1), None)
        return False
    # The library leaves `parentType` at the last paragraph's; between two items the last token says where it is.
    between_items = bool(state.tokens) and state.tokens[-1].type == "list_item_close"
    in_paragraph = silent and state.parentType == "paragraph" and not between_items
    if in_paragraph and not _ends_paragraph(state, start, marker):
        return False
    before = styles.get(("open", state.level)) if not in_paragraph else None
    if silent and before is not None and not same(before, marker):
        return True
    if not silent:
        if marker.closing == "." and marker.number > 1 and not _is_plain(marker, text):
            return False
        styles["open", state.level + 1] = marker
    if not _is_plain(marker, text) and start not in styles:
        _respelt(state, start, marker)
        styles[start] = marker
    return in_paragraph


def _ends_paragraph(state: StateBlock, line: int, marker: Marker) -> bool:
    """Whether a marker within a paragraph goes on with a list around it, or begins one in it."""
    styles = state.env["list_styles"]
    if state.sCount[line] < state.blkIndent and _goes_on(styles, state.level, marker):
        return True
    if _is_plain(marker, text_at(state, line)) or not (line in styles or interrupts(state, line, marker)):
        return False
    taken_in(state, line)
    return True


def _goes_on(styles: Mapping[Any, Marker], level: int, marker: Marker) -> bool:
    """Whether a marker goes on with one of the lists around a paragraph."""
    around = (styles.get(("open", outer)) for outer in range(level))
    return any(before is not None and same(before, marker) for before in around)


def _respelt(state: StateBlock, line: int, marker: Marker) -> None:
    begin = state.bMarks[line] + state.tShift[line]
    tail = begin + marker.length
    state.src = f"{state.src[: tail - 2]}1{marker.closing}{state.src[tail:]}"
    state.bMarks[line], state.tShift[line] = tail - 2, 0


def _styled(state: StateCore) -> None:
    """The style and the first number of each list, and the numbers of examples."""
    styles = state.env.get("list_styles", {})
    numbers: dict[str, int] = state.env.setdefault("examples", {})
    count = 0
    for at, token in enumerate(state.tokens):
        marker = styles.get(token.map[0]) if token.map and token.type == "ordered_list_open" else None
        if token.type == "ordered_list_open" and marker is None and token.markup == ")":
            token.attrs = {**token.attrs, "class": "decimal-bracket"}
        if marker is not None:
            if marker.kind == "@":
                token.attrs = {**({"start": count + 1} if count else {}), "class": "examples"}
            else:
                kind = {"type": marker.kind} if marker.kind != "1" else {}
                brackets = {"class": marker.brackets} if marker.brackets else {}
                token.attrs = {**({"start": marker.number} if marker.number > 1 else {}), **kind, **brackets}
        item = styles.get(token.map[0]) if token.map and token.type == "list_item_open" else None
        if item is not None and item.kind == "@":
            count += 1
            if item.label:
                numbers.setdefault(item.label, count)
        if token.attrGet("class") == "contains-task-list":
            token.attrs.pop("class")
        if token.type == "list_item_open":
            _box(state.tokens, at)


def _box(tokens: list[Token], at: int) -> None:
    """The sign of a box in the first line of an item's text; the library reads `[ ]` and `[x]`, with one space behind it."""
    done: bool | None = tokens[at].meta.pop("checked", None)
    inline = next((t for t in tokens[at : at + 3] if t.type == "inline"), None)
    match = _BOX.match(inline.content) if done is None and inline is not None else None
    if inline is not None and match is not None:
        inline.content, done = inline.content[match.end() :], match[1] is not None
    if done is None:
        return
    tokens[at].attrs = {"class": "task"}
    if inline is not None:
        inline.meta = {**inline.meta, "box": done}


def _boxes(state: StateCore) -> None:
    for token in state.tokens:
        if "box" in token.meta and token.children is not None:
            name = "done" if token.meta["box"] else "to-do"
            sign = Token("text", "", 0, content="☑" if token.meta["box"] else "☐")
            opening = Token("span_open", "span", 1, attrs={"class": f"box {name}"})
            # The box is never alone on a line.
            token.children[:0] = [
                opening,
                sign,
                Token("span_close", "span", -1),
                Token("text", "", 0, content="\u00a0"),
            ]


def _reference(state: StateInline, silent: bool) -> bool:
    """`(@label)` or `@label` where an example of the chapter has that label: its number."""
    match = _REFERENCE.match(state.src, state.pos) if state.src[state.pos] in "(@" else None
    before = state.src[state.pos - 1] if state.pos else " "
    number = state.env.get("examples", {}).get(match[1] or match[2]) if match else None
    if match is None or number is None or before.isalnum():
        return False
    if not silent:
        state.push("text", "", 0).content = f"({number})" if match[1] else str(number)
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.options["tasklists"] = True
    md.block.ruler.before("list", "list_marker", _list_marker, {"alt": ["list", "paragraph"]})
    md.core.ruler.after("block", "list_styles", _styled)
    md.core.ruler.after("inline", "boxes", _boxes)
    md.inline.ruler.before("link", "example_reference", _reference)
