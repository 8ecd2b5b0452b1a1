"""Cross-references by label become links without text; `resolve` gives them their words ("Figure 2").

`@fig:balance`, Quarto's `@fig-balance`, bookdown's `\\@ref(fig:balance)`, LaTeX's `\\ref{…}` and its sisters, MyST's `{ref}`,
`{numref}`, `{eq}` and `{doc}`. In groups, `[@fig:a; @fig:b]`, they are read by `citations`. `data-form` says what is printed:
nothing for "Figure 2", `number` for "2", `page` for "page 61".
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publish.lazy import regex

#: What a label that a reference with `@` can name begins with.
PREFIXES = "fig|tbl|tab|ch|sec|part|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|rem|sol|nte|tip|wrn|imp|cau"
#: With a hyphen only what Quarto has: `@part-time` is a name.
_LABEL = (
    rf"(?:(?:{PREFIXES}):|(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|rem|sol|nte|tip|wrn|imp|cau)-)"
    r"\w+(?:[-.:]\w+)*"
)
LABEL, _REFERENCE = regex(_LABEL), regex(rf"@({_LABEL})")
_BOOKDOWN = regex(r"\\@ref\(([\w:.-]+)\)")
_LATEX = regex(r"\\(ref|autoref|cref|Cref|nameref|pageref|eqref)\{([^{}\s]+)\}")
_FORMS = {"ref": "number", "eqref": "number", "pageref": "page", "nameref": "title"}
_ROLE = regex(r"\{(ref|numref|eq|doc)\}`(?:([^`<>]*?)\s*<([^`<>\n]+)>|([^`<>\n]+))`")


def pushed(state: StateInline, label: str, form: str = "", words: str = "") -> None:
    """A reference to a label; with words of the author it is a link like any other."""
    token = state.push("crossref", "a", 0)
    token.attrs = {"class": "xref", "href": f"#{label}"} if not words else {"href": f"#{label}"}
    if form:
        token.attrs["data-form"] = form
    token.content = words


def stands_free(state: StateInline) -> bool:
    """Whether the sign here begins a word of its own: an address or a file name has it within."""
    before = state.src[state.pos - 1] if state.pos else ""
    return not (before.isalnum() or (before and before in "\\._/@:=&#%+~"))


def _crossref(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if match is None or not stands_free(state):
        return False
    if not silent:
        pushed(state, match[1])
    state.pos = match.end()
    return True


def _command(state: StateInline, silent: bool) -> bool:
    """bookdown's and LaTeX's commands, which begin with a backslash."""
    if state.src[state.pos] != "\\":
        return False
    if match := _BOOKDOWN.match(state.src, state.pos):
        label, form = match[1], "number"
    elif match := _LATEX.match(state.src, state.pos):
        label, form = match[2], _FORMS.get(match[1], "")
    else:
        return False
    if not silent:
        for at, one in enumerate(label.split(",")):
            state.pending += ", " if at else ""
            pushed(state, one.strip(), form)
    state.pos = match.end()
    return True


def _role(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if match is None:
        return False
    if not silent:
        role, words, label = match[1], (match[2] or "").strip(), (match[3] or match[4]).strip()
        if role == "doc":
            token = state.push("crossref", "a", 0)
            token.attrs, token.content = {"href": label if "." in label else f"{label}.md"}, words
        elif "%s" in words or "{number}" in words:  # the author's words around the number
            before, after = re.split(r"%s|\{number\}", words, maxsplit=1)
            state.pending += before
            pushed(state, label, "number")
            state.pending += after
        else:
            pushed(state, label, "number" if role == "eq" else "title" if role == "ref" else "", words)
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "reference_command", _command)
    md.inline.ruler.before("autolink", "crossref", _crossref)
    md.inline.ruler.before("autolink", "reference_role", _role)
