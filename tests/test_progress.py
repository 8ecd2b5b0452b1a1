"""What is shown to the person waiting, and what `--timings` makes of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from publish.build import build
from publish.cli.progress import Progress, rest
from publish.cli.timings import Timings
from publish.progress import ASSEMBLE, LAY_OUT, PACK, PARSE, READ, RENDER, RESOLVE, WRITE, Begun, Event, LaidOut
from tests.conftest import ROOT, written

#: Libraries that a check of a plain book, or a question about the command, has no use for.
HEAVY = ("weasyprint", "ebooklib", "PIL", "pygments", "citeproc", "ziamath", "fontTools", "yaml", "pikepdf")


def ticking(step: float) -> Iterator[float]:
    return (at * step for at in count())


def test_a_build_says_what_it_does_and_how_far_it_is(tmp_path: Path) -> None:
    folder = written(tmp_path / "b", book__toml='title = "T"\n', a__md="# One\n\nText.\n", b__md="# Two\n\nText.\n")
    said: list[Event] = []
    build(folder, ["epub", "pdf"], tmp_path / "out", progress=said.append, workers=1)
    stages = [(e.stage, e.edition) for e in said if isinstance(e, Begun)]
    # The pages come first: the e-book marks those of the print edition.
    first = [(READ, ""), (PARSE, ""), (RESOLVE, "epub"), (LAY_OUT, ""), (RENDER, "epub"), (PACK, "epub")]
    assert [stage for stage in stages if stage in first][:6] == first
    assert [stage for stage, _ in stages if stage in (LAY_OUT, ASSEMBLE, WRITE)][-3:] == [LAY_OUT, ASSEMBLE, WRITE]
    layouts = [e for e in said if isinstance(e, LaidOut)]
    assert {"One", "Two"} <= {e.title for e in layouts}
    assert any(e.share == 1 and e.done == e.of and e.remembered == 0 for e in layouts)


@pytest.mark.parametrize(
    ("share", "seconds", "words"),
    [(0.5, 10, ", about 10 s left"), (0.1, 30, ", about 4 min left"), (0.01, 30, ""), (0.5, 0.2, ""), (1, 9, "")],
)
def test_the_rest_is_as_long_for_each_character(share: float, seconds: float, words: str) -> None:
    assert rest(LaidOut("", 1, 2, 0, 9, share), seconds) == words


def test_plain_lines_name_the_chapter_and_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    events: list[Event] = [Begun(LAY_OUT), LaidOut("The Ring", 3, 9, 0, 1200, 0.5), Begun(ASSEMBLE)]
    for quiet, expected in (
        (False, "laying out …\nlaid out “The Ring”, 3 of 9 documents, 1,200 pages, about 5 s left …\nassembling …\n"),
        (True, ""),
    ):
        progress = Progress(quiet, ticking(5).__next__)
        for event in events:
            progress.say(event)
        assert capsys.readouterr().err == expected


def test_timings_are_the_seconds_between_what_is_said() -> None:
    """The clock goes on by a second at each look; a layout's second round adds to the first."""
    timings = Timings(ticking(1).__next__)
    events: list[Event] = [
        Begun(READ), Begun(RESOLVE, "pdf"), Begun(PACK, "pdf"), Begun(LAY_OUT),
        LaidOut("A", 3, 4, 2, 30, 0.5), LaidOut("B", 4, 4, 2, 40, 1), LaidOut("A", 1, 1, 0, 10, 1), Begun(ASSEMBLE),
    ]  # fmt: skip
    for event in events:
        timings.say(event)
    assert [line.split(None, 1) if line[0] != " " else ["", line.strip()] for line in timings.lines()] == [
        ["", "read      1.00 s"],
        ["pdf", "resolve   1.00 s"],
        ["pdf", "pack      1.00 s"],
        ["pdf", "lay out   1.00 s  3 laid out, 2 remembered, 40 pages"],
        ["pdf", "assemble  1.00 s"],
        ["", "in all    5.00 s"],
    ]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "BOOK"]], ids=" ".join)
def test_only_what_is_needed_is_imported(tmp_path: Path, arguments: list[str]) -> None:
    book = written(tmp_path / "b", book__toml='title = "T"\n', a__md="# One\n\nText[^1].\n\n[^1]: A note.\n")
    code = (
        "import sys\nfrom publish.cli import main\n"
        f"try: main({[str(book) if a == 'BOOK' else a for a in arguments]!r})\nexcept SystemExit as end: code = end.code\n"
        f"print('loaded:', code, *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: 0"
