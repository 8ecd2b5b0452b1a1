"""What is remembered: the same for the same, made again for anything else, and never wrong."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from publish import cache
from publish.book import Person
from publish.cache import Memory


def remembered(folder: Path, make: Callable[[], bytes], given: tuple[object, ...], salt: str) -> tuple[bytes, bool]:
    memory = Memory(folder, salt)
    result = memory.remembered(make, *given)
    memory.bounded()
    return result


DAY = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
ROWS = ((1, "a"),) * 20
DIFFERENT: list[tuple[tuple[object, ...], str]] = [
    *(((rows,), "") for rows in (ROWS, ROWS[1:], ((1, "a", 1, "a"),) * 10, (*ROWS[1:], ("1", "a")), (*ROWS[1:], (True, "a")),
                                 (*ROWS[1:], (1, "\udc80")), (*ROWS[1:], (1, b"a")), (*ROWS[1:], (2**70, "a")), (*ROWS[1:], ()),
                                 (*ROWS[1:], (1.0, "a")), (*ROWS[1:], ((1,), "a")), (1, "a") * 20)),
    ((), ""), (("a",), ""), ((b"a",), ""), (("a", ""), ""), (("", "a"), ""), ((("a",),), ""), (({"a": ""},), ""),
    ((None,), ""), (("NoneType None",), ""), ((1,), ""), (("1",), ""), ((True,), ""), ((1.0,), ""), ((DAY,), ""),
    ((Person("a"),), ""), ((("Person", ("a", "aut", "")),), ""), ((Person("a", "edt"),), ""), (("a",), "salt"),
]  # fmt: skip


def test_everything_different_is_made_anew_and_everything_equal_is_not(tmp_path: Path) -> None:
    for number, (given, salt) in enumerate(DIFFERENT):
        assert remembered(tmp_path, lambda n=number: b"%d" % n, given, salt) == (b"%d" % number, False)
    for number, (given, salt) in enumerate(DIFFERENT):
        assert remembered(tmp_path, lambda: b"again", given, salt) == (b"%d" % number, True)


def test_mapping_is_the_same_in_any_order(tmp_path: Path) -> None:
    remembered(tmp_path, lambda: b"x", ({"a": 1, "b": 2},), "")
    assert remembered(tmp_path, lambda: b"y", ({"b": 2, "a": 1},), "") == (b"x", True)


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 100])
def test_damaged_entry_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    remembered(tmp_path, lambda: b"x", (1,), "")
    next(tmp_path.iterdir()).write_bytes(damage)
    assert remembered(tmp_path, lambda: b"x", (1,), "") == (b"x", False)
    assert remembered(tmp_path, lambda: b"x", (1,), "") == (b"x", True)


def test_folder_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert remembered(tmp_path / "file" / "cache", lambda: b"x", (1,), "") == (b"x", False)


def test_unknown_kinds_are_refused(tmp_path: Path) -> None:
    unknown: Any = object()
    with pytest.raises(TypeError):
        remembered(tmp_path, lambda: b"x", (unknown,), "")


def test_entries_used_longest_ago_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 250)
    for number in range(2):
        remembered(tmp_path, lambda: b"x" * 60, (number,), "")
    for age, path in enumerate(tmp_path.iterdir()):
        os.utime(path, (age, age))
    assert remembered(tmp_path, lambda: b"", (0,), "")[1]
    remembered(tmp_path, lambda: b"x" * 60, (2,), "")
    assert [remembered(tmp_path, lambda: b"", (number,), "")[1] for number in (0, 2, 1)] == [True, True, False]


def test_what_another_takes_away_meanwhile_is_no_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(os.PathLike[str]):
        """An entry that another process removed after the folder was read."""

        path = str(tmp_path / "gone")

        def __fspath__(self) -> str:
            return self.path

        def is_file(self) -> bool:
            return True

        def stat(self) -> os.stat_result:
            return os.stat(self.path)

    monkeypatch.setattr(cache, "MAX_BYTES", 100)
    for number in range(3):
        Memory(tmp_path, "").keep(f"{number}", b"x" * 60)
    read = os.scandir

    @contextlib.contextmanager
    def with_one_gone(folder: Path) -> Iterator[list[os.PathLike[str]]]:
        with read(folder) as entries:
            yield [Gone(), *entries]

    monkeypatch.setattr(os, "scandir", with_one_gone)
    Memory(tmp_path, "").bounded()
    monkeypatch.undo()
    assert len(list(tmp_path.iterdir())) == 1


def test_many_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda n: remembered(tmp_path, lambda: b"%d" % (n % 3), (n % 3,), "")[0], range(60)))
    assert values == [b"%d" % (n % 3) for n in range(60)]
    assert len(list(tmp_path.iterdir())) == 3
