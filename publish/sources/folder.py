"""The author's folder, opened with care: regular files inside it only, in sizes that a book can have."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex
from publish.limits import Limits, OverLimitError

#: What XML 1.0 cannot hold.
ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL)


class Folder(Mapping[str, bytes]):
    """Files of a folder by POSIX path, read when asked for.

    KeyError where there is no such file; PermissionError where a path leads outside, or to no regular file;
    OverLimitError where it is too large. `limits` are the press's until the settings of the book are read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve(strict=True)
        self.limits = Limits()
        self._texts: dict[tuple[str, int], tuple[str | None, tuple[Diagnostic, ...]]] = {}

    def __getitem__(self, path: str) -> bytes:
        return self._read(path, self.limits.of("image"))

    def _read(self, path: str, limit: int) -> bytes:
        pure = PurePosixPath(os.path.normpath(path).replace(os.sep, "/")) if path else PurePosixPath(".")
        if pure.is_absolute() or ".." in pure.parts or "\0" in path:
            raise PermissionError(f"{path} leads out of the manuscript folder")
        try:
            real = (self._root / pure).resolve(strict=True)
            if not real.is_relative_to(self._root):
                raise PermissionError(f"{path} leads out of the manuscript folder")
            # A pipe or a device must not hold the build up: opened without waiting, then refused by its kind.
            handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        except OSError as error:
            if error.errno in _ABSENT:
                raise KeyError(path) from error
            raise PermissionError(f"{path} cannot be opened") from error
        except RuntimeError as error:  # links in a circle
            raise KeyError(path) from error
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            raise KeyError(path) if stat.S_ISDIR(status.st_mode) else PermissionError(f"{path} is no regular file")
        with os.fdopen(handle, "rb") as file:
            if status.st_size > limit:
                raise OverLimitError(f"{path} is larger than {limit // 1_000_000} MB")
            return file.read(limit)

    def __iter__(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self._root):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for name in sorted(n for n in names if not n.startswith(".")):
                yield Path(folder, name).relative_to(self._root).as_posix()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def text(self, path: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
        """A text file with line feeds at line ends and no byte-order mark; None where it does not exist.

        A chapter is read for its place among the others, and again for what it says: what was read is known until it is forgotten.
        """
        limit = self.limits.of("file")
        if (path, limit) not in self._texts:
            self._texts[path, limit] = self._text(path, limit)
        return self._texts[path, limit]

    def texts_forgotten(self) -> None:
        self._texts.clear()

    def _text(self, path: str, limit: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
        try:
            content = self._read(path, limit)
        except KeyError:
            return None, ()
        except OverLimitError as error:
            hint = "divide it, or raise the limit in [limits] of book.toml"
            return "", (Diagnostic("M009", str(error), Span(path), hint),)
        except PermissionError as error:
            return "", (Diagnostic("M011", str(error), Span(path), "keep the files of a book inside its folder"),)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"byte {content[error.start]:#04x} is not UTF-8"
            return "", (Diagnostic("M005", message, Span(path, line), "save the file as UTF-8"),)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if ILLEGAL.search(text) is None:
            return text, ()
        noticed = []
        for match in ILLEGAL.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            message = f"the control character U+{ord(match[0]):04X} was left out"
            noticed.append(Diagnostic("M010", message, Span(path, line, column), "remove it"))
        return ILLEGAL.sub("", text), tuple(noticed)
