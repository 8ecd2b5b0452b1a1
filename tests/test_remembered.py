"""What is laid out after an edit: the chapter that was edited, and no other. Counted in documents that go to the engine."""

from __future__ import annotations

import importlib.metadata
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.build import build
from publish.cache import Memory
from publish.editions import pdf
from publish.paged import layout
from publish.remembered import _LIBRARIES, _installed
from publish.studio import opened
from publish.workshop import Workshop
from tests.conftest import ROOT, written

LOREM = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
CHAPTERS = {f"0{n}__md": f"# Chapter {'one two three four'.split()[n - 1]}\n\n{LOREM * 30}\n" for n in range(1, 5)}


def _book(folder: Path) -> Path:
    written(folder, **CHAPTERS)
    (folder / "book.toml").write_text('title = "Edits"\nslug = "edits"\n', encoding="utf-8")
    return folder


class _Counted:
    """A press that counts what it lays out: documents of text, and layers of heads and folios."""

    def __init__(self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[bytes] = []
        self.layers: list[bytes] = []
        self._folder, self._memory = folder, Memory(out, "")
        plain = layout.laid_out

        def counting(batch: layout.Batch) -> list[tuple[bytes, bytes]]:
            (self.layers if batch.layers else self.texts).extend(content for content, _ in batch.documents)
            return plain(batch)

        monkeypatch.setattr(layout, "laid_out", counting)

    def build(self) -> bytes:
        self.texts.clear()
        self.layers.clear()
        studio, _ = opened(self._folder)
        assert studio is not None
        rendition, _ = pdf.render(studio.book_for(pdf.EDITION)[0], studio.theme)
        artifact, noticed = pdf.pack(rendition, Workshop(self._memory))
        assert noticed == ()
        assert isinstance(artifact.content, bytes)
        return artifact.content

    def sheets(self) -> set[bytes]:
        """What stands on the sheets of heads and folios that were laid out, those that have any."""
        return {
            sheet
            for content in self.layers
            for sheet in re.findall(rb"<div class=[^>]*>", content)
            if b"bare" not in sheet
        }


def _first(text: str) -> str:
    return text.replace("nobody", "no one at all", 1)


#: An edit of the second chapter, and which documents it has laid out anew.
EDITS: dict[str, tuple[Callable[[str], str], list[bytes]]] = {
    "nothing": (lambda text: text, []),
    "a word": (_first, [b"Chapter two"]),
    "a letter that the book had not": (lambda text: text.replace("nobody", "ñadie", 1), [b"Chapter two"]),
    "a Greek word": (lambda text: text.replace("nobody", "οὐδείς", 1), [b"Chapter two"]),
    "an empty line, which moves lines of the source": (lambda text: "\n" + text, []),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_an_edit_lays_out(edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change, wanted = EDITS[edit]
    folder = _book(tmp_path / "in")
    press = _Counted(folder, tmp_path / "out", monkeypatch)
    press.build()
    assert len(press.texts) >= 4
    path = folder / "02.md"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    content = press.build()
    assert [name for content in press.texts for name in [b"Chapter two"] if name in content] == wanted
    assert len(press.texts) == len(wanted)
    assert press.layers == []
    assert _Counted(folder, tmp_path / "other", monkeypatch).build() == content


def test_a_chapter_that_grows_moves_folios_and_lays_out_no_text_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the contents, which name the pages, are laid out with it."""
    folder = _book(tmp_path / "in")
    (folder / "book.toml").write_text('title = "Edits"\nfront = ["contents"]\n', encoding="utf-8")
    press = _Counted(folder, tmp_path / "out", monkeypatch)
    press.build()
    before = press.sheets()
    path = folder / "02.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{LOREM * 60}\n", encoding="utf-8")
    content = press.build()
    of_text = [text for text in press.texts if b"toc-page" not in text]
    assert len(of_text) == 1
    assert b"Chapter two" in of_text[0]
    assert press.sheets()
    assert not press.sheets() & before, "a sheet that the book had is made again"
    assert _Counted(folder, tmp_path / "other", monkeypatch).build() == content


def test_all_editions_share_one_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of the EPUB's page-list, of the screen's PDF and of the printer's are the same, laid out once."""
    folder, out = _book(tmp_path / "in"), tmp_path / "out"
    press = _Counted(folder, tmp_path / "other", monkeypatch)
    build(folder, ("epub",), out, workers=1)
    assert len(press.texts) >= 4
    press.texts.clear()
    build(folder, ("epub", "pdf", "print"), out, workers=1)
    assert [text for text in press.texts if b"cover-page" not in text] == []  # the cover is the screen's alone
    press.texts.clear()
    path = folder / "02.md"
    path.write_text(_first(path.read_text(encoding="utf-8")), encoding="utf-8")
    build(folder, ("epub", "pdf"), out, workers=1)
    assert len(press.texts) == 1


# Whatever happens to the folder -------------------------------------------------------------------


def _zeroed(content: bytes, at: int) -> bytes:
    return content[:at] + bytes(len(content) - at)


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]


#: What may become of a file, from some byte on.
DAMAGE: tuple[Callable[[bytes, int], bytes], ...] = (
    _flipped,
    _zeroed,
    lambda content, at: content[:at],
    lambda content, at: content[:at] + b"\x00" + content[at:],
    lambda content, at: content + content[:at],
    lambda content, at: content[at:],
)


def _damaged(path: Path, chance: random.Random, others: list[Path]) -> None:
    content = path.read_bytes()
    kind = chance.randrange(len(DAMAGE) + 3)
    if kind < len(DAMAGE):
        path.write_bytes(DAMAGE[kind](content, chance.randrange(len(content))))
    elif kind == len(DAMAGE):
        path.unlink()
    elif kind == len(DAMAGE) + 1:  # what another entry holds, whole and with its hash
        path.write_bytes(chance.choice(others).read_bytes())
    else:
        path.unlink()
        path.mkdir()


def _mended(path: Path) -> None:
    if path.is_dir():
        path.rmdir()


@pytest.mark.parametrize("times", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_damaged_cache_gives_the_same_bytes(times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = _book(tmp_path / "in"), tmp_path / "out"
    press = _Counted(folder, out, monkeypatch)
    right = press.build()
    chance, made = random.Random(7), 0
    for number in range(times):
        entries = sorted(path for path in out.iterdir() if path.is_file())
        some = chance.sample(entries, 1 + number % 4)
        whole = [entry for entry in entries if entry not in some]
        for one in some:
            _damaged(one, chance, whole)
        assert press.build() == right, f"{number}: {[one.name for one in some]}"
        made += len(press.texts) + len(press.layers)
        for one in some:
            _mended(one)
    assert made, "no damage reached a chapter"


@pytest.mark.xdist_group("processes")
def test_one_worker_or_many_cached_or_not(tmp_path: Path) -> None:
    folder = _book(tmp_path / "in")
    made = []
    for name, workers in (("one", 1), ("two", 2), ("two", 1), ("three", 3)):
        report = build(folder, ("epub", "pdf"), tmp_path / name, workers=workers)
        made.append([written.path.read_bytes() for written in report.written])
    assert len(made[0]) == 2
    assert all(other == made[0] for other in made)


@pytest.mark.xdist_group("processes")
def test_a_build_that_is_killed_leaves_nothing_torn(tmp_path: Path) -> None:
    """Killed at any moment, the next build gives what one gives that was never disturbed."""
    folder, out = _book(tmp_path / "in"), tmp_path / "out"
    command = [sys.executable, "-m", "publish", "build", str(folder), "--to", "pdf", "--out", str(out), "--quiet"]
    for moment in (0.5, 1.5, 2.5):
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    report = build(folder, ("pdf",), out, workers=1)
    undisturbed = build(folder, ("pdf",), tmp_path / "other", workers=1)
    assert report.written[0].path.read_bytes() == undisturbed.written[0].path.read_bytes()


def test_what_the_dead_left_behind_goes(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "")
    memory.keep("kept", b"x")
    for name, age in (("unfinished-old", 7200), ("unfinished-new", 0)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    memory.bounded()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "unfinished-new"]


@pytest.mark.xdist_group("processes")
@pytest.mark.parametrize("name", ["short", "a-name-that-is-too-long-for-the-address-of-a-socket-" * 2])
def test_nothing_is_left_in_the_temporary_folder(name: str, tmp_path: Path) -> None:
    """Faces are written to files for the layout engine, in every process; each goes with its process."""
    folder, temporary = _book(tmp_path / "in"), Path(tempfile.mkdtemp()) / name
    temporary.mkdir()
    command = [
        sys.executable,
        "-m",
        "publish",
        "build",
        str(folder),
        "--to",
        "pdf",
        "--out",
        str(tmp_path / "out"),
        "-q",
    ]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []
    temporary.rmdir()
    temporary.parent.rmdir()


def test_versions_are_those_that_installers_wrote() -> None:
    """Read from the names of folders, since the library that is made for it is slow to import."""
    assert _installed(_LIBRARIES) == {name: importlib.metadata.version(name) for name in _LIBRARIES}


_CALLER = """
import os, sys, time
from publish.workshop import processes
pool = processes(2, ())
print(*{pool.executor().submit(os.getpid).result() for _ in range(3)}, flush=True)
time.sleep(600)
"""


def test_workers_end_with_the_one_who_called_them_in() -> None:
    """Who is killed cannot send them home."""
    caller = subprocess.Popen([sys.executable, "-c", _CALLER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    workers = [int(number) for number in caller.stdout.readline().split()]
    assert workers
    caller.kill()
    caller.wait()
    caller.stdout.close()
    ends = time.monotonic() + 60
    while any(_lives(worker) for worker in workers) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not any(_lives(worker) for worker in workers)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
