"""Trim sizes by name and by measure."""

from __future__ import annotations

import re

from publish.lazy import regex

#: Names of the trade and of ISO 216, as CSS lengths (width, height).
_NAMES = {
    "a4": ("210mm", "297mm"), "a5": ("148mm", "210mm"), "a6": ("105mm", "148mm"), "b5": ("176mm", "250mm"),
    "letter": ("8.5in", "11in"), "digest": ("5.5in", "8.5in"), "trade": ("6in", "9in"), "pocket": ("4.25in", "6.87in"),
    "royal": ("6.14in", "9.21in"), "demy": ("138mm", "216mm"), "crown-quarto": ("7.44in", "9.69in"),
}  # fmt: skip
_MEASURE = regex(r"(\d+(?:\.\d+)?)\s*(in|mm|cm|pt)?\s*[x×]\s*(\d+(?:\.\d+)?)\s*(in|mm|cm|pt)?", re.I)
_INCHES = {"in": 1.0, "mm": 1 / 25.4, "cm": 1 / 2.54, "pt": 1 / 72}


def trim_size(text: str) -> tuple[str, str] | None:
    """Width and height as CSS lengths; None for what is no size between 3 and 20 inches. Inches where no unit stands."""
    if (name := text.strip().lower()) in _NAMES:
        return _NAMES[name]
    match = _MEASURE.fullmatch(name)
    if match is None:
        return None
    unit = (match[4] or match[2] or "in").lower()
    first = (match[2] or unit).lower()
    sizes = float(match[1]) * _INCHES[first], float(match[3]) * _INCHES[unit]
    if not all(3 <= size <= 20 for size in sizes):
        return None
    return f"{match[1]}{first}", f"{match[3]}{unit}"
