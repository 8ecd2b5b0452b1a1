"""Two directives of MyST in the press's own words: a glossary, terms with indented meanings below them, as a definition
list in a div; the place of the bibliography, as the div that has its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from publish.lazy import regex
from publish.markdown.weave.lines import Line

_OPTION = regex(r":[\w-]+:(?:\s|$)")
_FLAG = regex(r":[\w-]+:$")


def is_glossary(info: str) -> bool:
    return info.strip().split()[:1] == ["{glossary}"]


def is_bibliography(info: str) -> bool:
    return info.strip().split()[:1] == ["{bibliography}"]


def as_place(opening: Line, indent: str) -> list[Line]:
    return [opening._replace(text=f"{indent}::: {{#refs}}"), opening._replace(text=f"{indent}:::")]


def options_of(body: Sequence[Line], indent: str) -> list[Line]:
    """The lines with options at the beginning of a directive."""
    return list(takewhile(lambda line: _OPTION.match(line.text[len(indent) :]), body))


def says_something(option: Line) -> bool:
    """Whether an option holds words; that a glossary is sorted (`:sorted:`), as every one is, says nothing new."""
    return not _FLAG.match(option.text.strip())


def as_definitions(opening: Line, body: Sequence[Line], closing: Line, indent: str) -> list[Line]:
    """The lines of a directive, without its options."""
    result = [opening._replace(text=f"{indent}::: glossary"), opening._replace(text="")]
    starts = True
    for line in body:
        words = line.text[len(indent) :]
        if not words.strip():
            result.append(line._replace(text=""))
        elif not words[0].isspace():
            result += [line] if starts else [line._replace(text=""), line]
            starts = True
        else:
            mark = ":   " if starts else "    "
            result.append(line._replace(text=f"{indent}{mark}{words.strip()}"))
            starts = False
    return [*result, closing._replace(text=""), closing._replace(text=f"{indent}:::")]
