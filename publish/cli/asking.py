"""`publish explain`: the page of a code. `publish doctor`: what is missing on this machine."""

from __future__ import annotations

import difflib
import sys

import click

from publish.diagnostics import CODES, RETIRED


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
def explain(codes: tuple[str, ...]) -> None:
    """Print the page of a diagnostic's code: why it is said, an example, what to do. Without CODE, list all codes."""
    from publish.explained import page_of

    wanted = [code.upper() for code in codes]
    for code in wanted:
        if code not in CODES:
            raise click.UsageError(f"{code} is {_not_a_code(code)}")
    if not wanted:
        for code, said in CODES.items():
            click.echo(f"{code}  {said.severity:<7}  {said.meaning}")
    click.echo("\n\n".join(page_of(code).rstrip() for code in wanted), nl=bool(wanted))


def _not_a_code(code: str) -> str:
    if code in RETIRED:
        return "a code that is no longer given"
    near = difflib.get_close_matches(code, CODES, n=1)
    return "no code of a diagnostic" + (f"; did you mean {near[0]}?" if near else "; publish explain lists all")


@click.command()
def doctor() -> None:
    """Say what is missing on this machine, what it means, and the command that mends it.

    Exit code 0 when everything is there, 1 when something is missing that builds do not need, 3 when they need it.
    """
    from publish.doctor import examined

    findings = examined()
    for finding in findings:
        if finding.absence is None:
            click.echo(f"{click.style('there', fg='green')}    {finding.name}")
            continue
        colour = "red" if finding.needed else "yellow"
        click.echo(f"{click.style('missing', fg=colour, bold=True)}  {finding.name}")
        click.echo(f"         {finding.absence.means}")
        click.echo(f"         mend it: {finding.absence.command}")
    missing = [finding for finding in findings if finding.absence is not None]
    if not missing:
        click.echo("Everything is there.")
    elif any(finding.needed for finding in missing):
        click.echo("Something is missing that every build needs.")
        sys.exit(3)
    else:
        click.echo("Books can be built; what is missing is of use beside that.")
        sys.exit(1)
