"""Ids that other tools make of headings: a link written for one of them finds its heading here too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from publish.book.trees import HEADINGS
from publish.resolve.draft import Draft, classes, elements, text_with_readings


def github(text: str) -> str:
    """GitHub, HonKit, mdBook, MyST: letters of any script, hyphens for spaces, nothing for other signs."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def pandoc(text: str) -> str:
    """pandoc, Quarto, bookdown: dots stay, everything before the first letter goes."""
    plain = re.sub(r"\s+", "-", re.sub(r"[^\w\s.-]", "", text).strip().lower())
    first = next((at for at, letter in enumerate(plain) if letter.isalpha()), len(plain))
    return plain[first:] or "section"


def kramdown(text: str) -> str:
    """kramdown, Jekyll, Leanpub: letters of ASCII and digits, hyphens for spaces, nothing before the first letter."""
    plain = re.sub(r"[^A-Za-z0-9 -]", "", re.sub(r"^[^A-Za-z]+", "", text))
    return plain.replace(" ", "-").lower()


def python_markdown(text: str) -> str:
    """MkDocs: accents taken off, runs of spaces and hyphens as one hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


#: Each rule with what it puts between a slug and the count of those before it.
RULES: tuple[tuple[Callable[[str], str], str], ...] = (
    (github, "-"), (pandoc, "-"), (kramdown, "-"), (python_markdown, "_"),
)  # fmt: skip


def loose(label: str) -> str:
    """What labels that differ in case, accents and signs only have in common."""
    plain = unicodedata.normalize("NFKD", label).casefold()
    return "".join(c for c in plain if c.isalnum())


def slugs_given(draft: Draft) -> None:
    """For each chapter what the tools would call its headings; the first of equal names is the first heading's."""
    for chapter in draft.chapters:
        slugs = draft.slugs.setdefault(chapter.name, {})
        headings = [e for e in elements(chapter.tree) if e.tag in HEADINGS]
        for rule, between in RULES:
            counts: dict[str, int] = {}
            for heading in headings:
                slug = rule(text_with_readings(heading))
                id = chapter.id if {"chapter-title", "part-title"} & {*classes(heading)} else heading.get("id", "")
                before = counts.get(slug, 0)
                counts[slug] = before + 1
                if slug and id:
                    slugs.setdefault(f"{slug}{between}{before}" if before else slug, id)
