"""The published limits of the press (`docs/limits.md`): what a manuscript may be, and what its making may take.

A book says others in `[limits]` of its `book.toml`; a stranger's is held to these (`--untrusted`).
"""

from __future__ import annotations

from dataclasses import field, fields

from publish.lazy import dataclass

_MB = 1_000_000


def _limit(usual: int, unit: int, meaning: str) -> int:
    return field(default=usual, metadata={"unit": unit, "meaning": meaning})


@dataclass(frozen=True)
class Limits:
    """Numbers as `[limits]` has them, by key with hyphens; sizes are in millions of bytes."""

    nesting: int = _limit(64, 1, "blocks within blocks: quotations, list items, divs, cells; emphasis within emphasis")
    file: int = _limit(16, _MB, "MB of one text")
    book: int = _limit(64, _MB, "MB of all texts together")
    paragraph: int = _limit(1, _MB, "MB of one paragraph or cell")
    table_rows: int = _limit(5000, 1, "rows of a table")
    table_columns: int = _limit(64, 1, "columns of a table")
    image: int = _limit(64, _MB, "MB of one image or other file")
    megapixels: int = _limit(80, _MB, "millions of pixels of one image")
    svg: int = _limit(5, _MB, "MB of one drawing")
    svg_elements: int = _limit(20_000, 1, "elements of one drawing, each use of a part counted")
    pages: int = _limit(20_000, 1, "pages of the PDF")
    memory: int = _limit(4_000, _MB, "MB of memory of each process")
    seconds: int = _limit(300, 1, "seconds of computing of each process, and one more for each 50 KB of text")

    def of(self, name: str) -> int:
        """A limit in single bytes, pixels, rows."""
        return int(getattr(self, name)) * next(int(f.metadata["unit"]) for f in fields(self) if f.name == name)


def table() -> str:
    """The limits as a table of Markdown."""
    rows = [f"| `{f.name.replace('_', '-')}` | {f.default:,} | {f.metadata['meaning']} |" for f in fields(Limits)]
    return "\n".join(["| key | usual | what |", "|---|---|---|", *rows])


class OverLimitError(PermissionError):
    """Something is larger than a published limit; the message is a sentence about it."""
