"""The setting of notes in a margin: lines broken by the widths of letters, notes one below the other, none over another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

import uharfbuzz as harfbuzz

from publish.book import Face

#: The width of a letter that no face has, in em.
_UNKNOWN = 1.0
_LABEL = re.compile(r"--label-face\s*:\s*([^;}]+)")
_NAME = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([^,]+))\s*(?:,|$)")
#: What stands for the rest of a text that is cut.
ELLIPSIS = "…"

#: The width of a text in em.
Width = Callable[[str], float]


def label_width(styles: str, faces: Sequence[Face], files: Mapping[str, bytes]) -> Width:
    """Measures texts set in the labels' faces of a stylesheet; `files` are the cut faces as `fonts/FILE`."""
    declared = _LABEL.findall(styles)
    order = [next(filter(None, names)).strip() for names in _NAME.findall(declared[-1])] if declared else []
    regular = {f.family: f for f in reversed(faces) if f.style == "normal" and f.weight == 400}
    asked = [regular[name] for name in [*order, *regular] if name in regular]
    fonts: dict[str, tuple[harfbuzz.Font, int]] = {}
    known: dict[str, float] = {}

    def font_of(file: str) -> tuple[harfbuzz.Font, int]:
        if file not in fonts:
            face = harfbuzz.Face(files[f"fonts/{file}"])
            fonts[file] = harfbuzz.Font(face), face.upem
        return fonts[file]

    def letter(character: str) -> float:
        if unicodedata.combining(character):
            return 0.0
        for face in asked:
            if character in face.characters:
                font, units = font_of(face.file)
                glyph = font.get_nominal_glyph(ord(character))
                return font.get_glyph_h_advance(glyph) / units if glyph is not None else _UNKNOWN
        return _UNKNOWN

    def width(text: str) -> float:
        for character in set(text) - known.keys():
            known[character] = letter(character)
        return sum(known[character] for character in text)

    return width


def broken(text: str, measure: float, width: Width) -> Iterator[str]:
    """The lines of a text, each at most as wide as `measure` (em): words that are wider are divided where they end it."""
    line, taken = "", 0.0
    gap = width(" ")
    for word in _words(text):
        glued = word.startswith("\0")
        word = word.removeprefix("\0")
        space = 0.0 if glued or not line else gap
        wide = width(word)
        if line and taken + space + wide > measure:
            yield line
            line, taken, space = "", 0.0, 0.0
        while wide > measure:
            fits = _fitting(word, measure, width)
            yield word[:fits]
            word = word[fits:]
            wide = width(word)
        line += (" " if space else "") + word
        taken += space + wide
    if line:
        yield line


def _words(text: str) -> Iterator[str]:
    """The words of a text; letters of scripts that put no spaces between words are one each, glued to what is before."""
    for word in text.split():
        start = 0
        for at in range(1, len(word)):
            if _wide(word[at]) or _wide(word[at - 1]):
                yield ("\0" if start else "") + word[start:at]
                start = at
        yield ("\0" if start else "") + word[start:]


def _wide(character: str) -> bool:
    return character > "\u2e7f" and unicodedata.east_asian_width(character) in "WF"


def _fitting(word: str, measure: float, width: Width) -> int:
    taken = 0.0
    for at, character in enumerate(word):
        taken += width(character)
        if taken > measure:
            return max(1, at)
    return len(word)


def shortened(lines: Sequence[str], most: int, measure: float, width: Width) -> tuple[str, ...]:
    """The first lines of a text, with an ellipsis at the end of the last where there were more."""
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    room = measure - width(ELLIPSIS)
    while last and (width(last) > room or last[-1] in " ,;:–—-"):
        last = last[:-1]
    return (*lines[: most - 1], last + ELLIPSIS)


def stacked(wanted: Sequence[float], heights: Sequence[float], gap: float, top: float, foot: float) -> list[float]:
    """Where things of these heights stand, one below the other, each as near below where it is wanted as the others let it.

    `wanted` grows. What would stand below `foot` is pushed up, and what is above it with it; all must have room between
    `top` and `foot`.
    """
    places: list[float] = []
    end = top
    for at, height in zip(wanted, heights, strict=True):
        places.append(max(at, end))
        end = places[-1] + height + gap
    limit = foot
    for n in range(len(places) - 1, -1, -1):
        if places[n] + heights[n] <= limit:
            break
        places[n] = limit - heights[n]
        limit = places[n] - gap
    return places


def lines_each(counts: Sequence[int], room: float, leading: float, gap: float) -> int:
    """The most lines that each note may have so that all have room; 0 where not even one line of each has."""
    spare = room - gap * (len(counts) - 1)
    low, high = 0, max(counts, default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(count, middle) for count in counts) * leading <= spare + 1e-6:
            low = middle
        else:
            high = middle - 1
    return low
