"""Text that the layout engine shapes itself: notes, captions, cells of tables, ragged lines.

For each line, and at each attempt at it, WeasyPrint makes a layout of Pango with a context, a description of its font and
features of its own; here a layout is the copy of one of its kind. The line that a text makes in a width is looked for
once in a document: the notes of a page are laid out again with each that is added, the cells of a table with each column's
width.
"""

from __future__ import annotations

from typing import Any

from publish.paged.lettering import traits_of
from publish.paged.library import Layout, ffi, gobject, inline, pango, preferred

#: Characters of a text from which on its lines are not kept: each is kept with all that follows it.
_LONGEST = 1_000
_engine_setup, _engine_line = Layout.setup, inline.split_first_line


def _setup(layout: Any, style: Any) -> None:
    """Make a layout ready for text in a style (weasyprint.text.line_break.Layout.setup)."""
    mould = style.__dict__.get("_mould")
    if mould is None:
        known = style.font_config.__dict__.setdefault("_moulds", {})
        key = traits_of(style)
        if key not in known:
            known[key] = Layout.__new__(Layout)
            _engine_setup(known[key], style)
            del known[key].style
        mould = style.__dict__["_mould"] = known[key]
    layout.__dict__.update(mould.__dict__)
    layout.style = style
    layout.layout = ffi.gc(pango.pango_layout_copy(mould.layout), gobject.g_object_unref)


def _line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """What of a text stands in a line of a width (weasyprint.text.line_break.split_first_line)."""
    given = (max_width, justification_spacing, is_line_start, minimum)
    if context is None or len(text) > _LONGEST:
        return _engine_line(text, style, context, *given)
    known = context.__dict__.setdefault("_lines", {})
    key = (text, id(style), *given)
    if key not in known:
        known[key] = style, _engine_line(text, style, context, *given)  # the style is held: its number stays its own
    layout, *measures = known[key][1]
    own = Layout.__new__(Layout)  # boxes justify theirs
    own.__dict__.update(layout.__dict__)
    return own, *measures


Layout.setup = _setup
inline.split_first_line = preferred.split_first_line = _line
