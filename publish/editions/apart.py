"""Persian's heh with a yeh above (U+06C0) as heh and its mark, on paper: the same glyphs, and words that can be searched for.

Its glyphs are those of two letters, of which the engine gives the first all the text and the second none, so that a word ends
before its last letter. The sign joins to what stands before it only; where a letter follows, it stays what it is.
"""

from __future__ import annotations

from publish.lazy import regex

_HEH = regex("\u06c0(?![\u0620-\u065f\u066e-\u06d3])")


def set_apart(text: str) -> str:
    return _HEH.sub("\u0647\u0654", text)
