"""Of a stylesheet the rules that can match something on a page: a layout engine reads each rule, and a cover has few elements.

Rules are told by their signs alone, so more than those that match may stay; none that could match is left out.
"""

from __future__ import annotations

import re

from publish.book import Element
from publish.lazy import regex

#: What may hold a brace or a semicolon that is none: comments, strings, addresses; then the signs themselves.
_SIGN = regex(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|\\.|[{};"']""", re.S | re.I)
_BEFORE, _COMMENT = regex(r"(?:\s|/\*.*?\*/)*", re.S), regex(r"/\*.*?\*/", re.S)
_CLASS, _ID = regex(r"\.([\w-]+)"), regex(r"#([\w-]+)")
_TAG = regex(r"(?<![\w.#:-])[a-zA-Z][\w-]*")
_NAMED_PAGE = regex(r"@page\s+([\w-]+)", re.I)
_USED_PAGE = regex(r"\bpage\s*:\s*([\w-]+)")
#: Selectors with these are not looked into: what they want may be told otherwise than by a name.
_UNREAD = frozenset("([\\|")


def concerning(css: str, page: Element) -> str:
    """The rules that may concern an element of a page, or what it stands in, in their order, and rules for pages that are named.
    All of the sheet where its braces or quotes do not pair."""
    rules = _rules(css)
    if rules is None:
        return css
    tags = {"html", "head", "title", "body"}
    classes: set[str] = set()
    ids: set[str] = set()
    for element in page.iter():
        if isinstance(element.tag, str):
            tags.add(element.tag.rpartition("}")[2].lower())
            classes.update(element.get("class", "").split())
            ids.update(filter(None, [element.get("id")]))
    kept = [rule for rule in rules if _may_match(rule, tags, classes, ids)]
    pages = {name for rule in kept for name in _USED_PAGE.findall(rule)}
    named = [(rule, _NAMED_PAGE.match(rule)) for rule in kept]
    return "\n".join(rule for rule, match in named if match is None or match[1] in pages) + "\n"


def _rules(css: str) -> list[str] | None:
    """The rules and statements of a sheet, each without the comments before it; None where braces do not pair."""
    found: list[str] = []
    begin = depth = 0
    for sign in _SIGN.finditer(css):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
        if depth < 0 or sign[0] in "\"'":
            return None
        if depth == 0 and sign[0] in ("}", ";"):
            found.append(_BEFORE.sub("", css[begin : sign.end()], count=1))
            begin = sign.end()
    return found if depth == 0 and not _BEFORE.sub("", css[begin:], count=1) else None


def _may_match(rule: str, tags: set[str], classes: set[str], ids: set[str]) -> bool:
    selectors = _COMMENT.sub(" ", rule).partition("{")[0]
    if rule.startswith("@") or _UNREAD.intersection(selectors):
        return True
    return any(
        classes.issuperset(_CLASS.findall(selector))
        and ids.issuperset(_ID.findall(selector))
        and tags.issuperset(tag.lower() for tag in _TAG.findall(selector))
        for selector in selectors.split(",")
    )
