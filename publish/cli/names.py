"""Editions and printers as they are named on the command line."""

from __future__ import annotations

import click

EDITION_NAMES = ("epub", "kindle", "kobo", "pdf", "print", "cover", "jacket", "review", "web", "html")
#: Printers whose rules the press knows.
PRINTER_NAMES = ("kdp", "ingram")


def joined(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> str:
    """An option that was given more than once means all that it says."""
    return ",".join(given)


def editions(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n.strip() for n in text.split(",") if n.strip()))
    unknown = [n for n in names if n not in EDITION_NAMES]
    if unknown or not names:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no edition; there are {', '.join(EDITION_NAMES)}"
        )
    return names
