"""The words of a source of Markdown, read roughly, by substitutions that know nothing of the press's parser."""

from __future__ import annotations

import html
import re
import unicodedata

#: Scripts that put no spaces between words: each sign counts as one.
_SIGN = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]"
_WORD = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})[^\W_])+")
_LINK = (
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([ \t]*(?:<[^>\n]*>|(?:[^()\s\n]|\([^()\n]*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)"
)

#: A head in headings is one as much as a head in YAML: its words are the book's metadata.
_HEAD = re.compile(r"\A# Title: .*\n(?:\s*## (?:Author|Year): .*\n)*(?=\s*(?:-{3,}|##))")

_MARKUP: tuple[tuple[str, str], ...] = (
    (r"(?is)<(script|style|template)\b.*?</\1\s*>", " "),
    (r"(?<![\w\\])-?@(?:fig|tbl|tab|ch|sec|part|eq|lst)[:-][\w:.-]*\w", " "),  # a reference
    (r"^[ \t>]*(?:`{3,}|~{3,}).*$", " "),  # a fence and its information
    (r"^[ \t]{0,3}\[[^\]^\n]+\]:[ \t]*\S.*$", " "),  # a link definition
    (r"^[ \t]{0,3}\[//\]:.*$", " "),
    (r"^[ \t]*\[\^[^\]\n]+\]:", " "),
    (r"\[\^[^\]\n]+\]", ""),
    (r"\[import[^\]\n]*\]", " "),
    (r"\\\\\(.*?\\\\\)|\\\\\[.*?\\\\\]|\$\$.*?\$\$", " "),  # formulas, which the PDF draws
    (_LINK, r"\1"),
    (_LINK, r"\1"),  # an image in a link
    (r"\[([^\[\]]*)\]\[[^\]\n]*\]", r"\1"),
    (r"<((?:https?|mailto)[^>\s]*)>", r" \1 "),
    (r"</?[A-Za-z][\w-]*(?:\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)?/?>", " "),
    (r"^[ \t]*:{3,}.*$", " "),
    (r"^[ \t]*\{[^{}\n]*\}[ \t]*$", " "),
    (r"(?<=[\]\)`\w#]) ?\{[#.:\w-][^{}\n]*\}", ""),  # attributes
    (r"^(#{1,6}[ \t].*?)[ \t]*\{[^{}\n]*\}[ \t]*$", r"\1"),
    (r"^([ \t>]*)(?:\(?[\da-z]{1,9}[.)]|[-*+]|#[.])(?=[ \t])", r"\1"),  # marks of lists
    (r"^\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$", " "),
    (r"\\([!-/:-@\[-`{-~])", r"\1"),
)


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "").replace("\u06c0", "\u0647")).casefold()
    return _WORD.findall(plain)


def plain(text: str) -> str:
    """A source without its markup, line for line; code is kept as it stands."""
    text = re.sub(
        r"\A---\n.*?\n(?:---|\.\.\.)[ \t]*\n", _lines, text.replace("\r\n", "\n").removeprefix("\ufeff"), flags=re.S
    )
    text = _HEAD.sub(_lines, text)
    text = re.sub(r"\w*\{\{[^{}\n]*\}\}\w*", " ", text)  # variables and includes, in code too
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match["code"])
        fences = match[0].count("\n") - match["code"].count("\n")  # the lines of a fence; code in a line has none
        return "\n" * min(fences, 1) + f"\0{len(kept) - 1}\0" + "\n" * max(fences - 1, 0)

    text = re.sub(
        r"^(?P<in>[ \t>]*)(?P<f>`{3,}|~{3,})[^`\n]*\n(?P<code>.*?)^[ \t>]*(?P=f)[`~]*[ \t]*$",
        keep,
        text,
        flags=re.M | re.S,
    )
    text = re.sub(r"<!--.*?-->", _lines, text, flags=re.S)
    text = re.sub(r"(?<![`\\])(?P<t>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=t)(?!`)", keep, text, flags=re.S)
    for pattern, instead in _MARKUP:
        text = re.sub(pattern, lambda m, i=instead: m.expand(i) + _lines(m), text, flags=re.M)
    return re.sub("\0(\\d+)\0", lambda m: kept[int(m[1])], html.unescape(text))


def _lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
