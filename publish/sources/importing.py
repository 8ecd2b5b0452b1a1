"""`publish import`: the order and the metadata that the press found, written as a `book.toml` of ours."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from publish.book import Manuscript
from publish.sources.as_toml import Rebase, as_toml


class OutsideError(Exception):
    """A file of the book is not below the folder that `book.toml` would stand in."""


def toml_for(manuscript: Manuscript, folder: Path, out: Path | None) -> str:
    """The text for a `book.toml` in `out`, or in the folder itself where no other is named or `out` is elsewhere.

    Where `out` is the folder, one above or one below it, paths are written as seen from there. OutsideError where
    one below does not hold all files of the book.
    """
    return as_toml(manuscript, _rebased(folder.resolve(), (out or folder).resolve()))


def belongs_elsewhere(folder: Path, out: Path) -> bool:
    """Whether a file in `out` would have to be moved before the press can read it with the chapters."""
    one, other = folder.resolve(), out.resolve()
    return not (one.is_relative_to(other) or other.is_relative_to(one))


def write(text: str, out: Path) -> Path:
    """Write a new `book.toml` and nothing else. FileExistsError where there is one."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "book.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _rebased(folder: Path, out: Path) -> Rebase:
    if folder.is_relative_to(out):
        above = folder.relative_to(out).as_posix()
        return str if above == "." else lambda path: f"{above}/{path}"
    if not out.is_relative_to(folder):
        return str
    below = out.relative_to(folder).as_posix()

    def within(path: str) -> str:
        if not PurePosixPath(path).is_relative_to(below):
            raise OutsideError(path)
        return PurePosixPath(path).relative_to(below).as_posix()

    return within
