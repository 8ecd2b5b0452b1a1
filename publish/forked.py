"""Worker processes of this machine, forked from a server that has one thread and the modules that they need."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import threading
import types
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import forkserver
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.popen_forkserver import Popen
    from multiprocessing.process import BaseProcess

#: Bytes of a temporary folder in which the server that workers are forked from can still be named.
_LONGEST = 70


def executor(workers: int, preload: Sequence[str]) -> Executor:
    """So many workers, who import some modules first."""
    return ProcessPoolExecutor(workers, _context(preload), _ends_with_its_caller)


def ready(preload: Sequence[str]) -> None:
    """Have the server import the modules, without waiting for it."""
    if isinstance(_context(preload), multiprocessing.context.ForkServerContext):
        forkserver.ensure_running()


def _ends_with_its_caller() -> None:
    """Have this worker end when the process that called it in is gone: of one that was killed it would wait for jobs for ever."""
    caller = multiprocessing.parent_process()

    def watch() -> None:
        if caller is not None:
            caller.join()
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
