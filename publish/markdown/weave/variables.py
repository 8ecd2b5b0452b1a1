"""Variables: `{{< var x >}}`, `{{< meta title >}}`, `{{ book.x }}`, `{{ x }}`, replaced in the text before it is parsed.

What is set aside stays as it is: code spans and formulas, and blocks of code, but for Quarto's `{{< … >}}` (Quarto reads
it there too) and where the book's template engine runs over everything (HonKit's does).
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Mapping

from publish.book import Metadata
from publish.lazy import dataclass, regex

_SHORTCODE = regex(r"(\{?)\{\{<\s*(var|meta)\s+([\w.-]+)\s*>\}\}(\}?)")
_BRACES = regex(r"(\\?)\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}")
#: Parts of a line that are not text: code between backticks, formulas, mdBook's and Quarto's own marks.
ASIDE = regex(
    r"<!--.*?-->|<code\b.*?</code>|^(?:(?!<code).)*</code>|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\$\$.*?\$\$|(?<![\\\w$])\$(?=\S)[^$\n]*?(?<=[^\s\\])\$(?!\d)|\\\(.*?\\\)|\\\[.*?\\\]"
)

#: Says what is wrong, and what to do.
Report = Callable[[str, str], None]


def known_words(metadata: Metadata) -> dict[str, str]:
    """What `meta` and `book` can name beside the variables: the metadata that is words."""
    names = ("title", "subtitle", "publisher", "date", "rights", "description", "lang")
    words = {name: str(getattr(metadata, name)) for name in names if getattr(metadata, name)}
    if metadata.author:
        words["author"] = ", ".join(person.name for person in metadata.author)
    for field in dataclasses.fields(metadata.series) if metadata.series else ():
        words[f"series.{field.name}"] = str(getattr(metadata.series, field.name))
    return words


@dataclass(frozen=True)
class Variables:
    """The values of a book; `everywhere` is True where a template engine runs over code as over text."""

    values: Mapping[str, str]
    words: Mapping[str, str]
    everywhere: bool = False

    def replaced(self, line: str, in_code: bool, report: Report) -> str:
        """The line with its variables replaced; an unknown one stays and is reported."""
        line = _SHORTCODE.sub(lambda m: self._shortcode(m, report), line)
        if "{{" not in line or (in_code and not self.everywhere):
            return line
        if self.everywhere:
            return _BRACES.sub(lambda m: self._braces(m, None if in_code else report), line)
        pieces, last = [], 0
        for aside in ASIDE.finditer(line):
            pieces += [_BRACES.sub(lambda m: self._braces(m, report), line[last : aside.start()]), aside[0]]
            last = aside.end()
        return "".join([*pieces, _BRACES.sub(lambda m: self._braces(m, report), line[last:])])

    def _shortcode(self, match: re.Match[str], report: Report) -> str:
        if match[1] and match[4]:  # {{{< var x >}}} shows the mark itself
            return match[0][1:-1]
        name = match[3]
        first, second = (self.values, self.words) if match[2] == "var" else (self.words, self.values)
        value = first.get(name, second.get(name))
        if value is None:
            self._unknown(name, match[0], report)
            return match[0]
        return f"{match[1]}{value}{match[4]}"

    def _braces(self, match: re.Match[str], report: Report | None) -> str:
        if match[1]:
            return match[0] if not self.everywhere else match[0][1:]
        name = match[2]
        for key in (name, name.removeprefix("book.")):
            if key in self.values:
                return self.values[key]
        if name.startswith("book.") and name.removeprefix("book.") in self.words:
            return self.words[name.removeprefix("book.")]
        if report is not None:
            self._unknown(name, match[0], report)
        return match[0]

    def _unknown(self, name: str, mark: str, report: Report) -> None:
        near = difflib.get_close_matches(name.removeprefix("book."), [*self.values, *self.words], n=1)
        key = name.removeprefix("book.")
        hint = f"did you mean {near[0]}?" if near else f'add {key} = "…" to [variables] in book.toml'
        report(f"there is no variable “{name}”; {mark} is printed as it stands", hint)
