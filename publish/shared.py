"""Work shared with processes that are forked for it: each takes the next job when it is done with one.

A fork has all that this process has read and made, so a job is any function without arguments; only what it gives is sent. The
results are those of one process: what a fork did not give, since it failed or was killed, is made here.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn, TypeVar

_Result = TypeVar("_Result")

#: More processes find less to do than their start costs.
MOST = 4
#: The numbers of jobs are written into a pipe before anyone reads it: what every system's pipe holds (pipe(7)).
_TURN, _PIPE = struct.Struct("=H"), 4096
#: The number of a job and the length of what it gave.
_HEAD = struct.Struct("=II")
_DIE_WITH_PARENT = 1
#: Forks that were told to end.
_ENDING: list[int] = []


def cores() -> int:
    with contextlib.suppress(AttributeError):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared(
    jobs: Sequence[Callable[[], _Result]],
    workers: int,
    packed: Callable[[_Result], bytes],
    unpacked: Callable[[int, bytes], _Result],
    meanwhile: Callable[[], object] | None = None,
) -> list[_Result]:
    """The results of the jobs, in their order; what a fork makes is `packed` there and `unpacked` here, with
    the job's number.

    A job sees what this process has when this is called; what it changes is lost if a fork does it. With one worker, in a
    process with threads, or where there is no fork, all is done here. `meanwhile` is done by this process before any job, and
    not at all where there is no other.
    """
    helpers = min(workers, MOST, len(jobs) + (meanwhile is not None)) - 1
    if helpers < 1 or not hasattr(os, "fork") or threading.active_count() > 1 or len(jobs) * _TURN.size > _PIPE:
        return [job() for job in jobs]
    found: dict[int, _Result] = {}
    turns = _turns(len(jobs))
    forks: list[tuple[int, int]] = []
    _waited_for()
    try:
        with contextlib.suppress(BlockingIOError):  # the system lets no more processes start
            forks += (_forked(turns, jobs, packed) for _ in range(helpers))
        if meanwhile is not None:
            meanwhile()
        for number in _taken(turns):
            found[number] = jobs[number]()
        for _, sent in forks:
            found |= {number: unpacked(number, content) for number, content in _received(sent)}
    finally:
        os.close(turns)
        for process, sent in forks:
            os.close(sent)
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)  # it has given what it had, or nobody wants it
            _ENDING.append(process)  # giving back its memory takes as long as many a job
    return [found[number] if number in found else job() for number, job in enumerate(jobs)]


def _waited_for() -> None:
    """Let the system forget forks that have ended."""
    _ENDING[:] = [process for process in _ENDING if not os.waitpid(process, os.WNOHANG)[0]]


def dies_with_parent() -> None:
    """Have this process killed when the one that forked it ends, where the system can."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(signal.SIGKILL))


def _turns(count: int) -> int:
    """A pipe with the number of each job, of which each reader gets the next."""
    turns, given = os.pipe()
    os.write(given, b"".join(map(_TURN.pack, range(count))))
    os.close(given)
    return turns


def _taken(turns: int) -> Iterator[int]:
    while turn := os.read(turns, _TURN.size):
        yield _TURN.unpack(turn)[0]


def _forked(turns: int, jobs: Sequence[Callable[[], _Result]], packed: Callable[[_Result], bytes]) -> tuple[int, int]:
    """A process that does jobs, and the pipe in which it sends what they gave."""
    sent, own = os.pipe()
    caller = os.getpid()
    process = os.fork()
    if not process:
        _work(turns, own, caller, jobs, packed)
    os.close(own)
    return process, sent


def _work(
    turns: int, own: int, caller: int, jobs: Sequence[Callable[[], _Result]], packed: Callable[[_Result], bytes]
) -> NoReturn:
    """Sends all at the end: the pipe holds less than a chapter, and its reader has jobs of its own."""
    done: list[bytes] = []
    try:
        dies_with_parent()
        if os.getppid() == caller:
            for number in _taken(turns):
                content = packed(jobs[number]())
                done += [_HEAD.pack(number, len(content)), content]
    finally:  # whatever it was: the caller does the job again, and says what is wrong with it
        try:
            with os.fdopen(own, "wb") as out:
                out.write(b"".join(done))
        finally:
            os._exit(0)


def _received(sent: int) -> Iterator[tuple[int, bytes]]:
    """The results that came whole."""
    with os.fdopen(os.dup(sent), "rb") as pipe:
        content = pipe.read()
    at = 0
    while at + _HEAD.size <= len(content):
        number, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size + length
        if at <= len(content):
            yield number, content[at - length : at]
