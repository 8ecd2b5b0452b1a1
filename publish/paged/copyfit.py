"""The copy of a paragraph: where its lines may end, and how wide it is up to there, measured by the layout engine's own shaping."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import field
from operator import itemgetter
from typing import Any

from publish.lazy import dataclass
from publish.paged.joints import addresses_in, bound_in, divided_at, held_in, is_divided
from publish.paged.lettering import shaped
from publish.paged.library import create_layout, line_size, log_attributes, places_of
from publish.paged.patterns import patterns_of
from publish.paged.phrases import cost_of
from publish.paged.runs import Run
from publish.paged.totalfit import Copy

#: Where a line may end: at spaces, behind what the Unicode rules are asked about, at soft hyphens; words of letters.
_SPOT = re.compile("(?P<space> +)|(?P<sign>[-/‐–—…|?!&])(?=[^ ])|(?P<soft>\u00ad)|(?P<word>[^\\W\\d_]+)")
_HYPHENS = frozenset("-‐\u00ad")
#: Where code within a text may be divided, with no hyphen: behind its signs, before the dot of a name but not that of a file's
#: ending, three letters on each side.
_CODE = frozenset({"code", "kbd", "samp"})
_JOINT = re.compile(
    "(?:(?<=\\w\\w[/:=&?#,_@+([{-])|(?<=\\w\\w::)|(?<=[)\\]>]/))\u200b?(?=[\\w(.][^\\s]{2})"
    "|(?<=\\w{3})\u200b?(?=\\.[a-z_-]{5})"
)
#: What stands above or below its line, and the call of a note; what is set for its letters where breaks are looked for.
_RAISED, _CALL, _JOINER = frozenset({"sup", "sub"}), "noteref", "\u2060"
_GAPS = frozenset(" \u00a0")


@dataclass
class Spots:
    """Breaks of a paragraph: their places in its text, the places where the next line begins, and what is printed there.

    `dear`: the numbers of those that are a last resort, such as those within code; `poor`: which of them are worse than others,
    with how much (1, 2).
    """

    ends: list[int] = field(default_factory=lambda: [0])
    starts: list[int] = field(default_factory=lambda: [0])
    printed: list[bool] = field(default_factory=lambda: [False])
    marks: list[bool] = field(default_factory=lambda: [False])
    dear: frozenset[int] = frozenset()
    poor: Mapping[int, int] = field(default_factory=dict)

    def add(self, end: int, start: int, printed: bool = False, mark: bool = False) -> None:
        self.ends.append(end)
        self.starts.append(start)
        self.printed.append(printed)
        self.marks.append(mark)

    def divide(self, start: int, points: tuple[int, ...]) -> None:
        """Add the points of a word that begins at a place."""
        places = [start + point for point in points]
        self.ends += places
        self.starts += places
        yes = [True] * len(places)
        self.printed += yes
        self.marks += yes

    def with_dear(self, places: Set[int], bound: Set[int], poor: Mapping[int, int]) -> Spots:
        """The same with breaks within code and addresses at some places, of which some are `poor`; those before which spaces are
        `bound` are dear too."""
        own = zip(self.ends, self.starts, self.printed, self.marks, strict=True)
        rows = sorted([*own, *((at, at, False, True) for at in places)], key=itemgetter(0))
        ends, starts, printed, marks = (list(column) for column in zip(*rows, strict=True))
        dear = frozenset(n for n, at in enumerate(starts) if at in places or at in bound)
        return Spots(ends, starts, printed, marks, dear, {n: poor[starts[n]] for n in dear if starts[n] in poor})


def square_copy_of(runs: list[Run], width: float, indent: float) -> tuple[Copy, Spots, list[float]]:
    """The copy of a title whose words have no spaces between them, its breaks, and what each costs (`publish.paged.phrases`)."""
    text = "".join(run.box.text for run in runs)
    allowed = log_attributes(text, runs[0].box.style["lang"])
    spots, costs, length = Spots(), [0.0], len(text.rstrip(" "))
    for at in range(1, length):
        if allowed[at].is_line_break and not text[at].isspace() and _wraps(runs, at):
            end = len(text[:at].rstrip(" "))
            spots.add(end, at)
            costs.append(cost_of(text[at - 1], text[at]))
    spots.add(length, length)
    return _copy(runs, spots, width, indent, 0.0), spots, [*costs, 0.0]


def _wraps(runs: list[Run], at: int) -> bool:
    return all(run.wraps or not run.start < at < run.start + len(run.box.text) for run in runs)


def copy_of(runs: list[Run], width: float, indent: float, least: float) -> tuple[Copy, Spots]:
    """The copy of a paragraph for lines of a width, and its breaks; `least`: the width that a last line should have."""
    spots = _spots(runs, runs[0].box.style)
    return _copy(runs, spots, width, indent, least), spots


def _copy(runs: list[Run], spots: Spots, width: float, indent: float, least: float) -> Copy:
    places, spaces, hyphens = ruler(runs)
    return Copy(
        ends=[places[at] for at in spots.ends],
        starts=[0.0, *(places[at] for at in spots.starts[1:])],
        spaces_end=[spaces[at] for at in spots.ends],
        spaces_start=[spaces[at] for at in spots.starts],
        hyphens=[hyphens[bisect.bisect_left(hyphens, (at,)) - 1][1] if printed else 0.0
                 for at, printed in zip(spots.ends, spots.printed, strict=True)],
        marks=spots.marks,
        dear=spots.dear,
        poor=spots.poor,
        width=width,
        indent=indent,
        runt=least,
    )  # fmt: skip


def ruler(runs: list[Run]) -> tuple[list[float], list[float], list[tuple[int, float]]]:
    """For each place in a text where it stands and how much of that is space; where each run begins, its hyphen's width."""
    places, spaces, hyphens = [0.0], [0.0], []
    for run in runs:
        text, style = run.box.text, run.box.style
        _, line = shaped(text, style)
        content = text.encode()
        own = places_of(line, len(content))
        if len(content) != len(text):
            own = [own[at] for at in itertools.accumulate((len(c.encode()) for c in text), initial=0)]
        x = places.pop() + run.gap
        places += [x + at for at in own] if x else own
        counts = [*itertools.accumulate(map(_GAPS.__contains__, text))]
        sums = [
            *itertools.accumulate(
                itertools.repeat(width_of(" ", style), counts[-1] if counts else 0), initial=spaces[-1]
            )
        ]
        spaces += map(sums.__getitem__, counts)
        hyphens.append((run.start, width_of(style["hyphenate_character"], style)))
    return places, spaces, hyphens


