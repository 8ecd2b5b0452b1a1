"""Names of people as BibTeX writes them: `First von Last`, `von Last, First`, `von Last, Jr, First`, `{A Corporation}`."""

from __future__ import annotations

import re

from publish.resolve.citations.latex import plain

Name = dict[str, str]


def people_of(text: str) -> list[Name]:
    """The names of a list that is divided by `and`; `others` is a name that CSL prints as it stands."""
    return [_name(one) for one in _divided(text, r"\s+and\s+") if one.strip()]


def _divided(text: str, separator: str) -> list[str]:
    """Pieces of the text between separators that no brace holds."""
    pieces, depth, last, at = [], 0, 0, 0
    pattern = re.compile(separator)
    while at < len(text):
        if text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
        elif depth == 0 and (match := pattern.match(text, at)) and match.end() > at:
            pieces.append(text[last:at])
            last = at = match.end()
            continue
        at += 1
    return [*pieces, text[last:]]


def _name(text: str) -> Name:
    text = text.strip()
    if re.fullmatch(r"\{.*\}", text, re.S) and _divided(text, r"[\s,]+") == [text]:
        return {"literal": plain(text)}
    if text == "others":
        return {"literal": "et al."}
    parts = [part.strip() for part in _divided(text, r"\s*,\s*")]
    if len(parts) == 1:
        given, family = _before_particle(_divided(text, r"[\s~]+"))
        return _made(given, family, "")
    suffix = parts[1] if len(parts) > 2 else ""
    return _made([parts[-1]], _divided(parts[0], r"[\s~]+"), suffix)


def _small(word: str) -> bool:
    letters = plain(word)
    return not word.startswith("{") and bool(letters) and letters[0].islower()


def _before_particle(words: list[str]) -> tuple[list[str], list[str]]:
    """Given names, and from the first word in small letters on, or else the last word, the family's."""
    for at, word in enumerate(words[:-1]):
        if at and _small(word):
            return words[:at], words[at:]
    if len(words) > 1 and _small(words[0]):
        return [], words
    return words[:-1], words[-1:]


def _made(given: list[str], family: list[str], suffix: str) -> Name:
    """`van der Berg`: the words in small letters before the last word are the particle."""
    count = next((at for at, word in enumerate(family) if not _small(word)), max(0, len(family) - 1))
    name = {
        "family": plain(" ".join(family[count:])),
        "given": plain(" ".join(given)),
        "non-dropping-particle": plain(" ".join(family[:count])),
        "suffix": plain(suffix),
    }
    return {key: value for key, value in name.items() if value}
