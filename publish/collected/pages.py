"""Which page of the map a page of a file is: the one with its number, unless pages were taken out or put in."""

from __future__ import annotations

from collections.abc import Sequence

from publish.collected.letters import Letter
from publish.proofmap import ProofMap

#: Lines with fewer letters say nothing of the page that they stand on.
_TELLING = 12
#: So much of the letters of a page, and of those that the map has for it, are the same at least.
_ALIKE = 0.4


def matched(proof_map: ProofMap, number: int, count: int, letters: Sequence[Letter]) -> int:
    """The page of the map, from 0, for page `number` of a file of `count` pages; -1 where it is none of the proof's."""
    if count == len(proof_map.pages):
        return number
    text = "".join(letter.text for letter in letters)
    best, most = -1, _ALIKE
    for at, page in enumerate(proof_map.pages):
        lines = ["".join(line.text.split()) for line in page.lines]
        shared = sum(len(line) for line in lines if len(line) >= _TELLING and line in text)
        alike = 2 * shared / (len(text) + sum(map(len, lines)) or 1)
        if alike > most:
            best, most = at, alike
    return best
