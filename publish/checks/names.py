"""Names that are spelled in two ways: `C065`.

A name is a word that begins with a capital where no sentence begins. Two spellings of one name have the same letters but for
accents, case, hyphens and doubled letters, or differ by one letter while one of them occurs once or twice, the other often.
Two names may differ by one letter, so the second kind asks for long words and leaves endings alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from publish.checks.copy import Copy, Paragraph
from publish.diagnostics import Diagnostic
from publish.lazy import regex

#: A word with a capital, which is a name behind another word or a comma: the beginning of a sentence or of a speech says nothing.
_CAPITAL = regex(r" ([^\W\d_a-zß-öø-ÿ]\w*(?:[-’'][^\W\d_]\w+)*)")
_GOES_ON = frozenset("_,;")
#: Languages that write every noun with a capital; headings that write every word so.
_ALL_NOUNS = frozenset({"de", "lb"})
_TITLES = frozenset("h1 h2 h3 h4 h5 h6 th dt".split())
_OFTEN = 4
_LONG = 7


def names_in_two_spellings(copy: Copy) -> Iterator[Diagnostic]:
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Paragraph, int, int]] = {}
    for paragraph in copy.prose:
        if paragraph.language in _ALL_NOUNS or paragraph.tag in _TITLES:
            continue
        for match in _CAPITAL.finditer(paragraph.text):
            start, name = match.start(1), match[1]
            before = paragraph.text[start - 2 : start - 1]
            if not (before.isalnum() or before in _GOES_ON):
                continue
            if "’" in name or "'" in name:
                name = re.sub(r"[’']s?$", "", name).replace("’", "'")
            if len(name) > 2 and name[0].isupper() and not name.isupper():
                counts[name] += 1
                if name not in first:
                    first[name] = paragraph, start, start + len(name)
    for rare, usual in _pairs(counts):
        paragraph, start, end = first[rare]
        message = f"“{rare}” ({_times(counts[rare])}) is elsewhere spelled “{usual}” ({_times(counts[usual])})"
        yield copy.found("C065", message, paragraph, start, end, f"write {usual}, if they are the same")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _pairs(counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """The rarer and the usual spelling of names."""
    told: set[str] = set()
    for alike, sure in (*((group, True) for group in _same_letters(counts)), *((g, False) for g in _one_apart(counts))):
        usual = max(alike, key=lambda name: (counts[name], name))
        for name in alike:
            rare = (
                counts[name] < counts[usual] if sure else counts[name] <= 2 and counts[usual] >= _OFTEN * counts[name]
            )
            if name != usual and name not in told and rare:
                told.add(name)
                yield name, usual


def _same_letters(counts: Counter[str]) -> Iterable[list[str]]:
    found: dict[str, list[str]] = {}
    for name in counts:
        found.setdefault(_letters(name), []).append(name)
    return found.values()


def _one_apart(counts: Counter[str]) -> Iterator[list[str]]:
    """Long names of which one has a letter more, another letter, or two letters in another order; endings are left alone."""
    gaps: dict[str, list[str]] = {}
    for name in (name for name in counts if len(name) >= _LONG):
        for at in range(1, len(name) - 1):
            turned = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            shorter = name[:at] + name[at + 1 :]
            yield from ([name, other] for other in (turned, shorter) if other in counts)
            if at < len(name) - 2:
                gaps.setdefault(f"{name[:at]}\0{name[at + 1 :]}", []).append(name)
    yield from (alike for alike in gaps.values() if len(alike) > 1)


def _letters(name: str) -> str:
    """What two spellings of a name share: no accents, no case, no hyphens, no doubled letters."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).casefold()
    plain = "".join(c for c in plain if c.isalnum())
    return re.sub(r"(.)\1+", r"\1", plain)
