"""The lines of the files that diagnostics speak of, each file read once and only when it is spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class Texts:
    """Lines by path, as an author counts them; a file that cannot be read has none."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._known: dict[str, Sequence[str]] = {}

    def lines(self, path: str) -> Sequence[str]:
        if path not in self._known:
            try:
                content = self._files[path]
            except (KeyError, OSError, ValueError):
                content = b""
            text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            self._known[path] = text.split("\n")
        return self._known[path]

    def line(self, path: str, number: int) -> str:
        lines = self.lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def block(self, path: str, number: int) -> Iterator[int]:
        """The numbers of the lines from this one to the next that is blank."""
        lines = self.lines(path)
        while number <= len(lines):
            yield number
            if number < len(lines) and not lines[number].strip(" \t>"):
                return
            number += 1
