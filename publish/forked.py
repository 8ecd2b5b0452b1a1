"""Worker processes of this machine, forked from a server that has one thread and the modules that they need."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import types
import weakref
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import forkserver
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.popen_forkserver import Popen
    from multiprocessing.process import BaseProcess

#: Bytes of a temporary folder in which the server that workers are forked from can still be named.
_LONGEST = 70


def executor(workers: int, preload: Sequence[str]) -> Executor:
    """So many workers, who import some modules first."""
    return _Crew(workers, preload)


def ready(preload: Sequence[str]) -> None:
    """Have the server import the modules, without waiting for it."""
    if isinstance(_context(preload), multiprocessing.context.ForkServerContext):
        forkserver.ensure_running()


class _Crew(ProcessPoolExecutor):
    """Workers with a temporary folder of their own, who end at once when a pipe is closed that only their caller holds.

    `shutdown` without waiting is for one who was interrupted: what they are doing is wanted by nobody.
    """

    def __init__(self, workers: int, preload: Sequence[str]) -> None:
        heard, self._held = multiprocessing.Pipe(duplex=False)
        folder = tempfile.mkdtemp(prefix="colophon-")
        self._removed = weakref.finalize(self, shutil.rmtree, folder, True)
        super().__init__(workers, _context(preload), _ready_for_work, (heard, folder))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if not wait:
            self._held.close()
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._removed()


def _ready_for_work(heard: Connection, folder: str) -> None:
    """Leave interrupts at the keyboard to the caller, who says what becomes of the work; end when the caller lets go of the
    pipe, or is gone: one who was killed would be waited for, for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder

    def watch() -> None:
        heard.poll(None)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class _Worker(multiprocessing.context.ForkServerProcess):
    """A process that does not import the program that called it in, the command line and all that it needs, for nothing."""

    @staticmethod
    def _Popen(process: BaseProcess) -> Popen:  # noqa: N802 -- the library's name
        program = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            return multiprocessing.context.ForkServerProcess._Popen(process)
        finally:
            sys.modules["__main__"] = program


class _Workers(multiprocessing.context.ForkServerContext):
    Process = _Worker


def _context(preload: Sequence[str]) -> multiprocessing.context.BaseContext:
    # The server listens at a name in the temporary folder, and such a name has 108 bytes at most (unix(7)).
    reachable = len(os.fsencode(tempfile.gettempdir())) < _LONGEST
    method = "forkserver" if reachable and "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    if method == "spawn":
        return multiprocessing.get_context(method)
    context = _Workers()
    context.set_forkserver_preload(list(preload))
    return context
