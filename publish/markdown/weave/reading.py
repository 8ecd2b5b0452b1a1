"""Files of the manuscript as lines of text, for includes: inside its folder only, and in sizes that a book can have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from publish.lazy import regex

#: Published limits: how deep includes nest, and the characters that they may bring into one chapter.
MAX_DEPTH = 10
MAX_CHARACTERS = 16_000_000

_FRONT_MATTER = regex(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.S)


class UnreadableError(Exception):
    """Why a file cannot be included, as the end of a sentence that begins with its name."""


def found(files: Mapping[str, bytes], path: str, bases: Sequence[str]) -> tuple[str, str]:
    """The path below the manuscript folder and the text of a file that is named from one of the folders `bases`."""
    if re.match(r"[a-z][a-z0-9+.-]*://", path, re.I):
        raise UnreadableError("is on the network, which a build never opens")
    reason = "does not exist in the manuscript folder"
    for base in dict.fromkeys(bases):
        full = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        if full.startswith(".."):
            reason = "is outside the manuscript folder"
            continue
        if any(folder.startswith(".") for folder in full.split("/")):
            reason = "is a hidden file"
            continue
        try:
            content = files[full]
        except KeyError:
            continue
        except PermissionError as error:
            raise UnreadableError(f"cannot be read: {error}") from error
        return full, _text(content)
    raise UnreadableError(reason)


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise UnreadableError("is no text")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise UnreadableError("is no text in UTF-8") from error


def without_front_matter(text: str) -> tuple[str, int]:
    """The text behind a head of YAML, and the number of its first line."""
    match = _FRONT_MATTER.match(text)
    return (text[match.end() :], match[0].count("\n") + 1) if match else (text, 1)
