"""Roles of MyST that name an element or mere words, ``{kbd}`Ctrl` ``, and Quarto's `{{< kbd Ctrl-C >}}`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publish.lazy import regex

_ROLE = regex(r"\{([a-z]+)\}(`+)([^`\n](?:[^`]*[^`])?)\2(?!`)")
_KEYS = regex(r"\{\{<\s*kbd\s+([^<>{}=\n]+?)\s*>\}\}")
#: Role -> element and class.
_ELEMENTS = {
    "sub": ("sub", ""), "subscript": ("sub", ""), "sup": ("sup", ""), "superscript": ("sup", ""), "kbd": ("kbd", ""),
    "emphasis": ("em", ""), "strong": ("strong", ""), "del": ("s", ""), "strike": ("s", ""), "u": ("u", ""),
    "underline": ("u", ""), "sc": ("span", "smallcaps"), "smallcaps": ("span", "smallcaps"), "code": ("code", ""),
    "literal": ("code", ""), "samp": ("samp", ""), "file": ("code", ""), "command": ("strong", ""), "program": ("strong", ""),
    "guilabel": ("b", ""), "menuselection": ("b", ""), "dfn": ("dfn", ""), "download": ("span", ""),
}  # fmt: skip
_TARGET = regex(r"\s*<[^<>]*>$")
_LONG = regex(r"(.+?)\s*\(([^()]+)\)$", re.S)


def _role(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    keys = _KEYS.match(state.src, state.pos, state.posMax)
    match = keys or _ROLE.match(state.src, state.pos, state.posMax)
    name = "kbd" if keys else match[1] if match else ""
    if match is None or (name != "abbr" and name not in _ELEMENTS):
        return False
    if not silent:
        words = match[1] if keys else match[3]
        tag, kind = ("abbr", "") if name == "abbr" else _ELEMENTS[name]
        opening = state.push(f"{tag}_open", tag, 1)
        if kind:
            opening.attrSet("class", kind)
        if name == "abbr" and (long := _LONG.match(words)):
            words = long[1]
            opening.attrs = {"title": long[2], "class": "first"}
        state.push("text", "", 0).content = _TARGET.sub("", words) if name == "download" else words
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("role", _role)
