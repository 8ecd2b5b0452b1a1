"""The press stays awake: a book is built again whenever a file of it is saved, and shown in a browser as it comes to be."""

from __future__ import annotations

import contextlib
import threading
import time
import webbrowser
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import field, replace
from pathlib import Path
from typing import Protocol

from publish.build import Report, build, cache_folder, hired
from publish.lazy import dataclass
from publish.progress import Event
from publish.watch.desk import Desk, Sight
from publish.watch.proofs import Proof, change, proof
from publish.watch.saves import saves
from publish.watch.server import Server
from publish.workshop import Pool

#: The port that is tried first, so that a page left open finds the press again.
PORT = 8453


class Listener(Protocol):
    """Who is told what happens, besides the browser."""

    def open_at(self, address: str) -> None: ...

    def saved(self, names: Sequence[str]) -> None: ...

    def say(self, what: Event) -> None: ...

    def built(self, report: Report | None, sight: Sight) -> None: ...


@dataclass
class Watch:
    """A manuscript that is watched: what is made of it and where to."""

    folder: Path
    names: Sequence[str]
    out: Path
    listener: Listener
    untrusted: bool = False
    desk: Desk = field(default_factory=Desk)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, port: int | None, show: bool) -> None:
        """Build, serve, and build again at each save, until `stop` or an interrupt. OSError where the port is taken."""
        with serving(self.desk, port) as server, hired() as pool:
            self.listener.open_at(server.address)
            if show:
                webbrowser.open(server.address)
            for names in saves(self.folder, (self.out, cache_folder(self.out)), self.stop):
                if names:
                    self.listener.saved(names)
                self.rebuild(pool)
                _warm()

    def rebuild(self, pool: Pool) -> None:
        """One build. Whatever goes wrong is shown; the last good result stays."""
        started = time.monotonic()
        sight = self.desk.sight
        report = None
        try:
            report = build(self.folder, self.names, self.out, progress=self._say, pool=pool, untrusted=self.untrusted)
            new = self._proof(report)
            trouble = f"not built because of errors: {', '.join(report.held_back)}" if report.held_back else ""
            sight = Sight(new, change(sight.proof, new), report.diagnostics, trouble)
        except BrokenExecutor:
            pool.close()
            sight = replace(sight, trouble="a process that lays out pages was ended; save again to build again")
        except Exception as error:  # a template or a disk may be wrong for a moment: the watch goes on
            sight = replace(sight, trouble=f"the press failed: {type(error).__name__}: {error}")
        sight = replace(sight, seconds=time.monotonic() - started, builds=self.desk.sight.builds + 1)
        self.desk.put(sight)
        self.listener.built(report, sight)

    def _say(self, what: Event) -> None:
        self.desk.say(str(what))
        self.listener.say(what)

    def _proof(self, report: Report) -> Proof:
        made = {written.edition: written.path.read_bytes() for written in report.written}
        return proof(self.desk.sight.proof, made.get("pdf"), made.get("epub"))


@contextlib.contextmanager
def serving(desk: Desk, port: int | None) -> Iterator[Server]:
    """A server in threads of its own; without a port, the usual one, else one that is free."""
    try:
        server = Server(desk, PORT if port is None else port)
    except OSError:
        if port is not None:
            raise
        server = Server(desk, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        desk.close()
        server.shutdown()
        server.server_close()


def _warm() -> None:
    """What a later build needs is imported now: the first one may have found all its work done."""
    import publish.paged.assembly
    import publish.paged.writing  # noqa: F401  imported for what it brings with it
