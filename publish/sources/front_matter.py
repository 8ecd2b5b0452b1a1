"""What stands at the head of a chapter and is no text: YAML between `---`, TOML between `+++`, pandoc's `% Title`.

It is taken off, and as many blank lines are left, so that every line of the text keeps its number.
"""

from __future__ import annotations

import dataclasses
import re

from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex
from publish.sources.settings import Settings, from_toml, from_yaml

_YAML = regex(r"---[ \t]*\n(?=[^\n]*\S)(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_TOML = regex(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_PERCENT = regex(r"%[ \t]*(?=[^\n]*[^\n%{])[^\n]*(?:\n[ \t]+\S[^\n]*)*(?:\n%[^\n]*(?:\n[ \t]+\S[^\n]*)*){0,2}(?:\n|\Z)")
_KEY = regex(r"""[ \t]*(?:#[^\n]*\n[ \t]*)*["']?[\w.-]+["']?[ \t]*:(?:[ \t]|\n|\Z)""")


def head_taken(text: str, path: str) -> tuple[str, Settings, tuple[Diagnostic, ...]]:
    """The text without its head, and what the head says. A head that cannot be read stays in the text, and is reported."""
    settings = Settings(path)
    looks_like_one = False
    if match := _YAML.match(text):
        # Prose between two scene breaks may be YAML, too, but it is no table.
        settings = from_yaml(match[1], path, "M013", below=1)
        looks_like_one = bool(_KEY.match(match[1]))
    elif match := _TOML.match(text):
        settings = from_toml(match[1], path, "M013", below=1)
        looks_like_one = True
    elif (match := _PERCENT.match(text)) and text.startswith("% "):
        settings.value = _title_block(match[0])
        looks_like_one = True
    elif text.startswith("---\n") and _KEY.match(text[4:2000]):
        message = "the front matter is not closed"
        settings.report("M013", message, Span(path), "write --- on a line of its own below it")
        looks_like_one = True
    if match is None or not isinstance(settings.value, dict):
        if not looks_like_one or not settings.noticed:
            return text, Settings(path), ()
        said = "; what stands at the head of this chapter is printed as text"
        return text, Settings(path), tuple(dataclasses.replace(d, message=d.message + said) for d in settings.noticed)
    blank = "\n" * match[0].count("\n")
    return blank + text[match.end() :], settings, tuple(settings.noticed)


def _title_block(block: str) -> dict[str, object]:
    """Title, authors (with semicolons or line ends between them) and date, each after a `%`."""
    fields = [part.strip() for part in re.split(r"^%", block, flags=re.M)[1:]]
    title, authors, date = (*fields, "", "", "")[:3]
    table: dict[str, object] = {"title": " ".join(title.split())} if title else {}
    people = [name.strip() for name in re.split(r";|\n", authors) if name.strip()]
    return {**table, **({"author": people} if people else {}), **({"date": date} if date else {})}
