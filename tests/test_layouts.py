"""Layouts: folders as their authors keep them, and the book that the press finds in each, in the files of `layouts/`.

A case is a row of files (`>>> path`), then the metadata, the chapters in order and what is reported. `make golden` writes the
second half anew; a person reads the difference.
"""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path

import pytest

from publish.book import Manuscript, Metadata, Source
from publish.diagnostics import in_order
from publish.sources import read
from publish.sources.as_toml import as_toml
from publish.sources.outline import UNSAID

FILES = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
_NOT_SHOWN = frozenset({"slug"})


def cases(file: Path) -> list[tuple[str, str, str]]:
    blocks = re.split(r"^=== (.*)$", file.read_text(encoding="utf-8"), flags=re.M)[1:]
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return [(name, *(part.strip("\n") for part in body.split("\n---8<---\n"))) for name, body in pairs]  # type: ignore[misc]


def laid_out(text: str, folder: Path) -> Path:
    """The files of a case in a folder that is called `a-book`."""
    folder = folder / "a-book"
    parts = re.split(r"^>>> (.*)\n", text + "\n", flags=re.M)[1:]
    for path, content in zip(parts[::2], parts[1::2], strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(
            content.replace("\\r", "\r").replace("\\ufeff", "\ufeff"), encoding="utf-8", newline=""
        )
    return folder


def shown(folder: Path) -> str:
    manuscript, noticed = read(folder)
    rows = [] if manuscript is None else [*_metadata(manuscript.metadata), *_chapters(manuscript)]
    return "\n".join([*rows, *(f"! {d.span} {d.code} {d.message}" for d in in_order(noticed))])


def _metadata(metadata: Metadata) -> list[str]:
    rows = []
    for field in dataclasses.fields(Metadata):
        value = getattr(metadata, field.name)
        if field.name in _NOT_SHOWN or value == getattr(UNSAID, field.name):
            continue
        if field.name == "identifier":
            value = tuple(f"{one.scheme} {one.value}" for one in value if one.scheme != "uuid")
            if not value:
                continue
        if isinstance(value, tuple):
            value = ", ".join(
                f"{one.name} ({one.role})" if hasattr(one, "role") else getattr(one, "text", str(one)) for one in value
            )
        elif dataclasses.is_dataclass(value):
            unlike = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
            default = getattr(UNSAID, field.name)
            value = {k: v for k, v in unlike.items() if default is None or v != getattr(default, k)}
        rows.append(f"{field.name}: {value}")
    return rows


def _chapters(manuscript: Manuscript) -> list[str]:
    rows = []
    for source in manuscript.sources:
        if not source.generated:
            words = [source.matter, source.kind, source.path or "–", *([f"“{source.title}”"] if source.title else [])]
            rows.append("  " * source.depth + " ".join(map(str, [*words, *_marks(source)])))
    return rows


def _marks(source: Source) -> list[str]:
    marks = {"behind the part": not source.in_part, "unnumbered": not source.numbered, "no title shown": not source.shows_title,
             f"number {source.number}": source.number is not None, source.lang: bool(source.lang)}  # fmt: skip
    return [f"[{mark}]" for mark, true in marks.items() if true]


ALL = [(f"{file.stem}: {name}", text, expected) for file in FILES for name, text, expected in cases(file)]


@pytest.mark.parametrize(("name", "text", "expected"), ALL, ids=[name for name, _, _ in ALL])
def test_layout(tmp_path: Path, name: str, text: str, expected: str) -> None:
    assert shown(laid_out(text, tmp_path)) == expected


@pytest.mark.skipif(os.environ.get("GOLDEN") != "overwrite", reason="writes the cases anew, only when asked")
def test_golden_is_written(tmp_path: Path) -> None:
    for file in FILES:
        parts = []
        for at, (name, text, _) in enumerate(cases(file)):
            parts.append(f"=== {name}\n{text}\n---8<---\n{shown(laid_out(text, tmp_path / f'{file.stem}-{at}'))}\n")
        file.write_text("\n".join(parts), encoding="utf-8")


@pytest.mark.parametrize(("name", "text", "expected"), ALL, ids=[name for name, _, _ in ALL])
def test_imported_it_is_the_same_book(tmp_path: Path, name: str, text: str, expected: str) -> None:
    """`publish import` writes a `book.toml` that gives the same sources and metadata."""
    folder = laid_out(text, tmp_path)
    first, _ = read(folder)
    if first is None:
        return
    (folder / "book.toml").write_text(as_toml(first), encoding="utf-8")
    second, noticed = read(folder)
    assert second is not None, noticed
    assert second.sources == first.sources
    assert second.metadata == first.metadata
