"""The command line: arguments to exit code. The one room that prints.

Exit codes: 0 done, 1 errors in the manuscript or from a judge, 2 wrong usage, 3 the machine failed.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish import __version__
from publish.cli.asking import doctor, explain
from publish.cli.building import (
    FatalError,
    Option,
    Options,
    build_editions,
    building,
    changed_only_flag,
    folder_argument,
    for_printer,
    format_choice,
    inside,
    only_chapters,
    out_folder,
    overlay_flag,
    proof_copy,
    proof_reader,
    quiet_flag,
    since_revision,
    strict_flag,
    supervised,
    to_editions,
    untrusted_flag,
    with_check_flag,
)
from publish.cli.collecting import collect
from publish.cli.folders import import_, new, stats
from publish.cli.names import editions
from publish.cli.progress import Progress
from publish.cli.shown import show
from publish.cli.verifying import verify
from publish.diagnostics import has_errors
from publish.frames import roomy

if TYPE_CHECKING:
    from publish.build import Report

EXAMPLES = """
\b
Examples:
  publish new my-book               a small book that builds at once
  publish build my-book             build/my-book.epub and build/my-book.pdf
  publish build my-book --to web    a static site
  publish build my-book --only 3    a sample: chapter 3 and the front pages
  publish build my-book --timings   how long each stage took
  publish review my-book            a proof: lines numbered, room for notes
  publish review collect a.pdf      what readers marked in it, with its line of Markdown
  publish watch my-book --open      the book in a browser, built again at each save
  publish check my-book             every mistake with its line; writes nothing
  publish stats my-book             words, notes, figures, reading time
  publish import a-mdbook           the order that was found, as a book.toml
  publish doctor                    what is missing on this machine
  publish explain R001              what a diagnostic means, and what to do
  publish verify my-book            every judge, and the rules of stores, on what was built
  publish verify some.epub          the same on any file
\b
Completion for your shell (bash, zsh or fish):
  eval "$(_PUBLISH_COMPLETE=bash_source publish)"
"""


class _Press(click.Group):
    """Its commands; `review collect` is one of two words, beside `review FOLDER`. A folder of that name is `./collect`."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if arguments[:2] == ["review", "collect"]:
            arguments = ["review collect", *arguments[2:]]
        return super().resolve_command(context, arguments)


@click.group(cls=_Press, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="publish")
def main() -> None:
    """Publish a book written in Markdown: EPUB, PDF and web pages from one folder."""
    # A command ends before garbage matters; to look for it while modules and trees are made takes a tenth of a check.
    gc.set_threshold(100_000, 20, 20)


def run() -> None:
    """The command of the shell: what makes books is supervised."""
    from publish.supervised import Supervisor, in_utf8

    in_utf8()
    try:
        roomy(lambda: main(obj=Supervisor()))
    except SystemExit as ended:
        _left(ended.code)
        raise
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        if not isinstance(error, MemoryError) and not any(words in str(error) for words in _STARVED):
            raise
        click.echo("Error: this machine has not enough memory left for the press", err=True)
        sys.exit(3)


#: How the system's loader says that there is no memory left.
_STARVED = ("allocate memory", "map segment", "start new thread")


def _left(code: object) -> None:
    """End the process with all that was asked for at its end, but without taking every tree and module apart first, which takes
    as long as a tenth of what came before. Where something still runs, or the last words cannot be said, Python ends it."""
    if threading.active_count() > 1 or not isinstance(code, int | None):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    atexit._run_exitfuncs()
    os._exit(code or 0)


for command in (explain, doctor, verify, collect, new, import_, stats):
    main.add_command(command)


@main.command()
@building(
    to_editions,
    only_chapters,
    for_printer,
    proof_reader,
    proof_copy,
    since_revision,
    changed_only_flag,
    with_check_flag,
)
def build(folder: Path, options: Options) -> None:
    """Make the editions of the book in FOLDER (default: manuscript)."""
    build_editions(folder, editions(options.to), options)


def _edition_command(name: str, help: str, *own: Option) -> None:
    @main.command(name=name, help=help)
    @building(*own)
    def command(folder: Path, options: Options) -> None:
        build_editions(folder, (name,), options)


