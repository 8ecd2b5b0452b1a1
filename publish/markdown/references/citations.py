"""Citations: `[see @a, pp. 3-5; also @b]`, `[-@a]`, `@a`, `@a [p. 3]`, MyST's `{cite}` and LaTeX's `\\cite`.

Groups of cross-references have the same shape and are read here too.

`@word` alone is text in a book without a bibliography. Whether a key is known only the whole book can say, so the text stays
in the tree as it was written, marked: `span[data-cites]` holds a `span[data-cite]` a key, and these their prefix and suffix.
`resolve` replaces what it knows and takes the marks from the rest.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.references import crossrefs
from publish.markdown.scope import scope_of

#: pandoc's keys: letters, digits, `_`, and marks within; anything in braces.
KEY = r"(?:\{([^{}\s]+)\}|([^\W_][\w]*(?:[:.#$%&+?<>~/-]+\w+)*|_\w+))"
_CITED = regex(rf"(?<![\w\\./@])(-?)@{KEY}")
_BARE = regex(rf"@{KEY}")
#: MyST's roles and LaTeX's commands; what is part of the sentence has a `t` or is called so.
_ROLE = regex(r"\{(cite(?::\w+)?|citep|citet|footcite(?::\w+)?)\}`([^`\n]+)`")
_COMMAND = regex(
    r"\\((?:text|paren|auto|foot|full)?cite(?:p|t|alp|alt|year|yearpar)?)\*?(?:\[([^\]\n]*)\])?(?:\[([^\]\n]*)\])?\{([^{}\n]+)\}"
)
_IN_SENTENCE = frozenset({"cite:t", "cite:ts", "cite:alt", "citet", "citealt", "textcite", "footcite:t"})
_YEARS = frozenset({"cite:year", "cite:yearpar", "citeyear", "citeyearpar"})
_SKIPPED = regex(r"\\.|(`+)[^`]*\1|\[[^\[\]]*\]|\{[^{}]*\}", re.S)


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` closes, or -1; code, escapes and inner brackets are passed over."""
    at = start + 1
    while at < len(text):
        if text[at] == "]":
            return at
        match = _SKIPPED.match(text, at)
        at = match.end() if match else at + 1
    return -1


def _pieces(content: str) -> list[tuple[str, str, str, str, str]] | None:
    """Each citation of a group as separator, prefix, sign, key, suffix; None where one has no key, or several."""
    found = []
    separator = ""
    for piece in content.split(";"):
        cited = list(_CITED.finditer(piece))
        if len(cited) != 1:
            return None
        match = cited[0]
        found.append((separator, piece[: match.start()], match[1], match[2] or match[3], piece[match.end() :]))
        separator = ";"
    return found


def _inline(state: StateInline, text: str) -> None:
    """The Markdown of a prefix or suffix, in the place that the state has come to."""
    tokens: list[Token] = []
    if text:
        state.md.inline.parse(text, state.md, state.env, tokens)
    if state.pending:
        state.pushPending()
    state.tokens.extend(tokens)
    state.tokens_meta.extend([None] * len(tokens))


