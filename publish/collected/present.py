"""Annotations of a proof in today's manuscript: the words of their lines are looked for where they stood, then elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from publish.collected.marks import Mark
from publish.diagnostics import Diagnostic, Span
from publish.located import Located, Turns, line_of

_HINT = "look at the note and the line of the proof: the words are gone, or written otherwise"


def at_present(marks: Iterable[Mark], texts: Mapping[str, str]) -> tuple[tuple[Mark, ...], tuple[Diagnostic, ...]]:
    """The marks at their lines of today, and `M095` for each whose words are not there any more. `texts` is the manuscript, by
    path: no other file is opened, whatever the proof says."""
    present = _Present(texts)
    found = [present.moved(mark) if mark.source else mark for mark in marks]
    return tuple(found), tuple(_gone(mark) for mark in found if mark.missing)


class _Present:
    """The texts of a manuscript, each prepared when a line of it is looked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._known: dict[str, Located] = {}
        self._found: dict[tuple[str, int, str], tuple[str, Turns] | None] = {}

    def moved(self, mark: Mark) -> Mark:
        key = mark.source, mark.source_line, mark.printed
        if key not in self._found:
            self._found[key] = self._place(*key)
        if (place := self._found[key]) is None:
            return msgspec.structs.replace(mark, missing=True)
        path, turns = place
        line = line_of(turns, mark.offset)
        was = "" if (path, line) == (mark.source, mark.source_line) else f"{mark.source}:{mark.source_line}"
        return msgspec.structs.replace(mark, source=path, source_line=line, was=was)

    def _place(self, path: str, line: int, printed: str) -> tuple[str, Turns] | None:
        """The whole line in its own file, then in another; then a part of it in its own file."""
        own = self._located(path) if path in self._texts else None
        if own is not None and (turns := own.nearest(printed, line)) is not None:
            return path, turns
        for other in self._texts:
            if other != path and (turns := self._located(other).has(printed)) is not None:
                return other, turns
        if own is not None and (turns := own.nearest(printed, line, parts=True)) is not None:
            return path, turns
        return None

    def _located(self, path: str) -> Located:
        if path not in self._known:
            self._known[path] = Located(self._texts[path])
        return self._known[path]


def _gone(mark: Mark) -> Diagnostic:
    words = mark.words or mark.printed
    shown = words if len(words) <= 60 else words[:59].rstrip() + "…"
    page = f"page {mark.folio}, line {mark.line}"
    return Diagnostic(
        "M095", f"“{shown}” ({page}) is not in the manuscript any more", Span(mark.source, mark.source_line), _HINT
    )
