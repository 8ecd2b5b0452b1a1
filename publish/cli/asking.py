"""`publish explain`: the page of a code."""

from __future__ import annotations

import difflib

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
