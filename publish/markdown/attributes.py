"""Attributes, `{#id .class key=value}`: at the end of a heading, right after an image, a link, code, emphasis or `[words]`.

Read are pandoc's spelling (values may stand without quotes: `width=70%`; `{-}` is an unnumbered heading), kramdown's with a
colon (`{: .class}`) and Markua's with commas (`{id: x, width: 50%}`). `leftovers` reports what looks like them and is printed.
"""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex

#: A whole block of attributes: braces within quotation marks do not end it.
BLOCK = regex(r"""\{(?:[^{}"'\n]|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')*\}""")
_PART = regex(
    r"""[\s,]*(?:
    \#(?P<id>[^\s{}"'=,\#]+)
    | \.(?P<class>[^\s{}"'=,.\#]+)
    | (?P<unnumbered>-)(?=[\s,}])
    | (?P<key>[A-Za-z_][\w:.-]*?)[ \t]*(?:=[ \t]*|:[ \t]+)
      (?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|
       (?P<bare>(?<==)(?:[^\s{}"',]|,(?![ \t]*[A-Za-z_][\w.-]*[=:]))+|[^,{}"'=]+))
    )(?=[\s,}.\#])""",
    re.X,
)
#: How many braces an attribute block may hold in its values.
_BRACES = 20
_CLOSES = {"link_close": "link_open", "em_close": "em_open", "strong_close": "strong_open", "s_close": "s_open"}


def parsed(text: str) -> dict[str, str] | None:
    """The attributes of `{…}`, or None where it is not an attribute block. Classes come joined, `id` as `id`."""
    if not text.startswith("{") or not text.endswith("}"):
        return None
    found: dict[str, str] = {}
    at = 2 if text.startswith("{:") else 1
    while text[at:-1].strip(" \t,"):
        match = _PART.match(text, at)
        if match is None:
            return None
        at = match.end()
        _add(found, match)
    return found or None


def _add(found: dict[str, str], match: re.Match[str]) -> None:
    key = match["key"] or ("id" if match["id"] else "class")
    quoted = match["double"] if match["double"] is not None else match["single"]
    value = re.sub(r"\\([\\\"'{}])", r"\1", quoted) if quoted is not None else (match["bare"] or "").strip()
    value = match["id"] or match["class"] or ("unnumbered" if match["unnumbered"] else value)
    if key == "class" and key in found:
        value = f"{found[key]} {value}"
    found[key] = value.removeprefix("#") if key == "id" else value


def taken_from_end(inline: Token) -> dict[str, str]:
    """Remove an attribute block from the end of an inline token and return what it says."""
    children = inline.children or []
    if not children or children[-1].type != "text":
        return {}
    text = children[-1].content.rstrip()
    begin = len(text) if text.endswith("}") and children[-1].content[len(text) :].strip(" \t") == "" else -1
    for _ in range(_BRACES):  # those before the last may stand in quotation marks
        begin = text.rfind("{", 0, begin) if begin > 0 else -1
        if begin < 0 or BLOCK.fullmatch(text, begin):
            break
    attributes = parsed(text[begin:]) if begin >= 0 else None
    if attributes is None:
        return {}
    children[-1].content = text[:begin].rstrip(" \t")
    return attributes


def apply(token: Token, attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        if key == "class":
            token.attrJoin("class", value)
        else:
            token.attrSet(key, value)


def _opening(tokens: list[Token]) -> Token | None:
    """The token that the last one closes, or the last one itself; None where it takes no attributes."""
    if not tokens or tokens[-1].type not in ("image", "code_inline", "link_close", "span_close"):
        return None
    if tokens[-1].nesting == 0:
        return tokens[-1]
    wanted = tokens[-1].type.replace("close", "open")
    return next((t for t in reversed(tokens) if t.type == wanted and t.level == tokens[-1].level), None)


def _inline_attributes(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending:
        return False
    match = BLOCK.match(state.src, state.pos)
    token = _opening(state.tokens)
    attributes = parsed(match[0]) if match and token is not None else None
    if match is None or attributes is None or token is None:
        return False
    if not silent:
        apply(token, attributes)
    state.pos = match.end()
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{.class}`: a span; `[]{…}` is one without words."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    match = BLOCK.match(state.src, end + 1) if end >= 0 else None
    attributes = parsed(match[0]) if match else None
    if match is None or attributes is None:
        return False
    if not silent:
        limit, state.pos, state.posMax = state.posMax, state.pos + 1, end
        apply(state.push("span_open", "span", 1), attributes)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = limit
    state.pos = match.end()
    return True


def _heading_attributes(state: StateCore) -> None:
    for token, following in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            apply(token, taken_from_end(following))


def _emphasis_attributes(state: StateCore) -> None:
    """`*words*{: .class}`: what is emphasis is known only when a whole text has been read."""
    for children in [token.children for token in state.tokens if token.children]:
        for at, (child, following) in enumerate(pairwise(children)):
            match = BLOCK.match(following.content) if child.type in _CLOSES and following.type == "text" else None
            attributes = parsed(match[0]) if match else None
            if match is not None and attributes is not None:
                wanted = _CLOSES[child.type]
                opened = [t for t in children[:at] if t.type == wanted and t.level == child.level]
                apply(opened[-1], attributes)
                following.content = following.content[match.end() :]


def install(md: MarkdownIt) -> None:
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.push("attributes", _inline_attributes)
    md.core.ruler.after("text_join", "heading_attributes", _heading_attributes)
    md.core.ruler.after("heading_attributes", "emphasis_attributes", _emphasis_attributes)
