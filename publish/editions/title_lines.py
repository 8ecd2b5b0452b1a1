"""The lines of words that stand alone, on covers: they end where the sense does, and are much alike.

A line ends best behind a colon, well behind a comma, well before a short word that belongs to what follows (an article, a
preposition, a conjunction), never behind one, and never between a title or an initial and its name. Widths are em of the type.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from publish.lazy import dataclass
from publish.paged.joints import held_in
from publish.paged.phrases import SQUARE, cost_of, leads

#: What it costs to end a line behind signs, before a leading word, behind any other, and behind a leading word.
_SIGNS = {sign: cost for signs, cost in ((":;!?—–|…：；！？。", 0.0), (".,，、", 2.0), ("-‐/", 25.0)) for sign in signs}
_BEFORE, _WORD, _BEHIND = 4.0, 10.0, 40.0
#: What it costs that a line differs from the mean by its whole width, that the last is a stub, that there is a line more.
_UNEVEN, _STUB, _STUBBY = 14.0, 12.0, 0.34
#: A cost that no line has that may be.
_NEVER = 1e6
#: What begins and ends no line (JIS X 4051), beside opening and closing brackets and signs.
_NOT_FIRST = frozenset("ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻ゝゞヽヾ％％")


@dataclass(frozen=True)
class Piece:
    """What is not divided, `width` em wide; behind it a space so wide, and the cost of ending a line there."""

    text: str
    width: float
    space: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True)
class Lines:
    """Lines of a text, the width of the widest in em, and what they cost."""

    texts: tuple[str, ...]
    widest: float
    cost: float


def pieces(text: str, lang: str, measured: Callable[[str], float]) -> tuple[Piece, ...]:
    """A text divided at all places where a line may end; `measured`: how wide words are."""
    text = " ".join(text.split(" "))
    found, begin, space = [], 0, measured("n n") - measured("nn")
    for at, cost in _places(text, lang):
        word = text[begin:at].rstrip(" ")
        found.append(Piece(word, measured(word), space if text[at - 1] == " " else 0.0, cost))
        begin = at
    return (*found, Piece(text[begin:], measured(text[begin:]))) if text[begin:] else tuple(found)


def _places(text: str, lang: str) -> Iterator[tuple[int, float]]:
    """Where a line may end, behind so many characters, and what it costs."""
    held = held_in(text, lang)
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if before == " ":
            if at - 1 not in held and after != " ":
                yield at, _cost(text[: at - 1], text[at:], lang)
        elif after == " " or at - 1 in held:
            continue
        elif (SQUARE.match(before) or SQUARE.match(after)) and _parted(before, after):
            cost = cost_of(before, after)
            if cost < _BEHIND:
                yield at, 2 * cost
        elif before in "-‐" and text[at - 2 : at - 1].isalpha() and after.isalpha():
            yield at, _SIGNS["-"]


def _parted(before: str, after: str) -> bool:
    kinds = unicodedata.category(before), unicodedata.category(after)
    return kinds[0] not in ("Ps", "Pi") and kinds[1] not in ("Pe", "Pf", "Po") and after not in _NOT_FIRST


def _cost(before: str, after: str, lang: str) -> float:
    """What it costs to end a line at a space."""
    if leads(before.rsplit(" ", 1)[-1], lang):
        return _BEHIND
    sign = before.rstrip("”’»\"')]}›“")[-1:]
    if sign in _SIGNS:
        return _SIGNS[sign]
    return _BEFORE if leads(after.split(" ", 1)[0], lang) else _WORD


def in_lines(words: Sequence[Piece], count: int, limit: float = math.inf) -> Lines | None:
    """The best so many lines, none wider than `limit`; None where there are none."""
    mean = (sum(one.width + one.space for one in words) - words[-1].space) / count if words else 0.0
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(1, count + 1):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, ends) in best.items():
            width = 0.0
            for end in range(begin + 1, len(words) + 1):
                width += words[end - 1].width
                if width > limit + 1e-9:
                    break
                if (end == len(words)) == (line == count):
                    own = cost + _line_cost(width, mean, line == count, count)
                    own += words[end - 1].cost if line < count else 0.0
                    if end not in found or own < found[end][0]:
                        found[end] = own, (*ends, end)
                width += words[end - 1].space
        best = found
    if len(words) not in best:
        return None
    cost, ends = best[len(words)]
    rows = [words[begin:end] for begin, end in zip((0, *ends), ends, strict=False)]
    return Lines(tuple(map(_text, rows)), max(map(_width, rows)), cost)


def _line_cost(width: float, mean: float, last: bool, count: int) -> float:
    stub = _STUB if last and count > 1 and width < _STUBBY * mean else 0.0
    return _UNEVEN * ((width - mean) / mean) ** 2 + stub if mean else 0.0


def _width(row: Sequence[Piece]) -> float:
    return sum(one.width + one.space for one in row) - row[-1].space


def _text(row: Sequence[Piece]) -> str:
    return "".join(one.text + (" " if one.space else "") for one in row).rstrip(" ")


def fewest(words: Sequence[Piece], limit: float, most: int = 12, more: float = 6.0) -> Lines | None:
    """As few lines as a measure asks for, or one more where that ends better."""
    for count in range(1, most + 1):
        if lines := in_lines(words, count, limit):
            other = in_lines(words, count + 1, limit)
            return other if other and other.cost + more < lines.cost else lines
    return None
