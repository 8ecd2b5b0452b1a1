"""The works of a book: its bibliographies read, BibTeX, BibLaTeX, CSL-JSON and CSL-YAML, each work in the terms of CSL."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import Any

import yaml

from publish.book import Diagnostic, Manuscript, Span
from publish.resolve.citations.bibtex import entries_of
from publish.resolve.citations.fields import work_of

Works = dict[str, dict[str, Any]]


def works_of(manuscript: Manuscript, place: Span) -> tuple[Works, list[Diagnostic]]:
    """The works by key, the first of each; `place` is where the book names its bibliographies."""
    works: Works = {}
    noticed: list[Diagnostic] = []
    for path in manuscript.metadata.bibliography:
        found = _file(manuscript, path, place)
        if found is None:
            message = f"the bibliography {path} does not exist in the manuscript folder"
            noticed.append(Diagnostic("M034", message, place, "check its name, or add the file"))
            continue
        full, content = found
        for work in _read(full, content, noticed):
            works.setdefault(work["id"], work)
    return works, noticed


def _file(manuscript: Manuscript, path: str, place: Span) -> tuple[str, bytes] | None:
    bases = [posixpath.dirname(place.path), "", manuscript.root]
    bases += [posixpath.dirname(s.path) for s in manuscript.sources if s.path][:1]
    for base in dict.fromkeys(bases):
        full = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        try:
            return full, manuscript.files[full]
        except (KeyError, PermissionError):
            continue
    return None


def _read(path: str, content: bytes, noticed: list[Diagnostic]) -> Iterator[dict[str, Any]]:
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        noticed.append(Diagnostic("M035", "this is no UTF-8; the letter is lost", Span(path, line), "save it as UTF-8"))
    if path.lower().endswith((".json", ".yaml", ".yml")):
        yield from _structured(path, text, noticed)
        return
    entries, problems = entries_of(text)
    for line, problem in problems:
        noticed.append(Diagnostic("M035", problem, Span(path, line), "mend the entry; the others are used"))
    if not entries and not problems and text.strip():
        noticed.append(Diagnostic("M035", "this file has no entries", Span(path), "write BibTeX or CSL-JSON"))
    for entry in entries:
        yield work_of(entry)


def _structured(path: str, text: str, noticed: list[Diagnostic]) -> Iterator[dict[str, Any]]:
    """CSL-JSON, and the same in YAML; a list, or a table that has it as `references` or `items`."""
    try:
        found = json.loads(text) if path.lower().endswith(".json") else yaml.safe_load(text)
    except json.JSONDecodeError as error:
        noticed.append(
            Diagnostic("M035", f"this is no JSON: {error.msg}", Span(path, error.lineno, error.colno), "mend it")
        )
        return
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        noticed.append(Diagnostic("M035", "this cannot be read as YAML", Span(path, line), "mend it"))
        return
    if isinstance(found, dict):
        found = found.get("references", found.get("items", []))
    for number, work in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(work, dict) and isinstance(work.get("id", work.get("citation-key")), str | int):
            yield {"type": "book", **work, "id": str(work.get("id", work.get("citation-key")))}
        else:
            noticed.append(Diagnostic("M035", f"work {number} has no id", Span(path), 'give each work an "id"'))
