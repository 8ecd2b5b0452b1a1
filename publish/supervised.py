"""The making of a book in a process of its own, with limits of memory and time; its parent waits, and says what became of it.

The limits hold for each process that it starts in turn: those that lay out pages count for themselves.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from dataclasses import field

from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass
from publish.limits import Limits
from publish.shared import dies_with_parent

try:
    import resource
except ImportError:  # Windows has no limits of this kind, and no fork
    resource = None  # type: ignore[assignment]

#: Bytes of text for which a process is given another second.
_BYTES = 50_000
#: Waiting for a disk or for another build is no computing; a process that does nothing for so many times its limit hangs.
_PATIENCE = 10
#: Seconds in which one that was interrupted has to end.
_GRACE = 3.0
_INTERRUPTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_NEW_NETWORK = 0x40000000
_HINT = "look for what grows, or raise memory or seconds in [limits] of book.toml"


def in_utf8() -> None:
    """Begin anew with names and words as UTF-8, where the locale says another encoding, or none (POSIX, `LC_ALL=C`).

    Names of files are UTF-8 on the disks of this world; read as anything else they would give other names to chapters.
    """
    if sys.getfilesystemencoding() != "utf-8" and hasattr(os, "execve"):
        started = sys.orig_argv
        os.execve(sys.executable, [started[0], "-X", "utf8", *started[1:]], {**os.environ, "PYTHONUTF8": "1"})


@dataclass
class Supervisor:
    """Divides this process in two: one that works and goes on, one that waits and never comes back.

    `ended` is the code of the exit of the one that works, or what is to be said of its end.
    """

    _report: int = field(default=-1)

    def note(self, stage: str) -> None:
        """Tell whoever waits what is being done."""
        if self._report >= 0:
            with contextlib.suppress(OSError):
                os.write(self._report, stage.encode("utf-8", "replace") + b"\n")

    def divided(self, limits: Limits, text: int, untrusted: bool) -> int | Diagnostic | None:
        """None in the process that works, which has `text` bytes to read; in the one that waits, how that ended."""
        if resource is None or not hasattr(os, "fork"):
            return None
        seconds = limits.seconds + text // _BYTES
        sys.stdout.flush()
        sys.stderr.flush()
        heard, self._report = os.pipe()
        heed_interrupts()
        worker = os.fork()
        if worker:
            os.close(self._report)
            return _ended(worker, heard, limits, seconds)
        os.close(heard)
        os.set_blocking(self._report, False)
        _bound(limits, seconds, untrusted)
        return None


def memory_bounded(limits: Limits) -> None:
    """Limit the memory of this process, and of each that it starts: more is a MemoryError, which is said of the book."""
    if resource is not None:
        _limited(resource.RLIMIT_AS, limits.of("memory"))


def _limited(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS does not limit memory in this way
        resource.setrlimit(which, (most, hard))


def _bound(limits: Limits, seconds: int, untrusted: bool) -> None:
    """Limit this process and all that it starts; a stranger's book has no network either, where the system can."""
    memory_bounded(limits)
    _limited(resource.RLIMIT_CPU, seconds)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    dies_with_parent()
    if untrusted and sys.platform.startswith("linux"):
        ctypes.CDLL(None).unshare(_NEW_NETWORK)  # where that is not allowed, nothing of the press opens it anyway


def _ended(worker: int, heard: int, limits: Limits, seconds: int) -> int | Diagnostic:
    """Wait for the process that works: the code that it ended with, or what is to be said of its end."""
    deadline = time.monotonic() + seconds * _PATIENCE
    doing = b""
    try:
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([heard], [], [], left)
            if not ready:
                break
            said = os.read(heard, 65_536)
            if not said:
                break
            doing = ([line for line in said.split(b"\n") if line] or [doing])[-1]
        else:
            os.kill(worker, signal.SIGKILL)
    except (KeyboardInterrupt, SystemExit) as interrupt:
        number = signal.SIGINT if isinstance(interrupt, KeyboardInterrupt) else int(str(interrupt.code)) - 128
        return _interrupted(worker, number)
    if time.monotonic() >= deadline:
        os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return code
    stage = f" while {doing.decode('utf-8', 'replace')}" if doing else ""
    if -code in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        return 128 - code
    if -code == signal.SIGXCPU or time.monotonic() >= deadline:
        return Diagnostic("M073", f"the book took more than {seconds} seconds{stage}", Span("book.toml"), _HINT)
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    message = f"the making of the book broke down ({name}){stage}; each process may have {limits.memory:,} MB"
    return Diagnostic("M073", message, Span("book.toml"), _HINT)


def heed_interrupts() -> None:
    """Be interrupted once, at the keyboard or by SIGTERM or SIGHUP; what puts things away then is not interrupted again."""

    def interrupted(number: int, _: object) -> None:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    heeded = [each for each in _INTERRUPTS if signal.getsignal(each) in (signal.SIG_DFL, signal.default_int_handler)]
    for each in heeded:
        signal.signal(each, interrupted)


def _interrupted(worker: int, number: int) -> int:
    """Hand an interrupt on, if the one that works has not heard it, and give it time to put away what is half made."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, number)
    until = time.monotonic() + _GRACE
    while not os.waitpid(worker, os.WNOHANG)[0]:
        if time.monotonic() >= until:
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.01)
    return 128 + number


def broken_down(error: BaseException, edition: str, limits: Limits) -> Diagnostic:
    """What is to be said of an edition that came to its end in the middle."""
    if isinstance(error, MemoryError):
        what = f"took more than {limits.memory:,} MB of memory"
    elif isinstance(error, RecursionError):
        what = "is nested deeper than the layout can follow"
    else:
        what = (
            f"took more than {limits.seconds} seconds and what its length adds, or {limits.memory:,} MB, in one process"
        )
    return Diagnostic("M073", f"the making of {edition} {what}", Span("book.toml"), _HINT)
