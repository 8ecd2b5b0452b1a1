"""When a book was last changed, the same on every machine: the date of files and archives."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from publish.sources.git import GitError, asked

#: A ZIP archive can say no earlier and no later year.
_FIRST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_LAST = datetime.datetime(2107, 12, 31, tzinfo=datetime.UTC)


def modified(folder: Path, date: str, environment: Mapping[str, str]) -> datetime.datetime:
    """SOURCE_DATE_EPOCH, else the last commit that touched the folder, else the date of the book, else 1980; in UTC."""
    for seconds in (environment.get("SOURCE_DATE_EPOCH", ""), _last_commit(folder, "%ct")):
        if seconds.strip().isdecimal() and len(seconds) < 13:
            last = int(_LAST.timestamp())  # behind it a moment may be none that Python knows
            return max(datetime.datetime.fromtimestamp(min(int(seconds), last), datetime.UTC), _FIRST)
    try:
        day = datetime.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return _FIRST
    return min(max(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC), _FIRST), _LAST)


def revision(folder: Path) -> str:
    """The last commit that touched the folder, in ten figures, or nothing; the settings of no repository change their count."""
    return _last_commit(folder, "%H")[:10]


def _last_commit(folder: Path, what: str) -> str:
    """What a format of `git log` says of the last commit, or nothing."""
    try:
        return asked(folder, "log", "-1", "--no-show-signature", f"--format={what}", "--", ".")
    except GitError:
        return ""
