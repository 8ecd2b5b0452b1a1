"""The words of a spine: the title first in rank, in the face of the text, the author before it and the publisher behind it.

Lengths are inches, type is points, widths of words are em. A line of type keeps clear of both folds with all of its ink.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from publish.editions.wrap import Wrap
from publish.lazy import dataclass

#: How wide a text is in em: its words, and the role of its face.
Measured = Callable[[str, str], float]
#: How high a line of capitals is with what round ones, T and A go beyond it, in em; one with accents, tails or brackets, or of a
#: script without capitals; one with small letters; what accents on its capitals add.
_CAPITALS, _OTHERS, _SMALL, _SMALL_TALL = 0.76, 1.15, 0.78, 0.3
#: What some have below their line, with what keeps that in the middle, and which they are.
_BELOW, _HANGING = 0.36, frozenset("gjpqyçęįųşţŋJQ,;()[]{}/рфцщд")
#: What goes below the line of capitals or above it without an accent.
_TALL = frozenset("JQЏЦЩД,;()[]{}/\\|@$_„‚§¿¡")
#: How far a line of the text face is moved so that its capitals, or small letters with what hangs from them, are in the middle.
_CENTRED, _HUNG = -0.0265, -0.09
#: The largest title in points; author and publisher are of it so much, where that can be printed.
_LARGEST, _AUTHOR, _PUBLISHER = 26.0, 0.66, 0.5
#: How large capitals and small letters look, of their size: the larger are taken.
_LOOK = {True: 0.66, False: 0.52}
#: What stands between the letters of capitals, in em: of title and author, and of a publisher.
_SPACED, _WIDE = 0.05, 0.14
#: What the ends of a spine keep clear, what stands between its words at least, and points from one size to the next.
_ENDS, _BETWEEN, _STEP = 0.45, 0.36, 0.25


@dataclass(frozen=True)
class Spine:
    """What a spine bears, empty words being left out: author, title and publisher, each with its `sizes` in points, and where the
    title begins, from the head. `capitals`: the title is set in them."""

    words: tuple[str, str, str]
    sizes: tuple[float, float, float] = (0.0, 0.0, 0.0)
    begin: float = 0.0
    capitals: bool = True

    @property
    def size(self) -> float:
        return self.sizes[1]


def spine_of(wrap: Wrap, words: tuple[str, str, str], measured: Measured) -> Spine:
    """What of the words has room; of size 0 where none has. The publisher gives way first, then the names, for a book is looked
    for by its title."""
    author, title, publisher = words
    if wrap.spine_text:
        for some in dict.fromkeys((words, (author, title, ""), ("", title, publisher), ("", title, ""))):
            found = [one for capitals in (True, False) if (one := _set(wrap, some, capitals, measured)).size]
            if found:
                return max(found, key=lambda one: one.size * _LOOK[one.capitals])
    return Spine(words)


def _set(wrap: Wrap, words: tuple[str, str, str], capitals: bool, measured: Measured) -> Spine:
    """The words as large as they can be, the title in capitals or not."""
    author, title, publisher = words
    if not capitals and not _has_small(title):
        return Spine(words)
    across = (wrap.spine - 2 * wrap.spine_clear) * 72
    title_em = measured(title.upper() if capitals else title, "text") + (_SPACED * len(title) if capitals else 0.0)
    author_em = measured(author.upper(), "text") + _SPACED * len(author)
    publisher_em = measured(publisher.upper(), "label") + _WIDE * len(publisher)
    for size in _sizes(min(_LARGEST, across / _height(title, capitals)), wrap.least_type):
        beside = max(wrap.least_type, _AUTHOR * size), max(wrap.least_type, _PUBLISHER * size)
        if any(
            one * _height(word, True) > across for one, word in zip(beside, (author, publisher), strict=True) if word
        ):
            return Spine(words)
        begin = _ENDS + (author_em * beside[0] / 72 + _BETWEEN if author else 0.0)
        end = wrap.height - _ENDS - (publisher_em * beside[1] / 72 + _BETWEEN if publisher else 0.0)
        long = title_em * size / 72
        if begin + long <= end:
            middle = (wrap.height - long) / 2
            at = middle if begin <= middle <= end - long else (begin + end - long) / 2
            return Spine(words, (round(beside[0], 2), size, round(beside[1], 2)), at, capitals)
    return Spine(words)


def _sizes(most: float, least: float) -> Iterator[float]:
    size = round(most, 2)
    while size >= least:
        yield size
        size = round(size - _STEP, 2)


def _height(text: str, capitals: bool) -> float:
    """How high the ink of a line may be, in em."""
    tall = any(map(_is_tall, text.upper() if capitals else text))
    if capitals or not _has_small(text):
        return _OTHERS if tall else _CAPITALS
    accented = any(one.isupper() and _is_tall(one) for one in text)
    return _SMALL + (_SMALL_TALL if accented else 0.0) + (_BELOW if hangs(text) else 0.0)


def hangs(text: str) -> bool:
    """Whether small letters go below their line."""
    return not _HANGING.isdisjoint(text)


def declared(spine: Spine) -> str:
    """The spine as tokens of CSS, by which `wrap.css` sets it."""
    author, title, publisher = spine.sizes
    shift = _CENTRED if spine.capitals else _HUNG if hangs(spine.words[1]) else 0.0
    case, spaced = ("uppercase", _SPACED) if spine.capitals else ("none", 0.0)
    return (
        f":root {{ --spine-author: {author:g}pt; --spine-title: {title:g}pt; --spine-publisher: {publisher:g}pt; "
        f"--spine-begin: {spine.begin:.4f}in; --spine-shift: {shift:g}em; --spine-case: {case}; --spine-spaced: {spaced:g}em }}\n"
    )


def _has_small(text: str) -> bool:
    return any(one.islower() for one in text) and text != text.upper()


def _is_tall(capital: str) -> bool:
    """Greek capitals have no accents."""
    if capital in _TALL or (capital.isalpha() and capital.upper() == capital.lower()):
        return True
    marked = len(unicodedata.normalize("NFD", capital)) > 1 or unicodedata.combining(capital) > 0
    return marked and not "\u0370" <= capital <= "\u03ff" and not "\u1f00" <= capital <= "\u1fff"
