"""Stylesheets of a book read with care: they reach for nothing outside, and a stranger's keep to a list of properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tinycss2
from tinycss2 import ast

from publish.lazy import dataclass

#: Functions that open an address, and rules that do.
_OPENING = frozenset({"url", "src", "image", "image-set", "cross-fade", "element", "expression", "attr-url", "local"})
_RULES = frozenset({"import", "font-face", "namespace", "charset", "color-profile"})
_BEHAVIOUR = frozenset({"behavior", "-moz-binding"})
#: What a stranger's stylesheet may set: type and space. No layout in boxes, which takes time that grows without bound,
#: no places, no generated words, no variables.
_HARMLESS = frozenset(
    "color background-color font-size font-style font-weight font-variant font-variant-caps font-variant-numeric"
    " font-variant-ligatures font-feature-settings font-kerning letter-spacing word-spacing line-height text-align"
    " text-align-last text-indent text-transform text-decoration text-decoration-line hyphens white-space vertical-align"
    " margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left"
    " border border-top border-right border-bottom border-left border-color border-style border-width border-collapse"
    " border-spacing border-radius list-style list-style-type list-style-position page-break-before page-break-after"
    " page-break-inside break-before break-after break-inside orphans widows caption-side".split()
)
_DEEPEST = 4


@dataclass(frozen=True)
class Wary:
    """A stylesheet as it may be used, its lines where they were; what was left out, each with its line."""

    text: str
    outside: tuple[tuple[int, str], ...]
    strange: tuple[tuple[int, str], ...]


def wary(text: str, untrusted: bool = False) -> Wary:
    outside: list[tuple[int, str]] = []
    strange: list[tuple[int, str]] = []
    rules = tinycss2.parse_stylesheet(text)
    kept = list(_rules(rules, untrusted, outside, strange, 0))
    if not outside and not strange:
        return Wary(text, (), ())
    lines: list[str] = []
    for line, css in kept:  # each rule on the line where it began, so that what is said of it later finds it
        lines += [""] * (line - 1 - len(lines))
        lines += css.split("\n")
    return Wary("\n".join(lines) + "\n", tuple(outside), tuple(strange))


def _rules(
    rules: Sequence[ast.Node],
    untrusted: bool,
    outside: list[tuple[int, str]],
    strange: list[tuple[int, str]],
    depth: int,
) -> Iterator[tuple[int, str]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in _RULES:
            outside.append((rule.source_line, f"@{rule.lower_at_keyword}"))
        elif rule.type == "at-rule" and rule.content is not None and _groups(rule):
            if depth >= _DEEPEST:
                strange.append((rule.source_line, f"@{rule.lower_at_keyword}"))
                continue
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "\n".join(css for _, css in _rules(inside, untrusted, outside, strange, depth + 1))
            yield rule.source_line, f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{\n{body}\n}}"
        elif rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            if rule.type == "at-rule" and untrusted:
                strange.append((rule.source_line, f"@{rule.lower_at_keyword}"))
                continue
            head = f"@{rule.at_keyword}" if rule.type == "at-rule" else ""
            body = "; ".join(_declarations(rule.content, untrusted, outside, strange))
            yield rule.source_line, f"{head}{tinycss2.serialize(rule.prelude)}{{ {body} }}"


def _groups(rule: ast.AtRule) -> bool:
    return rule.lower_at_keyword in ("media", "supports", "layer", "container")


def _declarations(
    content: Sequence[ast.Node], untrusted: bool, outside: list[tuple[int, str]], strange: list[tuple[int, str]]
) -> Iterator[str]:
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            if part.lower_name in _BEHAVIOUR or _opens(part.value):
                outside.append((part.source_line, part.name))
            elif untrusted and (part.lower_name not in _HARMLESS or _computed(part.value)):
                strange.append((part.source_line, part.name))
            else:
                yield part.serialize().strip()
        elif part.type in ("qualified-rule", "at-rule"):
            # Rules within rules, and the margin boxes of a page.
            if untrusted:
                strange.append((part.source_line, "a rule within a rule"))
            elif part.content is not None:
                head = f"@{part.at_keyword}" if part.type == "at-rule" else ""
                body = "; ".join(_declarations(part.content, untrusted, outside, strange))
                yield f"{head}{tinycss2.serialize(part.prelude)}{{ {body} }}"


def _opens(value: Sequence[ast.Node]) -> bool:
    """Whether a value names an address that is not written out in it."""
    for token in value:
        if token.type == "url" and not token.value.startswith(("data:image/", "#")):
            return True
        if token.type == "function":
            words = [t.value for t in token.arguments if t.type == "string"]
            if token.lower_name in _OPENING and not (words and all(w.startswith(("data:image/", "#")) for w in words)):
                return True
            if _opens(token.arguments):
                return True
        if token.type in ("() block", "[] block", "{} block") and _opens(token.content):
            return True
    return False


def _computed(value: Sequence[ast.Node]) -> bool:
    """Whether a value is made of functions, which may grow when they are worked out."""
    return any(token.type == "function" and token.lower_name not in ("rgb", "rgba", "hsl", "hsla") for token in value)
