"""Listings: fenced and indented code, highlighted by its language, with a title or a caption where the author gave one.

A listing with a caption is a `figure class="listing"`; one whose id begins with `lst` is numbered by `resolve`. Lines of Rust
that mdBook hides are hidden where the book's dialect says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.book import Dialect
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.attributes import apply, taken_from_end
from publish.markdown.code.highlight import highlighted, meant
from publish.markdown.code.info import Info, info_of
from publish.markdown.scope import Scope, scope_of
from publish.markdown.smart import with_quotes
from publish.words import quotes_for

_CAPTION = regex(r"Listing:[ \t]+")
_NAME = regex(r"[\w+#./-]+")
_NUMBERED = regex(r"lst[:-]")


def install(md: MarkdownIt, dialect: Dialect, smart: bool) -> None:
    md.core.ruler.push("listings", lambda state: _listings(state, dialect.hidden_lines, smart))


def _listings(state: StateCore, hidden_lines: bool, smart: bool) -> None:
    tokens, at = state.tokens, 0
    result: list[Token] = []
    hidden: list[int] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == "fence":
            caption = _caption_before(result) or _caption_behind(tokens, at)
            at += 3 if caption is not None and caption in tokens[at : at + 3] else 0
            result += _listing(token, caption, hidden_lines, smart, scope_of(state.env))
            hidden += token.meta.get("hidden", [])
        else:
            result.append(token)
        at += 1
    _told(hidden, scope_of(state.env))
    state.tokens = result


def _caption_before(before: list[Token]) -> Token | None:
    """The paragraph `Listing: …` before a fence, taken from what came before."""
    if len(before) < 3 or before[-3].type != "paragraph_open" or not _is_caption(before[-2]):
        return None
    inline = before[-2]
    del before[-3:]
    return inline


def _caption_behind(tokens: list[Token], at: int) -> Token | None:
    """The same behind it, unless another fence follows, whose caption it is."""
    if at + 3 >= len(tokens) or tokens[at + 1].type != "paragraph_open" or not _is_caption(tokens[at + 2]):
        return None
    return tokens[at + 2] if at + 4 >= len(tokens) or tokens[at + 4].type != "fence" else None


def _is_caption(inline: Token) -> bool:
    children = inline.children or []
    return bool(children and children[0].type == "text" and _CAPTION.match(children[0].content))


def _listing(fence: Token, caption: Token | None, hidden_lines: bool, smart: bool, scope: Scope) -> list[Token]:
    line = fence.map[0] + 1 if fence.map else 1
    info, content = info_of(fence.info, fence.content)
    if info.raw:
        return _raw(fence, info.raw, line, scope)
    if info.language and (near := meant(info.language)):
        message = f"the press does not know the language “{info.language}” of this code"
        if not any(d.message == message for d in scope.diagnostics):
            scope.add(Diagnostic("C025", message, scope.span(line), f"did you mean {near}?"))
    shown = content
    if hidden_lines:
        shown, hidden = _shown(content, info)
        fence.meta = {**fence.meta, "hidden": [line + number for number in hidden]}
    fence.content, fence.meta = shown, {**fence.meta, "listing": info}
    text = caption
    if caption is not None:
        apply(fence, taken_from_end(caption))
        first = (caption.children or [])[0]
        first.content = _CAPTION.sub("", first.content, count=1)
    elif info.caption:
        words = with_quotes(info.caption, quotes_for(scope.lang)) if smart else info.caption
        text = Token("inline", "", 0, content=words, map=fence.map, level=fence.level + 2)
        text.children = [Token("text", "", 0, content=words)]
    id = str(fence.attrs.pop("id", "")) or info.id
    if text is None and not _NUMBERED.match(id):
        if id:
            fence.attrSet("id", id)
        return [fence]
    return _figure(fence, id, text)


def _figure(fence: Token, id: str, caption: Token | None) -> list[Token]:
    figure = Token("figure_open", "figure", 1, map=fence.map, level=fence.level, attrs={"class": "listing"})
    if id:
        figure.attrSet("id", id)
    inside = [caption] if caption is not None else []
    opening, closing = Token("figcaption_open", "figcaption", 1), Token("figcaption_close", "figcaption", -1)
    return [figure, opening, *inside, closing, fence, Token("figure_close", "figure", -1, level=fence.level)]


def _raw(fence: Token, name: str, line: int, scope: Scope) -> list[Token]:
    """pandoc's raw blocks: HTML is HTML of the text, what is meant for other tools is left out."""
    if name in ("html", "html5", "html4", "epub", "epub3", "markdown"):
        return [Token("html_block", "", 0, content=fence.content, map=[line, line], level=fence.level)]
    message = f"a block meant for {name} alone was left out"
    scope.add(
        Diagnostic(
            "C027", message, scope.span(line), "say it in Markdown, or take the mark {=…} away to print it as code"
        )
    )
    return []


def _shown(content: str, info: Info) -> tuple[str, list[int]]:
    """The code without the lines that mdBook hides: in Rust those that begin with `# `, elsewhere by a mark of their own.

    And which these were, counted from 1 in the code.
    """
    mark = info.hidden
    if info.language.lower() not in ("rust", "rs") and not mark:
        return content, []
    kept, hidden = [], []
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        bare = line.lstrip(" \t")
        if bare.startswith(mark) if mark else re.match(r"#(?:\s|$)", bare):
            hidden.append(number)
            continue
        kept.append(line.replace("##", "#", 1) if not mark and bare.startswith("##") else line)
    return "".join(kept), hidden


def _told(hidden: Sequence[int], scope: Scope) -> None:
    """One diagnostic a file, which names every line; runs of lines that hold text are told as ranges."""
    runs: list[list[int]] = []
    for line in hidden:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    if runs:
        named = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
        which, what = ("lines", "are") if len(hidden) > 1 else ("line", "is")
        message = f"{which} {named} of code {what} hidden, as mdBook does it"
        hint = "take the sign # away from a line that is to be printed"
        scope.add(Diagnostic("C045", message, scope.span(hidden[0]), hint))


def markup(token: Token) -> str:
    """A listing as `pre` and `code`: the number of its first line and its marked lines are for `resolve`."""
    info = token.meta.get("listing", Info())
    assert isinstance(info, Info)
    token.attrs.pop("class", None) if not info.classes else token.attrSet("class", " ".join(info.classes))
    if info.first:
        token.attrSet("data-first", str(info.first))
    if info.marked:
        token.attrSet("data-marked", " ".join(map(str, sorted(info.marked))))
    attributes = "".join(f' {escape(k)}="{escape(str(v))}"' for k, v in token.attrs.items())
    language = f' class="language-{info.language}"' if _NAME.fullmatch(info.language) else ""
    return f"<pre{attributes}><code{language}>{highlighted(token.content, info.language)}</code></pre>\n"
