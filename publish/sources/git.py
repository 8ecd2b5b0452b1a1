"""Git, asked with its configuration switched off: the folder may be a stranger's, whose configuration names programs.

What could run is switched off, and a repository of another user is refused by git itself. No transport is allowed,
whatever the configuration says, so a partial clone fetches nothing. Nothing that is asked here writes anything, or reads the
working tree through filters.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_SETTINGS = ("core.fsmonitor=false", "core.hooksPath=" + os.devnull, "log.showSignature=false", "core.pager=cat",
             "protocol.allow=never", "diff.external=", "core.sshCommand=false")  # fmt: skip
#: Seconds for an answer that is short.
_SOON = 5


class GitError(Exception):
    """Git is not there, or does not answer as asked; what it said is the message."""


def asked(folder: Path, *words: str) -> str:
    """What git says in the folder, without white space at its ends. GitError where it says no."""
    try:
        done = subprocess.run(
            _command(words), cwd=folder, env=_environment(), capture_output=True, timeout=_SOON, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def contents(folder: Path, names: Iterable[str]) -> Iterator[bytes]:
    """The contents of blobs by name, as they were committed, one after the other. GitError where one is missing."""
    names, answered = tuple(names), 0
    with tempfile.TemporaryFile() as questions:
        questions.write("".join(f"{name}\n" for name in names).encode())
        questions.seek(0)
        try:
            git = subprocess.Popen(
                _command(("cat-file", "--batch")), cwd=folder, env=_environment(),
                stdin=questions, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise GitError(str(error)) from error
        with git:
            assert git.stdout is not None
            try:
                while header := git.stdout.readline():
                    fields = header.split()
                    if len(fields) != 3 or fields[1] != b"blob":
                        raise GitError(header.decode("utf-8", "replace").strip())
                    content = git.stdout.read(int(fields[2]))
                    git.stdout.read(1)  # the line feed behind it
                    answered += 1
                    yield content
            finally:
                git.kill()  # it may still have something to say that nobody waits for
    if answered < len(names):
        raise GitError(f"{names[answered]} is missing")


def _command(words: Iterable[str]) -> list[str]:
    return ["git", "--no-pager", *(option for setting in _SETTINGS for option in ("-c", setting)), *words]


def _environment() -> dict[str, str]:
    return {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
            "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "TZ": "UTC",
            "PATH": os.environ.get("PATH", os.defpath)}  # fmt: skip
