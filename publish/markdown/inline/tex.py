"""Commands of TeX that say in a text what Markdown or a character says; those of layout go, all others are reported.

The words of `\\textit{words}` are read as Markdown. A backslash before a name that is not in the tables below stays.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex

#: Command with an argument -> element and class.
_ELEMENTS = {
    "emph": ("em", ""), "textit": ("em", ""), "textsl": ("em", ""), "textbf": ("strong", ""), "textsc": ("span", "smallcaps"),
    "underline": ("u", ""), "uline": ("u", ""), "sout": ("s", ""), "st": ("s", ""), "textsuperscript": ("sup", ""),
    "textsubscript": ("sub", ""), "textrm": ("span", ""), "textsf": ("span", ""), "textnormal": ("span", ""),
    "mbox": ("span", "nowrap"),
}  # fmt: skip
#: Command -> what it prints.
_SIGNS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX", "BibTeX": "BibTeX", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "pounds": "£", "texteuro": "€", "euro": "€", "dag": "†", "ddag": "‡", "textbackslash": "\\\\",
    "textasciitilde": "~", "textdegree": "°", "textbullet": "•", "thinspace": "\u2009", "nobreakspace": "\u00a0",
}  # fmt: skip
#: Commands of layout: space and alignment are the stylesheets' business.
_LAYOUT = frozenset(
    "noindent indent bigskip medskip smallskip hfill vfill centering raggedright raggedleft par singlespacing doublespacing "
    "frenchspacing sloppy fussy small large Large footnotesize normalsize mainmatter frontmatter backmatter".split()
)
_SPACES = frozenset(
    {"vspace", "hspace", "setlength", "addtolength", "setcounter", "thispagestyle", "pagestyle", "markboth"}
)
_COMMAND = regex(r"\\([A-Za-z]+)\*?")
_LAYOUT_LINE = regex(
    rf"(?:\\(?:(?:{'|'.join(sorted(_LAYOUT))})(?![A-Za-z])|(?:{'|'.join(sorted(_SPACES))})\*?(?:\{{[^{{}}\n]*\}})+)[ \t]*)+"
)
_ARGUMENT = regex(r"\{((?:[^{}\\]|\\.|\{[^{}]*\})*)\}", re.S)


def _tex(state: StateInline, silent: bool) -> bool:
    match = _COMMAND.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "\\" else None
    if match is None:
        return False
    name, after = match[1], match.end()
    argument = _ARGUMENT.match(state.src, after, state.posMax)
    if name in _ELEMENTS and argument:
        if not silent:
            _element(state, *_ELEMENTS[name], argument.start(1), argument.end(1))
        state.pos = argument.end()
    elif name == "footnote" and argument:
        if not silent:
            _note(state, argument[1])
        state.pos = argument.end()
    elif name in ("url", "href") and argument:
        words = _ARGUMENT.match(state.src, argument.end(), state.posMax) if name == "href" else argument
        if words is None:
            return False
        if not silent:
            _link(state, argument[1], words)
        state.pos = words.end()
    elif name in _SIGNS:
        if not silent:
            state.pending += _SIGNS[name].replace("\\\\", "\\")
        state.pos = argument.end() if argument and not argument[1] else after
    elif name in _SPACES and argument:
        state.pos = argument.end()
        while following := _ARGUMENT.match(state.src, state.pos, state.posMax):
            state.pos = following.end()
    elif name in _LAYOUT and _stands_alone(state, after):
        state.pos = after
    else:
        return False
    return True


def _note(state: StateInline, words: str) -> None:
    """A note as the rule of `^[…]` makes it."""
    notes = state.env.setdefault("footnotes", {}).setdefault("list", {})
    tokens: list[Token] = []
    notes[len(notes)] = {"content": words, "tokens": tokens}
    reference = {"id": len(notes) - 1}
    state.md.inline.parse(words, state.md, state.env, tokens)
    state.push("footnote_ref", "", 0).meta = reference


def _link(state: StateInline, address: str, words: re.Match[str]) -> None:
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address.replace("\\", ""))}
    if words[1] == address:
        state.push("text", "", 0).content = address.replace("\\", "")
    else:
        limit, state.pos, state.posMax = state.posMax, words.start(1), words.end(1)
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.posMax = limit
    state.push("link_close", "a", -1)


def _stands_alone(state: StateInline, after: int) -> bool:
    """At the start of a line, before a space: a path of Windows looks otherwise."""
    before = state.src[: state.pos].rstrip(" \t")
    return (not before or before.endswith("\n")) and (after >= state.posMax or state.src[after].isspace())


def _layout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of commands of layout and nothing else."""
    at, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if (
        at >= stop
        or state.src[at] != "\\"
        or state.is_code_block(start)
        or not _LAYOUT_LINE.fullmatch(state.src, at, stop)
    ):
        return False
    if not silent:
        state.line = start + 1
    return True


def _element(state: StateInline, tag: str, kind: str, start: int, end: int) -> None:
    limit, state.pos, state.posMax = state.posMax, start, end
    opening = state.push(f"{tag}_open", tag, 1)
    if kind:
        opening.attrSet("class", kind)
    state.md.inline.tokenize(state)
    state.push(f"{tag}_close", tag, -1)
    state.posMax = limit


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "tex_layout", _layout, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("escape", "tex", _tex)
