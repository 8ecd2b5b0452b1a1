"""MkDocs: `!!! note "Title"`, `??? note` and `???+ note` with an indented body; `=== "Title"`, one of several tabs.

What is folded away on a screen stands open in a book.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.lazy import regex
from publish.markdown.blocks import Extent, container, indented_end, text_at
from publish.markdown.boxes.asides import box, is_box

_ADMONITION = regex(r"(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)(.*)$")
_TAB = regex(r'===[!+]?[ \t]+"(.*)"[ \t]*$')
_QUOTED = regex(r'[ \t]*([^"]*?)[ \t]*"(.*)"[ \t]*$')
#: Where the box stands on a wide screen.
_PLACES = frozenset({"inline", "end"})


def _opening(text: str) -> tuple[str, str] | None:
    """The class and the title of the box that a line opens; words without quotes are a title too."""
    if tab := _TAB.match(text):
        return "tab", tab[1]
    match = _ADMONITION.match(text)
    if match is None:
        return None
    quoted = _QUOTED.match(match[2])
    names = (quoted[1] if quoted else "").split()
    title = quoted[2] if quoted else " ".join(w for w in match[2].split() if w not in _PLACES)
    if quoted and not title:
        return f"admonition {match[1].lower()} untitled", ""
    name, title = box(match[1], title)
    return " ".join([name, *(n for n in names if n not in _PLACES)]), title


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or (opening := _opening(text_at(state, start))) is None:
        return False
    indent = state.sCount[start]
    body = next((line for line in range(start + 1, end) if not state.isEmpty(line)), end)
    depth = state.sCount[body] - indent if body < end else 0
    if depth < 2 and not is_box(opening[0].split()[-1]):
        return False
    if silent:
        return True
    inner = indent + (min(depth, 4) if depth >= 2 else 4)
    last = indented_end(state, start, end, inner)
    outer, state.blkIndent = state.blkIndent, inner
    container(state, "div", {"class": opening[0]}, Extent(start, start + 1, last, last), opening[1])
    state.blkIndent = outer
    return True


def install(md: MarkdownIt) -> None:
    chain = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "admonition", _admonition, {"alt": chain})
