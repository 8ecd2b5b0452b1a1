"""Code in its language: Pygments' tokens as a few kinds that a stylesheet can tell apart by weight and slope as well as by colour.

This file alone knows Pygments, and loads it when the first listing with a language comes.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pygments.lexer import Lexer

#: Characters of a listing that is still analysed: beyond it stands generated text, and rules of lexers can be slow.
_MAX_LENGTH = 200_000
#: What the tools of authors call languages that Pygments calls otherwise.
_ALIASES = {
    "jsx": "javascript", "mjs": "javascript", "cjs": "javascript", "node": "javascript", "node-repl": "javascript",
    "tsx": "typescript", "mts": "typescript", "jsonc": "json", "json5": "json", "geojson": "json", "ndjson": "json",
    "hbs": "handlebars", "handlebars": "html+handlebars", "vue": "html", "svelte": "html", "astro": "html", "ejs": "html",
    "mdx": "markdown", "qmd": "markdown", "rmd": "markdown", "rmarkdown": "markdown", "myst": "markdown",
    "terminal": "console", "shellsession": "console", "sh-session": "console", "powershell-session": "ps1con",
    "cmd": "batch", "asm": "nasm", "assembly": "nasm", "objc++": "objective-c++", "webassembly": "wast", "gql": "graphql",
    "plist": "xml", "rss": "xml", "svg": "xml", "mathml": "xml", "dotenv": "bash", "env": "bash", "gitconfig": "ini",
    "python2": "python2", "ipynb": "python", "sage": "python", "postgres": "postgresql", "mongodb": "javascript",
    "vba": "vb.net", "visualbasic": "vb.net", "latexmath": "latex", "fish-shell": "fish", "kts": "kotlin", "conf": "ini",
}  # fmt: skip
#: What is no language of a lexer: text, output, drawings.
_PLAIN = frozenset(
    "text txt plain plaintext none no-highlight nohighlight output raw ascii asciiart log tree mermaid plantuml puml dot"
    " graphviz ditaa svgbob math tex-math csv tsv bnf ebnf example quote poem diagram chart flow sequence gherkin-table"
    " abc music email mail config file verbatim literal response request prompt pseudocode pseudo algorithm code".split()
)
_KINDS = {
    "Comment": "com", "Comment.Preproc": "kw", "Comment.PreprocFile": "str", "Keyword": "kw", "Keyword.Type": "typ",
    "Keyword.Constant": "num", "Operator.Word": "kw", "Name.Function": "fn", "Name.Class": "typ", "Name.Exception": "typ",
    "Name.Tag": "kw", "Name.Attribute": "fn", "Name.Decorator": "fn", "Name.Constant": "num", "Literal.String": "str",
    "Literal.String.Affix": "str", "Literal.Number": "num", "Literal.Date": "num", "Generic.Inserted": "ins",
    "Generic.Deleted": "del", "Generic.Heading": "kw", "Generic.Subheading": "kw", "Generic.Prompt": "pr",
    "Generic.Output": "out", "Generic.Traceback": "out", "Generic.Emph": "com", "Generic.Strong": "kw",
}  # fmt: skip


@functools.cache
def _languages() -> dict[str, str]:
    """Every name of a language and the name under which Pygments finds its lexer; nothing is imported for it."""
    from pygments.lexers import get_all_lexers

    found = {alias.lower(): aliases[0] for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}
    return {**found, **{name: found[target] for name, target in _ALIASES.items() if target in found}}


@functools.cache
def _endings() -> dict[str, str]:
    from pygments.lexers import get_all_lexers

    return {
        pattern[2:].lower(): aliases[0]
        for _, aliases, patterns, _ in get_all_lexers(plugins=False)
        if aliases
        for pattern in reversed(patterns)
        if pattern.startswith("*.") and pattern[2:].isalnum()
    }


@functools.cache
def lexer_for(language: str) -> Lexer | None:
    """The lexer of a language by any of its names, or of a file by its ending; None where there is none."""
    from pygments.lexers import get_lexer_by_name

    name = language.lower()
    alias = None if name in _PLAIN else _languages().get(name)
    if alias is None and "." in name:
        alias = _endings().get(name.rpartition(".")[2])
    if alias is None:
        return None
    lexer: Any = get_lexer_by_name(alias, stripnl=False, ensurenl=False)
    return lexer  # type: ignore[no-any-return]


@functools.cache
def meant(language: str) -> str:
    """The language that a name which no lexer has is likely to mean, or nothing: a short name may be anything."""
    name = language.lower()
    if (
        len(name) < 4
        or name in _PLAIN
        or "." in name
        or "/" in name
        or not name.isascii()
        or lexer_for(name) is not None
    ):
        return ""
    near = difflib.get_close_matches(name, [n for n in _languages() if len(n) > 3], n=1, cutoff=0.82)
    return near[0] if near else ""


@functools.lru_cache(maxsize=8192)
def highlighted(code: str, language: str) -> str:
    """Code as markup: `span` elements of a kind, each within one line. Its text is the code, letter by letter."""
    lexer = lexer_for(language) if language and len(code) <= _MAX_LENGTH else None
    if lexer is None:
        return escape(code, quote=False)
    pieces = list(_pieces(lexer, code))
    if "".join(text for _, text in pieces) != code:
        return escape(code, quote=False)  # a lexer that changes its text is no help
    return "".join(_marked(kind, text) for kind, text in pieces)


def _marked(kind: str, text: str) -> str:
    safe = escape(text.rstrip("\n"), quote=False)
    end = text[len(text.rstrip("\n")) :]
    return f'<span class="{kind}">{safe}</span>{end}' if kind and safe.strip() else safe + end


def _pieces(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """Neighbouring tokens of one kind together; none goes over the end of a line.

    White space goes with what follows it: the layout engine may break a line between two elements, and an indent would stand alone.
    """
    kind_before, text_before = "", ""
    for token, value in lexer.get_tokens(code):
        kind = _kind(str(token).removeprefix("Token").removeprefix("."))
        for line in value.splitlines(keepends=True):
            if text_before.isspace() and not text_before.endswith("\n"):
                kind_before = kind
            elif kind != kind_before or text_before.endswith("\n"):
                if text_before:
                    yield kind_before, text_before
                kind_before, text_before = kind, ""
            text_before += line
    if text_before:
        yield kind_before, text_before


@functools.cache
def _kind(token: str) -> str:
    while token and token not in _KINDS:
        token = token.rpartition(".")[0]
    return _KINDS.get(token, "")
