"""Numbers of lists, said in CSS: the layout engine does not heed `start`, `type`, `value` and `reversed` (spec G9)."""

from __future__ import annotations

from publish.book import Element

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BRACKETS = ("-bracket", "-brackets")


def lists_counted(tree: Element) -> None:
    """Give each ordered list the numbers that its attributes ask for; HTML's own rule: a reversed list ends at 1.

    Brackets around them are a class, which `styles/numbers.css` knows.
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
        for item in items:
            value = _number(item.attrib.pop("value", ""))
            by = step if value is None else value - number
            number += by
            _styled(item, counter_increment=f"list-item {by}" if by != 1 else "")


def _number(text: str | bytes) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _styled(element: Element, **rules: str) -> None:
    said = [f"{name.replace('_', '-')}: {value}" for name, value in rules.items() if value]
    if said:
        element.set("style", "; ".join([*filter(None, [element.get("style")]), *said]))
