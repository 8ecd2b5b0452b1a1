"""What tests share: folders with a book in them, and the judges, who see all books of a run at once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from publish.cache import Memory
from publish.workshop import Workshop

ROOT = Path(__file__).parent.parent
CLASSICS = ("alice", "romeo-and-juliet", "paradise-lost", "dracula")


def shop() -> Workshop:
    """A workshop of one process that remembers nothing: its folder cannot be written."""
    return Workshop(Memory(Path(os.devnull), ""))


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of a build is the test's business, not the environment's."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("COLOPHON_CACHE", raising=False)


def classic(name: str, folder: Path) -> Path:
    """A public-domain text in a folder with a book.toml of three lines."""
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "tests" / "books" / f"{name}.md", folder / f"{name}.md")
    title = name.replace("-", " ").title()
    (folder / "book.toml").write_text(f'title = "{title}"\nlang = "en"\nslug = "{name}"\n', encoding="utf-8")
    return folder


def written(folder: Path, **files: str) -> Path:
    """A folder with files; a double underscore in a name is a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder
