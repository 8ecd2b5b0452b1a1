"""What tests share: folders with a book in them, the judges, who see all books of a run at once, and who works on what."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from publish.cache import Memory
from publish.workshop import Workshop
from tests.docket import docket

__all__ = ["docket"]

ROOT = Path(__file__).parent.parent
CLASSICS = ("alice", "romeo-and-juliet", "paradise-lost", "dracula")


def shop() -> Workshop:
    """A workshop of one process that remembers nothing: its folder cannot be written."""
    return Workshop(Memory(Path(os.devnull), ""))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What many tests share is made by one worker, who runs them all: the judged books, and what a module makes once.

    pytest-xdist 3.8 finds the group of a test in its id, which it cannot change since pytest 9.2: here it is put there.
    """
    for item in items:
        if group := _group(item):
            item.add_marker(pytest.mark.xdist_group(group))
            if getattr(config.option, "loadgroup", False) and hasattr(item, "_id"):
                item._id = type(item._id).parse(f"{item.nodeid}@{group}")


def _group(item: pytest.Item) -> str:
    assert isinstance(item, pytest.Function)
    if (own := item.get_closest_marker("xdist_group")) is not None:
        return str(own.args[0])
    if "docket" in item.fixturenames:
        return "judges"
    shared = (fixtures[-1] for fixtures in item._fixtureinfo.name2fixturedefs.values())
    return item.module.__name__ if any(fixture.scope == "module" for fixture in shared) else ""


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of a build is the test's business, not the environment's."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("COLOPHON_CACHE", raising=False)


def classic(name: str, folder: Path) -> Path:
    """A public-domain text in a folder with a book.toml of three lines."""
    folder.mkdir(parents=True)
    text = shutil.copyfile(ROOT / "tests" / "books" / f"{name}.md", folder / f"{name}.md").read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# Title: ")
    (folder / "book.toml").write_text(f'title = "{title}"\nlang = "en"\nslug = "{name}"\n', encoding="utf-8")
    return folder


def written(folder: Path, **files: str) -> Path:
    """A folder with files; a double underscore in a name is a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder
