"""What a manuscript holds, counted: words, notes, figures, tables and the time to read them, for each chapter.

A word is a run of letters and digits, with apostrophes and hyphens inside. Of Chinese and Japanese each sign counts as one,
of Thai, Lao, Khmer and Burmese, which put no spaces between words, five letters. Listings and formulas are not counted. One
reads 230 words in a minute, or 500 signs of Chinese and Japanese.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from publish.book import EPUB_TYPE, MATHML, Chapter, Element
from publish.lazy import dataclass, regex

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 500


@functools.cache
def _sign() -> re.Pattern[str]:
    """Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile(
        "[\u3005\u3006\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
    )


_UNSPACED = regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_WORD = regex(r"[^\W_]+(?:['’ʼ\u200c\u00ad-]?[^\W_]+)*")
_NOT_WORDS = frozenset({"pre", f"{{{MATHML}}}math"})


@dataclass(frozen=True)
class Count:
    """The counts of one chapter, or of the whole under the title of the book; `signs` are among the words."""

    title: str
    path: str
    words: int = 0
    signs: int = 0
    notes: int = 0
    figures: int = 0
    tables: int = 0

    @property
    def minutes(self) -> int:
        """The time to read it, in minutes, at least one where there is anything to read."""
        exact = (self.words - self.signs) / WORDS_A_MINUTE + self.signs / SIGNS_A_MINUTE
        return max(1, round(exact)) if self.words else 0


def counted(chapters: Iterable[Chapter]) -> tuple[Count, ...]:
    """The counts of the chapters that the author wrote."""
    return tuple(_count(chapter) for chapter in chapters if not chapter.source.generated)


def total(title: str, counts: Sequence[Count]) -> Count:
    names = ("words", "signs", "notes", "figures", "tables")
    return Count(title, "", *(sum(getattr(one, name) for one in counts) for name in names))


def words_in(text: str) -> tuple[int, int]:
    """The words of a text, and how many of them are signs of Chinese and Japanese."""
    signs = len(_sign().findall(text))
    rest = _sign().sub(" ", text)
    unspaced = sum(-(-len(run) // 5) for run in _UNSPACED.findall(rest))
    return signs + unspaced + len(_WORD.findall(_UNSPACED.sub(" ", rest))), signs


def _count(chapter: Chapter) -> Count:
    tree = chapter.tree
    words, signs = words_in("".join(_texts(tree)))
    found = [e for e in tree.iter() if isinstance(e.tag, str)]
    notes = sum(1 for e in found if e.get(EPUB_TYPE) == "footnote")
    tables = sum(1 for e in found if e.tag == "table")
    figures = sum(1 for e in found if e.tag == "figure" and e.find(".//table") is None and e.find(".//pre") is None)
    return Count(chapter.title, chapter.source.path, words, signs, notes, figures, tables)


def _texts(element: Element) -> Iterable[str]:
    """The text, with a space at the edges of elements that are blocks of their own."""
    if isinstance(element.tag, str) and element.tag not in _NOT_WORDS and element.get("class") != "noteref":
        block = element.tag not in _INLINE
        yield " " if block else ""
        yield element.text or ""
        for child in element:
            yield from _texts(child)
        yield " " if block else ""
    yield element.tail or ""


_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
     "u", "wbr"}
)  # fmt: skip
