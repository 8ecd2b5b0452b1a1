"""What an edition is: the last two arrows of the way, as one small value at the end of each edition's module."""

from __future__ import annotations

from collections.abc import Callable

from publish.book import Artifact, Book, Diagnostic, Medium, Metadata, Rendition
from publish.lazy import dataclass
from publish.theme import Theme
from publish.workshop import Workshop

type_of_render = Callable[[Book, Theme], tuple[Rendition, tuple[Diagnostic, ...]]]
type_of_pack = Callable[[Rendition, Workshop], tuple[Artifact, tuple[Diagnostic, ...]]]


@dataclass(frozen=True)
class Edition:
    """An output of the press.

    `suffix` follows SLUG in the name of the file (`.epub`, `-print.pdf`; a folder's begins with `-` and has no dot).
    `render` is quick and reads nothing; `pack` is slow and pure: the same rendition gives the same bytes, so `build`
    remembers it. `checks` are names that `publish.verify` looks up. `printed`: it is made for
    the printer that the book names. `paged`: to pack it is to lay out pages.
    """

    name: str
    suffix: str
    medium: Medium
    render: type_of_render
    pack: type_of_pack
    checks: tuple[str, ...] = ()
    printed: bool = False
    paged: bool = False

    def stem(self, metadata: Metadata) -> str:
        """The name of the artifact without its ending: a printed one bears the printer's name, when one is given."""
        stem, dot, _ = self.suffix.rpartition(".")
        printer = f"-{metadata.print.printer}" if self.printed and metadata.print.printer else ""
        return f"{metadata.slug}{stem if dot else self.suffix}{printer}"

    def file(self, metadata: Metadata) -> str:
        """The name of the artifact."""
        _, dot, ending = self.suffix.rpartition(".")
        return f"{self.stem(metadata)}{dot}{ending}" if dot else self.stem(metadata)
