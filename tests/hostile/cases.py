"""What a hostile or broken manuscript is: files and links, and what is right for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: Stands in every file outside of the manuscript; it may be in no output and in no message.
SECRET = "OUTSIDE-5f2c"
TOML = 'title = "Probe"\nlang = "en"\nauthor = "A. Nonym"\nslug = "probe"\nepub = {page-list = false}\n'


@dataclass(frozen=True)
class To:
    """A symbolic link; `{outside}` is the folder beside the manuscript, `{inside}` the manuscript."""

    target: str


@dataclass(frozen=True)
class Pipe:
    """A named pipe that nobody writes to."""


@dataclass(frozen=True)
class Hole:
    """A file of so many bytes, all of them zero, that takes no room."""

    size: int


Content = str | bytes | To | Pipe | Hole


@dataclass(frozen=True)
class Case:
    """A manuscript; `right` is one line. `codes` are all that is reported; `has` stands in an output, `lacks` in none.

    `pages`: the PDF is made as well.
    """

    name: str
    right: str
    files: Mapping[str, Content]
    exit: int = 0
    codes: frozenset[str] = frozenset()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    pages: bool = False
    untrusted: bool = False


def case(
    name: str,
    right: str,
    text: str | bytes = "",
    codes: str = "",
    exit: int = 0,
    files: Mapping[str, Content] | None = None,
    toml: str = "",
    has: tuple[str, ...] = ("Marked words",),
    lacks: tuple[str, ...] = (),
    pages: bool = False,
    untrusted: bool = False,
) -> Case:
    """A book of one chapter, `text`, with words before and behind it that must arrive."""
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    chapter = b"# One\n\nMarked words.\n\n" + body + b"\n\nLast words.\n"
    every: dict[str, Content] = {"book.toml": TOML + toml, "01.md": chapter, **(files or {})}
    words = () if exit else (*has, *(("Last words",) if "Marked words" in has else ()))
    return Case(name, right, every, exit, frozenset(codes.split()), words, lacks, pages, untrusted)


def image(address: str) -> str:
    return f"![A picture]({address}){{alt=picture}}"


def written(case: Case, home: Path) -> Path:
    """The manuscript on the disk, below `home`, with a folder beside it that it may not read."""
    folder, outside = home / "book", home / "outside"
    folder.mkdir(parents=True)
    outside.mkdir()
    for path, content in case.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, To):
            place.symlink_to(content.target.format(outside=outside, inside=folder))
        elif isinstance(content, Pipe):
            os.mkfifo(place)
        elif isinstance(content, Hole):
            with place.open("wb") as file:
                file.truncate(content.size)
        else:
            content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            place.write_bytes(content.replace(b"{outside}", str(outside).encode()))
    _beside(outside)
    return folder


def _beside(outside: Path) -> None:
    from tests.hostile.pictures import png

    for name in ("secret.txt", "secret.md", "secret.css", "secret.html", "secret.bib", "secret.toml"):
        (outside / name).write_text(f"{SECRET}\n", encoding="utf-8")
    (outside / "secret.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{SECRET}</text></svg>', encoding="utf-8"
    )
    (outside / "secret.png").write_bytes(png(3, 3, {"Comment": SECRET}))
    (outside / "styles").mkdir()
    (outside / "styles" / "epub.css").write_text(f"p::before {{ content: '{SECRET}' }}", encoding="utf-8")
