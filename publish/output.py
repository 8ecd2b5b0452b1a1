"""The last write: an output is the old file or the complete new one, never anything between."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

try:
    import fcntl
except ImportError:  # Windows has no fcntl; two builds at once are then not kept apart
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One build at a time in a folder; the second waits. OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def replaced(path: Path, content: bytes | Mapping[str, bytes]) -> bool:
    """Put a file, or a folder of files, where an older one may stand; False where nothing differs.

    A link at the target is replaced, not followed. OSError where the disk refuses: the old output then still stands.
    """
    return _file(path, content) if isinstance(content, bytes) else _folder(path, content)


def _file(path: Path, content: bytes) -> bool:
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _same(path: Path, content: Mapping[str, bytes]) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    there = {p.relative_to(path).as_posix(): p for p in path.rglob("*") if p.is_file()}
    return there.keys() == content.keys() and all(there[name].read_bytes() == data for name, data in content.items())


def _folder(path: Path, content: Mapping[str, bytes]) -> bool:
    """A folder cannot be replaced in one step: the old one moves aside, the new one in, then the old one goes."""
    if _same(path, content):
        return False
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        for name, data in content.items():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise ValueError(f"{name} leads out of the output folder")
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        made.chmod(0o755)
        aside = made.with_name(made.name + ".old")
        if path.is_symlink() or path.exists():
            path.rename(aside)
        made.rename(path)
        if aside.is_symlink():
            aside.unlink()
        else:
            shutil.rmtree(aside, ignore_errors=True)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return True
