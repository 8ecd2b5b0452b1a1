"""`publish new`, `publish import` and `publish stats`: a folder begun, its order made explicit, its words counted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from publish.cli.building import FatalError, folder_argument, supervised, untrusted_flag
from publish.cli.shown import show


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a small book that builds at once into FOLDER, which must be empty or new."""
    from publish.sources.new import new as write

    try:
        for path in write(folder):
            click.echo(path, err=True)
    except FileExistsError as error:
        raise click.UsageError(f"{folder} is not empty; name another folder") from error
    except OSError as error:
        raise FatalError(str(error)) from error
    click.echo(f"Next: publish build {folder}", err=True)


@click.command(name="import")
@folder_argument
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write the book.toml into this folder.")
@untrusted_flag
def import_(folder: Path, out: Path | None, untrusted: bool) -> None:
    """Print the order and the metadata found in FOLDER as a book.toml, or write it to --out; nothing is overwritten."""
    from publish.sources import read
    from publish.sources.importing import OutsideError, belongs_elsewhere, toml_for
    from publish.sources.importing import write as write_to

    supervised(folder, "text", untrusted)
    manuscript, noticed = read(folder, untrusted)
    show(noticed, "text", folder)
    if manuscript is None:
        sys.exit(1)
    try:
        folder = folder if folder.is_dir() else folder.parent
        text = toml_for(manuscript, folder, out)
        if out is None:
            click.echo(text, nl=False)
            return
        click.echo(write_to(text, out), err=True)
    except FileExistsError as error:
        hint = f"; it is {manuscript.config_path} of {folder}" if out and out.resolve() == folder.resolve() else ""
        raise click.UsageError(f"{out}/book.toml exists{hint}; nothing is overwritten, name another folder") from error
    except OutsideError as error:
        raise click.UsageError(f"{error} is not inside {out}; name a folder that holds all chapters") from error
    except OSError as error:
        raise FatalError(str(error)) from error
    if belongs_elsewhere(folder, out):
        click.echo(f"Next: move it into {folder}, beside which its paths are written", err=True)


@click.command()
@folder_argument
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="A table, or JSON.")
@untrusted_flag
def stats(folder: Path, style: str, untrusted: bool) -> None:
    """Count words, notes, figures, tables and reading time, for each chapter and in all."""
    from publish.build import stats as count
    from publish.cli.counts import show_counts

    supervised(folder, "text", untrusted)
    counts, whole, noticed = count(folder, untrusted)
    show(noticed, "text", folder)
    if noticed:
        sys.exit(1)
    show_counts(counts, whole, style)
