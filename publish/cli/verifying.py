"""`publish verify`: judges on finished files, and what of the manuscript caused what they found."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

import click

from publish.cli.building import untrusted_flag
from publish.cli.names import PRINTER_NAMES, editions, joined
from publish.cli.shown import STYLES, show
from publish.diagnostics import Diagnostic
from publish.lazy import dataclass

#: What is judged of a manuscript unless `--to` says more or less, as far as it was built.
_USUAL = "epub,kindle,kobo,pdf,print"


@dataclass
class _Docket:
    """What is to be judged: the checks of each file, and the edition of those that are known."""

    checks: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    editions: dict[Path, str] = field(default_factory=dict)
    noticed: list[Diagnostic] = field(default_factory=list)


#: Codes that tell what would be better, and fail nothing.
_ADVICE = frozenset({"E008", "E009"})


@dataclass(frozen=True)
class _Wanted:
    """Of a manuscript: which editions, where they are, for which printer, whether of its sample."""

    to: str
    out: Path
    printer: str
    sample: bool
    untrusted: bool


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "to",
    multiple=True,
    callback=joined,
    metavar="EDITIONS",
    help=f"Editions, with commas; else {_USUAL}, if built.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Where they are."
)
@click.option("--only", multiple=True, metavar="CHAPTER", help="What was built as a sample.")
@click.option("--printer", type=click.Choice(PRINTER_NAMES), help="Whose rules the printed editions follow.")
@untrusted_flag
@click.option("--format", "style", type=click.Choice(STYLES), default="text", help="How mistakes are shown.")
def verify(
    paths: tuple[Path, ...],
    to: str,
    out: Path,
    only: tuple[str, ...],
    printer: str | None,
    untrusted: bool,
    style: str,
) -> None:
    """Run every judge on finished files: EPUBCheck, Ace, veraPDF, qpdf, our own checks, the rules of stores.

    FOLDER is a manuscript (default: manuscript), whose editions are looked for in --out, or a folder of finished files. FILE
    is any EPUB or PDF. What is found in an edition of a manuscript is shown at the line that caused it.
    """
    from publish.build import origin_maps
    from publish.verify import verify as judge

    docket = _docket(paths or (Path("manuscript"),), _Wanted(to, out, printer or "", bool(only), untrusted))
    homes = dict.fromkeys([out, *(path.parent for path in docket.checks)])
    results, found = judge(docket.checks, docket.editions, [origin_maps(home) for home in homes])
    manuscripts = [path for path in paths if path.is_dir()] or [Path("manuscript")]
    show((*docket.noticed, *found), style, manuscripts[0] if len(manuscripts) == 1 else None)
    for result in results:
        click.echo(str(result), err=True)
        for detail in result.details:
            click.echo(f"  {detail}", err=True)
    sys.exit(1 if any(d.code not in _ADVICE for d in found) else 0)


def _docket(paths: Sequence[Path], wanted: _Wanted) -> _Docket:
    from publish.verify import checks_for

    docket = _Docket()
    for path in paths:
        if path.is_file() and checks_for(path):
            docket.checks[path] = checks_for(path)
        elif not _manuscript(docket, path, wanted):
            finished = (
                [file for file in sorted(path.iterdir()) if file.is_file() and checks_for(file)]
                if path.is_dir()
                else []
            )
            if not finished:
                raise click.UsageError(f"{path} is no EPUB, no PDF, no manuscript and no folder of these")
            docket.checks |= {file: checks_for(file) for file in finished}
    return docket


def _manuscript(docket: _Docket, path: Path, wanted: _Wanted) -> bool:
    """Put what was built of a manuscript on the docket; False where there is none at the path."""
    from publish.build import artifacts
    from publish.editions import EDITIONS

    names = editions(wanted.to or _USUAL)
    built, noticed = artifacts(path, names, wanted.out, wanted.printer, wanted.sample, wanted.untrusted)
    if built is None:
        return False
    missing = [n for n in names if n not in built] if wanted.to else [] if built else list(names)
    if missing:
        raise click.UsageError(f"{', '.join(missing)}: not built yet; run publish build {path} first")
    docket.noticed += noticed
    docket.checks |= {file: EDITIONS[name].checks for name, file in built.items()}
    docket.editions |= {file: name for name, file in built.items()}
    return True
