"""Which files were saved: the manuscript's own, not the press's outputs, not what editors leave behind for a moment."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

from publish.lazy import regex

#: Milliseconds without another change after which a save is taken as done: editors write in several steps.
_QUIET = 40
#: Milliseconds after which the watcher looks whether it shall stop.
_ROUND = 200
_PASSING = regex(r"^(?:\..*|#.*#|.*~|.*\.sw[a-z]|4913|.*\.(?:tmp|bak|part|crdownload|pyc))$", re.IGNORECASE)


def counts(path: Path, root: Path, apart: Sequence[Path]) -> bool:
    """Whether a changed path below `root` may change the book. `apart`: folders that are never looked at."""
    if any(path.is_relative_to(folder) for folder in apart):
        return False
    return path.is_relative_to(root) and not any(_PASSING.match(part) for part in path.relative_to(root).parts)


def saves(manuscript: Path, apart: Sequence[Path], stop: threading.Event) -> Iterator[tuple[str, ...]]:
    """The names of files that were saved, each time some were, until `stop`; first none, once it watches.

    What happens between two turns is told at the next. A manuscript of one file is watched with the files beside it.
    """
    single = manuscript.is_file()
    root = (manuscript.parent if single else manuscript).resolve()
    folders = [folder.resolve() for folder in apart]

    def wanted(_: watchfiles.Change, path: str) -> bool:
        return counts(Path(path), root, folders)

    watching = False
    for changes in watchfiles.watch(
        root,
        watch_filter=wanted,
        stop_event=stop,
        step=_QUIET,
        rust_timeout=_ROUND,
        yield_on_timeout=True,
        recursive=not single,
        ignore_permission_denied=True,
    ):
        if changes or not watching:
            yield tuple(_named({Path(path) for _, path in changes}, root))
        watching = True


def _named(changed: set[Path], root: Path) -> list[str]:
    """The files that are there, without those that an editor wrote on the way; where none is, those that went."""
    there = {path for path in changed if path.exists()}
    return sorted(path.relative_to(root).as_posix() for path in there or changed)
