"""Typographic quotes by language, dashes and ellipses: `"` `'` `--` `---` `...`.

Quotes are markdown-it's own rule. Its other replacements, such as `(c)`, change what an author wrote and are not used.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

#: Words that begin with an apostrophe, which a rule for quotes would take for an opening one.
_ELISION = re.compile(
    r"(?<![\w'’])'(?=(?:tis|twas|twere|twill|twould|em|cause|til|till|bout|neath|gainst|round|n'|\d\ds)\b)", re.I
)
_DASH = re.compile(r"(?<!-)(---?)(?!-)")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")


def _dashes(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "text" and child.content:
                text = _DASH.sub(lambda m: "—" if len(m[1]) == 3 else "–", child.content)
                child.content = _ELISION.sub("’", _DOTS.sub("…", text))


def install(md: MarkdownIt, quotes: tuple[str, str, str, str]) -> None:
    md.options["typographer"] = True
    md.options["quotes"] = list(quotes)
    md.core.ruler.after("inline_notes", "dashes", _dashes)
    md.core.ruler.enable(["smartquotes"])
