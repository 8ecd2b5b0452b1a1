"""`M073`: a book that takes too much is an error with a message; a build that is killed or starved tears nothing."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pikepdf
import pytest

from publish.build import build
from tests.conftest import ROOT
from tests.hostile.cases import TOML, case, written

PUBLISH = [sys.executable, "-m", "publish"]


def run(*arguments: str | Path, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*PUBLISH, *map(str, arguments)]
    if before:
        command = ["sh", "-c", f'{before}; exec "$@"', "sh", *command]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )


def book(home: Path, toml: str = "", text: str = "", **files: str) -> Path:
    return written(case("book", "", text, files=files, toml=toml), home)


def whole(out: Path) -> None:
    """Every output opens."""
    for path in out.glob("*.epub"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    for path in out.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) > 0


@pytest.mark.slow
def test_time_over_the_limit_is_an_error(tmp_path: Path) -> None:
    flex = "p { display: flex }\n" + "".join(f".a{n} {{ display: flex }}\n" for n in range(20))
    deep = "".join(f'<div class="a{n}">' for n in range(20)) + "words" + "</div>" * 20
    files = {"styles/disclosure.css": flex}
    folder = written(case("book", "", deep, files=files, toml="[limits]\nseconds = 4\n"), tmp_path)
    done = run("build", folder, "--to", "pdf", "--out", tmp_path / "out", "-q")
    assert done.returncode == 1, done.stderr
    assert "M073" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").glob("*.pdf")) == []


@pytest.mark.parametrize("error", [MemoryError(), RecursionError(), BrokenProcessPool()])
def test_a_layout_that_breaks_down_is_an_error(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("publish.build.packed", broken)
    report = build(book(tmp_path), ["epub", "html"], tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics] == ["M073", "M073"]
    assert report.held_back == ("epub", "html")


def test_memory_is_bounded_in_all_processes(tmp_path: Path) -> None:
    """What is supervised inherits the bounds; the one who waits is free."""
    script = (
        "import resource, sys\n"
        "from publish.limits import Limits\n"
        "from publish.supervised import Supervisor\n"
        "ended = Supervisor().divided(Limits(memory=900, seconds=7), 150_000, False)\n"
        "most = resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "sys.exit(5 if ended is None and most == (900_000_000, 10) else 6 if ended != 5 or most[0] == 900_000_000 else 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 9


def test_one_who_dies_or_hangs_is_named_with_what_he_did() -> None:
    script = (
        "import os, sys, time\n"
        "from publish.limits import Limits\n"
        "from publish.supervised import Supervisor\n"
        "one = Supervisor()\n"
        "ended = one.divided(Limits(seconds=1), 0, False)\n"
        "if ended is None:\n"
        "    one.note('laying out pdf')\n"
        "    os.abort() if sys.argv[1] == 'dies' else time.sleep(60)\n"
        "print(ended)\n"
    )
    for what, words in (
        ("dies", "broke down (SIGABRT) while laying out pdf"),
        ("hangs", "more than 1 seconds while laying"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, what], cwd=ROOT, capture_output=True, text=True, timeout=50
        )
        assert "M073" in done.stdout
        assert words in done.stdout


@pytest.mark.parametrize("epoch", ["-1", "99999999999999999999", "", "soon", "253402300800"])
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


@pytest.mark.slow
def test_damaged_memory_is_made_again(tmp_path: Path) -> None:
    folder, out = book(tmp_path), tmp_path / "out"
    assert run("build", folder, "--to", "epub,pdf", "--out", out, "-q").returncode == 0
    before = [(out / name).read_bytes() for name in ("probe.epub", "probe.pdf")]
    for number, path in enumerate(sorted(p for p in (out / ".cache").rglob("*") if p.is_file())):
        path.write_bytes([b"", b"x" * 100, path.read_bytes()[:-1], b"\0" * 40][number % 4])
    assert run("build", folder, "--to", "epub,pdf", "--out", out, "-q").returncode == 0
    assert [(out / name).read_bytes() for name in ("probe.epub", "probe.pdf")] == before


@pytest.mark.slow
def test_two_builds_at_once(tmp_path: Path) -> None:
    """Outputs of one folder are of one build: the second waits for the first."""
    out = tmp_path / "out"
    folders = [
        written(case("book", "", f"Variant{n}words.", files={"book.toml": TOML}), tmp_path / str(n)) for n in range(2)
    ]
    started = [
        subprocess.Popen([*PUBLISH, "build", str(f), "--to", "epub,html", "--out", str(out), "-q"], cwd=ROOT)
        for f in folders
    ]
    assert [one.wait(timeout=120) for one in started] == [0, 0]
    with zipfile.ZipFile(out / "probe.epub") as archive:
        book = b"".join(archive.read(name) for name in archive.namelist())
    pages = b"".join(path.read_bytes() for path in (out / "probe-html").rglob("*.xhtml"))
    assert len({b"Variant0words" in book, b"Variant0words" in pages}) == 1
    assert len({b"Variant1words" in book, b"Variant1words" in pages}) == 1


def killed(tmp_path: Path, times: int, editions: str) -> None:
    folder, out = book(tmp_path), tmp_path / "out"
    command = [*PUBLISH, "build", str(folder), "--to", editions, "--out", str(out), "-q"]
    began = time.monotonic()
    assert subprocess.run(command, cwd=ROOT).returncode == 0
    took, chance = time.monotonic() - began, random.Random(7)
    for number in range(times):
        (folder / "01.md").write_text(f"# One\n\nVersion {number}.\n", encoding="utf-8")
        with subprocess.Popen(command, cwd=ROOT) as one:
            time.sleep(took * chance.random())
            one.kill()
        whole(out)
    assert subprocess.run(command, cwd=ROOT).returncode == 0
    whole(out)


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_torn(tmp_path: Path) -> None:
    killed(tmp_path, 5, "epub")


@pytest.mark.slow
def test_killed_at_a_hundred_moments_nothing_is_torn(tmp_path: Path) -> None:
    killed(tmp_path, 100, "epub,pdf")


@pytest.mark.slow
def test_the_one_who_works_dies_with_the_one_who_waits(tmp_path: Path) -> None:
    text = "Words and words. " * 30_000
    folder = written(case("book", "", "\n\n".join([text[:5000]] * 100)), tmp_path)
    with subprocess.Popen(
        [*PUBLISH, "build", str(folder), "--to", "pdf", "--out", str(tmp_path / "out"), "-q"], cwd=ROOT
    ) as one:
        time.sleep(1.0)
        one.kill()
    time.sleep(0.5)
    living = [
        path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists() and _alive(path)
    ]  # fmt: skip
    assert not any(str(tmp_path).encode() in line for line in living)


def _alive(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


@pytest.mark.parametrize(
    "command",
    [
        ("check",), ("stats",), ("import",), ("verify", "--to", "epub"), ("watch", "--to", "epub"), ("build", "--to", "html"),
        *((name,) for name in ("epub", "kindle", "kobo", "pdf", "print", "cover", "review", "web", "html")),
    ],
    ids="-".join,
)  # fmt: skip
def test_every_command_that_reads_a_book_may_be_told_that_a_stranger_wrote_it(command: tuple[str, ...]) -> None:
    """`--untrusted`, and what the command does with it reaches the reading of the book."""
    from click.testing import CliRunner

    from publish.cli import main

    assert "--untrusted" in CliRunner().invoke(main, [command[0], "--help"]).output


def test_a_stranger_says_no_limits_of_his_own(tmp_path: Path) -> None:
    """His book raises a limit; told that he is one, each command that reads the book holds it to the press's own."""
    folder = book(tmp_path, "[limits]\nnesting = 80\n", ">" * 70 + " Deep.")
    for arguments in (["check"], ["html", "--out", str(tmp_path / "out")]):
        trusted, stranger = (
            run(arguments[0], folder, *arguments[1:]),
            run(*arguments[:1], folder, "--untrusted", *arguments[1:]),
        )
        assert (trusted.returncode, stranger.returncode) == (0, 1), trusted.stderr + stranger.stderr
        assert "M009" in stranger.stderr
    for name in ("stats", "import"):
        assert run(name, folder, "--untrusted").returncode == 0
    both = run("check", folder, "--links", "--untrusted")
    assert (both.returncode, "use one of them" in both.stderr) == (2, True)


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
