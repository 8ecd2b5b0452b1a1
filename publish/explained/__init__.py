"""A page for each code: why it is said, an example that causes it, what to do. The pages are TOML, a file for each letter.

`publish explain` prints them, `docs/diagnostics.md` holds them, and tests build each example and look for its code.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

import msgspec

from publish.diagnostics import CODES, Severity, visible


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of one code. An example is a chapter, a `book.toml`, other files, or several of these.

    `to`: the editions that it takes, `by`: the command, where reading alone does not find the mistake. `test`: the file of
    tests that causes it, where no short example can. `needs`: an extra of the press. `no_toml`, `no_lang`: what
    the example's folder lacks.
    """

    why: str
    do: str
    example: str = ""
    toml: str = ""
    files: dict[str, str] = {}
    to: tuple[str, ...] = ("epub",)
    by: str = "check"
    test: str = ""
    needs: str = ""
    encoding: str = "utf-8"
    no_toml: bool = False
    no_lang: bool = False


@functools.cache
def pages() -> Mapping[str, Page]:
    """The pages by code, in the order of the codes."""
    found: dict[str, Page] = {}
    for file in resources.files("publish.explained").iterdir():
        if file.name.endswith(".toml"):
            found |= msgspec.toml.decode(file.read_bytes(), type=dict[str, Page])
    return {code: found[code] for code in CODES if code in found}


def page_of(code: str) -> str:
    """The page of a code as plain text that is Markdown too."""
    page, said = pages()[code], CODES[code]
    rows = [f"{code}, {_article(said.severity)}: {said.meaning}.", "", page.why, ""]
    for name, text in _shown(page).items():
        rows += [f"For example, {name}:", "", *(f"    {line}" for line in visible(text).rstrip().split("\n")), ""]
    rows += [f"What to do: {page.do}", ""]
    if said.severity is Severity.WARNING:
        rows += [f"Where it is meant, allow it: `<!-- colophon: allow {code} -->` in the block or above it.", ""]
    return "\n".join(rows)


def _article(severity: Severity) -> str:
    return "an error" if severity is Severity.ERROR else "a warning"


def _shown(page: Page) -> Mapping[str, str]:
    """The files of the example, as far as they show something."""
    own = {"book.toml": page.toml, "a.md": page.example}
    return {name: text for name, text in {**own, **page.files}.items() if text and len(text) < 600}


def table() -> str:
    """`docs/diagnostics.md`: the table of codes and every page."""
    rows = [
        "# Diagnostics", "",
        "Written by `make golden` from `publish/diagnostics.py` and `publish/explained/`; `publish explain CODE` prints one page.",
        "Codes are never reused. An *error* keeps the editions concerned from being written; a *warning* does not, unless",
        "`--strict`. A warning that is meant is allowed by a comment, `<!-- colophon: allow C063, R001 -->`, in its block",
        "(up to the next blank line) or alone on a line above it, or in `book.toml`:",
        '`[check] allow = ["C063", "appendix/*.md: T054"]`. An allowance that `publish check` finds idle is reported.',
        "Errors cannot be allowed.", "",
        "| code | severity | meaning |", "|---|---|---|",
        *(f"| {name} | {code.severity} | {code.meaning} |" for name, code in CODES.items()), "",
    ]  # fmt: skip
    for code in pages():
        rows += [f"## {code}", "", page_of(code).rstrip(), ""]
    return "\n".join(rows)
