"""What the constructs that hold other blocks share: the text of a line, a box with its title, lines with a prefix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown_it.rules_block import StateBlock

from publish.lazy import dataclass, regex

_CODE = regex(r"(`{3,}|~{3,})")


@dataclass(frozen=True)
class Extent:
    """Lines of a block, counted from 0: it opens on `start`, its content is `first` to `last`, `after` comes next."""

    start: int
    first: int
    last: int
    after: int


def text_at(state: StateBlock, line: int) -> str:
    """The text of a line inside the block that is being read, without its indent."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def outside(state: StateBlock, line: int) -> bool:
    """Whether a line that is not empty stands left of the block that is being read, and so ends it."""
    return not state.isEmpty(line) and state.sCount[line] < state.blkIndent


def closing_line(state: StateBlock, start: int, end: int, turn: Callable[[str], int]) -> int | None:
    """The line that closes what opened on `start`; `turn` says 1 of a line that opens another, -1 of one that closes.

    Code is passed over: what stands in it opens and closes nothing.
    """
    depth, code = 1, ""
    for line in range(start + 1, end):
        text = text_at(state, line)
        if text and outside(state, line):
            return None
        if fence := _CODE.match(text):
            if not code:
                code = fence[1]
            elif fence[1].startswith(code) and not text[len(fence[1]) :].strip():
                code = ""
        elif not code:
            depth += turn(text)
            if depth == 0:
                return line
    return None


def indented_end(state: StateBlock, start: int, end: int, indent: int) -> int:
    """The line after those below `start` that are indented by `indent` columns; empty lines at their end are not of them."""
    last = start + 1
    for line in range(start + 1, end):
        if not state.isEmpty(line):
            if state.sCount[line] < indent:
                break
            last = line + 1
    return last


def block_title(state: StateBlock, title: str, line: int, name: str = "aside-title") -> None:
    """The title of a box, or a caption, as a paragraph of its own."""
    opening = state.push("paragraph_open", "p", 1)
    opening.attrs, opening.map = {"class": name}, [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [line, line + 1], []
    state.push("paragraph_close", "p", -1)


def container(
    state: StateBlock,
    tag: str,
    attributes: Mapping[str, str],
    extent: Extent,
    title: str = "",
    title_name: str = "aside-title",
) -> None:
    """A block of blocks: its opening token, its title, its content, its end."""
    token = state.push("div_open", tag, 1)
    token.map = [extent.start, extent.last]
    token.attrs = dict(attributes)
    if title:
        block_title(state, title, extent.start, title_name)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", extent.last
    state.md.block.tokenize(state, extent.first, extent.last)
    state.parentType, state.lineMax = parent, line_max
    state.push("div_close", tag, -1)
    state.line = extent.after


@dataclass(frozen=True)
class _Marks:
    begin: int
    shift: int
    columns: int


def unprefixed(state: StateBlock, line: int, length: int) -> _Marks:
    """Move the beginning of a line behind a prefix of `length` characters; `restored` puts it back."""
    marks = _Marks(state.bMarks[line], state.tShift[line], state.sCount[line])
    begin = marks.begin + marks.shift + length
    text = state.src[begin : state.eMarks[line]]
    shift = len(text) - len(text.lstrip(" \t"))
    state.bMarks[line], state.tShift[line] = begin, shift
    state.sCount[line] = state.blkIndent + len(text[:shift].expandtabs(4))
    return marks


def restored(state: StateBlock, line: int, marks: _Marks) -> None:
    state.bMarks[line], state.tShift[line], state.sCount[line] = marks.begin, marks.shift, marks.columns
