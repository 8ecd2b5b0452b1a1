"""What a build remembers: finished editions by all that they depend on, and where what is in a file came from."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

from publish import __version__
from publish.book import Artifact, Manuscript, Rendition
from publish.cache import Memory
from publish.diagnostics import Diagnostic
from publish.editions.edition import Edition
from publish.origins import mapped, name_of
from publish.packed import from_bytes, to_bytes
from publish.sources import keys_of
from publish.workshop import Workshop

#: Libraries whose version decides what the bytes of an edition are.
_LIBRARIES = (
    *(
        "weasyprint",
        "bookbarcode",
        "pydyf",
        "pyphen",
        "uharfbuzz",
        "fonttools",
        "pillow",
        "pypdfium2",
        "pikepdf",
        "lxml",
        "ebooklib",
    ),
    *("markdown-it-py", "mdit-py-plugins", "selectolax", "pygments", "latex2mathml", "ziamath", "citeproc-py"),
    "ziafont",
)


def packed(edition: Edition, rendition: Rendition, shop: Workshop) -> tuple[Artifact, bool, tuple[Diagnostic, ...]]:
    def make() -> bytes:
        return to_bytes(*edition.pack(rendition, shop))

    content, known = shop.memory.remembered(make, edition.name, rendition)
    artifact, noticed = from_bytes(content)
    return artifact, not known, noticed


def cache_folder(out: Path) -> Path:
    return Path(os.environ.get("COLOPHON_CACHE") or out / ".cache")


def origin_maps(out: Path) -> Memory:
    """The maps from finished files to manuscripts, under the hash of each file."""
    return Memory(cache_folder(out) / "maps", "")


def origins_kept(manuscript: Manuscript, rendition: Rendition, artifact: Artifact, out: Path) -> None:
    """Remember what of a file came from where, so that `verify` can name the line that caused a finding."""
    if not isinstance(artifact.content, bytes) or not artifact.name.endswith(".epub"):
        return
    maps, name = origin_maps(out), name_of(artifact.content)
    content = mapped(rendition, manuscript, keys_of(manuscript))
    if maps.recall(name) != content:
        maps.keep(name, content)


@functools.cache
def versions() -> str:
    """The press, by its version, its own code and tables, and the versions of the libraries that shape its output."""
    import importlib.metadata  # slow to import, and a check remembers nothing

    here = Path(__file__).parent
    code = hashlib.sha256()
    tables = (file for file in here.rglob("*.toml") if file.parent.name != "explained")
    for file in sorted((*here.rglob("*.py"), *tables)):
        code.update(f"{file.relative_to(here).as_posix()}\0".encode() + file.read_bytes())
    press = f"{__version__}+{code.hexdigest()[:16]}"
    return " ".join([press, *(f"{name}={importlib.metadata.version(name)}" for name in _LIBRARIES)])
