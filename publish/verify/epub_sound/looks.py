"""Stylesheets that take a choice from the reader (spec C12, C13): size, leading, colour, ground and alignment of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.lazy import regex
from publish.verify.container import Container

#: What sets all of the text.
_ALL = frozenset({"html", "body", "p", ":root", "*", "body p", "section", "div"})
_COMMENT = regex(r"/\*.*?\*/", re.S)
#: Colours for one kind of ground are what readers ask for by it.
_BY_GROUND = regex(r"@media[^{]*prefers-color-scheme[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.S)
_RULE = regex(r"([^{};]+)\{([^{}]*)\}")
_NEUTRAL = regex(
    r"(?:inherit|initial|unset|none|transparent|currentcolor|normal|medium|1(?:\.0*)?r?em|100%|auto)(?![\w.])", re.I
)
_TAKEN = {
    "color": "the colour of the text", "background": "the ground", "background-color": "the ground",
    "font-size": "the size of the text", "line-height": "the leading",
}  # fmt: skip


def looks(book: Container) -> Iterator[tuple[str, str, int]]:
    """What is taken, in which stylesheet, at which line."""
    for item in book.items.values():
        if item.media_type != "text/css":
            continue
        css = book.files.get(item.path, b"").decode("utf-8", "replace")
        for pattern in (_COMMENT, _BY_GROUND):
            css = pattern.sub(lambda match: "\n" * match[0].count("\n"), css)
        for rule in _RULE.finditer(css):
            of = [one for one in map(str.strip, rule[1].split(",")) if one.lower() in _ALL]
            for said in _declared(rule[2]) if of else ():
                line = css.count("\n", 0, rule.start(2)) + 1
                yield f"{of[0]} sets {said}: the reader's own choice may not show", item.path, line


def _declared(text: str) -> Iterator[str]:
    for declaration in text.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name.lower() == "text-align" and value.lower().startswith("justify"):
            yield f"the alignment (text-align: {value})"
        elif name.lower() in _TAKEN and value and not _NEUTRAL.match(value):
            yield f"{_TAKEN[name.lower()]} ({name}: {value})"
