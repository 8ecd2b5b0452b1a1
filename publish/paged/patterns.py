"""The patterns by which words are divided, for our own lines and the layout engine's.

Plain English has American ones, as in TeX, browsers and layout programs; the library gives it those of Britain, which part words
by their origin: inform-ation, dir-ectory.
"""

from __future__ import annotations

import pyphen

# Our way and the engine's to the patterns of a language lead through this table.
pyphen.LANGUAGES_LOWERCASE["en"] = "en_US"
for _land in ("au", "ie", "in", "nz", "za"):
    pyphen.LANGUAGES_LOWERCASE[f"en_{_land}"] = "en_GB"


def patterns_of(lang: str, left: int, right: int) -> pyphen.Pyphen | None:
    """The patterns of a language, with so many letters at least before and behind a division; None where there are none."""
    known = pyphen.language_fallback(lang)
    return pyphen.Pyphen(lang=known, left=left, right=right) if known else None
