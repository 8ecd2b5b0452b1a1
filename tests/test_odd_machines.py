"""Machines that lack something: room, memory, Pango, fonts, a sensible date or locale. A message, and nothing is torn."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import PUBLISH, book, run, whole
from tests.conftest import ROOT
from tests.hostile.cases import case, written


@pytest.mark.parametrize(
    "epoch", ["-1", "soon", *(pytest.param(one, marks=pytest.mark.slow) for one in ("9" * 20, "", "253402300800"))]
)
def test_odd_dates_of_the_environment(epoch: str, tmp_path: Path) -> None:
    """What is no date is a message or the book's own date; nothing breaks down."""
    done = run("build", book(tmp_path), "--to", "epub", "--out", tmp_path / "out", "-q", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode in (0, 1, 2, 3)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr.strip()
    whole(tmp_path / "out")


@pytest.mark.slow
def test_a_posix_locale_changes_no_byte(tmp_path: Path) -> None:
    folder = written(case("book", "", "Ünïcödé – “quotes”.", files={"02 ü.md": "# Zwölf\n\nWörter.\n"}), tmp_path)
    for name, environment in (
        ("a", {}),
        ("b", {"LC_ALL": "C", "PYTHONUTF8": "0", "LANG": "C", "PYTHONCOERCECLOCALE": "0"}),
    ):
        done = run("build", folder, "--to", "epub", "--out", tmp_path / name, "-q", **environment)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a" / "probe.epub").read_bytes() == (tmp_path / "b" / "probe.epub").read_bytes()


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_output(tmp_path: Path) -> None:
    folder, out = book(tmp_path), tmp_path / "out"
    assert run("build", folder, "--to", "epub", "--out", out, "-q").returncode == 0
    before = (out / "probe.epub").read_bytes()
    (folder / "01.md").write_text("# One\n\nOther words.\n", encoding="utf-8")
    done = run("build", folder, "--to", "epub", "--out", out, "-q", before="trap '' XFSZ; ulimit -f 20")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "large" in done.stderr.lower() or "space" in done.stderr.lower()
    assert (out / "probe.epub").read_bytes() == before
    assert [path.name for path in out.iterdir() if path.name.startswith(".probe")] == []


def test_a_target_that_is_a_file_or_cannot_be_made(tmp_path: Path) -> None:
    folder = book(tmp_path)
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        done = run("build", folder, "--to", "epub", "--out", out, "-q")
        assert done.returncode == 3, done.stderr
        assert done.stderr.startswith("Error: ")
        assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.slow
def test_no_room_in_the_temporary_folder(tmp_path: Path) -> None:
    done = run("build", book(tmp_path), "--to", "epub,pdf", "--out", tmp_path / "out", "-q", TMPDIR="/proc/nowhere")
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
    whole(tmp_path / "out")


#: A machine without Pango, for the process and all that it starts.
_NO_PANGO = """
import cffi, ctypes

def without(real):
    def opened(self, name=None, *rest, **more):
        if name and "pango" in str(name).lower():
            raise OSError(f"cannot load library {name!r}")
        return real(self, name, *rest, **more)
    return opened

cffi.FFI.dlopen = without(cffi.FFI.dlopen)
ctypes.CDLL.__init__ = without(ctypes.CDLL.__init__)
"""


@pytest.mark.slow
def test_a_machine_without_pango(tmp_path: Path) -> None:
    """What has no pages is made; what has some is an error that says the command, and leaves nothing."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(_NO_PANGO, encoding="utf-8")
    folder, out, site = book(tmp_path / "home"), tmp_path / "out", str(tmp_path / "site")
    done = run("build", folder, "--to", "epub,pdf", "--out", out, "-q", PYTHONPATH=site)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert done.stderr.startswith("Error: no PDF can be laid out: ")
    assert not out.exists()
    assert run("build", folder, "--to", "html", "--out", out, "-q", PYTHONPATH=site).returncode == 0


@pytest.mark.slow
def test_a_machine_without_a_font_makes_the_same_book(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>')
    folder, names = book(tmp_path / "home"), ("probe.epub", "probe.pdf")
    made = []
    for out, environment in (("a", {}), ("b", {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")})):
        done = run("build", folder, "--to", "epub,pdf", "--out", tmp_path / out, "-q", **environment)
        assert (done.returncode, done.stderr) == (0, "")
        made.append([(tmp_path / out / name).read_bytes() for name in names])
    assert made[0] == made[1]


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may write everywhere")
def test_a_target_that_may_only_be_read_keeps_what_it_has(tmp_path: Path) -> None:
    folder, out = book(tmp_path / "home"), tmp_path / "out"
    assert run("build", folder, "--to", "epub", "--out", out, "-q").returncode == 0
    before = (out / "probe.epub").read_bytes()
    (folder / "01.md").write_text("# One\n\nOther words.\n", encoding="utf-8")
    every = [out, *out.rglob("*")]
    for path in every:
        path.chmod(0o555 if path.is_dir() else 0o444)
    lowered = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*lowered, *PUBLISH, "build", str(folder), "--to", "epub", "--out", str(out), "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    for path in every:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert done.stderr.startswith("Error: Permission denied: ")
    assert (out / "probe.epub").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [40_000, 60_000, 120_000])
def test_hardly_any_memory_is_a_message(kilobytes: int, tmp_path: Path) -> None:
    """Not even for imports, or for the threads of the libraries: nothing is torn, and there is a code and a word for it."""
    folder, out = book(tmp_path / "home"), tmp_path / "out"
    done = run("build", folder, "--to", "epub,pdf", "--out", out, "-q", before=f"ulimit -v {kilobytes}")
    assert done.returncode in (1, 3), done.stderr
    assert "Error: " in done.stderr or "error M073" in done.stderr
    whole(out)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_small_disk_that_fills_up(tmp_path: Path) -> None:
    """For the outputs, and for the temporary folder: the old output stands, and what is said says why."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        folder = book(tmp_path / "home")
        assert run("build", folder, "--to", "html", "--out", disk / "out", "-q").returncode == 0
        before = sorted(
            (path.name, path.read_bytes()) for path in (disk / "out" / "probe-html").rglob("*") if path.is_file()
        )
        (disk / "filled").write_bytes(b"\0" * 1_000)
        with (disk / "filled").open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4_096)
        (folder / "01.md").write_text("# One\n\nOther words.\n", encoding="utf-8")
        done = run("build", folder, "--to", "html", "--out", disk / "out", "-q")
        assert (done.returncode, "No space left" in done.stderr, "Traceback" in done.stderr) == (3, True, False)
        after = sorted(
            (path.name, path.read_bytes()) for path in (disk / "out" / "probe-html").rglob("*") if path.is_file()
        )
        assert after == before
        done = run("build", folder, "--to", "epub,pdf", "--out", tmp_path / "out", "-q", TMPDIR=str(disk))
        assert done.returncode in (0, 3), done.stderr
        assert "Traceback" not in done.stderr
        whole(tmp_path / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
