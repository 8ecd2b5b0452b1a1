"""GitBook and HonKit: `{% hint style="info" %}` … `{% endhint %}`, and tabs, `{% tab title="…" %}` … `{% endtab %}`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.markdown.asides import box
from publish.markdown.blocks import Extent, closing_line, container, text_at
from publish.markdown.scope import scope_of

_TAG = re.compile(r"\{%-?[ \t]*(end)?(hint|tabs|tab)\b(.*?)-?%\}[ \t]*$")
_VALUE = re.compile(r"""(\w+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
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
    container(state, "div", {"class": names}, Extent(start, start + 1, last, after), title)
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "hint", _hint, {"alt": ["paragraph", "reference", "blockquote", "list"]})
