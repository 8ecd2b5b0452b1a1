"""Where annotations belong: the lines of the map that they cover or stand beside, and the words of these.

Where a line stands says the map; where in it each letter stands, the page itself (pdfium). What is read of the page is held
against the words of the line, so that spaces and the order of letters are those of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from publish.collected.letters import Letter
from publish.collected.marks import Box
from publish.lazy import dataclass
from publish.proofmap import MapLine

#: How far the letters of a line reach above and below its baseline, in sizes of its type.
_ABOVE, _BELOW = 0.75, 0.25
#: A line is covered where so much of the lower of the two, of it and of what covers it, is shared.
_SHARED = 0.4
#: What stands between the words before and behind an insertion.
CARET = "‸"
_HYPHENS = "\u2010\u00ad-"


@dataclass(frozen=True)
class Page:
    """A page of a proof: its lines, the left upper corner of the page on its sheet, its letters by line (as `lines`)."""

    lines: tuple[MapLine, ...]
    corner: tuple[float, float]
    letters: tuple[tuple[Letter, ...], ...]

    def band(self, line: MapLine) -> tuple[float, float]:
        """From where to where a line reaches, in the page's own space."""
        baseline = self.corner[1] - line.baseline
        return baseline - _BELOW * line.size, baseline + _ABOVE * line.size


def page_of(lines: Sequence[MapLine], corner: tuple[float, float], letters: Sequence[Letter]) -> Page:
    """A page with each letter on its line; what stands over the text, such as the word across it, is on none."""
    own: list[list[Letter]] = [[] for _ in lines]
    places = [(corner[1] - line.baseline, corner[0] + line.x, line) for line in lines]
    for letter in letters:
        near = [
            (abs(letter.baseline - y), at)
            for at, (y, x, line) in enumerate(places)
            if abs(letter.baseline - y) < 0.6 * line.size
            and x - 1 < letter.middle < x + line.width + line.size
            and letter.height < 2 * line.size
        ]
        if near:
            own[min(near)[1]].append(letter)
    return Page(tuple(lines), corner, tuple(tuple(on_line) for on_line in own))


@dataclass(frozen=True)
class Place:
    """Where an annotation belongs: its line, the number of the first character of it that is meant, the words marked."""

    line: MapLine
    offset: int = 0
    words: str = ""


def covered(page: Page, boxes: Sequence[Box]) -> Place | None:
    """The first line that some boxes cover, and the words under them: those of a divided word are one."""
    chosen: dict[int, set[int]] = {}
    for box in boxes:
        for at in _lines_under(page, box):
            under = {n for n, letter in enumerate(page.letters[at]) if box.left <= letter.middle <= box.right}
            chosen.setdefault(at, set()).update(under)
    order = sorted(chosen, key=lambda at: (page.lines[at].number, page.lines[at].x))
    order = [at for at in order if chosen[at]] or order
    if not order:
        return None
    words, offset = "", 0
    joins = False
    for at in order:
        if not (under := chosen[at]):
            continue
        start, part = _cut(page.lines[at], page.letters[at], min(under), max(under) + 1)
        offset = offset if words else start
        words += part if joins or not words else f" {part}"
        joins = max(under) == len(page.letters[at]) - 1 and part.endswith(tuple(_HYPHENS))
        if joins and page.lines[at].divided:
            words = words.rstrip(_HYPHENS)
    return Place(page.lines[order[0]], offset, " ".join(words.split()))


def _lines_under(page: Page, box: Box) -> list[int]:
    """The lines that a box covers; where it covers none, the nearest to it, such as above a stroke under it."""
    found = []
    for at, line in enumerate(page.lines):
        low, high = page.band(line)
        shared = min(high, box.top) - max(low, box.bottom)
        beside = page.corner[0] + line.x > box.right or page.corner[0] + line.x + line.width < box.left
        if not beside and shared >= _SHARED * min(high - low, max(box.top - box.bottom, 0.1)):
            found.append(at)
    if not found and (near := nearest(page, box.middle)) is not None:
        return [page.lines.index(near)]
    return found


def nearest(page: Page, point: tuple[float, float]) -> MapLine | None:
    """The line whose middle is nearest in height to a point; of those beside each other, the nearest. None on a page without."""

    def distance(line: MapLine) -> tuple[float, float]:
        low, high = page.band(line)
        left = page.corner[0] + line.x
        return round(abs((low + high) / 2 - point[1]), 1), max(left - point[0], point[0] - left - line.width, 0.0)

    return min(page.lines, key=distance, default=None)


def beside(page: Page, point: tuple[float, float], between: bool) -> Place | None:
    """The line that a point stands beside. `between`: the point is a place in it, so its words are those before and behind."""
    line = nearest(page, point)
    if line is None or not between:
        return None if line is None else Place(line)
    letters = page.letters[page.lines.index(line)]
    before = sum(1 for letter in letters if letter.middle < point[0])
    (_, left), (start, right) = _cut(line, letters, 0, before), _cut(line, letters, before, len(letters))
    gap = " " if len(_cut(line, letters, 0, len(letters))[1]) > len(left) + len(right) else ""
    return Place(line, start, f"{left.split(' ')[-1]}{CARET}{gap}{right.split(' ')[0]}")


def _cut(line: MapLine, letters: Sequence[Letter], begin: int, end: int) -> tuple[int, str]:
    """The text of some letters of a line and where in the line it begins: as the map has it, or where that is in other
    letters, as the page has it."""
    if begin >= end:
        return 0, ""
    text = line.text
    if "".join(letter.text for letter in letters) == "".join(text.split()):
        places = [n for n, character in enumerate(text) if not character.isspace()]
        first = sum(len(letter.text) for letter in letters[:begin])
        last = first + sum(len(letter.text) for letter in letters[begin:end])
        return places[first], text[places[first] : places[last - 1] + 1]
    return 0, "".join(letter.text + (" " if letter.spaced else "") for letter in letters[begin:end]).strip()
