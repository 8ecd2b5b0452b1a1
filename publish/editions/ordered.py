"""Numbers of lists, said in CSS: the layout engine does not heed `start`, `type`, `value` and `reversed` (spec G9)."""

from __future__ import annotations

from publish.book import Element
from publish.paged.places import roman

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BRACKETS = ("-bracket", "-brackets")
#: In em: the room before an item that `styles/print.css` gives, with an opening bracket too; the widths of signs, and of what
#: stands around a number.
_ROOM, _BRACKETED = 1.6, 2.0
_SIGNS = {"lower-roman": 0.38, "upper-roman": 0.55, "lower-alpha": 0.5, "upper-alpha": 0.7}
_FIGURE, _AROUND = 0.5, 0.6


def lists_counted(tree: Element) -> None:
    """Give each ordered list the numbers that its attributes ask for; HTML's own rule: a reversed list ends at 1.

    Brackets around them are a class, which `styles/numbers.css` knows. Where numbers are long, the items stand further in.
    """
    for ordered in tree.iter("ol"):
        items = ordered.findall("li")
        reverse = "reversed" in ordered.attrib
        ordered.attrib.pop("reversed", "")
        start, step = _number(ordered.attrib.pop("start", "")), -1 if reverse else 1
        number = (start if start is not None else len(items) if reverse else 1) - step
        kind = _TYPES.get(str(ordered.attrib.pop("type", "")))
        named = ordered.get("class", "").endswith(_BRACKETS)
        style = kind if kind and not named else ""
        _styled(ordered, counter_reset=f"list-item {number}" if number else "", list_style_type=style)
        longest = 0
        for item in items:
            value = _number(item.attrib.pop("value", ""))
            by = step if value is None else value - number
            number += by
            longest = max(longest, _length(number, kind or ""))
            _styled(item, counter_increment=f"list-item {by}" if by != 1 else "")
        room = _BRACKETED if ordered.get("class", "").endswith(("examples", "-brackets")) else _ROOM
        wanted = longest * _SIGNS.get(kind or "", _FIGURE) + _AROUND + room - _ROOM
        _styled(ordered, padding_inline_start=f"{wanted:.3g}em" if wanted > room else "")


def _length(number: int, kind: str) -> int:
    """How many signs a number has."""
    if kind.endswith("roman") and 0 < number < 4000:
        return len(roman(number))
    return 1 if kind.endswith("alpha") and 0 < number <= 26 else len(str(number))


def _number(text: str | bytes) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _styled(element: Element, **rules: str) -> None:
    said = [f"{name.replace('_', '-')}: {value}" for name, value in rules.items() if value]
    if said:
        element.set("style", "; ".join([*filter(None, [element.get("style")]), *said]))
