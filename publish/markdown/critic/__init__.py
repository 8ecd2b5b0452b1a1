"""CriticMarkup, where a book is told what to make of it: `{++inserted++}`, `{--deleted--}`, `{~~old~>new~~}`, `{>>comment<<}`.

Signs are tokens that are paired as soon as a text is read, before any other rule sees them: what follows finds the words as
if their author had accepted the changes, or rejected them. A mark that is not whole in its block is printed and reported
(`C070`). For a proof the places of the marks are kept as signs in the text that no book has (`places`).
"""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt

from publish.book import Reading
from publish.markdown.critic.settled import settled
from publish.markdown.critic.signs import SIGNS, sign

__all__ = ["SIGNS", "install"]


def install(md: MarkdownIt, reading: Reading) -> None:
    """Before all other rules: it must be installed behind them."""
    md.inline.ruler.before(md.inline.ruler.get_all_rules()[0], "critic", sign)
    settle = functools.partial(settled, reading=reading)
    md.core.ruler.after("inline", "critic", settle)
    md.core.ruler.before("lines", "critic_late", settle)  # captions that were attributes are read on the way
