"""A command measured: its seconds, and the memory of all its processes together."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

#: Seconds between two looks at the memory of the processes.
_INTERVAL = 0.02


@dataclass(frozen=True)
class Command:
    """What is started, and in which folder."""

    words: tuple[str, ...]
    folder: Path


class FailedError(Exception):
    """A command that ended with an error: the end of what it said."""


def seconds(commands: Sequence[Command]) -> float:
    """How long the commands take, one after the other."""
    started = time.perf_counter()
    for command in commands:
        with _running(command) as process:
            process.wait()
    return time.perf_counter() - started


def megabytes(commands: Sequence[Command]) -> float:
    """The most memory that a command and all processes below it hold at one moment, shared pages counted once.

    Looking costs time: a run that is looked at is not one that is timed.
    """
    most = 0.0
    for command in commands:
        with _running(command) as process:
            root = psutil.Process(process.pid)
            while process.poll() is None:
                most = max(most, _together(root))
                time.sleep(_INTERVAL)
    return most / 1e6


def _together(root: psutil.Process) -> float:
    """Proportional set size where the system knows it (Linux), else resident: there shared pages count for each."""
    total = 0.0
    with contextlib.suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                memory = process.memory_full_info()
                total += getattr(memory, "pss", memory.rss)
    return total


@contextlib.contextmanager
def _running(command: Command) -> Iterator[subprocess.Popen[bytes]]:
    """The command, which has ended when this does; FailedError where it ended with an error."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command.words, cwd=command.folder, stdout=subprocess.DEVNULL, stderr=said)
        yield process
        if process.wait():
            said.seek(0)
            raise FailedError(said.read().decode(errors="replace").strip()[-400:] or f"ended with {process.returncode}")
