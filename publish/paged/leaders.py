"""Leaders reach the end of their line whatever its indent: the engine fills the measure, and forgets that the line hangs over it.

Without this the number behind an entry stands an indent short of the margin, and one on an entry's second line does not.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from publish.paged.library import inline

_engine_leader = inline.handle_leader


def _indented(context: Any, line: Any, containing: Any) -> None:
    """A leader in the room that its line has, its dots counted from the end of the measure (weasyprint.layout.leader)."""
    indent = line.text_indent
    if not indent:
        _engine_leader(context, line, containing)
        return
    room, before = SimpleNamespace(width=containing.width - indent), line.width
    line.position_x += indent
    _engine_leader(context, line, room)
    line.position_x -= indent
    if line.width != before and line.style["direction"] == "rtl":  # the indent of a first line was left at its end
        for child in line.children:
            child.translate(dx=-indent)


inline.handle_leader = _indented
