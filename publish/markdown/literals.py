"""What belongs to other tools stands in the text as it was typed: shortcodes, templates, roles, marks of an editor.

Their quotes are not curled, their stars and underlines set nothing in italics. `leftovers` says of each what it looks
like; a construct that another file of this room reads never comes here, for this rule is the last to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from string import ascii_lowercase

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from publish.lazy import regex
from publish.markdown.ahead import ahead

#: Each ends within 2,000 characters: what is never closed must not be looked for to the end of the text again and again.
_LITERAL = regex(
    r"\{\{[<%].{0,2000}?[%>]\}\}"  # shortcodes of Hugo and Quarto
    r"|\{\{\{?.{0,2000}?\}?\}\}"  # variables and helpers of Handlebars, Jinja, Liquid
    r"|\{%.{0,2000}?%\}"  # tags of Liquid and Jinja
    r"|\{\+\+.{0,2000}?\+\+\}|\{--.{0,2000}?--\}|\{~~.{0,2000}?~~\}|\{>>.{0,2000}?<<\}|\{==.{0,2000}?==\}"  # CriticMarkup
    r"|\{[a-z][\w:+.-]*\}(`+)[^`]+?\1(?!`)",  # roles of MyST
    re.S,
)

#: How each begins, and what it cannot end without; a role begins with a letter.
_CLOSINGS = {"{{": "}}", "{%": "%}", "{+": "++}", "{-": "--}", "{~": "~~}", "{>": "<<}", "{=": "==}"} | {
    f"{{{letter}": "}`" for letter in ascii_lowercase
}


def _literal(state: StateInline, silent: bool) -> bool:
    closing = _CLOSINGS.get(state.src[state.pos : state.pos + 2]) if state.src[state.pos] == "{" else None
    if closing is None or not 0 <= ahead(state.src, closing, state.pos) - state.pos <= 2010:
        return False
    match = _LITERAL.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("literal", "span", 0).content = match[0]
    state.pos = match.end()
    return True


def _rule(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f'<span class="literal">{escape(tokens[idx].content, quote=False)}</span>'


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("literal", _literal)
    md.add_render_rule("literal", _rule)
