"""Tokens to markup: markdown-it's own renderer, with the rules in which a book differs from a web page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.markdown.code import listings
from publish.markdown.html import raw
from publish.markdown.scope import scope_of

Env = Any  # markdown-it types its environment as a mutable mapping of anything
Options = Any  # and its options as a dictionary of many kinds


def _lines(state: StateCore) -> None:
    """Give each block the line of its source, and each inline child the line it begins on."""
    for token in state.tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(token.map[0] + 1))
        if token.children:
            line = token.map[0] + 1 if token.map else 1
            for child in token.children:
                child.meta = {**child.meta, "line": line}
                if child.type in ("image", "link_open", "crossref", "span_open", "cite_open"):
                    child.attrSet("data-line", str(line))
                elif child.type in ("softbreak", "hardbreak"):
                    line += 1
                else:
                    line += child.meta.get("lines", 0) or child.content.count("\n")


class Renderer(RendererHTML):
    """Rules of the book; the names of the methods are markdown-it's names of tokens."""

    def fence(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return listings.markup(tokens[idx])

    def code_block(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return listings.markup(tokens[idx])

    def math_inline(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return _formula(tokens[idx], "inline", tokens[idx].meta.get("line"))

    def math_within(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token = tokens[idx]
        return f'<span class="equation"{_id(token)}>{_formula(token, "block", token.meta.get("line"))}</span>'

    def math_block(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token, line = tokens[idx], tokens[idx].attrGet("data-line")
        return f'<div class="equation" data-line="{line}"{_id(token)}>{_formula(token, "block", line)}</div>\n'

    def math_macros(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return _formula(tokens[idx], "macros", tokens[idx].attrGet("data-line"))

    def hr(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return f'<hr class="scene-break" data-line="{tokens[idx].attrGet("data-line")}"/>\n'

    def html_block(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token = tokens[idx]
        return raw.safe(token, token.map[0] + 1 if token.map else 1, scope_of(env))

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return raw.safe(tokens[idx], tokens[idx].meta.get("line", 1), scope_of(env))

    def image(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token = tokens[idx]
        if not token.attrs.get("alt"):
            token.attrSet("alt", " ".join(_said(token.children or []).split()))
        return f"<img{self.renderAttrs(token)} />"

    def crossref(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return f"<a{self.renderAttrs(tokens[idx])}>{escape(tokens[idx].content, quote=False)}</a>"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token = tokens[idx]
        label = escape(token.meta["label"])
        return f'<a class="noteref" data-line="{token.meta.get("line", 1)}" data-note="{label}"></a>'

    def footnote_reference_open(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        token = tokens[idx]
        line, label = token.attrGet("data-line"), escape(token.meta["label"])
        return f'<aside class="footnote" data-line="{line}" data-note="{label}">'

    def footnote_reference_close(self, tokens: Sequence[Token], idx: int, options: Options, env: Env) -> str:
        return "</aside>\n"


def _said(tokens: Sequence[Token]) -> str:
    """The words of inline tokens, formulas and code with them, for a text alternative."""
    spaces = {"softbreak": " ", "hardbreak": " "}
    return "".join(spaces.get(t.type) or (_said(t.children) if t.children else t.content if t.type != "html_inline" else "")
                   for t in tokens)  # fmt: skip


def _formula(token: Token, kind: str, line: object) -> str:
    return f'<code data-math="{kind}" data-line="{line}">{escape(token.content, quote=False)}</code>'


def _id(token: Token) -> str:
    return f' id="{escape(token.meta["id"])}"' if token.meta.get("id") else ""


def install(md: MarkdownIt) -> None:
    md.core.ruler.push("lines", _lines)
    renderer = md.renderer
    assert isinstance(renderer, Renderer)
    for rule in (renderer.footnote_ref, renderer.footnote_reference_open, renderer.footnote_reference_close):
        # The plugin of notes has put its own there; the mapping is typed for bound methods made by markdown-it.
        renderer.rules[rule.__name__] = rule  # type: ignore[assignment]
