"""Where a line of code that is too long for its measure turns over: as a careful programmer would break it.

All turns of a line are chosen together, the fewest first; then each kind of place has its price: before a comment, at a space,
behind a comma or an opening bracket, before an operator or the dot of a call, at the joints of a name, and within one only
where nothing else is left. Outer brackets are better than inner ones. Nothing here knows of pages or of the layout engine.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from publish.lazy import dataclass, regex

#: What a turn costs beside its place; what it costs to cut a name, which is more than another turn.
TURN, CUT = 60.0, 400.0
#: What a turn within a string costs: more than another turn.
_QUOTE = 80.0
#: What a line costs that is turned over empty, and the parts of that for what is filled; a level of brackets.
_EMPTY, _LEVEL, _DEEPEST = 10.0, 2.5, 6
#: What the last line costs by its letters: a bracket alone, a word.
_STUBS = ((2, 40.0), (4, 12.0), (8, 4.0))
_OPENING, _CLOSING, _POINTS = frozenset("([{"), frozenset(")]}"), frozenset(",;")
#: Operators with spaces around them that a line better begins with, the loosest first, and those that it better ends with.
_LOOSE = regex(r"(?:&&|\|\|?|and|or|if|else|for|where|from|unless)(?=\s)")
_BEFORE = regex(r"(?:\+|-|\*|/|%|==|!=|<=|>=|<|>|\?|:|->|<<|>>|in|as)(?=\s)")
_ASSIGNED = regex(r"(?:=|:=|\+=|-=|=>|<-)(?=\s)")
_ENDING = regex(r"(?:^|\s)(?:=|:=|\+=|-=|=>|<-|->|[^\s\w]*:)$")
_OPERATOR = regex(r"(?:^|\s)(?:&&|\|\|?|[-+*/%<>?]|==|!=|<=|>=|<<|>>|and|or|not)$")
#: Words that belong to the next.
_LEADING = regex(
    r"(?:^|\W)(?:let|const|var|mut|new|return|def|fn|func|function|class|struct|enum|pub|use|import|export|static|async|await"
    r"|if|for|in|else|while|throw|type|impl|sudo|--?[\w-]+)$"
)
#: What stands before the words of a line: its indent, the sign of a diff, a list, a comment or a prompt.
_LEAD = regex(r"[ \t]*(?:(?:[-+*#>$%!;|]|//[/!]?|--|\d+[.)])[ \t]+)*")
#: Where the last column of a line begins: a comment, or what stands behind a wide gap.
_COLUMN = regex(r"(?<=\S)[ \t]{2,}(?=\S)")
_QUOTED = regex(r"\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|`[^`]*`")
_REMARK = regex(r"(?:(?<=\s)|^)(?:#|//|--|;|/\*|<!--)\s.*")
#: Letters that a part of a word has at least.
_PART = 3
#: Joints of what is written together: before the dot of a call, before operators, behind a part of a name.
_CALL = regex(r"\.\w*[a-z_]\w*[!?]?\(")
_TIGHT = regex(r"&&|\|\||==|!=|->|[+*|]")
_BEGINS = regex(r"[\w.(\"'{\[<$]")
_NAMED = regex(r"[^\W_]{3}[-_]$")
_WORD = regex(r"[^\W_]{3}")
_HUMPED, _HUMP = regex(r"[a-z]{3}$"), regex(r"[A-Z][a-z]{2}")


@dataclass(frozen=True)
class Place:
    """A line may end behind `end`, the next beginning at `start`; what that costs."""

    end: int
    start: int
    cost: float


def lead_of(text: str) -> int:
    """How many letters stand before the words of a line of code: what is turned over hangs below the first word."""
    lead = _LEAD.match(text)
    end = lead.end() if lead else 0
    return end if end < len(text.rstrip()) else 0


def column_of(text: str, kinds: str) -> int:
    """Where the last column of a line begins: its comment, or what stands behind a wide gap; 0 where it has none."""
    lead, words = lead_of(text), text.rstrip()
    gaps = [match.end() for match in _COLUMN.finditer(words, lead)]
    remarks = [at for at in range(lead + 1, len(words)) if kinds[at] == "c" != kinds[at - 1]]
    return max([at for at in gaps if kinds[at - 1] == " "] + remarks[:1], default=0)


def kinds_of(text: str) -> str:
    """For each letter of a line whose language is not known whether it is in a comment (c), a string (s), or neither."""
    kinds = [" "] * len(text)
    for match in _QUOTED.finditer(text):
        kinds[match.start() : match.end()] = "s" * len(match[0])
    remark = next((match for match in _REMARK.finditer(text) if kinds[match.start()] == " "), None)
    if remark is not None:
        kinds[remark.start() :] = "c" * (len(text) - remark.start())
    return "".join(kinds)


def places(text: str, kinds: str, joined: Sequence[bool]) -> Iterator[Place]:
    """The places of a line of code in order. `kinds`: of its letters; `joined`: before which of them no line can begin at all."""
    length, lead, depth = len(text.rstrip()), lead_of(text), 0
    for at in range(1, length):
        if kinds[at - 1] == " ":
            depth += (text[at - 1] in _OPENING) - (text[at - 1] in _CLOSING)
        if at <= lead or joined[at] or text[at].isspace():
            continue
        within = kinds[at] if kinds[at] == kinds[at - 1] else " "
        spaced = text[at - 1].isspace()
        cost = _at_space(text, at, within, kinds[at]) if spaced else _in_word(text, at, within, length)
        if text[at - 1] == text[at] and text[at] in _OPENING | _CLOSING:
            cost = CUT  # the brackets of a template are one sign
        if within == "s" and (kinds[at - 2 : at - 1] != "s" or kinds[at + 1 : at + 2] != "s"):
            cost = CUT  # the mark of a string stands beside what it opens, or closes
        if within != "c":
            cost += _LEVEL * min(max(depth, 0), _DEEPEST)
        yield Place(len(text[:at].rstrip()), at, cost)


def _at_space(text: str, at: int, within: str, kind: str) -> float:
    """What it costs to turn over at a space."""
    before = text[:at].rstrip()
    if within == "c":
        return 3.6 if before[-1] in ",.;:" else 4.0
    if within == "s":
        return _QUOTE
    if kind == "c":
        return 0.0
    cost = 3.0 if at - len(before) > 1 else 5.0
    if before[-1] in _POINTS or before[-1] in _OPENING:
        cost = 2.0
    elif _ASSIGNED.match(text, at):
        cost = 14.0
    elif text[at] in "{)]}":
        cost = 12.0
    elif _LOOSE.match(text, at):
        cost = 1.0
    elif _BEFORE.match(text, at) or text[at] == "-":
        cost = 5.0 if text[at] in "+*/%" else 4.0
    elif _ENDING.search(before):
        cost = 8.0
    elif _OPERATOR.search(before):
        cost = 9.0
    elif _LEADING.search(before) or (before[-1].isdigit() and text[at].isdigit()):
        cost = 10.0
    return cost


def _in_word(text: str, at: int, within: str, length: int) -> float:
    """What it costs to turn over where there is no space: at the joints of what is written together, or by cutting it."""
    a, b = text[at - 1], text[at]
    if is_square(a) or is_square(b):
        return 5.0 + (_QUOTE if within == "s" else 0.0)
    if within == " " and b not in _CLOSING and b not in _POINTS and a in _OPENING | _POINTS:
        return 4.0
    if within == " " and a == ">" and b == "<":
        return 8.0
    begin = max(text.rfind(" ", 0, at), text.rfind("\t", 0, at)) + 1
    end = next((n for n in range(at, length) if text[n].isspace()), length)
    if at - begin < _PART or end - at < _PART or not text[begin:at].strip("-"):
        return CUT + 50.0
    return _joint(text[max(begin, at - 8) : at], text[at:end], within == " ") + (_QUOTE if within == "s" else 0.0)


def _joint(before: str, after: str, bare: bool) -> float:
    """The same by what is written before a place and after it; `bare`: it is in no string and no comment."""
    a, b = before[-1], after[0]
    if b == "." and _CALL.match(after):
        return 6.0
    if bare and _TIGHT.match(after) and (a.isalnum() or a in _CLOSING):
        return 14.0
    if not _BEGINS.match(after):
        return 18.0 if b in "?&" and a.isalnum() else CUT
    if b == "." and a.isalpha() and after[1:2].isalpha():
        return 20.0
    if a == "=" and before[-2:-1].isalnum():
        return 14.0
    if before.endswith("::") or (a == "/" and before[-2:-1] not in ("/", "<")):
        return 16.0
    if a in "/:&?#@," and b.isalnum():
        return 20.0
    if _NAMED.search(before) and _WORD.match(after):
        return 24.0
    return 30.0 if _HUMPED.search(before) and _HUMP.match(after) else CUT


def is_square(letter: str) -> bool:
    """Whether a letter is one of East Asia, beside which lines may end without a space."""
    return "\u2e80" <= letter <= "\ua4cf" or "\uf900" <= letter <= "\ufaff" or "\uff00" <= letter <= "\uff60"


def turned(
    found: Sequence[Place], xs: Sequence[float], length: int, room: float, width: float, whole: int = 0
) -> tuple[float, tuple[int, ...]] | None:
    """The cost of the best turns of a line, and where its other rows begin.

    `xs`: where each letter stands; `length`: how many there are without spaces at the end; `room`: the width of the first row,
    `width`: of those below; `whole`: where its comment begins, which is divided in rows of its own alone (0: anywhere). None
    where something that cannot be divided is wider.
    """
    last = len(found) + 1
    ends = [0, *(place.end for place in found), length]
    starts = [0, *(place.start for place in found), length]
    prices = [0.0, *(place.cost + TURN for place in found), 0.0]
    costs, before = [0.0] + [math.inf] * last, [0] * (last + 1)
    for at in range(1, last + 1):
        for begin in range(at - 1, -1, -1):
            if at < last and starts[begin] < whole < starts[at]:
                continue
            row, measure = xs[ends[at]] - xs[starts[begin]], width if begin else room
            if row > measure + 0.01:
                if row > max(width, room):
                    break
                continue
            rag = _EMPTY * (1 - row / measure) ** 2 if at < last else _stub(length - starts[begin]) if begin else 0.0
            cost = costs[begin] + prices[at] + rag
            if cost < costs[at]:
                costs[at], before[at] = cost, begin
    if costs[last] == math.inf:
        return None
    chain = [last, *itertools.takewhile(bool, _chained(before, last))]
    return costs[last], tuple(starts[at] for at in reversed(chain[1:]))


def _chained(before: Sequence[int], at: int) -> Iterator[int]:
    while True:
        at = before[at]
        yield at


def _stub(letters: int) -> float:
    return next((cost for most, cost in _STUBS if letters <= most), 0.0)
