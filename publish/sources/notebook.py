"""Jupyter notebooks as Markdown: text as it stands, code as listings, outputs set aside. Nothing is run.

Each line of a cell is put at the line that it has in the notebook's file, as far as the file keeps a line for each.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex

#: Tags of cells (Jupyter Book's and nbconvert's) by which authors take something out of the book.
_ATTACHMENT = regex(r"attachment:([^\s)\"'>]+)")
_NO_CELL = frozenset({"remove-cell", "remove_cell"})
_NO_INPUT = frozenset({"remove-input", "remove_input"})


def markdown_of(text: str, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a notebook; what was set aside is reported once, at the first of it."""
    try:
        notebook = json.loads(text)
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        language = _language(notebook)
        sheet = _Sheet(text)
        aside: dict[str, list[int]] = {}
        for cell in cells:
            _cell(cell, language, sheet, aside)
    except json.JSONDecodeError as error:
        message = f"this is no notebook: {error.msg.lower()}"
        span = Span(path, error.lineno, error.colno)
        return "", (Diagnostic("M012", message, span, "open it in Jupyter and save it again"),)
    except (KeyError, IndexError, TypeError, AttributeError, RecursionError, ValueError):
        message = "this is no notebook that the press can read"
        return "", (Diagnostic("M012", message, Span(path), "open it in Jupyter and save it again"),)
    noticed = [
        Diagnostic("M020", f"{len(lines)} {what}{'s' if len(lines) > 1 else ''} of this notebook {_set(lines)} aside",
                   Span(path, lines[0]), "code is printed, never run; put what readers should see into a Markdown cell")
        for what, lines in aside.items()
    ]  # fmt: skip
    return sheet.text(), tuple(noticed)


def _set(lines: list[int]) -> str:
    return "are set" if len(lines) > 1 else "is set"


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata", {})
    named = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    return str(named or "python")


class _Sheet:
    """Lines being written, and a place in the notebook's file that moves on with the cells."""

    def __init__(self, text: str) -> None:
        self._raw = text.split("\n")
        self._at = 0
        self._lines: list[str] = []

    def place(self, line: str) -> int:
        """The line of the file, from 1, that holds a line of a cell; where the file has none, the place does not move."""
        for wanted in {json.dumps(line), json.dumps(line, ensure_ascii=False)}:
            for at in range(self._at, min(len(self._raw), self._at + 4000)):
                if wanted[:-1] in self._raw[at]:
                    self._at = at + 1 if self._raw[at].strip().strip(",") in (wanted, wanted[:-1] + '\\n"') else at
                    return at + 1
        return self._at + 1

    def add(self, line: str, place: int) -> None:
        self._lines += [""] * (place - 1 - len(self._lines))
        self._lines.append(line)

    def end_block(self) -> None:
        self._lines.append("")

    @property
    def here(self) -> int:
        return len(self._lines) + 1

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"


def _with_attachments(line: str, attachments: dict[str, dict[str, str]]) -> str:
    """A line with the images that its cell carries written into their addresses."""

    def data(match: re.Match[str]) -> str:
        kinds = attachments.get(unquote(match[1]), {})
        kind, content = next(iter(kinds.items()), ("", ""))
        return f"data:{kind};base64,{''.join(content).strip()}" if content else match[0]

    return _ATTACHMENT.sub(data, line) if attachments else line


def _cell(cell: dict[str, Any], language: str, sheet: _Sheet, aside: dict[str, list[int]]) -> None:
    source = cell.get("source", cell.get("input", ""))
    lines = ("".join(source) if isinstance(source, list) else str(source)).split("\n")
    places = [sheet.place(line) if line.strip() else 0 for line in lines]
    first = next((place for place in places if place), sheet.here)
    lines = [_with_attachments(line, cell.get("attachments", {})) for line in lines]
    kind, tags = cell.get("cell_type"), set(cell.get("metadata", {}).get("tags", ()))
    if kind == "raw" or tags & _NO_CELL:
        if any(line.strip() for line in lines):
            aside.setdefault("raw cell" if kind == "raw" else "cell marked for removal", []).append(first)
        return
    if kind == "code":
        if cell.get("outputs"):
            aside.setdefault("output", []).append(first)
        if tags & _NO_INPUT:
            aside.setdefault("code cell marked for removal", []).append(first)
            return
        if not any(line.strip() for line in lines):
            return
        longest = max((len(run) for line in lines for run in re.findall("`{3,}", line)), default=2)
        fence = "`" * max(3, longest + 1)
        sheet.add(fence + language, first - 1)
        lines.append(fence)
        places.append(0)
    elif kind == "heading":
        lines[0] = "#" * int(cell.get("level", 1)) + " " + lines[0]
    for line, place in zip(lines, places, strict=True):
        sheet.add(line, place or sheet.here)
    sheet.end_block()
