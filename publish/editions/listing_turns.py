"""Where a page may end within a listing: after two lines that say something, with two more to come; a short one stays whole.

Lines of brackets say nothing, and do not begin a page; nor does an empty line, which is left out where it ends one
(`publish.paged.fragments`).
"""

from __future__ import annotations

from collections.abc import Sequence

from publish.book import Element
from publish.lazy import regex

#: Lines of a listing that is not divided, and rows that it may take on the page, by the columns of a row.
_FEW, _ROWS, _COLUMNS = 5, 8, 50
#: Lines that stand on each side of a turn.
_LEAST = 2
#: Lines held together at most where nothing else holds them: some listings are all brackets.
_MOST = 4
#: What stands alone in a line of a diff that adds or takes away an empty one.
_SIGNS = ("+", "-")
_SAYS = regex(r"[^\W_]")
_CLOSES = regex(r"[-+]?\s*(?:[\])}>;,.]*|end|fi|done|esac|</[\w.:-]+>)[;,]?\s*")


def listings_held(tree: Element) -> None:
    """Mark the lines of code before which no page ends: `print.css` holds them to the line before."""
    for pre in tree.iter("pre"):
        lines = [one for one in pre.iter("span") if "code-line" in one.get("class", "").split()]
        for line, joined in zip(lines, held(["".join(map(str, one.itertext())) for one in lines]), strict=True):
            if joined:
                line.set("class", f"{line.get('class')} held")


def held(lines: Sequence[str]) -> list[bool]:
    """Before which lines of a listing no page ends."""
    said = [_SAYS.search(line) is not None and _CLOSES.fullmatch(line) is None for line in lines]
    all_said = sum(said)
    rows = sum(-(-len(line.rstrip()) // _COLUMNS) for line in lines)
    if all_said <= _FEW and rows <= _ROWS and len(lines) <= _FEW + _MOST:
        return [at > 0 for at in range(len(lines))]
    found: list[bool] = []
    run, before = 0, 0
    for at, line in enumerate(lines):
        near = before < _LEAST or all_said - before < _LEAST
        idle = _CLOSES.fullmatch(line) is not None or (at > 0 and lines[at - 1].strip() in _SIGNS)
        joined = at > 0 and (near or (idle and run < _MOST))
        found.append(joined)
        run = run + 1 if joined else 0
        before += said[at]
    return found
