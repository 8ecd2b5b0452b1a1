"""When a book was last changed, the same on every machine: the date of files and archives."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

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
    """What a format of `git log` says of the last commit, or nothing.

    The folder may be a stranger's, whose git configuration names programs: what could run in `log` is switched off, and
    a repository of another user is refused by git itself. No transport is allowed, whatever the configuration says, so a
    partial clone fetches nothing.
    """
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
             "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none",
             "PATH": os.environ.get("PATH", os.defpath)}  # fmt: skip
    settings = ("core.fsmonitor=false", "core.hooksPath=" + os.devnull, "log.showSignature=false", "core.pager=cat",
                "protocol.allow=never", "diff.external=", "core.sshCommand=false")  # fmt: skip
    options = [option for setting in settings for option in ("-c", setting)]
    command = ["git", "--no-pager", *options, "log", "-1", "--no-show-signature", f"--format={what}", "--", "."]
    try:
        done = subprocess.run(command, cwd=folder, env=quiet, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
