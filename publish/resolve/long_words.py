"""Words that no line can hold, such as a hash or an address in a cell: they are marked, so that styles may break them."""

from __future__ import annotations

from publish.lazy import regex
from publish.resolve.draft import Draft, classes

#: Letters without a place to break that a narrow column may not hold. Scripts without spaces break anywhere.
_LONG = regex(r"[!-~\u00a1-\u024f]{25,}")


def long_words_marked(draft: Draft) -> None:
    """Cells only: their least width is the longest word's, and one may push a table off the page."""
    for chapter in draft.chapters:
        for cell in chapter.tree.iter("td", "th"):
            if _LONG.search("".join(map(str, cell.itertext()))):
                cell.set("class", " ".join([*classes(cell), "long-words"]))
