"""GitBook and HonKit: `{% hint style="info" %}` … `{% endhint %}`, tabs and steps, titles of code, links in boxes.

What only places blocks on a screen (`columns`, `content-ref`) leaves them where they stand; an embedded page is a link to it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.blocks import Extent, closing_line, container, text_at
from publish.markdown.boxes.asides import box
from publish.markdown.scope import scope_of

_TAG = regex(r"\{%-?[ \t]*(end)?(hint|tabs|tab|stepper|step|columns|column|code|content-ref)\b(.*?)-?%\}[ \t]*$")
_VALUE = regex(r"""(\w+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
#: Blocks that a book needs no box for.
_CLEAR = frozenset({"columns", "column", "code", "content-ref"})
_EMBED = regex(r"\{%-?[ \t]*(embed|file)\b(.*?)-?%\}[ \t]*$")
_STYLES = {"info": "note", "success": "tip", "working": "note"}


def _turn(name: str, text: str) -> int:
    tag = _TAG.match(text)
    return 0 if tag is None or tag[2] != name else -1 if tag[1] else 1


def _hint(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    tag = None if state.is_code_block(start) else _TAG.match(text_at(state, start))
    if tag is None:
        return False
    if silent:
        return True
    scope = scope_of(state.env)
    if tag[1]:
        message = f"“{tag[0].strip()}” closes nothing here and was left out"
        scope.add(Diagnostic("C012", message, scope.span(start + 1), "remove it"))
        state.line = start + 1
        return True
    name = tag[2]
    close = closing_line(state, start, end, lambda text: _turn(name, text))
    if close is None:
        message = f"this block, {{% {name} %}}, is not closed"
        scope.add(Diagnostic("C011", message, scope.span(start + 1), f"close it with {{% end{name} %}}"))
    values = {match[1]: match[2] or match[3] or match[4] or "" for match in _VALUE.finditer(tag[3])}
    style = values.get("style", "info")
    names, title = (
        box(_STYLES.get(style, style), values.get("title", "")) if name == "hint" else (name, values.get("title", ""))
    )
    last, after = (end, end) if close is None else (close, close + 1)
    first = len(state.tokens)
    title = "" if name == "code" else title
    container(state, "div", {"class": names}, Extent(start, start + 1, last, after), title)
    if name in _CLEAR:
        del state.tokens[first], state.tokens[-1]
    if name == "code":
        _code(state, first, values)
    return True


def _code(state: StateBlock, first: int, values: dict[str, str]) -> None:
    """The title of a listing and its numbers, said around it."""
    listing = next((t for t in state.tokens[first:] if t.type == "fence"), None)
    if listing is not None:
        title = values.get("title", "").replace('"', "'")
        listing.info += f' title="{title}"' if title else ""
        listing.info += ' linenums="1"' if values.get("lineNumbers") == "true" else ""


def _embed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A page or a file shown in the page: a link to it, in the words between the tags if there are some."""
    tag = None if state.is_code_block(start) else _EMBED.match(text_at(state, start))
    values = {m[1]: m[2] or m[3] or m[4] or "" for m in _VALUE.finditer(tag[2])} if tag else {}
    address = values.get("url") or values.get("src", "")
    if tag is None or not address:
        return False
    if silent:
        return True
    closing = f"end{tag[1]}"
    close = next((n for n in range(start + 1, end) if re.match(rf"\{{%-?[ \t]*{closing}\b", text_at(state, n))), None)
    opened = next((n for n in range(start + 1, close or start) if _EMBED.match(text_at(state, n))), None)
    close = None if opened is not None else close
    words = " ".join(text_at(state, n).strip() for n in range(start + 1, close or start)).strip()
    if tag[1] == "embed":
        scope = scope_of(state.env)
        message = f"{{% embed %}} {address} cannot stand in a book; a link to it was put in its place"
        scope.add(Diagnostic("C040", message, scope.span(start + 1), "say in words what it shows"))
    words = words or values.get("caption", "") or (address.rsplit("/", 1)[-1] if tag[1] == "file" else address)
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = f"[{words}](<{address}>)", [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    state.line = start + 1 if close is None else close + 1
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "hint", _hint, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.before("fence", "embed", _embed, {"alt": ["paragraph", "reference", "blockquote", "list"]})
