"""When a book was last changed, the same on every machine: the date of files and archives."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path

from publish.lazy import dataclass
from publish.sources.git import GitError, asked

#: A ZIP archive can say no earlier and no later year.
_FIRST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_LAST = datetime.datetime(2107, 12, 31, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Commit:
    """The last commit that touched a folder: its name in ten figures, and its second since 1970; empty where there is none."""

    revision: str = ""
    seconds: str = ""


def modified(last: Commit, date: str, environment: Mapping[str, str]) -> datetime.datetime:
    """SOURCE_DATE_EPOCH, else the last commit that touched the folder, else the date of the book, else 1980; in UTC."""
    for seconds in (environment.get("SOURCE_DATE_EPOCH", ""), last.seconds):
        if seconds.strip().isdecimal() and len(seconds) < 13:
            latest = int(_LAST.timestamp())  # behind it a moment may be none that Python knows
            return max(datetime.datetime.fromtimestamp(min(int(seconds), latest), datetime.UTC), _FIRST)
    try:
        day = datetime.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return _FIRST
    return min(max(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC), _FIRST), _LAST)


def last_commit(folder: Path) -> Commit:
    """What git says of the folder, asked where it is in a repository; the settings of none change the count of figures."""
    if not any(os.path.lexists(home / name) for home in (folder, *folder.parents) for name in (".git", "objects")):
        return Commit()  # to start git and hear that takes as long as to read a book
    try:
        name, _, seconds = asked(folder, "log", "-1", "--no-show-signature", "--format=%H %ct", "--", ".").partition(
            " "
        )
    except GitError:
        return Commit()
    return Commit(name[:10], seconds)
