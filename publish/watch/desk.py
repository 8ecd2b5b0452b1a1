"""The desk on which the last proof lies: what the builder puts down and every browser that looks at it takes up."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import field

from publish.diagnostics import Diagnostic
from publish.lazy import dataclass
from publish.paged.drawing import page_png
from publish.watch.proofs import Change, Proof

#: Pages are drawn this wide, for screens of two dots to the pixel.
WIDTH_PX = 1100
#: Pictures that are remembered, in bytes.
MAX_BYTES = 96_000_000


@dataclass(frozen=True)
class Sight:
    """What there is to see: the proof, what is new in it, the mistakes of the last build and how it went.

    `trouble` says why the proof is older than the manuscript; empty where it is not.
    """

    proof: Proof = field(default_factory=Proof)
    change: Change = field(default_factory=Change)
    mistakes: tuple[Diagnostic, ...] = ()
    trouble: str = ""
    seconds: float = 0.0
    builds: int = 0


class Desk:
    """Written by one thread, read by many. `run` names this run of the press: a browser left over from another reloads."""

    def __init__(self) -> None:
        self.run = secrets.token_hex(8)
        self._sight = Sight()
        self._before = Proof()
        self._said = ""
        self._turn = 0
        self._news = threading.Condition()
        self._closed = False
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._drawing = threading.Lock()

    @property
    def sight(self) -> Sight:
        return self._sight

    def put(self, sight: Sight) -> None:
        with self._news:
            if sight.proof is not self._sight.proof:
                self._before = self._sight.proof
            self._sight, self._said = sight, ""
            self._turned()

    def say(self, what: str) -> None:
        """What the builder is doing."""
        with self._news:
            self._said = what
            self._turned()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._turned()

    def _turned(self) -> None:
        self._turn += 1
        self._news.notify_all()

    def news(self, since: int, timeout: float) -> tuple[int, Sight, str] | None:
        """The state of things once it is later than `since`; as it is after `timeout` seconds; None once closed."""
        with self._news:
            self._news.wait_for(lambda: self._turn > since or self._closed, timeout)
            return None if self._closed else (self._turn, self._sight, self._said)

    def picture(self, key: str) -> bytes | None:
        """The page with this key, of the proof or the one before it, drawn when it is first asked for."""
        with self._drawing:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            for proof in (self._sight.proof, self._before):
                for number, page in enumerate(proof.pages):
                    if page.key == key:
                        return self._remembered(key, page_png(proof.pdf, number, WIDTH_PX))
            return None

    def _remembered(self, key: str, picture: bytes) -> bytes:
        self._pictures[key] = picture
        while sum(map(len, self._pictures.values())) > MAX_BYTES:
            self._pictures.popitem(last=False)
        return picture

    def file(self, number: int, name: str) -> bytes | None:
        """A file of the EPUB of a proof, the last one or the one before."""
        found: Sequence[Proof] = [p for p in (self._sight.proof, self._before) if p.number == number]
        return found[0].epub.get(name) if found else None
