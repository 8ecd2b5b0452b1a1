"""Trim sizes by name and by measure."""

from __future__ import annotations

import re

from publish.lazy import regex

#: Names of the trade and of ISO 216, as CSS lengths (width, height).
_NAMES = {
    "a4": ("210mm", "297mm"), "a5": ("148mm", "210mm"), "a6": ("105mm", "148mm"), "b5": ("176mm", "250mm"),
    "letter": ("8.5in", "11in"), "digest": ("5.5in", "8.5in"), "trade": ("6in", "9in"), "pocket": ("4.25in", "6.87in"),
    "royal": ("6.14in", "9.21in"), "demy": ("138mm", "216mm"), "crown-quarto": ("7.44in", "9.69in"),
    "crown": ("123mm", "186mm"), "a-format": ("110mm", "178mm"), "b-format": ("129mm", "198mm"), "c-format": ("135mm", "216mm"),
}  # fmt: skip
_UNIT = r"in(?:ch(?:es)?)?|mm|cm|pt|[\"″]"
_SIDE = rf"(\d+(?:[.,]\d+)?)\s*({_UNIT})?"
_MEASURE = regex(rf"{_SIDE}\s*[x×]\s*{_SIDE}", re.I)
_INCHES = {"in": 1.0, "mm": 1 / 25.4, "cm": 1 / 2.54, "pt": 1 / 72}
#: The shortest and the longest side of a page, in inches.
_SIDES = (3, 20)


def trim_size(text: str) -> tuple[str, str] | None:
    """Width and height as CSS lengths; None for what is no size between 3 and 20 inches. Inches where no unit stands."""
    if (name := text.strip().lower()) in _NAMES:
        return _NAMES[name]
    match = _MEASURE.fullmatch(name)
    if match is None:
        return None
    unit = _unit(match[4] or match[2])
    first = _unit(match[2] or unit)
    width, height = (match[at].replace(",", ".") for at in (1, 3))
    sizes = float(width) * _INCHES[first], float(height) * _INCHES[unit]
    if not all(_SIDES[0] <= size <= _SIDES[1] for size in sizes):
        return None
    return f"{width}{first}", f"{height}{unit}"


def why_not(text: str) -> tuple[str, str]:
    """What is wrong with a trim size that is none, and what to write."""
    if _MEASURE.fullmatch(text.strip().lower()):
        least, most = _SIDES
        said = f"each side is {least} to {most} in, which is {least * 25.4:.0f} to {most * 25.4:.0f} mm"
        return f"a page of {text} is too small or too large", f"{said}; without a unit a number is inches"
    return (
        f"the trim size {text} is not known",
        f"write 6x9 or another measure such as 148x210mm, or {', '.join(_NAMES)}",
    )


def _unit(written: str | None) -> str:
    return "in" if not written or written.startswith(("in", '"', "″")) else written
