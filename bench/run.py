"""This press and the others measured side by side: `python bench/run.py --books novel --runs 5`.

Every run goes through all cases of a book, one after the other, so that what else the machine does falls on all alike;
ratios are taken within a run. A first round, which is not timed, warms the disk and measures memory.
"""

from __future__ import annotations

import argparse
import compileall
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpora, report
from bench.cases import Case, Desk, cases
from bench.measure import FailedError, megabytes, seconds
from bench.targets import Measured

_PAGE = """# Performance

Written by `make bench BOOKS={books} RUNS={runs} WRITE=docs/performance.md`, on texts of `tests/books/`: an essay has 10,000
words, a novel 100,000 in 40 chapters, a saga 600,000 in 360; the rich ones have notes, tables, pictures, listings and
references with page numbers in every chapter. `one WeasyPrint document` is untagged; this press writes PDF/UA-1. After an
edit, of one word or by six pages, both the EPUB and the PDF are made anew. Ratios are taken within a run; what is promised is
the median of them. The rich books' finished PDFs are examined: notes, and the pages that references name.

"""


def page(books: str, runs: int, tables: str) -> str:
    """The page of the documentation."""
    return _PAGE.format(books=books.replace(" ", ","), runs=runs) + tables + "\n"


def measured(books: list[str], runs: int) -> dict[tuple[str, str], Measured]:
    results: dict[tuple[str, str], Measured] = {}
    for book in books:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            found = cases(Desk(book, Path(folder)))
            for case in found:
                results[book, case.name] = Measured()
            for run in range(runs + 1):
                for case in found:
                    _one(case, results[book, case.name], run)
                    print(f"{book}, run {run} of {runs}: {case.name}", file=sys.stderr)
    return results


def _one(case: Case, into: Measured, run: int) -> None:
    """Run 0 is for the memory; what fails once is not tried again."""
    case.prepare()
    if into.failed:
        return
    try:
        if run:
            into.seconds.append(seconds(case.commands))
        else:
            into.megabytes = megabytes(case.commands)
            into.pages = _pages(case.makes) if case.makes else 0
            into.examined = case.examine() if case.examine else None
    except FailedError as error:
        into.failed = str(error)
        print(f"{case.name} failed: {error}", file=sys.stderr)


def _pages(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _books(text: str) -> Iterator[str]:
    """`novel` is both its kinds, `novel-plain` one."""
    for word in text.replace(",", " ").split():
        size, _, kind = word.partition("-")
        if size not in corpora.SIZES or kind not in ("", *corpora.KINDS):
            raise SystemExit(f"{word}: no such book; there are {', '.join(corpora.SIZES)}, each -plain or -rich")
        yield from ([word] if kind else (f"{size}-{one}" for one in corpora.KINDS))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--books", default="novel", help="essay, novel, saga, or one kind of them, such as novel-plain")
    parser.add_argument("--runs", type=int, default=3, help="timed runs")
    parser.add_argument("--write", type=Path, help="write the page there too")
    given = parser.parse_args()
    # As pip does for what it installs, the others' code with it.
    compileall.compile_dir(Path(__file__).parent.parent / "publish", quiet=1)
    text = report.tables(measured(list(_books(given.books)), given.runs), given.runs)
    print(text)
    if given.write:
        given.write.write_text(page(given.books, given.runs, text), encoding="utf-8")


if __name__ == "__main__":
    main()
