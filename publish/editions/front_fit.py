"""How large the words of a drawn cover are and where their lines end, so that all of them stand on it, apart from each other.

Nothing is laid out: words are measured (`em`), lines end where the sense does (`title_lines`), and of all numbers of lines that
is taken whose title is largest for how well it is divided. Lengths are parts of the width of the page, as in the sheets of the
designs (`cover.css`, `cover-*.css`), whose measures these are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from publish.editions.title_lines import Lines, Piece, fewest, in_lines
from publish.lazy import dataclass

#: Steps by which all words are made smaller, largest first.
_STEPS = (1.0, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33, 0.28)
#: Where the band of `cover-band.css` may begin, of the height of the page, lowest first.
_TOPS = (0.56, 0.48, 0.4, 0.32)
#: Of how many lines each ending counts in full: of many a few are bad.
_FEW = 3
#: What keeps blocks of words apart; the most lines of a title; how much better large type is than a good end of line.
_APART, _MOST, _LARGER = 0.03, 10, 30.0
#: A title is so much larger than its subtitle at least, and of a readable size before it moves a band or its neighbours shrink; so
#: large, or nothing is kept free beside it.
_RANK, _READABLE, _LARGE = 1.3, 0.075, 0.1
#: How much of what is left over a title moves down, and of the page at most.
_LOWER, _LOWEST = 0.4, 0.2


@dataclass(frozen=True)
class Design:
    """The measures of a design: of its title the measure, the largest size and the height of a line; of a subtitle the measure, the
    size and what stands above it; of the names measure and size; where these begin, and what stands `over` the title; what is kept
    at the `foot`, and with a picture. `moves`: the title stands lower where there is room. `kept`: what is free of words, if the
    title can be large beside it."""

    title: tuple[float, float, float]
    subtitle: tuple[float, float, float]
    names: tuple[float, float]
    begin: float
    over: float
    foot: tuple[float, float]
    moves: bool = True
    kept: tuple[float, ...] = (0.0,)


#: What `letter` keeps for its initial, from much to nothing.
_KEPT = (0.6, 0.45, 0.36, 0.0)
DESIGNS = {
    "field": Design((0.8, 0.36, 1.04), (0.7, 0.044, 0.042), (0.8, 0.0278), 0.1, 0.05, (0.16, 0.69)),
    "frame": Design((0.74, 0.3, 1.08), (0.62, 0.043, 0.042), (0.74, 0.042), 0.155, 0.03, (0.205, 0.64)),
    "letter": Design((0.8, 0.34, 1.04), (0.74, 0.044, 0.042), (0.8, 0.0278), 0.1, 0.03, (0.16, 0.16), False, _KEPT),
    "band": Design((0.82, 0.34, 1.04), (0.72, 0.044, 0.034), (0.475, 0.0278), 0.0, 0.062, (0.112, 0.112), False),
}


@dataclass(frozen=True)
class Words:
    """What stands on a front, measured; `height` is that of the page, `least` the least type that is printed, `tall` how much
    higher than Latin ones the lines of a script are."""

    title: Sequence[Piece]
    subtitle: Sequence[Piece]
    names: Sequence[Piece]
    height: float
    art: bool = False
    least: float = 0.0
    tall: float = 1.0


@dataclass(frozen=True)
class Front:
    """A front that is fitted: the lines, empty where the engine is to find them; the size of the `title`, the `step` of all others;
    where the `band` begins, how far the title moves `down`; what is left between words and foot, from `free` so much `left`."""

    title_lines: tuple[str, ...]
    subtitle_lines: tuple[str, ...]
    names_lines: tuple[str, ...]
    title: float
    step: float
    band: float
    down: float
    free: float
    left: float


@dataclass(frozen=True)
class _Room:
    """What the other words leave to a title: where it begins, and how high it may be."""

    begin: float
    height: float
    least: float


def fitted(name: str, words: Words) -> Front:
    """The front of a design with the largest words that it has room for; the smallest where it has none."""
    design = DESIGNS.get(name or "field", DESIGNS["field"])
    ways = [(top, 0.0) for top in _TOPS] if name == "band" else [(_TOPS[0], kept) for kept in design.kept]
    for step in _STEPS:
        for top, kept in ways:
            room = _room(name, design, words, step, top, kept)
            size, lines = _title(design, words, room)
            if (
                lines
                and size >= room.least
                and (size >= _READABLE * step or size * lines.widest > 0.99 * design.title[0])
            ):
                return _front(design, words, room, size, lines, (step, top, kept))
    step, (top, kept) = _STEPS[-1], ways[-1]
    room = _room(name, design, words, step, top, kept)
    return _front(design, words, room, *_unruled(design, words, room), (step, top, kept))


def _room(name: str, design: Design, words: Words, step: float, top: float, kept: float) -> _Room:
    names = _block(words.names, design.names[0], max(words.least, design.names[1] * step), 1.33)
    sub_size = max(words.least, design.subtitle[1] * step)
    subtitle = _block(words.subtitle, design.subtitle[0], sub_size, 1.32)
    subtitle += design.subtitle[2] if subtitle else 0.0
    foot = design.foot[1 if words.art else 0] + _APART
    if name == "band":
        begin, foot = words.height * top + design.over, foot + max(0.037, names)
    elif name == "frame":
        begin = max(words.height * 0.27, design.begin + names + design.over)
    elif name == "letter":
        begin = max(0.2, design.begin + names + design.over)
    else:
        begin = design.begin + names + words.height * 0.15 + design.over
    least = _LARGE if kept else _RANK * sub_size if subtitle else 0.0
    return _Room(begin, words.height - foot - subtitle - begin - kept, least)


def _title(design: Design, words: Words, room: _Room) -> tuple[float, Lines | None]:
    """The size of a title and its lines, the best of all numbers of lines."""
    best: tuple[float, float, Lines | None] = (-math.inf, 0.0, None)
    for lines, size in _sizes(design, words, room):
        worth = _LARGER * math.log(size) - lines.cost * min(1.0, _FEW / len(lines.texts))
        if worth > best[0]:
            best = worth, size, lines
    return best[1:]


def _sizes(design: Design, words: Words, room: _Room) -> Iterator[tuple[Lines, float]]:
    measure, most, height = design.title
    for count in range(1, min(_MOST, len(words.title)) + 1):
        lines = in_lines(words.title, count)
        if lines is not None and lines.widest > 0:
            size = min(most, measure / lines.widest, room.height / (count * height * words.tall))
            if size > 0:
                yield lines, size


def _unruled(design: Design, words: Words, room: _Room) -> tuple[float, Lines | None]:
    """The size of a title that the engine has to divide, within words too: one without spaces, or longer than any."""
    measure, most, height = design.title
    width = 1.2 * sum(one.width + one.space for one in words.title)
    size = most
    while size > 0.02 and math.ceil(width * size / measure) * size * height * words.tall > max(room.height, 0.1):
        size *= 0.96
    return size, None


def _front(
    design: Design, words: Words, room: _Room, size: float, lines: Lines | None, way: tuple[float, float, float]
) -> Front:
    step, top, kept = way
    count = len(lines.texts) if lines else room.height // (size * design.title[2])
    left = kept + max(0.0, room.height - count * size * design.title[2] * words.tall)
    down = min(_LOWER * left, _LOWEST * words.height) if design.moves and not words.art else 0.0
    names = fewest(words.names, design.names[0] / max(words.least, design.names[1] * step)) if words.names else None
    subtitle = (
        fewest(words.subtitle, design.subtitle[0] / max(words.least, design.subtitle[1] * step))
        if words.subtitle
        else None
    )
    free = words.height - design.foot[0] - _APART - left
    return Front(
        lines.texts if lines else (),
        subtitle.texts if subtitle else (),
        names.texts if names else (),
        size,
        step,
        top,
        down,
        free,
        left,
    )


def _block(words: Sequence[Piece], measure: float, size: float, height: float) -> float:
    """How high a block of words is."""
    if not words:
        return 0.0
    lines = fewest(words, measure / size)
    count = len(lines.texts) if lines else math.ceil(1.2 * sum(one.width + one.space for one in words) * size / measure)
    return count * size * height
