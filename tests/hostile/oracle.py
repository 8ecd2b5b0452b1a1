"""What a build may open, connect to and start; the rest is a breach.

Two ears: `sys.addaudithook` hears what Python does, `strace -f` what its C libraries do (fontconfig, libxml2).
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The machine's own files that any program opens: libraries, zones, locales, devices of nothing and of chance.
_MACHINE = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/locale", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/usr/share/fontconfig", "/usr/share/xml/fontconfig", "/usr/share/mime", "/usr/share/glib-2.0", "/usr/local/lib",
    "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig", "/dev/null", "/dev/urandom", "/sys/devices/system/cpu",
    "/sys/fs/cgroup", "/usr/share/texmf/fonts",
)  # fmt: skip
_FILES = frozenset({
    "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/mime.types", "/etc/locale.alias", "/etc/apache2/mime.types",
    "/etc/httpd/conf/mime.types", "/etc/httpd/mime.types", "/etc/nsswitch.conf", "/etc/passwd-", "/usr/local/etc/mime.types",
    "/proc/meminfo", "/proc/self/status", "/proc/sys/vm/overcommit_memory", "/proc/self/maps",
    "/proc/stat", "/proc/cpuinfo", "/proc/filesystems", "/usr/bin/git",
})  # fmt: skip
#: Semaphores by which processes wait for each other, and the file by which Python tries whether a temporary folder is one.
_OF_PYTHON = re.compile(r"/dev/shm/sem\.[\w-]+|" + re.escape(tempfile.gettempdir()) + r"/[a-z0-9_]{8}")
_CALL = re.compile(r"^(?:\[pid\s+\d+\] |\d+ +)?(open|openat|connect|execve)\((.*)$")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NETWORK = re.compile(r"AF_INET6?\b")


class Rules:
    """What one run may open; `book` is the manuscript, `out` takes the outputs and the cache."""

    def __init__(self, book: Path, out: Path) -> None:
        own = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.realpath(sys.prefix), str(ROOT / "publish"),
               str(ROOT / "styles"), *sysconfig.get_paths().values()}  # fmt: skip
        own |= {os.path.realpath(path) for path in own}
        self._folders = tuple(
            Path(p) for p in (*own, *_MACHINE, str(book), str(out), str(book.resolve()), str(out.resolve()))
        )
        self._temporary = Path(tempfile.gettempdir())
        self._caches = (Path.home() / ".cache" / "fontconfig", Path.home() / ".fontconfig", Path.home() / ".fonts",
                        Path.home() / ".local" / "share" / "fonts", Path.home() / ".config" / "fontconfig")  # fmt: skip
        self._book = book.resolve()

    def breach(self, path: str) -> bool:
        """Whether it is a file that a build has no business with. A link inside the manuscript counts as what it leads to."""
        if not path.startswith("/"):
            return False  # relative to the folder where the run stands, which is that of the outputs
        if path in _FILES or path.startswith("/proc/self/fd") or _OF_PYTHON.fullmatch(path):
            return False
        if path == str(ROOT):
            return False  # where the run stands: Python lists it for modules
        plain = Path(os.path.normpath(path))
        if plain.is_relative_to(self._book) and plain.is_symlink():
            return not Path(os.path.realpath(plain)).is_relative_to(self._book)
        if any(plain.is_relative_to(folder) for folder in (*self._folders, *self._caches)):
            return False
        if not plain.is_relative_to(self._temporary):
            return True
        first = plain.relative_to(self._temporary).parts[0]
        return not first.startswith(("tmp", "pymp-", "weasyprint-", "colophon-"))


class Ear:
    """Hears what Python opens while a case is built, connections and programs too."""

    def __init__(self) -> None:
        self._rules: Rules | None = None
        self.breaches: list[str] = []
        sys.addaudithook(self._heard)

    def listen(self, rules: Rules | None) -> None:
        self._rules, self.breaches = rules, []

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._rules is None:
            return
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.fsdecode(arguments[0])  # type: ignore[arg-type]  # a path of one of these kinds
            if self._rules.breach(path):
                self.breaches.append(f"open {path}")
        elif event == "socket.connect" and isinstance(arguments[1], str | bytes):
            pass  # a socket of this machine, by which Python's processes speak to each other
        elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request", "os.system", "os.exec"):
            self.breaches.append(f"{event} {arguments!r}"[:200])
        elif event == "subprocess.Popen" and Path(str(arguments[0])).name != "git":
            self.breaches.append(f"start {arguments[0]}")


def traced(lines: Iterable[str], rules: Rules) -> list[str]:
    """The breaches in what `strace -f -e trace=open,openat,connect,execve` wrote; tries that failed are none."""
    found = []
    for line in lines:
        match = _CALL.match(line)
        if match is None:
            continue
        call, rest = match.groups()
        if call == "connect":
            if _NETWORK.search(rest):
                found.append(f"connect {rest[:120]}")
            continue
        path = _PATH.search(rest)
        if path is None or "= -1 " in rest:
            continue
        name = path[1].encode().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace")
        if call == "execve":
            if Path(name).name not in ("git", Path(sys.executable).name, "python", "python3"):
                found.append(f"start {name}")
        elif rules.breach(name):
            found.append(f"open {name}")
    return found
