"""The tables of a run, as Markdown: what was measured, and what was promised."""

from __future__ import annotations

import contextlib
import datetime
import importlib.metadata
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.targets import TARGETS, Measured, Results

_LIBRARIES = ("weasyprint", "ebooklib", "markdown-it-py", "typst", "pypandoc_binary")


def tables(results: Results, runs: int) -> str:
    books = list(dict.fromkeys(book for book, _ in results))
    seen = [f"{book}, {case}: {one.examined}." for (book, case), one in results.items() if one.examined]
    return "\n\n".join([_machine(runs), "\n".join(_measured(results, books)), *seen, "\n".join(_promised(results))])


def _machine(runs: int) -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(_versions())
    return (
        f"{datetime.date.today().isoformat()}; {platform.system()} on {platform.machine()}, {_processor()}{cores} cores, Python "
        f"{platform.python_version()}; {versions}. Medians of {runs} interleaved runs; memory of all processes together, "
        "from a run of its own."
    )


def _versions() -> Iterator[str]:
    for name in _LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            yield f"{name} {importlib.metadata.version(name)}"


def _processor() -> str:
    """What Linux calls it, with a comma; nothing elsewhere."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()}, "
    return ""


def _measured(results: Results, books: Sequence[str]) -> list[str]:
    cases = list(dict.fromkeys(case for _, case in results))
    lines = [f"| seconds (MB, pages) | {' | '.join(books)} |", f"|---|{'---|' * len(books)}"]
    for case in cases:
        cells = [_cell(results.get((book, case))) for book in books]
        lines.append(f"| {case} | {' | '.join(cells)} |")
    return lines


def _cell(one: Measured | None) -> str:
    if one is None:
        return ""
    if one.failed:
        return "failed"
    pages = f", {one.pages:,} p" if one.pages else ""
    return f"{one.median:.2f} ({one.megabytes:.0f} MB{pages})"


def _promised(results: Results) -> list[str]:
    lines = ["| promised | at most | measured | |", "|---|---|---|---|"]
    for target in TARGETS:
        value = target.value(results)
        if value is not None:
            met = "met" if value <= target.limit else "**not met**"
            lines.append(f"| {target} | {target.limit:.3g} | {value:.3g} | {met} |")
    return lines
