"""Where a lettered list interrupts a paragraph: `   a) …` on the line below `1. …` (Markua), without a blank line.

CommonMark lets a list interrupt a paragraph that begins with `1`; letters, roman numbers and brackets do only where lines of prose
hardly ever look so. Below the first lines of an item a marker of the first number is enough that has a bracket and a capital
behind it, or a colon above. Anywhere else, as for `a.`, each line from there to the end of the paragraph begins with the next
marker, and there are two.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from publish.lazy import regex
from publish.markdown.blocks import text_at
from publish.markdown.markers import Marker, marker_of, same

#: What begins another block, or an item of another list.
_BLOCK = regex(r"[-+*]\s|#|>|```|~~~|:::|\{|<|\d{1,9}[.)]\s")
_LETTER = regex(r"[^\W\d_]")


def interrupts(state: StateBlock, line: int, marker: Marker) -> bool:
    """Whether the marker that `line` begins with, within a paragraph, begins a list. A look costs the lines of that list."""
    if marker.number != 1 or state.sCount[line] < _least_column(state):
        return False
    return (_in_item(state) and _is_entry(state, line, marker)) or _is_run(state, line, marker)


def taken_in(state: StateBlock, line: int) -> None:
    """Make the item that is being read hold what stands as far left as `line`: `10. …` with `   a) …` below it.

    The rule of lists sets the indent itself behind each item.
    """
    state.blkIndent = min(state.blkIndent, state.sCount[line])


def _in_item(state: StateBlock) -> bool:
    """Whether the paragraph that is being read is the first block of an item."""
    return bool(state.tokens) and state.tokens[-1].type == "list_item_open"


def _least_column(state: StateBlock) -> int:
    """The column from which on a line belongs to the block that is being read; in an item, the one right of its marker."""
    if not _in_item(state):
        return state.blkIndent
    return min(state.blkIndent, max(state.listIndent + 1, state.blkIndent - len(state.tokens[-1].info or "-") - 1))


def _is_entry(state: StateBlock, line: int, marker: Marker) -> bool:
    """Whether the line reads as an entry of a list, not as words that happen to be broken before "a) "."""
    if marker.closing != ")":
        return False
    letter = _LETTER.search(text_at(state, line), marker.length)
    capital = letter is not None and not letter[0].islower()
    return capital or text_at(state, line - 1).rstrip("*_ ").endswith(":")


def _is_run(state: StateBlock, first: int, marker: Marker) -> bool:
    """Whether every line from `first` to the end of the paragraph begins with the next marker; those further in go along."""
    column, count, last = state.sCount[first], 1, marker
    for line in range(first + 1, state.lineMax):
        if state.isEmpty(line) or state.sCount[line] > column:
            continue
        text = text_at(state, line)
        found = marker_of(text) if state.sCount[line] == column else None
        if found is None or not same(marker, found):
            apart = state.isEmpty(line - 1) or _BLOCK.match(text) is not None or found is not None
            return count > 1 and apart
        if found.number != last.number + 1:
            return count > 1
        count, last = count + 1, found
    return count > 1
