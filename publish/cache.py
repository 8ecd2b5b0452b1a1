"""Finished work remembered by the hash of all that it depends on."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

#: What a cache folder may hold, in bytes; beyond it the entries used longest ago go.
MAX_BYTES = 512_000_000
_DIGEST = 32


def remembered(folder: Path, make: Callable[[], bytes], given: tuple[object, ...], salt: str) -> tuple[bytes, bool]:
    """What `make` returns, from the folder if it was made before of the same `given`; True where it was.

    An entry carries its own hash, so a damaged one is made again. A folder that cannot be written is no error.
    """
    key = hashlib.sha256()
    for part in _encoded((salt, given)):
        key.update(part)
    path = folder / key.hexdigest()
    with contextlib.suppress(OSError):
        content = path.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            os.utime(path)
            return content[_DIGEST:], True
    content = make()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, hashlib.sha256(content).digest() + content)
        _bounded(folder)
    return content, False


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _bounded(folder: Path) -> None:
    entries = sorted(((p.stat().st_mtime, p.stat().st_size, p) for p in folder.iterdir() if p.is_file()), reverse=True)
    total = 0
    for _, size, path in entries:
        total += size
        if total > MAX_BYTES:
            path.unlink(missing_ok=True)


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
        yield b"t%d:" % len(value)
        for part in value:
            yield from _encoded(part)
    elif dataclasses.is_dataclass(value):
        yield b"d"
        yield from _encoded(type(value).__name__)
        yield from _encoded(tuple(getattr(value, f.name) for f in dataclasses.fields(value)))
    else:
        raise TypeError(f"{type(value).__name__} cannot be part of a key")
