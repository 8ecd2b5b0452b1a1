"""What a build remembers: finished editions by all that they depend on, and where what is in a file came from."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from publish import __version__
from publish.book import Artifact, Manuscript, Rendition
from publish.cache import Memory, cache_folder
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
        "python-stdnum",
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
    here = os.path.dirname(__file__)
    code = hashlib.sha256()
    for path in sorted(_own(here)):
        code.update(f"{os.path.relpath(path, here)}\0".encode() + Path(path).read_bytes())
    press = f"{__version__}+{code.hexdigest()[:16]}"
    return " ".join([press, *(f"{name}={version}" for name, version in _installed(_LIBRARIES).items())])


def _own(folder: str) -> Iterator[str]:
    """The press's code and tables, but for what only explains."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _own(entry.path)
            elif entry.name.endswith(".py") or (entry.name.endswith(".toml") and not folder.endswith("explained")):
                yield entry.path


def _installed(names: Sequence[str]) -> dict[str, str]:
    """The versions of some packages, as the names of the folders that installers leave beside them say (PyPA, *Recording installed
    projects*); what has none is looked up in the library that is made for it, which is slow to import."""
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for entry in os.listdir(folder):
            package, dash, version = entry.removesuffix(".dist-info").partition("-")
            if dash and entry.endswith(".dist-info"):
                found.setdefault(package.lower().replace(".", "_"), version)
    if missing := [name for name in names if name.replace("-", "_") not in found]:
        import importlib.metadata

        found |= {name.replace("-", "_"): importlib.metadata.version(name) for name in missing}
    return {name: found[name.replace("-", "_")] for name in names}
