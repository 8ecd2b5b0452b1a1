"""Finished work remembered by the hash of all that it depends on."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

#: What a cache folder may hold, in bytes; beyond it the entries used longest ago go.
MAX_BYTES = 512_000_000
_DIGEST = 32
#: Rows of a table are encoded together where there are more than a few; what they hold then.
_FEW, _PLAIN = 16, frozenset({int, str})
#: What is being written has a name that begins so; older than so many seconds, whoever wrote it is dead.
_UNFINISHED, _ABANDONED = "unfinished-", 3600


def cache_folder(out: Path) -> Path:
    """Where what is built into a folder is remembered."""
    return Path(os.environ.get("COLOPHON_CACHE") or out / ".cache")


class Memory:
    """A folder of finished work. An entry carries a hash of its name and content, so a damaged one counts as absent.

    A folder that cannot be read or written is no error: all is made again.
    """

    def __init__(self, folder: Path, salt: str) -> None:
        self._folder = folder
        self._salt = salt

    def key(self, *given: object) -> str:
        key = hashlib.sha256()
        for part in _encoded((self._salt, given)):
            key.update(part)
        return key.hexdigest()

    def recall(self, key: str) -> bytes | None:
        path = self._folder / key
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            if _sealed(key, content[_DIGEST:]) == content[:_DIGEST]:
                os.utime(path)
                return content[_DIGEST:]
        return None

    def keep(self, key: str, content: bytes) -> None:
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._folder / key, _sealed(key, content) + content)

    def remembered(self, make: Callable[[], bytes], *given: object) -> tuple[bytes, bool]:
        """What `make` returns, from the folder if it was made before of the same `given`; True where it was."""
        key = self.key(*given)
        known = self.recall(key)
        if known is not None:
            return known, True
        content = make()
        self.keep(key, content)
        return content, False

    def bounded(self) -> None:
        """Let the entries go that were used longest ago, beyond `MAX_BYTES`."""
        with contextlib.suppress(OSError):
            found = _entries(self._folder)
            for path, status in found.items():
                if Path(path).name.startswith(_UNFINISHED) and status.st_mtime < time.time() - _ABANDONED:
                    Path(path).unlink(missing_ok=True)
            total = 0
            for path, status in sorted(found.items(), key=lambda entry: (-entry[1].st_mtime, entry[0])):
                total += status.st_size
                if total > MAX_BYTES:
                    Path(path).unlink(missing_ok=True)


class Shelved:
    """A memory that keeps nothing before it is told to: a manuscript with errors leaves no folder behind."""

    def __init__(self, memory: Memory) -> None:
        self._waiting: dict[str, bytes] = {}
        self._memory = memory
        self.key, self.recall = memory.key, memory.recall

    def keep(self, key: str, content: bytes) -> None:
        self._waiting[key] = content

    def put_away(self) -> None:
        while self._waiting:
            self._memory.keep(*self._waiting.popitem())


def _entries(folder: Path) -> dict[str, os.stat_result]:
    """Every file of the folder; one that another process takes away meanwhile is none."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                if entry.is_file():
                    found[entry.path] = entry.stat()
    return found


def _sealed(key: str, content: bytes) -> bytes:
    """What an entry begins with: a hash of what it holds and of its name, so that none is taken for another."""
    return hashlib.sha256(key.encode() + content).digest()


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _encoded(value: object) -> Iterator[bytes]:
    """A value as bytes that no other value has: each kind and length is written before the content."""
    if isinstance(value, bytes):
        yield b"b%d:" % len(value)
        yield value
    elif isinstance(value, str):
        content = value.encode("utf-8", "surrogatepass")
        yield b"s%d:" % len(content)
        yield content
    elif value is None or isinstance(value, bool | int | float | datetime.datetime):
        yield f"v{type(value).__name__} {value!r}:".encode()
    elif isinstance(value, Mapping):
        yield b"m%d:" % len(value)
        for key in sorted(value):
            yield from _encoded(key)
            yield from _encoded(value[key])
    elif isinstance(value, tuple | list):
        if len(value) > _FEW and (table := _table(value)) is not None:
            yield b"p%d:" % len(table)
            yield table
            return
        yield b"t%d:" % len(value)
        for part in value:
            yield from _encoded(part)
    elif dataclasses.is_dataclass(value):
        yield b"d"
        yield from _encoded(type(value).__name__)
        yield from _encoded(tuple(getattr(value, f.name) for f in dataclasses.fields(value)))
    else:
        raise TypeError(f"{type(value).__name__} cannot be part of a key")


def _table(rows: Sequence[object]) -> bytes | None:
    """Rows of nothing but texts and whole numbers at once: a document has one for each of its elements. None for others."""
    if all(type(row) is tuple and _PLAIN.issuperset(map(type, row)) for row in rows):
        with contextlib.suppress(OverflowError, UnicodeEncodeError):
            return msgspec.msgpack.encode(rows)
    return None
