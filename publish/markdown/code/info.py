"""What stands behind the opening of a fence: the language of a listing, and what is said of it in the spellings of the tools.

`js`, `rust,ignore`, `js:file.js`, `js{1,3}`, `python title="a.py" hl_lines="2"`, `{.python .numberLines startFrom=3 #lst:a}`,
`{python}`, `{r setup, echo=FALSE}`, `{code-block} python`, `{=html}`.
"""

from __future__ import annotations

import re
from dataclasses import field

from publish.lazy import dataclass, regex

_PAIR = regex(r"""([\w.:-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s,{}]+))""")
_WORD = regex(r"[.#]?[\w:+#./\\@-]+")
_RANGES = regex(r"\s*\d+\s*(?:-\s*\d+\s*)?(?:,\s*\d+\s*(?:-\s*\d+\s*)?)*$")
_DIRECTIVES = frozenset(
    {"code-block", "code", "code-cell", "sourcecode", "literalinclude", "highlight", "parsed-literal"}
)
_IDS = ("id", "name", "label", "lst-label")
_CAPTIONS = ("caption", "lst-cap", "cap", "title", "filename", "file", "fileName", "fig-cap", "fig.cap", "tbl-cap")
_STARTS = (
    "startFrom",
    "start-from",
    "lineno-start",
    "linenostart",
    "linenos-start",
    "start",
    "startLine",
    "number-from",
)
_NUMBERED = frozenset(
    "numberLines number-lines numberlines lineNumbers line-numbers linenos linenums showLineNumbers code-line-numbers".split()
)
_FROM_ONE = _NUMBERED - {"code-line-numbers"}
_MARKED = ("hl_lines", "emphasize-lines", "highlight", "highlight-lines", "hl-lines", "mark")
_OPTION = regex(r"[ \t]*:([\w-]+):[ \t]*(.*)\n?")
_CELL_OPTION = regex(r"[ \t]*(?:#|//|--|%%?)\|[ \t]*([\w.-]+)[ \t]*:[ \t]*(.*)\n?")


@dataclass(frozen=True)
class Info:
    """A listing: its language as written, its id, its caption, the number of its first line (0: not numbered), marked lines.

    `raw` is the format that a fence of pandoc is meant for, `{=html}`.
    """

    language: str = ""
    id: str = ""
    caption: str = ""
    first: int = 0
    marked: frozenset[int] = frozenset()
    classes: tuple[str, ...] = ()
    raw: str = ""
    hidden: str = ""


@dataclass
class _Said:
    """What was found so far, in the order of the text; `classed`: the language is a class, as pandoc writes it."""

    language: str = ""
    words: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)
    classed: bool = False


def info_of(text: str, content: str = "") -> tuple[Info, str]:
    """What an info string says, and the content without the options at its beginning, where the fence has such."""
    text = text.strip()
    if raw := re.match(r"\{=(\w+)\}$|\{raw\}[ \t]+(\w+)$", text):
        return Info(raw=(raw[1] or raw[2]).lower()), content
    said = _Said()
    directive = re.match(r"\{([\w-]+)\}\s*(\S*)", text)
    if directive and directive[1] in _DIRECTIVES:
        said.language = "" if directive[1] == "parsed-literal" else directive[2]
        content = _options(content, _OPTION, said)
    elif text.startswith("{"):
        _braces(said, text)
        if said.language and not said.classed:
            content = _options(content, _CELL_OPTION, said)
    else:
        _plain(said, text)
    return _settled(said), content


def _options(content: str, pattern: re.Pattern[str], said: _Said) -> str:
    """Options of MyST (`:caption: …`) or of Quarto's cells (`#| label: …`) at the beginning of the content."""
    while match := pattern.match(content):
        value = match[2].strip().strip("\"'")
        said.values[match[1]] = value
        if not value:
            said.words.append(match[1])
        content = content[match.end() :]
    return content.removeprefix("\n") if said.values else content


def _plain(said: _Said, text: str) -> None:
    """A language first, then words, pairs and braces in any order."""
    if named := re.match(r"([\w+#.-]+):(?:title=)?([^\s{}]+)", text):
        said.language, said.values["title"] = named[1], named[2]
        text = text[named.end() :]
    elif first := re.match(r"[^\s{,=]+(?![\w.-]*=)", text):
        said.language = first[0]
        text = text[first.end() :]
    _braces(said, text)


def _braces(said: _Said, text: str) -> None:
    for block in re.findall(r"\{([^{}]*)\}", text):
        if _RANGES.match(block):
            said.ranges.append(block)
            text = text.replace("{" + block + "}", " ", 1)
    text = text.replace("{", " ").replace("}", " ")
    for key, double, single, bare in _PAIR.findall(text):
        said.values[key.lstrip(".")] = double or single or bare
    for at, word in enumerate(_WORD.findall(_PAIR.sub(" ", text))):
        if word.startswith("#"):
            said.values.setdefault("id", word[1:])
        elif not said.language and not word.startswith(".") and at == 0:
            said.language = word
        elif word.startswith(".") and not said.language and word[1:] not in _NUMBERED:
            said.language, said.classed = word[1:], True
        else:
            said.words.append(word.lstrip("."))


def _settled(said: _Said) -> Info:
    values = said.values
    language = said.language or values.get("lang") or values.get("language") or values.get("format") or ""
    numbered = [v for k, v in values.items() if k in _NUMBERED]
    start = next((values[k] for k in _STARTS if values.get(k, "").isdigit()), "")
    start = start or next((v for k, v in values.items() if k in _FROM_ONE and v.isdigit() and v != "0"), "")
    wanted = (
        bool(start)
        or bool(_NUMBERED & set(said.words))
        or any(v.lower() in ("true", "yes", "on") for v in numbered)
        or values.get("linenos", "") == "1"
    )
    ranges = [*said.ranges, *(values[k] for k in _MARKED if k in values)]
    ranges += [v for k, v in values.items() if k == "code-line-numbers" and _RANGES.match(v)]
    return Info(
        language=language,
        id=next((values[k] for k in _IDS if values.get(k) and (k != "label" or values[k].startswith("lst"))), ""),
        caption=next((re.sub(r"\\(.)", r"\1", values[k]) for k in _CAPTIONS if values.get(k)), ""),
        first=int(start or 1) if wanted else 0,
        marked=_lines(" ".join(ranges)),
        classes=tuple(w for w in said.words if w not in _NUMBERED and re.fullmatch(r"[A-Za-z][\w-]*", w))
        if said.classed
        else (),
        hidden=values.get("hidelines", ""),
    )


def _lines(ranges: str) -> frozenset[int]:
    """`1,3-5` or `1 3-5` as numbers; a range longer than any listing is cut."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", ranges):
        found.update(range(int(first), min(int(last or first), int(first) + 10_000) + 1))
    return frozenset(found)
