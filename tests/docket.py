"""Books that judges are to see: each is made once in a run, and each judge is started once, for all of them.

A test names its book, `@pytest.mark.judged(book=make)`, and asks for `docket`, which knows the books of all tests of the run
before the first is judged. Tests that ask for it are of one worker (`conftest`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from publish.verify import CHECKS
from publish.verify.findings import Finding

#: Files, and which judges are to see each; who makes them, in a folder of their own.
Checks = Mapping[Path, Sequence[str]]
Make = Callable[[Path], Checks]


class Docket:
    """The books of a run, and what the judges find in them."""

    def __init__(self, home: Callable[[], Path], makes: Iterable[Make]) -> None:
        self._home = home
        self._makes = tuple(dict.fromkeys(makes))
        self._made: dict[Make, Checks] = {}
        self._found: tuple[Finding, ...] | None = None

    def made(self, make: Make) -> Checks:
        if make not in self._made:
            with pytest.MonkeyPatch.context() as patch:
                patch.delenv("SOURCE_DATE_EPOCH", raising=False)
                patch.delenv("COLOPHON_CACHE", raising=False)
                self._made[make] = make(self._home())
        return self._made[make]

    def out(self, make: Make) -> Path:
        """The folder of the files."""
        return next(iter(self.made(make))).parent

    def findings(self, make: Make) -> list[Finding]:
        """What the judges find in the files of a book. A book that cannot be made is the failure of its own test."""
        own = self.made(make)
        if self._found is None:
            for other in self._makes:
                with contextlib.suppress(Exception):
                    self.made(other)
            every = {path: names for files in self._made.values() for path, names in files.items()}
            found: list[Finding] = []
            for name, (_, judge) in CHECKS.items():
                if paths := [path for path, names in every.items() if name in names]:
                    found += judge(paths)
            self._found = tuple(found)
        return [finding for finding in self._found if finding.file in own]


@pytest.fixture(scope="session")
def docket(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Docket:
    makes = [mark.kwargs["book"] for item in request.session.items for mark in item.iter_markers("judged")]
    return Docket(lambda: tmp_path_factory.mktemp("judged"), makes)
