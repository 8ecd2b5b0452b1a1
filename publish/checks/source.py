"""Lines of the source as prose: what is code, markup, an address or a comment is blank, every other sign keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.lazy import regex

_FENCE = regex(r"[ \t>]*(`{3,}|~{3,})")
_NOT_PROSE = regex(
    r"""<!--.*?(?:-->|$)|</?[A-Za-z][^<>]*>              # comments and tags
    |(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)   # code
    |\]\([^()]*(?:\([^()]*\)[^()]*)*\)                  # addresses and titles of links
    |^[ ]{0,3}\[[^\]]+\]:[ \t]*\S.*                     # definitions of links
    |\{[#.:%{<=][^{}]*\}|\{[\w-]+=[^{}]*\}             # attributes, templates
    |\$(?!\s)[^$]+(?<!\s)\$(?!\d)                      # formulas
    |(?<=\d)["']                                        # inches, feet, minutes
    |^(?:[ ]{4}|\t).*|^:::.*""",
    re.X,
)
#: A line without any of these is prose from end to end. One pattern for both would look for each at every sign of the text.
_MARKUP, _MEASURE = regex(r"[<`\](){}$]"), regex(r"\d[\"']")
_SET_OFF = ("    ", "\t", ":::")


def prose_lines(text: str, signs: str) -> Iterator[tuple[int, str]]:
    """The lines with one of the signs, by number; fenced blocks and the front matter have none."""
    fence = ""
    wanted = re.compile(f"[{re.escape(signs)}]")
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip(" \t>")[:3] in ("```", "~~~") and (match := _FENCE.match(line)):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif not fence and wanted.search(line):
            marked = line.startswith(_SET_OFF) or _MARKUP.search(line) or _MEASURE.search(line)
            yield number, _NOT_PROSE.sub(_blank, line) if marked else line


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
