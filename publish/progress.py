"""What the stages say of their work to whoever waits: small values, which `cli` prints and measures the time between."""

from __future__ import annotations

from collections.abc import Callable

from publish.lazy import dataclass

READ, PARSE, RESOLVE, RENDER, PACK, LAY_OUT, ASSEMBLE, WRITE = (
    *("read", "parse", "resolve", "render", "pack", "lay out", "assemble", "write"),
)
_DOING = {
    READ: "reading the manuscript",
    PARSE: "parsing",
    RESOLVE: "resolving numbers and references",
    RENDER: "rendering",
    PACK: "making",
    LAY_OUT: "laying out",
    ASSEMBLE: "assembling",
    WRITE: "writing",
}


@dataclass(frozen=True)
class Begun:
    """A stage begins, and the one before it has ended; without an edition it belongs to the one that was named last."""

    stage: str
    edition: str = ""

    def __str__(self) -> str:
        return f"{_DOING[self.stage]} {self.edition}".rstrip()


@dataclass(frozen=True)
class LaidOut:
    """How far a layout is: documents done of all, how many of them were remembered, and the pages of those done.

    `title` is of the document done last. `share`: of the characters that are not remembered, those done, from 0 to 1.
    """

    title: str
    done: int
    of: int
    remembered: int
    pages: int
    share: float

    def __str__(self) -> str:
        title = f" “{self.title}”," if self.title else ""
        return f"laid out{title} {self.done} of {self.of} documents, {self.pages:,} pages"


Event = Begun | LaidOut
Say = Callable[[Event], None]


def quiet(_: Event) -> None:
    """Nobody waits."""
