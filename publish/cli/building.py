"""What the commands that build share: their options, and the way from them to files and an exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from publish.asked import LAST_TAG, NOTHING, Asked
from publish.cli.names import EDITION_NAMES, PRINTER_NAMES, joined
from publish.cli.progress import Progress
from publish.cli.shown import STYLES, show
from publish.cli.timings import Timings
from publish.lazy import dataclass
from publish.progress import Event

if TYPE_CHECKING:
    from publish.build import Report
    from publish.supervised import Supervisor


class FatalError(click.ClickException):
    """The machine failed, not the manuscript."""

    exit_code = 3


def folder_argument(function: Callable[..., None]) -> Callable[..., None]:
    kind = click.Path(exists=True, path_type=Path)
    return click.argument("folder", type=kind, default=Path("manuscript"), callback=_checked)(function)


def _checked(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    """FOLDER may also be one file of Markdown."""
    from publish.sources.finding import READ

    if folder.is_file() and not folder.name.lower().endswith(READ):
        raise click.BadParameter(f"{folder} is neither a folder nor a Markdown file")
    return folder


to_editions = click.option(
    "--to",
    "to",
    default=["epub,pdf"],
    multiple=True,
    callback=joined,
    metavar="EDITIONS",
    show_default="epub,pdf",
    help="Editions, with commas.",
)
out_folder = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Where to."
)
only_chapters = click.option(
    "--only", multiple=True, metavar="CHAPTER", help="A sample: chapters by file, name or number; may be repeated."
)
for_printer = click.option(
    "--printer",
    type=click.Choice(PRINTER_NAMES),
    callback=lambda context, parameter, name: name or "",
    help="Whose rules the printed editions follow.",
)
overlay_flag = click.option(
    "--overlay",
    is_flag=True,
    help="Beside it, one with the printer's template drawn over it: for looking at, not for print.",
)
proof_reader = click.option("--reader", default="", metavar="NAME", help="Whose copy of the proof it is.")
proof_copy = click.option(
    "--copy", default="", metavar="N", help="Which copy of the proof it is, such as 3 or “3 of 12”."
)
with_check_flag = click.option(
    "--with-check", is_flag=True, help="What check reports stands in the margin of the proof."
)
since_revision = click.option(
    "--since", is_flag=False, flag_value=LAST_TAG, default="", metavar="[REV|DATE]",
    help="Mark in the proof what has changed since a revision or a day; alone, since the last tag.",
)  # fmt: skip
changed_only_flag = click.option(
    "--changed-only", is_flag=True, help="Only the pages of the proof that have changed; with --since."
)
untrusted_flag = click.option(
    "--untrusted", is_flag=True, help="A stranger's book: its styles filtered, its templates and limits left out."
)
strict_flag = click.option("--strict", is_flag=True, help="Warnings count as errors.")
quiet_flag = click.option("-q", "--quiet", is_flag=True, help="No progress; only mistakes are shown.")
timings_flag = click.option("--timings", is_flag=True, help="How long each stage took.")
format_choice = click.option(
    "--format", "style", type=click.Choice(STYLES), default="text", help="How mistakes are shown."
)


@dataclass(frozen=True)
class Options:
    """What a command that builds was told; of an option that it has not, what is usual."""

    to: str = ""
    out: Path = Path("build")
    only: tuple[str, ...] = ()
    asked: Asked = NOTHING
    untrusted: bool = False
    strict: bool = False
    quiet: bool = False
    timings: bool = False
    style: str = "text"

    @property
    def chapters(self) -> list[str]:
        return [name.strip() for one in self.only for name in one.split(",") if name.strip()]


_OF_ASKED = frozenset(one.name for one in fields(Asked))

#: Editions that have pages, or their numbers, or a cover that is drawn.
_LAID_OUT = frozenset(EDITION_NAMES) - {"web", "html"}

Option = Callable[[Callable[..., None]], Callable[..., None]]
Command = Callable[[Path, Options], None]


def building(*own: Option) -> Callable[[Command], Callable[..., None]]:
    """A command that builds: given FOLDER and its options, its own and those that all such commands have."""

    def decorated(function: Command) -> Callable[..., None]:
        @functools.wraps(function)
        def command(folder: Path, **given: Any) -> None:
            asked = Asked(**{name: given.pop(name) for name in _OF_ASKED.intersection(given)})
            function(folder, Options(asked=asked, **given))

        options: list[Option] = [folder_argument, out_folder, *own]
        options += [untrusted_flag, strict_flag, quiet_flag, timings_flag, format_choice]
        made: Callable[..., None] = command
        for option in reversed(options):
            made = option(made)
        return made

    return decorated


def build_editions(folder: Path, names: Sequence[str], options: Options) -> None:
    from publish.cache import cache_folder
    from publish.doctor import pango
    from publish.shared import cores
    from publish.workshop import LAYERS, processes

    if inside(options.out, folder):
        raise click.UsageError(f"{options.out} is inside the manuscript folder; name another place with --out")
    if options.asked.since and "review" not in names:
        raise click.UsageError("--since marks changes in the proof; add review to the editions of --to")
    if options.asked.changed_only and not options.asked.since:
        raise click.UsageError("--changed-only leaves out what has not changed since a revision; name it with --since")
    if options.asked.with_check and "review" not in names:
        raise click.UsageError("--with-check writes into the proof; add review to the editions of --to")
    first = bool(_LAID_OUT.intersection(names)) and not cache_folder(options.out).is_dir()
    if first and (absence := pango()):
        raise FatalError(f"{absence.means}; {absence.command}")
    supervisor = supervised(folder, options.style, options.untrusted)
    table = Timings()
    with Progress(options.quiet) as progress, processes(cores(), LAYERS) as pool:
        if first:
            pool.roused()  # nothing was ever built there: workers get ready while this process imports the press
        from publish.build import UnknownChapterError
        from publish.build import build as make

        def said(what: Event) -> None:
            table.say(what)
            progress.say(what)
            if supervisor is not None:
                supervisor.note(str(what))

        try:
            report = make(
                folder, names, options.out, options.strict, said, options.chapters,
                asked=options.asked, pool=pool, untrusted=options.untrusted,
            )  # fmt: skip
        except UnknownChapterError as error:
            near = f"; did you mean {error.near}?" if error.near else ""
            raise click.UsageError(f"no chapter is called {error.name}{near}") from error
        except OSError as error:
            raise FatalError(f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")) from error
    _told(report, options, folder)
    if options.timings:
        table.show()
    sys.exit(1 if report.held_back else 0)


def _told(report: Report, options: Options, folder: Path) -> None:
    show(report.diagnostics, options.style, folder)
    if not options.quiet:
        if report.sample:
            click.echo(report.sample, err=True)
        for written in report.written:
            state = "made" if written.made else "nothing changed, no layout done"
            click.echo(f"{written.path}  ({state})", err=True)
        for name in report.held_back:
            click.echo(f"{name}: not written, because of the errors above", err=True)


def supervised(folder: Path, style: str, untrusted: bool = False) -> Supervisor | None:
    """Go on in a process with limits; the one before it waits here, and ends as that does."""
    supervisor = click.get_current_context().obj
    if supervisor is None:
        return None
    from publish.sources.weighed import weighed

    text, limits = weighed(folder, untrusted)
    ended = supervisor.divided(limits, text, untrusted)
    if isinstance(ended, int):
        sys.exit(ended)
    if ended is not None:
        show((ended,), style, folder)
        sys.exit(1)
    return cast("Supervisor", supervisor)


def inside(out: Path, folder: Path) -> bool:
    return out.resolve().is_relative_to(folder.resolve())
