"""What is compared: the texts of a book as blocks of characters, in the order in which they are read."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from publish.book import ChapterText, TextBlock
from publish.changes.words import GOES_ON, NUMBER, Token, tokens, words_of


@dataclass(eq=False)
class Member:
    """A block of one of the books, with what is known of it while they are compared."""

    chapter: int
    block: TextBlock
    key: str
    #: Of which stretch between blocks that both have it is one.
    gap: tuple[int, bool, int] = (-1, False, 0)

    @functools.cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.block.text)

    @functools.cached_property
    def words(self) -> int:
        return words_of(self.tokens)

    @functools.cached_property
    def counts(self) -> Counter[str]:
        """Its words, or, where it has none, its signs."""
        return Counter(t.key for t in self.tokens if t.key[0].isalnum()) or Counter(t.key for t in self.tokens)


def members(texts: Sequence[ChapterText]) -> list[list[Member]]:
    """The blocks of each text that have any text. Equal keys are of equal words."""
    return [
        [Member(at, block, key) for block in text.blocks if (key := _key(block.text))] for at, text in enumerate(texts)
    ]


def _key(text: str) -> str:
    whole = text.replace("\u00ad", "").replace(GOES_ON, "") if NUMBER in text else text.replace("\u00ad", "")
    return " ".join(whole.split())
