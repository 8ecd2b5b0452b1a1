r"""Macros of LaTeX: `\newcommand`, `\renewcommand`, `\providecommand`, `\def` and `\DeclareMathOperator`.

A definition holds from where it stands to the end of the book, as pandoc has it; it prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.lazy import dataclass, regex
from publish.markdown.ahead import once_for_a_text

#: Replacements in one formula, and characters that a formula may have: a macro that calls itself ends here.
_MAX_ROUNDS = 64
MAX_LENGTH = 20_000

_DEFINITION = regex(
    r"\\(?P<kind>(?:new|renew|provide)command|DeclareMathOperator|[gex]?def)(?P<star>\*?)"
    r"\s*(?:\{\s*(?P<braced>\\[A-Za-z]+)\s*\}|(?P<bare>\\[A-Za-z]+))\s*"
)
_COUNT = regex(r"\[(\d)\]\s*(?:\[([^\[\]]*)\]\s*)?")
_PARAMETERS = regex(r"(?:#\d)*\s*")


@dataclass(frozen=True)
class Macro:
    """What stands for a command: `#1` … `#9` are its arguments; with `default` the first one may be left out."""

    body: str
    arguments: int = 0
    default: str | None = None


Macros = dict[str, Macro]


def group(text: str, at: int) -> int | None:
    """The place behind the group `{…}` that begins at `at`; None where it is not closed or there is none."""
    return _groups(text).get(at)


_BRACE = regex(r"\\.|[{}]", re.S)


@once_for_a_text
def _groups(text: str) -> Mapping[int, int]:
    """Where each group of a text begins, and the place behind it: found once, for who asks at one brace asks at others."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            found[opened.pop()] = brace.end()
    return found


def may_define(text: str) -> bool:
    """Whether a text has what looks like a definition, in a formula or not."""
    return "\\" in text and _DEFINITION.search(text) is not None


def begins_definition(text: str) -> bool:
    return _DEFINITION.match(text) is not None


def taken(text: str, macros: Macros) -> tuple[str, tuple[str, ...]]:
    """The text without its definitions, which go into `macros`, and those that cannot be read, as they stand."""
    kept, unread, at = [], [], 0
    while (match := _DEFINITION.search(text, at)) is not None:
        kept.append(text[at : match.start()])
        end = _defined(text, match, macros)
        if end is None:
            unread.append(match[0].strip())
            kept.append(match[0])
            end = match.end()
        at = end
    return "".join([*kept, text[at:]]), tuple(unread)


def _defined(text: str, match: re.Match[str], macros: Macros) -> int | None:
    name, at, count, default = match["braced"] or match["bare"], match.end(), 0, None
    if match["kind"].endswith("command"):
        if (found := _COUNT.match(text, at)) is not None:
            count, default, at = int(found[1]), found[2], found.end()
    elif match["kind"].endswith("def"):
        parameters = _PARAMETERS.match(text, at)
        assert parameters is not None
        count, at = parameters[0].count("#"), parameters.end()
    end = group(text, at)
    if end is None:
        return None
    body = text[at + 1 : end - 1]
    if match["kind"] == "DeclareMathOperator":
        body = rf"\operatorname{match['star']}{{{body}}}"
    if match["kind"] != "providecommand" or name not in macros:
        macros[name] = Macro(body, count, default)
    return end


_CALL = regex(r"(?<!\\)((?:\\\\)*)(\\[A-Za-z]+)[ \t]*")


def expanded(latex: str, macros: Mapping[str, Macro]) -> str | None:
    """The formula with its macros replaced; None where that does not come to an end."""
    if not macros:
        return latex
    for _ in range(_MAX_ROUNDS):
        match = next((m for m in _CALL.finditer(latex) if m[2] in macros), None)
        if match is None:
            return latex
        macro, at = macros[match[2]], match.end()
        arguments, at = _arguments(latex, at, macro)
        body = _filled(macro.body, arguments)
        space = " " if re.search(r"\\[A-Za-z]+$", body) and latex[at : at + 1].isalpha() else ""
        latex = latex[: match.start()] + match[1] + body + space + latex[at:]
        if len(latex) > MAX_LENGTH:
            return None
    return None


def _filled(body: str, arguments: list[str]) -> str:
    return re.sub(r"#([1-9])", lambda m: "".join(arguments[int(m[1]) - 1 : int(m[1])]), body)


def _arguments(latex: str, at: int, macro: Macro) -> tuple[list[str], int]:
    """The arguments of a call at `at`, and where they end: groups, commands or single characters."""
    given: list[str] = []
    if macro.default is not None:
        optional = re.compile(r"\s*\[([^\[\]]*)\]").match(latex, at)
        given.append(optional[1] if optional else macro.default)
        at = optional.end() if optional else at
    while len(given) < macro.arguments:
        while at < len(latex) and latex[at].isspace():
            at += 1
        end = group(latex, at)
        if end is not None:
            given.append(latex[at + 1 : end - 1])
        else:
            single = re.compile(r"\\[A-Za-z]+|\\.|.", re.S).match(latex, at)
            given.append(single[0] if single else "")
            end = single.end() if single else at
        at = end
    return given, at
