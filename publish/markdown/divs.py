"""Fenced divs, pandoc's `::: name` … `:::`, nested, with attributes; some names stand for elements of a book."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.markdown.attributes import apply, parsed
from publish.markdown.scope import scope_of

_FENCE = re.compile(r":{3,}[ \t]*(.*?)[ \t]*:*$")
_CODE = re.compile(r"(`{3,}|~{3,})")

#: name -> element, EPUB structural semantics (SSV), role (ARIA)
ELEMENTS: dict[str, tuple[str, str, str]] = {
    "pull-quote": ("aside", "pullquote", "doc-pullquote"),
    "pullquote": ("aside", "pullquote", "doc-pullquote"),
    "epigraph": ("blockquote", "epigraph", "doc-epigraph"),
    "aside": ("aside", "", ""),
    "note": ("aside", "", ""),
    "tip": ("aside", "tip", "doc-tip"),
    "warning": ("aside", "", ""),
    "caution": ("aside", "", ""),
    "important": ("aside", "", ""),
}
_CLASSES = {"pullquote": "pull-quote", "note": "aside note", "tip": "aside tip", "warning": "aside warning",
            "caution": "aside caution", "important": "aside important"}  # fmt: skip


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _closing(state: StateBlock, start: int, end: int) -> int | None:
    """The line of the fence that closes the div opened on `start`; code is passed over."""
    depth, code = 1, ""
    for line in range(start + 1, end):
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return None
        if fence := _CODE.match(text):
            if not code:
                code = fence[1]
            elif fence[1].startswith(code) and not text[len(fence[1]) :].strip():
                code = ""
        elif not code and (mark := _FENCE.match(text)):
            depth += 1 if mark[1] else -1
            if depth == 0:
                return line
    return None


def _attributes(words: str) -> dict[str, str] | None:
    if words.startswith("{"):
        return parsed(words)
    name, _, rest = words.partition(" ")
    if not re.fullmatch(r"[\w-]+", name):
        return None
    found = parsed(rest.strip()) if rest.strip() else {}
    if found is None:
        return None
    return {**found, "class": f"{name} {found.get('class', '')}".strip()}


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _FENCE.match(_line(state, start))
    attributes = _attributes(match[1]) if match and match[1] else None
    if attributes is None:
        return False
    if silent:
        return True
    close = _closing(state, start, end)
    if close is None:
        hint = "close it with a line of three colons"
        scope = scope_of(state.env)
        scope.add(Diagnostic("C005", "this fenced div is not closed", scope.span(start + 1), hint))
    last = end if close is None else close
    names = attributes.get("class", "").split()
    name = next((n for n in names if n in ELEMENTS), "")
    tag, semantics, role = ELEMENTS.get(name, ("div", "", ""))
    if name in _CLASSES:
        attributes["class"] = " ".join([_CLASSES[name], *(n for n in names if n != name)])
    token = state.push("div_open", tag, 1)
    token.map, token.block = [start, last], True
    apply(token, attributes)
    if semantics:
        token.attrSet("epub:type", semantics)
    if role:
        token.attrSet("role", role)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = parent, line_max
    state.push("div_close", tag, -1).block = True
    state.line = last if close is None else last + 1
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "fenced_div", _fenced_div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
