"""`publish review collect`: what readers wrote into proofs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from publish.cli.building import FatalError
from publish.cli.shown import show
from publish.diagnostics import Diagnostic, Span, has_errors

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="review collect")
@click.argument("proofs", nargs=-1, required=True, metavar="PROOF.pdf...", type=_FILE)
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True,
    help="How it is written: to read, for machines, or as a checklist.",
)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--proof", "original", type=_FILE, help="The proof as it was made, for files that have lost their map.")
@click.option(
    "--book", type=click.Path(exists=True, path_type=Path),
    help="The manuscript as it is now: lines that have moved since are looked for in it by their words.",
)  # fmt: skip
def collect(proofs: tuple[Path, ...], style: str, out: Path | None, original: Path | None, book: Path | None) -> None:
    """List what readers marked and wrote in proofs: page, line, words, and the line of Markdown.

    Several files are several readers; what they wrote is put together in the order of the book. Exit code 0 when all files
    were read, 1 when one could not be.
    """
    from publish.collected import at_present
    from publish.collected import collect as collected
    from publish.collected.written import WRITERS
    from publish.output import replaced

    _bounded(proofs)
    try:
        marks, noticed = collected(proofs, original)
        if book is not None:
            marks, gone = at_present(marks, _texts(book))
            noticed = (*noticed, *gone)
        show(noticed, "text")
        written = WRITERS[style](marks)
        if out is None:
            click.echo(written, nl=False)
        else:
            replaced(out, written.encode())
            click.echo(out, err=True)
    except OSError as error:
        raise FatalError(f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")) from error
    files = "" if len(proofs) == 1 else f" in {len(proofs)} files"
    click.echo(f"{len(marks) or 'no'} annotation{'' if len(marks) == 1 else 's'}{files}", err=True)
    sys.exit(1 if has_errors(noticed) else 0)


def _texts(book: Path) -> dict[str, str]:
    """The texts of a manuscript by their paths: its chapters as they are read, and the other files of Markdown in its folder."""
    from publish.sources import read
    from publish.sources.finding import READ
    from publish.sources.folder import Folder

    manuscript, _ = read(book)
    chapters = {source.path: source.text for source in manuscript.sources if source.text} if manuscript else {}
    folder = Folder(book if book.is_dir() else book.parent)
    others = (path for path in folder if path not in chapters and path.lower().endswith(READ))
    return chapters | {path: folder.text(path)[0] or "" for path in others}


def _bounded(proofs: tuple[Path, ...]) -> None:
    """Go on in a process with limits: a PDF is anybody's, and may be made to take more time or memory than there is."""
    supervisor = click.get_current_context().obj
    if supervisor is None:
        return
    from publish.limits import Limits

    ended = supervisor.divided(Limits(), sum(path.stat().st_size for path in proofs), True)
    if isinstance(ended, int):
        sys.exit(ended)
    if isinstance(ended, Diagnostic):
        hint = "collect the files one by one; the one that does it is damaged, or made to do harm"
        show((Diagnostic("M093", f"reading the proofs {_breakdown(ended)}", Span(proofs[0].name), hint),), "text")
        sys.exit(1)


def _breakdown(ended: Diagnostic) -> str:
    return "took more time than it may" if "seconds" in ended.message else "broke down, or took more memory than it may"
