"""Attributes on a line of their own: before a block as Markua and MyST have them, after it as kramdown does.

`{: .class}` belongs to the block that it follows without an empty line, else to the next. `{#id .class}` and `{width: 50%}`
belong to the block that follows them; at the end of a block with nothing behind them, to that block.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.diagnostics import Diagnostic
from publish.markdown.attributes import BLOCK, apply, parsed
from publish.markdown.blocks import outside, text_at
from publish.markdown.scope import scope_of

#: Keys of Markua and pandoc: in a line such as `{x: y}` that could be a sentence of its own, only these make it attributes.
_KEYS = frozenset(
    "id class width height alt caption title align lang type float format fullbleed bleed number numbered column-widths"
    " line-numbers starting-line-number icon style name dir epub:type role fig-cap fig-alt tbl-cap entry only sample"
    .split()
)  # fmt: skip


#: Where Markua puts a block on its page: no word about what the block is.
_PLACES = frozenset({"float", "fullbleed", "bleed", "icon"})


def _attributes(text: str) -> dict[str, str] | None:
    text = text.strip()
    if not text.startswith("{") or not BLOCK.fullmatch(text):
        return None
    attributes = parsed(text)
    sure = text.startswith("{:") or "=" in text or re.match(r"\{[ \t]*[#.]", text)
    return attributes if attributes and (sure or set(attributes) <= _KEYS) else None


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = "" if state.is_code_block(start) else text_at(state, start)
    attributes = _attributes(text)
    if attributes is None:
        return False
    kramdown = text.startswith("{:")
    last = start + 1 >= end or state.isEmpty(start + 1) or outside(state, start + 1)
    if silent:
        # Within a paragraph, a line without kramdown's colon is its last one or is text.
        return kramdown or last
    token = state.push("attribute_line", "", 0)
    token.map, token.content = [start, start + 1], text.strip()
    token.attrs = dict(attributes)
    follows = start > 0 and not state.isEmpty(start - 1)
    token.meta = {"backward": follows and (kramdown or last)}
    state.line = start + 1
    return True


def _opened(tokens: list[Token], closing: int) -> Token | None:
    """The token that begins the block which ends at an index; None where there is none."""
    last = tokens[closing] if closing >= 0 else None
    if last is None or last.nesting > 0 or last.type == "inline":
        return None
    if last.nesting == 0:
        return last
    return next((t for t in reversed(tokens[:closing]) if t.nesting == 1 and t.level == last.level), None)


def _given(token: Token, attributes: dict[str, str]) -> None:
    """Attributes to a block; code takes them in its info string, where its own stand."""
    if token.type == "code_block":
        token.type, token.tag, token.markup = "fence", "code", "```"
    if token.type != "fence":
        apply(token, attributes)
        return
    classes = attributes.pop("class", "").split()
    language = next((c.removeprefix("language-") for c in classes if c.startswith("language-")), "")
    language = attributes.pop("format", attributes.pop("lang", language))
    parts = [f"#{attributes.pop('id')}"] if "id" in attributes else []
    parts += [f".{name}" for name in classes if not name.startswith("language-")]
    parts += [f'{key}="{value}"' for key, value in attributes.items()]
    own = re.sub(r"\s*\{(.*)\}$", r" \1", token.info).strip() if token.info.endswith("}") else token.info.strip()
    words = own.split(None, 1)
    named = bool(words) and not token.info.lstrip().startswith("{")
    language = words[0] if named else language
    inner = " ".join([*(words[1:] if named else [own] if own else []), *parts])
    token.info = f"{language} {{{inner}}}".strip() if inner else language


def _resolved(state: StateCore) -> None:
    """Each line of attributes goes to its block."""
    scope = scope_of(state.env)
    tokens, at = state.tokens, 0
    while at < len(tokens):
        if tokens[at].type != "attribute_line":
            at += 1
            continue
        line = tokens.pop(at)
        before = _opened(tokens, at - 1)
        after = next((t for t in tokens[at:] if t.type != "attribute_line"), None)
        after = after if after is not None and after.nesting >= 0 else None
        target = (before or after) if line.meta["backward"] else after
        if target is None:
            message = f"the attributes “{line.content[:60]}” belong to no block and were left out"
            number = line.map[0] + 1 if line.map else 1
            scope.add(Diagnostic("C014", message, scope.span(number), "put them right before or after their block"))
        else:
            unused = _PLACES - {"float"} if target.type == "paragraph_open" else _PLACES
            _given(target, {key: str(value) for key, value in line.attrs.items() if key not in unused})


def install(md: MarkdownIt) -> None:
    chain = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "attribute_line", _line, {"alt": chain})
    md.core.ruler.after("block", "attribute_lines", _resolved)
