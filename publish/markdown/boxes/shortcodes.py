"""Hugo's shortcodes that hold what a book has, figures, boxes and code: `{{< … >}}` and `{{% … %}}` on lines of their own.

Jekyll's `{% highlight ruby %}` … `{% endhighlight %}` is one of them.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.lazy import regex
from publish.markdown.blocks import Extent, closing_line, container, text_at
from publish.markdown.boxes.asides import box

_TAG = regex(
    r"(?:\{\{[<%]|\{%-?)[ \t]*(/|end)?[ \t]*(figure|img|image|notice|hint|callout|admonition|alert|note|tip|warning|info|important"
    r"|highlight)"
    r"\b[ \t]*(.*?)[ \t]*(?:/?[>%]\}\}|-?%\})[ \t]*$"
)
_VALUE = regex(r"""(?:([\w-]+)[ \t]*=[ \t]*)?(?:"((?:\\.|[^"\\])*)"|([^\s"=]+))""")
_IMAGES = frozenset({"figure", "img", "image"})


def _values(text: str) -> tuple[dict[str, str], list[str]]:
    """The named and the other values of a shortcode."""
    named: dict[str, str] = {}
    others: list[str] = []
    for key, quoted, bare in _VALUE.findall(text):
        value = quoted.replace('\\"', '"') if quoted else bare
        if key:
            named[key] = value
        elif value:
            others.append(value)
    return named, others


def _shortcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    tag = None if state.is_code_block(start) else _TAG.match(text_at(state, start))
    if tag is None or tag[1]:
        return False
    name = tag[2]
    named, others = _values(tag[3])
    if name in _IMAGES:
        if not (named.get("src") or named.get("link")):
            return False
        if not silent:
            _figure(state, start, named)
        return True
    close = closing_line(state, start, end, lambda text: _turn(name, text))
    if close is None:
        return False
    if silent:
        return True
    if name == "highlight":
        listing = state.push("fence", "code", 0)
        listing.info = others[0] if others else ""
        listing.content = state.getLines(start + 1, close, state.blkIndent, True)
        listing.markup, listing.map = "```", [start, close + 1]
        state.line = close + 1
        return True
    kind = named.get("type") or named.get("style") or (others[0] if others and name in _GENERAL else "")
    rest = others[1:] if kind and others and others[0] == kind else others
    names, title = box(kind or ("note" if name in _GENERAL else name), named.get("title", " ".join(rest)))
    container(state, "div", {"class": names}, Extent(start, start + 1, close, close + 1), title)
    return True


#: Boxes whose kind is a value.
_GENERAL = frozenset({"notice", "hint", "callout", "admonition", "alert"})


def _turn(name: str, text: str) -> int:
    tag = _TAG.match(text)
    return 0 if tag is None or tag[2] != name else -1 if tag[1] else 1


def _figure(state: StateBlock, start: int, named: dict[str, str]) -> None:
    """An image as Markdown has it; Hugo's title stands over its caption."""
    title, caption = named.get("title", ""), named.get("caption", "")
    words = f"{title.rstrip('.')}. {caption}" if title and caption else title or caption
    attributes = [f'alt="{named["alt"]}"'] if named.get("alt") and '"' not in named["alt"] else []
    if re.fullmatch(r"[\d.]+(?:%|px|em)?", named.get("width", "")):
        attributes.append(f"width={named['width']}")
    said = "{" + " ".join(attributes) + "}" if attributes else ""
    first = len(state.tokens)
    brackets = re.sub(r"(?<!\\)([\[\]])", r"\\\1", words)
    text = f"![{brackets}](<{named.get('src') or named['link']}>){said}\n"
    state.md.block.parse(text, state.md, state.env, state.tokens)
    for token in state.tokens[first:]:
        token.map = [start, start + 1] if token.map else None
        token.level += state.level
    state.line = start + 1


def install(md: MarkdownIt) -> None:
    chain = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "shortcode", _shortcode, {"alt": chain})
