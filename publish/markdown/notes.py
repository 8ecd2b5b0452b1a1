"""Notes: `[^label]` with a definition of several blocks, and `^[inline]`, which becomes a definition like the others.

The plugin's own gathering of notes drops definitions that nothing refers to; here every definition stays in the text
as an `aside`, and `shape` puts it where it belongs or says that nothing refers to it.

A call stands right behind what it belongs to, whatever white space the author left before it; between two calls is a thin
space, or 1 and 2 would be twelve.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline


def _definition(label: str, children: list[Token], line: int) -> list[Token]:
    inline = Token("inline", "", 0, children=children, map=[line, line + 1], level=2)
    opening = Token("footnote_reference_open", "aside", 1, map=[line, line + 1], meta={"label": label})
    paragraph = Token("paragraph_open", "p", 1, map=[line, line + 1], level=1)
    closing = [Token("paragraph_close", "p", -1, level=1), Token("footnote_reference_close", "aside", -1)]
    return [opening, paragraph, inline, *closing]


def _inline_notes(state: StateCore) -> None:
    found = state.env.get("footnotes", {}).get("list", {})
    pending = [token for token in state.tokens if token.children]
    added: list[Token] = []
    for token in pending:  # which grows: a note may hold another
        for child in token.children or []:
            if child.type == "footnote_ref" and "label" not in child.meta:
                child.meta["label"] = f"inline {child.meta['id']}"
                line = token.map[0] if token.map else 0
                definition = _definition(child.meta["label"], found[child.meta["id"]].get("tokens", []), line)
                added += definition
                pending.append(definition[2])
    state.tokens.extend(added)


def _calls_closed_up(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        if any(child.type == "footnote_ref" for child in children):
            token.children = _closed_up(children)


def _closed_up(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for child in children:
        if child.type == "footnote_ref":
            while kept and (kept[-1].type == "softbreak" or (kept[-1].type == "text" and not kept[-1].content.strip())):
                kept.pop()
            if kept and kept[-1].type == "text":
                kept[-1].content = kept[-1].content.rstrip()
            if kept and kept[-1].type == "footnote_ref":
                kept.append(Token("text", "", 0, content="\u202f"))
        kept.append(child)
    return kept


def _inline_note(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, which asks a parser of labels of its own."""
    if not state.src.startswith("^[", state.pos) or state.pos + 2 >= state.posMax:
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    return end >= 0 and bool(footnote_inline(state, silent))


def install(md: MarkdownIt) -> None:
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.inline.ruler.at("footnote_inline", _inline_note)
    md.core.ruler.after("inline", "inline_notes", _inline_notes)
    md.core.ruler.after("inline_notes", "note_calls", _calls_closed_up)
