"""Numbers of chapters that an author typed, "Chapter 1 - The Ring", parted from the titles: set as the press sets its own.

A title is taken apart only where the word is the language's for a chapter or a part and where several chapters have one, each
another: that is a number, whether in figures or in words. The sign between the two gives way to the end of the line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from publish.book import Chapter, Element

#: What stands between a number and a title: a colon or a full stop, or a dash with a space at one side of it at least.
_BETWEEN = r"(?:\s*[:：.]\s+|\s*：|\s+[-–—―]+\s*|\s*[-–—―]+\s+)"


def typed_numbers(
    body: Sequence[tuple[Chapter, Element | None]], words: Mapping[str, str], kind: str
) -> dict[str, str]:
    """The number that the title of each chapter of a kind begins with, as it was typed, by the chapter's id.

    `body` is chapters with their headings, `words` those of the language. Nothing where fewer than two have a number, or two have
    the same.
    """
    pattern = _pattern(words[kind])
    found: dict[str, str] = {}
    for chapter, heading in body:
        text = "" if heading is None else heading.text or ""
        if heading is not None and chapter.kind == kind and (match := pattern.match(text)):
            found |= {chapter.id: match[1]} if text[match.end() :].strip() or len(heading) else {}
    several = len({number.casefold() for number in found.values()}) == len(found) > 1
    return found if several else {}


def parted(heading: Element, number: str) -> None:
    """Take the number that was found at the head of a title, and the sign behind it, out of it."""
    rest = (heading.text or "").lstrip().removeprefix(number)
    heading.text = re.sub(f"^{_BETWEEN}", "", rest)


def _pattern(said: str) -> re.Pattern[str]:
    """What a typed number looks like, in a language that says `said`, such as "Chapter {n}"."""
    number = re.escape(said).replace(r"\{n\}", r"\w+(?:-\w+)*")
    return re.compile(rf"^\s*({number}){_BETWEEN}", re.I)
