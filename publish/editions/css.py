"""Stylesheets for an edition: tokens first, faces of the rendition, the book's own trim size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from publish.book import Face
from publish.typefaces import families, script_of

#: The token that names the families of each role.
_TOKENS = {"text": "--text-face", "label": "--label-face", "code": "--code-face"}


def faces(given: Iterable[Face], folder: str, display: str = "") -> str:
    """`@font-face` rules for static faces in a folder; what has no italics is told to stand for its own.

    `display`: a descriptor that says how a face that is still loading is shown.
    """
    rules = []
    for face in given:
        for style in ("normal", "italic") if face.upright else (face.style,):
            rules.append(
                f'@font-face {{ font-family: "{face.family}"; font-style: {style}; font-weight: {face.weight}; '
                f'src: url("{folder}/{face.file}"){display} }}'
            )
    return "\n".join(rules) + "\n"


def stacked(tokens: str, stacks: Mapping[str, Mapping[str, Sequence[str]]], lang: str) -> str:
    """Rules over the tokens: the families that set the book, by role, and those of other languages in its text."""
    own = stacks[lang]
    declared = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", tokens))
    latin = script_of("en").text
    borrowed = [name for name in own["text"] if name not in latin]  # in roles that the edition brings no faces for
    rules = "; ".join(
        f"{token}: {_families(value, own[role]) if role in own else _quoted([*_named(value), *borrowed])}"
        for role, token in _TOKENS.items()
        for value in [declared.get(token, "")]
    )
    result = [f":root {{ {rules} }}"]
    for other, by_role in stacks.items():
        if tuple(by_role["text"]) != tuple(own["text"]):
            value = _families(declared.get(_TOKENS["text"], ""), by_role["text"])
            result.append(f'[lang="{other}"] {{ font-family: {value} }}')
    return "\n".join(result) + "\n"


def _families(declared: str, used: Sequence[str]) -> str:
    """The families in use, then what the tokens name besides: after a family of the author's own, they follow it."""
    house = {family.name for family in families()}
    names = _named(declared)
    if names and names[0] not in house:
        return _quoted([*names[:-1], *used, names[-1]])
    return _quoted([*used, *(name for name in names if name not in house or name not in used)])


def _named(declared: str) -> list[str]:
    return [name.strip().strip("\"'") for name in declared.split(",") if name.strip()]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(name if re.fullmatch(r"[\w-]+", name) else f'"{name}"' for name in dict.fromkeys(names))


def of_script(styles: Mapping[str, str], lang: str, paper: bool = False) -> str:
    """The sheets that a script has over those of an edition: for all of them, and for paper or for screens."""
    names = [f"{n}{end}.css" for n in script_of(lang).styles for end in ("", "-print" if paper else "-screen")]
    return "\n".join(styles[name] for name in names if name in styles)


_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75, "pc": 12.0}


def measure(styles: str) -> float:
    """The width of the text on the page in em of the text, by the tokens in force; 0 where they do not say."""
    found = dict(re.findall(r"--([\w-]+)\s*:\s*([\d.]+(?:pt|in|mm|cm|px|pc))\b", styles))
    names = ("trim-width", "margin-inside", "margin-outside", "text-size")
    if any(name not in found for name in names):
        return 0.0
    width, inside, outside, size = (float(found[n][:-2]) * _POINTS[found[n][-2:]] for n in names)
    return (width - inside - outside) / size


def physical(css: str, direction: str) -> str:
    """CSS that speaks of starts and ends told in lefts and rights, for reading systems that know no others."""
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    for side, name in (("start", start), ("end", end)):
        css = re.sub(rf"\b(margin|padding|border)-inline-{side}\b", rf"\1-{name}", css)
        css = re.sub(rf"\b(text-align|float|clear): *(?:inline-)?{side}\b", rf"\1: {name}", css)
    return css


def written_out(css: str, tokens: str) -> str:
    """CSS with `var(--name)` replaced by its value, for reading systems that lack it."""
    values = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", tokens))
    for _ in range(8):
        css, count = re.subn(r"var\((--[\w-]+)\)", lambda m: values.get(m[1], "inherit").strip(), css)
        if not count:
            break
    return css
