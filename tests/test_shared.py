"""Work shared with forks gives what one process gives, whatever becomes of a fork; a check is the same on one core and on two."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from publish.shared import _ENDING, _waited_for, shared
from tests.conftest import ROOT, classic, written
from tests.long_table import write

CALLER = os.getpid()
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")


def _square(number: int) -> int:
    time.sleep(0.002)  # so that each process has its turn
    return number * number


def _in_a_fork(act: Callable[[], object], number: int) -> int:
    if os.getpid() != CALLER:
        act()
    return _square(number)


def _squares(jobs: list[Callable[[], int]], workers: int = 3) -> list[int]:
    found = shared(jobs, workers, lambda one: b"%d" % one, lambda number, content: int(content) + 0 * number)
    _all_end()
    return found


def _all_end() -> None:
    """No fork is left, or only for a moment."""
    until = time.monotonic() + 5
    while _ENDING and time.monotonic() < until:
        _waited_for()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def _raised() -> None:
    raise ValueError("here")


def _jobs(act: Callable[[], object], count: int = 40) -> list[Callable[[], int]]:
    return [partial(_in_a_fork, act, number) for number in range(count)]


def many() -> None:
    for count in (0, 1, 2, 3, 500, 5000):
        assert _squares([partial(pow, number, 2) for number in range(count)]) == [number**2 for number in range(count)]


def others_work() -> None:
    here: list[int] = []
    _squares([partial(lambda number: here.append(number) or _square(number), number) for number in range(40)])
    assert 0 < len(here) < 40


def long_results() -> None:
    texts = [str(number) * 300_000 for number in range(6)]
    jobs = [partial(lambda text: time.sleep(0.01) or text, text) for text in texts]
    assert shared(jobs, 2, str.encode, lambda _, content: content.decode()) == texts


def forks_fail() -> None:
    assert _squares(_jobs(_raised)) == [number**2 for number in range(40)]


def forks_are_killed() -> None:
    assert _squares(_jobs(lambda: os.kill(os.getpid(), signal.SIGKILL))) == [number**2 for number in range(40)]


def forks_say_nothing() -> None:
    sys.stdout.write("once")  # waits in the buffer, of which each fork has a copy
    assert _squares(_jobs(lambda: None)) == [number**2 for number in range(40)]


def fails_here() -> None:
    with pytest.raises(ValueError, match="here"):
        _squares([_raised, *_jobs(lambda: None)])
    _all_end()


def something_meanwhile() -> None:
    said: list[str] = []
    jobs = _jobs(lambda: None, 1)
    assert shared(
        jobs, 2, lambda one: b"%d" % one, lambda _, content: int(content), lambda: said.append("meanwhile")
    ) == [0]
    assert said == ["meanwhile"]
    _all_end()


def meanwhile_fails() -> None:
    with pytest.raises(ValueError, match="here"):
        shared(_jobs(lambda: None), 2, lambda one: b"%d" % one, lambda _, content: int(content), _raised)
    _all_end()


def not_with_threads() -> None:
    end = threading.Event()
    threading.Thread(target=end.wait).start()
    here: list[int] = []
    _squares([partial(lambda number: here.append(number) or _square(number), number) for number in range(40)])
    end.set()
    assert here == list(range(40))


CASES = (
    *(
        many,
        others_work,
        long_results,
        forks_fail,
        forks_are_killed,
        forks_say_nothing,
        fails_here,
        something_meanwhile,
    ),
    *(meanwhile_fails, not_with_threads),
)


def test_in_a_process_without_threads() -> None:
    code = "from tests.test_shared import CASES\nfor case in CASES: case()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "once", "")


#: Long enough to be shared. Macros hold from their chapter on; what is accepted is marked as used in whichever process.
_PROSE = 'Some of the the words, and “quotes" of - all -- kinds...  TODO: more ( here.\n\n' * 200
_CHAPTERS = {
    f"{number:02}__md": f"# Chapter {number}\n\n$\\x$ {_PROSE}[gone](#{number}) ![](x.png)\n" for number in range(9)
}
_MACRO = "$$\n\\newcommand{\\x}{y}\n\\x\n$$\n"
_BOOKS: dict[str, Callable[[Path], Path]] = {
    "classic": lambda folder: classic("dracula", folder),
    "constructs": lambda folder: write(written(folder)),
    "faults": lambda folder: written(folder, **_CHAPTERS),
    "allowed": lambda folder: written(
        folder, **_CHAPTERS, book__toml='[check]\nallow = ["C063", "T054", "C069", "*: A001"]'
    ),
    "macros": lambda folder: written(folder, **_CHAPTERS | {"04__md": f"# Four\n\n{_MACRO}"}),
    "macros from elsewhere": lambda folder: written(
        folder, **_CHAPTERS | {"04__md": f"# Four\n\n{{{{#include m.txt}}}}\n\n{_PROSE}", "m__txt": _MACRO}
    ),
}


@pytest.mark.parametrize(
    "book",
    [name if name == "faults" else pytest.param(name, marks=pytest.mark.slow) for name in _BOOKS],
)
@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="with one core there is nothing to compare",
)
def test_a_check_says_the_same_on_one_core_and_on_two(book: str, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    _BOOKS[book](folder)
    core = min(os.sched_getaffinity(0))
    words = [sys.executable, "-m", "publish", "check", str(folder), "--format", "json"]
    one, two = (
        subprocess.run(words, cwd=ROOT, capture_output=True, text=True, preexec_fn=prepare)
        for prepare in (lambda: os.sched_setaffinity(0, {core}), None)
    )
    assert (two.returncode, two.stdout, two.stderr) == (one.returncode, one.stdout, one.stderr)
    assert book == "constructs" or len(json.loads(one.stdout)) > 3
