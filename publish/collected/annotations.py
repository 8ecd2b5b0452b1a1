"""The annotations of a PDF's readers, as values (ISO 32000-1, 12.5). What is wrong in one leaves that one out, not the rest."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field

import pikepdf

from publish.collected.marks import Annotation, Box, Reply
from publish.lazy import dataclass, regex

#: What readers write, by subtype; links, widgets, pop-ups and what plays are not theirs.
_KINDS = {
    "/Highlight": "highlight", "/Underline": "underline", "/Squiggly": "squiggly underline", "/StrikeOut": "strike-out",
    "/Caret": "insertion", "/Text": "note", "/FreeText": "free text", "/Stamp": "stamp", "/FileAttachment": "attachment",
    "/Line": "drawing", "/Square": "drawing", "/Circle": "drawing", "/Polygon": "drawing", "/PolyLine": "drawing",
    "/Ink": "drawing", "/Redact": "strike-out",
}  # fmt: skip
#: Those that cover words: with quadrilaterals, or with the whole rectangle.
_COVERING = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Redact", "/Square", "/Circle", "/Ink"})
_STATES = {"Accepted": "accepted", "Rejected": "rejected", "Completed": "completed", "Cancelled": "cancelled"}
_DATE = regex(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z|[+-])(?:(\d\d)'?(?:(\d\d)'?)?)?)?")
#: Most characters of what one annotation says.
MOST_TEXT = 20_000
#: What a line of a text box is high at least, in points: its first line is what stands beside the text.
_LINE = 8.0


@dataclass
class _Raw:
    """An annotation as its dictionary says it, with what answers it or belongs to it."""

    page: int
    subtype: str
    at: pikepdf.Object
    parent: tuple[int, int] | None
    grouped: bool
    answers: list[_Raw] = field(default_factory=list)
    parts: list[_Raw] = field(default_factory=list)


def annotations_of(pdf: pikepdf.Pdf, most: int) -> tuple[tuple[Annotation, ...], tuple[int, ...]]:
    """The annotations of readers, at most so many, in the order of the file; the pages (from 0) of those that cannot be read."""
    raws: dict[object, _Raw] = {}
    for number, page in enumerate(pdf.pages):
        listed = page.obj.get("/Annots")
        if not isinstance(listed, pikepdf.Array):
            continue
        for entry in listed:
            raw = _raw(number, entry)
            if raw is not None:
                key = entry.objgen if entry.is_indirect else ("direct", len(raws))
                raws.setdefault(key, raw)
                if len(raws) > most:
                    break
    found, lost = [], []
    for raw in _threads(raws):
        try:
            found.append(_annotation(raw))
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, pikepdf.PdfError):
            lost.append(raw.page)
    return tuple(found), tuple(lost)


def _raw(number: int, entry: pikepdf.Object) -> _Raw | None:
    if not isinstance(entry, pikepdf.Dictionary):
        return None
    subtype = str(entry.get("/Subtype", ""))
    if subtype not in _KINDS:
        return None
    parent = entry.get("/IRT")
    above = parent.objgen if isinstance(parent, pikepdf.Dictionary) and parent.is_indirect else None
    return _Raw(number, subtype, entry, above, str(entry.get("/RT", "")) == "/Group")


def _threads(raws: Mapping[object, _Raw]) -> list[_Raw]:
    """The annotations that answer no other, each with all that answers it, however deep. What goes in a circle begins nowhere
    else, so its first is taken for a beginning."""
    first: list[_Raw] = []
    below: defaultdict[int, list[_Raw]] = defaultdict(list)
    for raw in raws.values():
        above = raws.get(raw.parent) if raw.parent else None
        (below[id(above)] if above is not None and above is not raw else first).append(raw)
    seen: set[int] = set()
    for begin in (*first, *raws.values()):
        if id(begin) in seen:
            continue
        if begin not in first:
            first.append(begin)
        seen.add(id(begin))
        waiting = list(below[id(begin)])
        while waiting:
            raw = waiting.pop(0)
            if id(raw) not in seen:
                seen.add(id(raw))
                (begin.parts if raw.grouped else begin.answers).append(raw)
                waiting += below[id(raw)]
    return first


def _annotation(raw: _Raw) -> Annotation:
    kind, at = _KINDS[raw.subtype], raw.at
    rectangle = _rectangle(at.get("/Rect"))
    boxes = tuple(box for part in (raw, *raw.parts) for box in _boxes(part))
    if kind == "insertion" and boxes:
        kind = "replacement"
    said = [text for part in (raw, *raw.parts) if (text := _text(part.at))]
    point = _tip(at) or _beside(raw.subtype, rectangle or boxes[0])
    states = [state for answer in raw.answers if (state := _STATES.get(_string(answer.at.get("/State"))))]
    status = states[-1] if states else ""
    text = "\n".join(dict.fromkeys(said))
    return Annotation(raw.page, kind, _string(at.get("/T")), _date(at), text, boxes, point, _replies(raw), status)


def _replies(raw: _Raw) -> tuple[Reply, ...]:
    """What answers an annotation, in the order of time; what sets its status says nothing of its own."""
    spoken = [(one.at, text) for one in raw.answers if "/State" not in one.at and (text := _text(one.at))]
    replies = [Reply(_string(at.get("/T")), _date(at), text) for at, text in spoken]
    return tuple(sorted(replies, key=lambda reply: reply.date))


def _boxes(raw: _Raw) -> Iterator[Box]:
    if raw.subtype not in _COVERING:
        return
    quads = _numbers(raw.at.get("/QuadPoints"))
    for start in range(0, len(quads) - 7, 8):
        xs, ys = quads[start : start + 8 : 2], quads[start + 1 : start + 8 : 2]
        yield Box(min(xs), min(ys), max(xs), max(ys))
    if len(quads) < 8 and (whole := _rectangle(raw.at.get("/Rect"))) is not None:
        yield whole


def _beside(subtype: str, rectangle: Box) -> tuple[float, float]:
    """The point that an annotation without words is about: the middle of its rectangle, of a box of text its first line."""
    x, y = rectangle.middle
    return (x, max(y, rectangle.top - _LINE)) if subtype == "/FreeText" else (x, y)


def _tip(at: pikepdf.Object) -> tuple[float, float] | None:
    """Where the line from a box of text ends that points at something (`CL`)."""
    points = _numbers(at.get("/CL"))
    return (points[0], points[1]) if len(points) >= 4 else None


def _rectangle(value: pikepdf.Object | None) -> Box | None:
    numbers = _numbers(value)
    if len(numbers) != 4:
        return None
    x0, y0, x1, y1 = numbers
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _numbers(value: pikepdf.Object | None) -> list[float]:
    """Numbers of an array; none where one of them is no number, or is none that a page could have."""
    if not isinstance(value, pikepdf.Array) or len(value) > 80_000:
        return []
    try:
        numbers = [float(number) for number in value]
    except (TypeError, ValueError):
        return []
    return numbers if all(abs(number) < 1e6 for number in numbers) else []


def _string(value: pikepdf.Object | None) -> str:
    if not isinstance(value, pikepdf.String):
        return ""
    try:
        return str(value)[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n").strip()
    except (ValueError, UnicodeError):
        return bytes(value)[:MOST_TEXT].decode("latin-1").strip()


def _text(at: pikepdf.Object) -> str:
    """What an annotation says: its plain text, else the words of its rich one."""
    plain = _string(at.get("/Contents"))
    if plain:
        return plain
    rich = re.sub(r"<(?:br|/p)\b[^<>]*>", "\n", _string(at.get("/RC")))
    return html.unescape(re.sub(r"<[^<>]*>", "", rich)).strip()


def _date(at: pikepdf.Object) -> str:
    """When it was last changed, else made, as ISO 8601 has it; as much of it as is said."""
    match = _DATE.fullmatch(_string(at.get("/M")) or _string(at.get("/CreationDate")))
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not (day and hour):
        return date
    zone = "" if not sign else "Z" if sign == "Z" else f"{sign}{hours or '00'}:{minutes or '00'}"
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{zone}"