def _group(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[" or state.linkLevel > 0 or "@" not in state.src[state.pos :]:
        return False
    close = _closing(state.src, state.pos)
    if close < 0 or state.src[close + 1 : close + 2] in ("(", "["):
        return False
    pieces = _pieces(state.src[state.pos + 1 : close])
    if pieces is None:
        return False
    if not silent:
        if all(crossrefs.LABEL.fullmatch(key) for _, _, _, key, _ in pieces):
            _references(state, pieces)
        else:
            _citations(state, pieces)
    state.pos = close + 1
    return True


def _references(state: StateInline, pieces: list[tuple[str, str, str, str, str]]) -> None:
    """pandoc-crossref's group: words before a label stand for its word, a hyphen leaves the word out."""
    for at, (_, prefix, sign, label, suffix) in enumerate(pieces):
        _inline(state, (", " if at else "") + (f"{prefix.strip()}\u00a0" if prefix.strip() else ""))
        crossrefs.pushed(state, label, "number" if sign or prefix.strip() else "")
        _inline(state, suffix)


def _citations(state: StateInline, pieces: list[tuple[str, str, str, str, str]]) -> None:
    state.push("cites_open", "span", 1).attrs = {"data-cites": "group"}
    state.pending += "["
    for separator, prefix, sign, key, suffix in pieces:
        state.pending += separator
        state.push("cite_open", "span", 1).attrs = {"data-cite": key, **_form(sign)}
        _marked(state, "prefix", prefix)
        state.pending += f"{sign}@{key}"
        _marked(state, "suffix", suffix)
        state.push("cite_close", "span", -1)
    state.pending += "]"
    state.push("cites_close", "span", -1)


def _form(sign: str) -> dict[str, str | int | float]:
    """A hyphen leaves the author out."""
    return {"data-form": "year"} if sign else {}


def _marked(state: StateInline, name: str, text: str) -> None:
    if text:
        state.push("affix_open", "span", 1).attrs = {"data-affix": name}
        _inline(state, text)
        state.push("affix_close", "span", -1)


def _bare(state: StateInline, silent: bool) -> bool:
    """`@key` in the text, perhaps with a place in brackets behind it."""
    match = _BARE.match(state.src, state.pos)
    if match is None or state.linkLevel > 0 or not crossrefs.stands_free(state) or not scope_of(state.env).cites:
        return False
    sign = "-" if state.src[max(0, state.pos - 2) : state.pos] in ("-", " -", "(-", "\n-") else ""
    end = match.end()
    place = re.compile(r" ?\[").match(state.src, end)
    close = _closing(state.src, place.end() - 1) if place else -1
    if close >= 0 and (state.src[close + 1 : close + 2] in ("(", "[", "{", ":") or "@" in state.src[end:close]):
        close = -1
    if not silent:
        state.pending = state.pending.removesuffix(sign)
        state.push("cites_open", "span", 1).attrs = {"data-cites": "text"}
        state.push("cite_open", "span", 1).attrs = {"data-cite": match[1] or match[2], **_form(sign)}
        state.pending += sign + match[0]
        if place and close >= 0:
            state.pending += place[0]
            _marked(state, "suffix", state.src[place.end() : close])
            state.pending += "]"
        state.push("cite_close", "span", -1)
        state.push("cites_close", "span", -1)
    state.pos = close + 1 if close >= 0 else end
    return True


def _called(state: StateInline, silent: bool) -> bool:
    """`{cite}` and `\\cite`: several keys divided by commas; LaTeX's brackets are the prefix and the suffix."""
    if state.src[state.pos] not in "{\\" or state.linkLevel > 0:
        return False
    if match := _ROLE.match(state.src, state.pos):
        name, keys, prefix, suffix = match[1], match[2], "", ""
    elif match := _COMMAND.match(state.src, state.pos):
        name, keys = match[1], match[4]
        prefix, suffix = (match[2], match[3]) if match[3] is not None else ("", match[2] or "")
    else:
        return False
    if not silent:
        sign = "-" if name in _YEARS else ""
        found = [key.strip() for key in re.split(r"[,;]", keys) if key.strip()]
        pieces = [(";" if n else "", " " if n else "", sign, key, "") for n, key in enumerate(found)]
        if pieces:
            pieces[0] = ("", f"{prefix} " if prefix else "", sign, pieces[0][3], "")
            pieces[-1] = (*pieces[-1][:4], f", {suffix}" if suffix else "")
        if name in _IN_SENTENCE:
            _sentence(state, pieces)
        elif pieces:
            _citations(state, pieces)
    state.pos = match.end()
    return True


def _sentence(state: StateInline, pieces: list[tuple[str, str, str, str, str]]) -> None:
    for at, (_, _, sign, key, suffix) in enumerate(pieces):
        state.pending += ", " if at else ""
        state.push("cites_open", "span", 1).attrs = {"data-cites": "sentence"}
        state.push("cite_open", "span", 1).attrs = {"data-cite": key, **_form(sign)}
        state.pending += f"@{key}"
        if suffix:
            state.pending += " ["
            _marked(state, "suffix", suffix.removeprefix(", "))
            state.pending += "]"
        state.push("cite_close", "span", -1)
        state.push("cites_close", "span", -1)


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "citation_group", _group)
    md.inline.ruler.after("crossref", "citation", _bare)
    md.inline.ruler.before("escape", "citation_called", _called)
