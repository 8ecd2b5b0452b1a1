"""The spaces of French: a thin no-break space before `;` `!` `?` and inside « », a no-break space before `:`.

Words in French are words under `lang="fr"`, the book's or a phrase's; Canadian French spaces the colon and the guillemets
only. Code, formulas and addresses keep what was typed, and so do times of day and whatever else has no word before
its sign and no space behind it.
"""

from __future__ import annotations

import functools
import re

from lxml import etree

from publish.book import Element

_THIN, _WIDE = "\u202f", "\u00a0"
_BLANK = "[ \u00a0\u202f]"
_NOT_TEXT = frozenset({"code", "pre", "kbd", "samp", "math", "svg", "var", "{http://www.w3.org/1998/Math/MathML}math"})
_ADDRESS = r"(?P<address>\S*(?:://|www\.|@)\S*)"
_ENDS = r"(?=[\s\u202f\u00a0»”\"’)\]]|$)"


@functools.cache
def _signs() -> re.Pattern[str]:
    """Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile(
        rf"{_ADDRESS}|(?P<open>«{_BLANK}*)|(?P<close>{_BLANK}*»)|(?:(?P<spaced>{_BLANK}+)|(?<=[\w)\]”»’…%]))(?P<high>[;!?]+){_ENDS}"
        rf"|(?:(?P<before>{_BLANK}+)|(?<=[^\W\d_])|(?<=[)\]”»’]))(?P<colon>:){_ENDS}"
    )


def _is_french(lang: str) -> bool:
    return lang.lower().replace("_", "-").split("-")[0] == "fr"


def french_spaces_set(tree: Element, lang: str) -> None:
    if not _is_french(lang) and not any(_is_french(e.get("lang", "")) for e in tree.iter(etree.Element)):
        return
    languages, silent = [lang], 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            languages.append(element.get("lang", languages[-1]))
            silent += element.tag in _NOT_TEXT
            if not silent and element.text:
                element.text = _spaced(element.text, languages[-1])
        else:
            silent -= element.tag in _NOT_TEXT
            languages.pop()
            if not silent and element.tail and len(languages) > 1:
                element.tail = _spaced(element.tail, languages[-1], follows=element.tag not in ("br", "img"))


def _spaced(text: str, lang: str, follows: bool = False) -> str:
    if not _is_french(lang):
        return text
    canadian = lang.lower().replace("_", "-").startswith("fr-ca")

    def set_apart(match: re.Match[str]) -> str:
        if match["address"]:
            return match[0]
        if match["open"]:
            return f"«{_THIN}"
        if match["close"]:
            return f"{_THIN}»"
        if match["colon"]:
            return f"{_WIDE}:"
        return match[0] if canadian else f"{_THIN}{match['high']}"

    # A sign that follows an element follows the element's last word.
    return _signs().sub(set_apart, f"x{text}")[1:] if follows else _signs().sub(set_apart, text)
