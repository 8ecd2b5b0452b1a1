"""Works as records of the citation library: names, dates and texts in its own types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citeproc import DATES, NAMES
from citeproc.source import Date, DateRange, LiteralDate, Name, Reference
from citeproc.string import MixedString, NoCase, String

from publish.lazy import regex
from publish.resolve.citations import marked
from publish.resolve.citations.fields import date_of


def record_of(name: str, work: Mapping[str, Any], language: str) -> Any:
    """A reference with each variable under its name with hyphens too: the library asks now for the one, now for the other."""
    reference = Reference(name, str(work.get("type", "book")))
    for key, value in work.items():
        plain = {"shortTitle": "title_short", "journalAbbreviation": "container_title_short"}.get(
            key, key.replace("-", "_")
        )
        if key in ("id", "type", "key") or value in (None, "", [], {}):
            continue
        converted: Any
        if plain in NAMES:
            converted = [_name(n) for n in value if isinstance(n, dict)] if isinstance(value, list) else []
        elif plain in DATES:
            converted = _library_date(value)
        elif plain == "language":
            converted = str(value)
        else:
            converted = text_with_signs(str(value)) if isinstance(value, str | int | float) else None
        if converted:
            reference[plain] = converted
            reference[plain.replace("_", "-")] = converted
    reference.setdefault("language", language)
    return reference


def _name(name: Mapping[str, Any]) -> Any:
    if name.get("literal"):
        return Name(literal=str(name["literal"]))
    parts = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
    return Name(**{part: str(name[part]) for part in parts if name.get(part)})


def _library_date(value: Any) -> Any:
    if isinstance(value, str | int):
        value = date_of(str(value)) or {}
    if not isinstance(value, dict):
        return None
    if "raw" in value and "date-parts" not in value:
        value = date_of(str(value["raw"])) or {}
    circa = bool(value.get("circa"))
    found = [_numbers(parts) for parts in value.get("date-parts", []) if isinstance(parts, list)]
    dates = [dict(zip(("year", "month", "day"), parts, strict=False)) for parts in found if parts]
    if dates and "season" in value and str(value["season"]).isdigit() and "month" not in dates[0]:
        dates[0]["season"] = int(value["season"])
    if len(dates) > 1:
        return DateRange(begin=Date(**dates[0]), end=Date(**dates[1]), circa=circa)
    if dates:
        return Date(circa=circa, **dates[0])
    return LiteralDate(str(value["literal"]), circa=circa) if value.get("literal") else None


def _numbers(parts: list[Any]) -> list[int]:
    numbers = []
    for part in parts:
        if not re.fullmatch(r"-?\d+", str(part)):
            break
        numbers.append(int(part))
    return numbers


_TAG = regex(r"<(/?)(i|em|b|strong|sup|sub|sc|span)((?:\s[^<>]*)?)>")
_OPENED = {"i": marked.ITALIC, "em": marked.ITALIC, "b": marked.BOLD, "strong": marked.BOLD, "sup": marked.SUPERSCRIPT,
           "sub": marked.SUBSCRIPT, "sc": marked.SMALL_CAPS}  # fmt: skip


def text_with_signs(text: str) -> Any:
    """A text of CSL-JSON with its markup as signs; what is `nocase` keeps its case."""
    pieces: list[String] = []
    stack: list[str] = []
    last = 0

    def add(words: str) -> None:
        words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if words:
            pieces.append(NoCase(words) if "nocase" in stack else String(words))

    for tag in _TAG.finditer(text):
        add(text[last : tag.start()])
        last = tag.end()
        if tag[1]:
            kind = stack.pop() if stack else "nocase"
            if kind != "nocase":
                pieces.append(NoCase(marked.CLOSE))
        else:
            sign = marked.SMALL_CAPS if "small-caps" in tag[3] else _OPENED.get(tag[2], "")
            stack.append(sign or "nocase")
            if sign:
                pieces.append(NoCase(sign))
    add(text[last:])
    pieces += [NoCase(marked.CLOSE) for kind in stack if kind != "nocase"]
    return MixedString(pieces)
