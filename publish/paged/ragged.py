"""Lines of the engine's own: the space that ends a box of text takes no room where the line ends behind it.

WeasyPrint measures that space with the line. Where it alone is too wide, the engine takes the first word of the line for one
that cannot be divided, and ends the line behind it, or within it. Lists, notes and entries of a glossary have such lines wherever
a link or an emphasised word follows.
"""

from __future__ import annotations

from typing import Any

from publish.paged.copyfit import width_of
from publish.paged.library import inline

_engine_text = inline.split_text_box
_COLLAPSES = frozenset({"normal", "pre-line"})


def split_text(context: Any, box: Any, available: float | None, skip: int, is_line_start: bool = True) -> Any:
    """What of a text box stands in a line, and where the next begins (inline.split_text_box)."""
    result = _engine_text(context, box, available, skip, is_line_start=is_line_start)
    piece, resume, _ = result
    if resume is None or piece is None or available is None or " " in piece.text.rstrip() or box.text[-1:] != " ":
        return result
    if box.style["white_space"] not in _COLLAPSES:
        return result
    whole = _engine_text(context, box, available + width_of(" ", box.style), skip, is_line_start=is_line_start)
    return whole if whole[1] is None else result


inline.split_text_box = split_text
