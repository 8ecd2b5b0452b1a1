"""Equal sentences about one file are told once, at the first place, with their count and the other lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from publish.diagnostics import Diagnostic

_LINES = 8


def grouped(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    groups: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for one in diagnostics:
        groups.setdefault((one.code, one.span.path, one.message), []).append(one)
    return tuple(_as_one(sorted(group, key=lambda d: d.span)) for group in groups.values())


def _as_one(group: list[Diagnostic]) -> Diagnostic:
    if len(group) == 1:
        return group[0]
    lines = list(dict.fromkeys(d.span.line for d in group[1:] if d.span.line != group[0].span.line))
    where = f", also in line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:_LINES]))}" if lines else ""
    more = " …" if len(lines) > _LINES else ""
    return dataclasses.replace(group[0], message=f"{group[0].message} ({len(group)} times in this file{where}{more})")