_widths: dict[tuple[object, ...], float] = {}


def width_of(text: str, style: Any) -> float:
    """The width of a sign in a style, taken once."""
    own: dict[str, float] = style.__dict__.setdefault("_widths", {})
    if text not in own:
        own[text] = _width_of(text, style)
    return own[text]


def _width_of(text: str, style: Any) -> float:
    key = (text, id(style.font_config), tuple(style["font_family"]), style["font_size"], style["font_style"],
           style["font_weight"], style["font_variant_caps"], style["letter_spacing"], style["word_spacing"])  # fmt: skip
    if key not in _widths:
        layout = create_layout(f"n{text}n", style, None, None, 0)
        line, _ = layout.get_first_line()
        both = create_layout("nn", style, None, None, 0)
        two, _ = both.get_first_line()
        _widths[key] = line_size(line, style)[0] - line_size(two, style)[0]
    return _widths[key]


def _text_of(runs: list[Run]) -> str:
    """The text of a paragraph, with a joiner for every letter of a call of a note and of what is raised or lowered where it stands
    close behind a word or a sign: no line begins with it, and what is before it is divided as ever."""
    parts: list[str] = []
    for run in runs:
        words, element = run.box.text, run.box.element
        apart = not parts or parts[-1].endswith(" ") or " " in words
        raised = element.tag in _RAISED or _CALL in element.get("class", "").split()
        parts.append(_JOINER * len(words) if raised and not apart else words)
    return "".join(parts)


def _spots(runs: list[Run], style: Any) -> Spots:
    text = _text_of(runs)
    allowed, lang = log_attributes(text, style["lang"]), style["lang"] or ""
    bound, addresses = bound_in(text), addresses_in(text)
    held = held_in(text, lang) - bound
    dictionary = _dictionary(lang, *style["hyphenate_limit_chars"]) if style["hyphens"] == "auto" else None
    spots = Spots()
    owner = iter(runs)
    run = next(owner)
    until = len(run.box.text)
    divided = dictionary if run.box.style["hyphens"] == "auto" else None
    coded = run.box.element.tag in _CODE
    length = len(text.rstrip(" "))
    for match in _SPOT.finditer(text, 0, length):
        start, end = match.span()
        while start >= until:
            run = next(owner)
            until = run.start + len(run.box.text)
            divided = dictionary if run.box.style["hyphens"] == "auto" else None
            coded = run.box.element.tag in _CODE
        if not run.wraps:
            continue
        kind = match.lastgroup
        if kind == "word":
            if (
                divided is not None
                and end <= until
                and (points := divided(match[0]))
                and is_divided(text, start, end, lang)
            ):
                spots.divide(start, points)
        elif start in held:
            continue
        elif kind == "space":
            if start and allowed[end].is_line_break:
                spots.add(start, end, mark=text[start - 1] in _HYPHENS)
        elif kind == "sign":
            if allowed[end].is_line_break and not coded and not any(begin <= start < till for begin, till in addresses):
                spots.add(end, end, mark=match[0] in _HYPHENS)
        elif run.box.style["hyphens"] != "none":
            spots.add(end, end, printed=True, mark=True)
    spots.add(length, length)
    poor = {at: grade for span in addresses for at, grade in divided_at(text, *span).items()}
    dear = poor.keys() | set(_joints(runs, text, length))
    if not (dear or bound):
        return spots
    return spots.with_dear(dear, {at + 1 for at in bound}, poor)


def _joints(runs: list[Run], text: str, length: int) -> Iterator[int]:
    """The places where code within a text may be divided; what allows breaks in it is part of it."""
    begin = end = 0
    for run in [*runs, None]:
        tag = "" if run is None else run.box.element.tag
        if run is not None and run.wraps and (tag in _CODE or (tag == "wbr" and begin < end == run.start)):
            begin = begin if begin < end == run.start else run.start
            end = run.start + len(run.box.text)
            continue
        if begin < end:
            yield from (match.end() for match in _JOINT.finditer(text, begin, min(end, length)))
        begin = end


@functools.lru_cache(maxsize=16)
def _dictionary(lang: str, total: int, left: int, right: int) -> Any:
    """The points of a word in a language, by patterns; None for a language without."""
    patterns = patterns_of(lang, left, right)
    if patterns is None:
        return None

    @functools.lru_cache(maxsize=50_000)
    def points(word: str) -> tuple[int, ...]:
        return tuple(int(point) for point in patterns.positions(word)) if len(word) >= total else ()

    return points
