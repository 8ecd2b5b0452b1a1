"""What is to be known of a manuscript before any of it is read: how much text it has, and the limits that it says."""

from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path

from publish.limits import Limits
from publish.sources.book_toml.bounds import limits
from publish.sources.book_toml.keys import section
from publish.sources.finding import READ
from publish.sources.folder import Folder
from publish.sources.toml_reader import Reader


def weighed(path: Path, untrusted: bool = False) -> tuple[int, Limits]:
    """Bytes of text, and the limits; the press's own for one file, or for a stranger's book."""
    if not path.is_dir():
        return path.stat().st_size, Limits()
    total = 0
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(READ):
                with contextlib.suppress(OSError):
                    total += os.lstat(os.path.join(folder, name)).st_size
    return min(total, Limits().of("book")), Limits() if untrusted else _said(Folder(path))


def _said(folder: Folder) -> Limits:
    text, _ = folder.text("book.toml")
    try:
        table = tomllib.loads(text or "")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):  # reading the book reports it
        return Limits()
    return limits(section(Reader(text or "", "book.toml"), table, "limits"))
