"""Where slow work is done: functions of plain values, in other processes when there is much of it, remembered by hash.

The executor is anything that `concurrent.futures` calls one: a pool of processes on this machine, a cluster's for a
catalogue of thousands. A job that was done before is not done again, whoever did it.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from publish.cache import Memory

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


def _quiet(_: str) -> None:
    """Nobody waits."""


@dataclass
class Workshop:
    """`open_pool` makes the executor when the first jobs need one; None: all is done here. `say` tells who waits."""

    memory: Memory
    workers: int = 1
    open_pool: Callable[[], concurrent.futures.Executor] | None = None
    say: Callable[[str], None] = _quiet
    _pool: list[concurrent.futures.Executor] = field(default_factory=list)

    def done(self, function: Callable[[_Job], _Result], batches: Sequence[_Job]) -> Iterator[tuple[int, _Result]]:
        """Each batch's number and result, as they come. A single batch is done here: another process costs more."""
        if self.open_pool is None or len(batches) < 2:
            for number, batch in enumerate(batches):
                yield number, function(batch)
            return
        if not self._pool:
            self._pool.append(self.open_pool())
        futures = {self._pool[0].submit(function, batch): number for number, batch in enumerate(batches)}
        for future in concurrent.futures.as_completed(futures):
            yield futures[future], future.result()

    def close(self) -> None:
        for pool in self._pool:
            pool.shutdown(cancel_futures=True)
        self._pool.clear()


def cores() -> int:
    with contextlib.suppress(AttributeError):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def workshop(
    folder: Path, salt: str, workers: int, preload: Sequence[str] = (), say: Callable[[str], None] = _quiet
) -> Iterator[Workshop]:
    """A workshop that remembers in a folder, with up to so many processes; `preload` are modules that each imports first.

    Processes are forked from a server that has one thread and the modules: a fork of this process, which may show its
    progress in a thread, would not be safe, and a fresh start of each would import everything again.
    """

    def open_pool() -> concurrent.futures.Executor:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if isinstance(context, multiprocessing.context.ForkServerContext):
            context.set_forkserver_preload(list(preload))
        return concurrent.futures.ProcessPoolExecutor(workers, mp_context=context)

    shop = Workshop(Memory(folder, salt), workers, open_pool if workers > 1 else None, say)
    try:
        yield shop
    finally:
        shop.close()
        shop.memory.bounded()
