"""Where slow work is done: functions of plain values, in other processes when there is much of it, remembered by hash.

The executor is anything that `concurrent.futures` calls one: a pool of processes on this machine, a cluster's for a
catalogue of thousands. A job that was done before is not done again, whoever did it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from publish.cache import Memory
from publish.frames import roomy
from publish.lazy import dataclass
from publish.progress import Say, quiet

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: What a process that lays out pages needs first, or draws a cover; it is slow to import.
LAYERS = (
    "publish.paged.layout",
    "publish.paged.engine",
    "publish.paged.writing",
    "publish.paged.drawing",
    "publish.frozen",
)

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


@dataclass
class Pool:
    """Workers, called in by the first jobs that need them; `make` gives the executor, None: there are none.

    A press that stays awake lends one pool to all its builds. `rouse` has the workers import what they need while the
    caller does something else; it does not wait for them.
    """

    workers: int = 1
    make: Callable[[], Executor] | None = None
    rouse: Callable[[], None] = lambda: None
    _executor: list[Executor] = field(default_factory=list)
    _roused: bool = False

    @property
    def awake(self) -> bool:
        """Whether workers are there, or on their way."""
        return self.make is not None and (self._roused or bool(self._executor))

    def roused(self) -> None:
        """Let the workers get ready: there will be jobs soon."""
        if self.make is not None and not self.awake:
            self.rouse()
            self._roused = True

    def executor(self) -> Executor | None:
        if not self._executor and self.make is not None:
            self._executor.append(self.make())
        return self._executor[0] if self._executor else None

    def close(self) -> None:
        """Send them home; the next jobs call in new ones."""
        while self._executor:
            self._executor.pop().shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Send them home; at once, in the middle of their work, where an interrupt is the reason."""
        while self._executor and kind is not None and not issubclass(kind, Exception):
            self._executor.pop().shutdown(wait=False, cancel_futures=True)
        self.close()


@dataclass
class Workshop:
    """A memory and a pool; `say` tells who waits."""

    memory: Memory
    pool: Pool = field(default_factory=Pool)
    say: Say = quiet

    @property
    def workers(self) -> int:
        return self.pool.workers

    def done(
        self,
        function: Callable[[_Job], _Result],
        batches: Sequence[_Job],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[tuple[int, _Result]]:
        """Each batch's number and result, as they come; `meanwhile` is done here while workers have their hands full.

        A single batch is done here unless workers are awake: to call them in costs more.
        """
        executor = self.pool.executor() if len(batches) > 1 or (batches and self.pool.awake) else None
        if executor is None:
            for number, batch in enumerate(batches):
                yield number, function(batch)
            return
        from concurrent.futures import as_completed

        futures = {executor.submit(roomy, function, batch): number for number, batch in enumerate(batches)}
        meanwhile()
        for future in as_completed(list(futures)):
            number, result = futures.pop(future), future.result()
            del future  # it holds the result as long as it lives, and a book has many
            yield number, result

    def one(self, function: Callable[[_Job], _Result], job: _Job) -> _Result:
        """The result of a single job."""
        return next(result for _, result in self.done(function, [job]))


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom: trees and boxes refer to each other in circles by the hundred thousand, and few are let go.

    At Python's own threshold a tenth of a build goes there.
    """
    threshold = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


def memory_returned() -> None:
    """Give back to the system what was let go: trees of a whole book leave holes that the C library keeps for itself."""
    gc.collect()
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):  # another C library has no such call
            ctypes.CDLL(None).malloc_trim(0)


def processes(workers: int, preload: Sequence[str] = ()) -> Pool:
    """A pool of so many processes on this machine; `preload` are modules that each imports first.

    Processes are forked from a server that has one thread and the modules: a fork of this process, which may show its
    progress in a thread, would not be safe, and a fresh start of each would import everything again.
    """

    def make() -> Executor:
        from publish.forked import executor  # slow to import, and a check calls nobody in

        return executor(workers, preload)

    def rouse() -> None:
        from publish.forked import ready

        ready(preload)

    return Pool(workers, make if workers > 1 else None, rouse)


@contextlib.contextmanager
def workshop(folder: Path, salt: str, pool: Pool, say: Say = quiet) -> Iterator[Workshop]:
    """A workshop that remembers in a folder, which is kept within its bounds."""
    shop = Workshop(Memory(folder, salt), pool, say)
    try:
        yield shop
    finally:
        shop.memory.bounded()
