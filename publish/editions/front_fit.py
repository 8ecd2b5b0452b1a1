"""How far the words of a drawn cover are made smaller so that all of them stand on it, apart from each other.

Nothing is laid out: lines are counted by the mean width of letters, a little too many rather than too few. Lengths are parts of
the width of the page, as in the sheets of the designs (`cover.css`, `cover-*.css`), whose measures these are.
"""

from __future__ import annotations

import re
import unicodedata

from publish.lazy import dataclass

#: Steps of the size, largest first.
_STEPS = (1.0, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33, 0.28)
#: Where the band of `cover-band.css` may begin, lowest first, and the step below which it moves up.
_TOPS, _READABLE = (0.56, 0.48, 0.4, 0.32), 0.57
#: The mean width of letters in em: of a title, of a subtitle in italics, of capitals set apart.
_TITLE, _SUBTITLE, _CAPITALS = 0.45, 0.4, 0.76
#: What keeps blocks of words apart.
_APART = 0.03


@dataclass(frozen=True)
class Words:
    """What stands on a front: `share` is the size of the title before it is made smaller; `height` that of the page, `least` the
    least type that is printed, as the sheets have it (7pt)."""

    title: str
    subtitle: str
    authors: str
    share: float
    height: float
    art: bool = False
    least: float = 0.0


def fit(design: str, words: Words) -> float:
    """The largest step at which the words of a design have room; the smallest where they have none."""
    room = _ROOMS.get(design, _field)
    return next((step for step in _STEPS if room(words, step) >= 0), _STEPS[-1])


def band(words: Words) -> float:
    """Where the band of the design of that name begins, of the height of the page: higher where its words would be too small."""
    return next((top for top in _TOPS if _under(words, _READABLE, top) >= 0), _TOPS[-1])


def _lines(text: str, size: float, mean: float, measure: float) -> int:
    """How many lines a text takes: words are carried over whole, one that no line holds is cut."""
    lines, room = (1, measure) if text else (0, measure)
    for word in re.findall(r"\S+?-|\S+", text):
        width = sum(size if unicodedata.east_asian_width(c) in "WF" else size * mean for c in word)
        if width > room and room < measure:
            lines, room = lines + 1, measure
        while width > measure:
            lines, width = lines + 1, width - measure
        room -= width + size * 0.25
    return lines


def _title(words: Words, step: float, measure: float, scale: float = 1.0) -> float:
    size = words.share * step * scale
    return _lines(words.title, size, _TITLE, measure) * size * (1.15 if words.share < 0.06 else 1.04)


def _subtitle(words: Words, step: float, measure: float, size: float, above: float = 0.042) -> float:
    size = max(words.least, size * step)
    lines = _lines(words.subtitle, size, _SUBTITLE, measure)
    return above + lines * size * 1.32 if lines else 0.0


def _authors(words: Words, step: float, measure: float, size: float = 0.0278) -> float:
    size = max(words.least, size * step)
    return _lines(words.authors, size, _CAPITALS, measure) * size * 1.33


def _field(words: Words, step: float) -> float:
    """What is left between the subtitle and what stands at the foot."""
    end = 0.1 + _authors(words, step, 0.8) + words.height * 0.15 + 0.05
    end += _title(words, step, 0.8) + _subtitle(words, step, 0.7, 0.044)
    return words.height - (0.69 if words.art else 0.16) - _APART - end


def _frame(words: Words, step: float) -> float:
    begin = max(words.height * 0.27, 0.155 + _authors(words, step, 0.74, 0.042) + _APART)
    end = begin + _title(words, step, 0.74, 0.86) + _subtitle(words, step, 0.62, 0.043)
    return words.height - (0.64 if words.art else 0.205) - _APART - end


def _letter(words: Words, step: float) -> float:
    end = max(0.2, 0.1 + _authors(words, step, 0.8) + _APART) + _title(words, step, 0.8, 0.98)
    return words.height - 0.19 - _subtitle(words, step, 0.62, 0.044, 0.0) - _APART - end


def _band(words: Words, step: float) -> float:
    return _under(words, step, band(words))


def _under(words: Words, step: float, top: float) -> float:
    """What a band that begins at a part of the height leaves between its title and the rule above the names."""
    end = words.height * top + 0.062 + _title(words, step, 0.82, 0.94) + _subtitle(words, step, 0.72, 0.04, 0.028)
    return words.height - 0.085 - 0.027 - max(0.037, _authors(words, step, 0.475)) - _APART / 2 - end


_ROOMS = {"": _field, "field": _field, "frame": _frame, "letter": _letter, "band": _band}
