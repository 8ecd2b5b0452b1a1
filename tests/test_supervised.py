"""`M073`: a book that takes too much is an error with a message; a build that is killed or starved tears nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from publish.build import build
from tests.commands import PUBLISH, book, run, whole
from tests.conftest import ROOT
from tests.hostile.cases import TOML, case, written


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
        "from publish import supervised\n"
        "supervised._PATIENCE = 2\n"
        "one = supervised.Supervisor()\n"
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


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (os.kill, signal.SIGTERM),
        (os.killpg, signal.SIGINT),
        pytest.param(os.kill, signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(os.killpg, signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_an_interrupt_ends_the_press_at_once_and_leaves_nothing(
    number: int, told: Callable[[int, int], None], tmp_path: Path
) -> None:
    """Whether one process is told, as by `kill`, or all of them, as by a terminal; workers are in the middle of a chapter."""
    chapters = {
        f"{n:02}.md": f"# Chapter {n}\n\n" + ("Words of a long chapter. " * 40 + "\n\n") * 400 for n in range(4)
    }
    folder, spare = book(tmp_path / "book", **chapters), Path(tempfile.mkdtemp(prefix="t"))
    command = [*PUBLISH, "build", str(folder), "--to", "pdf", "--out", str(tmp_path / "out")]
    environment = {**os.environ, "TMPDIR": str(spare)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as one:  # fmt: skip
        while one.poll() is None and not list(spare.glob("colophon-*/colophon-*")):
            time.sleep(0.01)
        began = time.monotonic()
        told(one.pid, number)
        said = one.communicate(timeout=60)[1]
    assert time.monotonic() - began < 10
    assert one.returncode == 128 + number, said
    assert "Traceback" not in said
    assert not list(spare.iterdir())
    assert not list((tmp_path / "out").glob("*.pdf"))
    spare.rmdir()


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


@pytest.mark.parametrize("name", ["check", pytest.param("html", marks=pytest.mark.slow)])
def test_a_stranger_says_no_limits_of_his_own(name: str, tmp_path: Path) -> None:
    """His book raises a limit; told that he is one, each command that reads the book holds it to the press's own."""
    folder = book(tmp_path, "[limits]\nnesting = 80\n", ">" * 70 + " Deep.")
    out = () if name == "check" else ("--out", str(tmp_path / "out"))
    trusted, stranger = run(name, folder, *out), run(name, folder, "--untrusted", *out)
    assert (trusted.returncode, stranger.returncode) == (0, 1), trusted.stderr + stranger.stderr
    assert "M009" in stranger.stderr


@pytest.mark.slow
def test_commands_that_make_nothing_know_strangers(tmp_path: Path) -> None:
    folder = book(tmp_path, "", "Words.")
    for name in ("stats", "import"):
        assert run(name, folder, "--untrusted").returncode == 0
    both = run("check", folder, "--links", "--untrusted")
    assert (both.returncode, "use one of them" in both.stderr) == (2, True)