_edition_command("epub", "Make the EPUB.", only_chapters, for_printer)
_edition_command("kindle", "Make the EPUB for Amazon's Kindle.", only_chapters, for_printer)
_edition_command("kobo", "Make the EPUB for Kobo's readers (kepub).", only_chapters, for_printer)
_edition_command("pdf", "Make the PDF.", only_chapters, for_printer)
_edition_command("print", "Make the interior for the printer.", only_chapters, for_printer)
_edition_command(
    "cover", "Make the wrap for the printer: back, spine and front, as wide as the count of the book's pages asks for.",
    for_printer, overlay_flag,
)  # fmt: skip
_edition_command("jacket", "Make the picture of the front that stores want beside the e-book.")
_edition_command(
    "review", "Make a proof to read: the printed pages, lines numbered, room for notes.",
    only_chapters, for_printer, proof_reader, proof_copy, since_revision, changed_only_flag, with_check_flag,
)  # fmt: skip
_edition_command("web", "Make the static site.", only_chapters, for_printer)
_edition_command("html", "Write the bare XHTML of the chapters.", only_chapters, for_printer)


@main.command()
@folder_argument
@to_editions
@out_folder
@click.option("--open", "show_page", is_flag=True, help="Open the page in a browser.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=None, help="Where to serve it; unless given, a free one."
)
@untrusted_flag
@quiet_flag
def watch(folder: Path, to: str, out: Path, show_page: bool, port: int | None, untrusted: bool, quiet: bool) -> None:
    """Build FOLDER again whenever a file of it is saved, and show mistakes and changed pages in a browser."""
    from publish.cli.watching import Told
    from publish.sources.weighed import weighed
    from publish.supervised import heed_interrupts, memory_bounded
    from publish.watch import Watch

    names = editions(to)
    if not {"epub", "pdf"}.issuperset(names):
        raise click.UsageError("watch shows epub and pdf; name one of them, or both")
    if inside(out, folder):
        raise click.UsageError(f"{out} is inside the manuscript folder; name another place with --out")
    if click.get_current_context().obj is not None:  # the command of the shell
        memory_bounded(weighed(folder, untrusted)[1])
        heed_interrupts()
    with Progress(quiet) as progress:
        try:
            Watch(folder, names, out, Told(progress, folder), untrusted).run(port, show_page)
        except (KeyboardInterrupt, SystemExit):
            click.echo("stopped", err=True)
        except OSError as error:
            raise FatalError(
                f"{error.strerror or error}: {error.filename or (port and f'port {port}') or ''}".rstrip(": ")
            ) from error


@main.command()
@folder_argument
@to_editions
@untrusted_flag
@strict_flag
@format_choice
@click.option("--spelling", is_flag=True, help="Look words up in a dictionary (extra “spelling”).")
@click.option("--links", is_flag=True, help="Open external links and see whether they answer.")
@click.option("--typography", is_flag=True, help="Lay out the pages, and count what a typographer would mend.")
def check(
    folder: Path,
    to: str,
    untrusted: bool,
    strict: bool,
    style: str,
    spelling: bool,
    links: bool,
    typography: bool,
) -> None:
    """Read the book in FOLDER and report every mistake; write nothing."""
    if links and untrusted:
        raise click.UsageError(
            "--links opens addresses of the book, and --untrusted no connection at all; use one of them"
        )
    supervised(folder, style, untrusted)
    started = time.monotonic()
    names = editions(to)
    report = _typeset(folder, style, untrusted) if typography else _checked(folder, names, spelling, links, untrusted)
    show(report.diagnostics, style, folder)
    if style == "text":
        count = len(report.diagnostics)
        said = "nothing to report" if not count else f"{count} diagnostic{'s' if count > 1 else ''}"
        click.echo(f"{folder}: {said} ({time.monotonic() - started:.1f} s)", err=True)
    sys.exit(1 if has_errors(report.diagnostics) or (strict and report.diagnostics) else 0)


def _checked(folder: Path, names: Sequence[str], spelling: bool, links: bool, untrusted: bool) -> Report:
    from publish.early import text_of

    def ready() -> None:
        from publish import build

        build.ready(names)

    gc.disable()  # trees are let go with their last reference: of six hundred thousand words a megabyte is left
    text = text_of(folder, untrusted, meanwhile=ready)
    from publish.build import check_text

    return check_text(text, names, spelling, links, untrusted)


def _typeset(folder: Path, style: str, untrusted: bool) -> Report:
    from publish.build import typography
    from publish.cli.counts import show_figures

    with Progress(quiet=style != "text") as progress:
        figures, report = typography(folder, Path("build"), progress.say, untrusted)
    if figures is not None and style == "text":
        show_figures(figures)
    return report
