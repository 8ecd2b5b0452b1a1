"""Readings beside characters: `{漢字|かんじ}` (VFM), `｜漢字《かんじ》` and `漢字《かんじ》` (Aozora Bunko), `<ruby>` in raw HTML.

Each becomes `ruby` with one reading, its brackets for what shows no ruby, and `data-reading`, from which pages
that cannot set ruby make room above the word. Aozora's short form wants Chinese characters before the brackets
and kana between them, so that 《》 around a title stays what it is.
"""

from __future__ import annotations

import functools
import re
from html import escape

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.book import Element
from publish.book.trees import append_text
from publish.lazy import regex

_HAN = r"[\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


@functools.cache
def _east() -> re.Pattern[str]:
    """Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


_BRACES = regex(r"\{([^{}|\n<>]{1,40})((?:\|[^{}|\n<>]{1,40})+)\}")


@functools.cache
def _aozora_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"[｜|]([^｜|《》\n]{{1,40}})《([^《》\n]{{1,60}})》|({_HAN}+)《([\u3041-\u30ff\u30fc・ 　]{{1,60}})》"
    )


def _pairs(base: str, readings: list[str]) -> list[tuple[str, str]]:
    """A reading for each character where there are as many, else one for the whole."""
    if len(readings) == len(base):
        return list(zip(base, readings, strict=True))
    return [(base, "".join(readings))]


def _braces(state: StateInline, silent: bool) -> bool:
    match = _BRACES.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if match is None or not _east().search(match[1] + match[2]):
        return False
    if not silent:
        for base, reading in _pairs(match[1], match[2][1:].split("|")):
            token = state.push("ruby", "ruby", 0)
            token.content, token.meta = base, {"reading": reading}
    state.pos = match.end()
    return True


def _aozora(state: StateCore) -> None:
    for block in state.tokens:
        children = block.children or []
        if block.type == "inline" and any(t.type == "text" and "《" in t.content for t in children):
            block.children = [
                part for child in children for part in (_divided(child) if child.type == "text" else [child])
            ]


def _divided(text: Token) -> list[Token]:
    parts: list[Token] = []
    last = 0
    for match in _aozora_pattern().finditer(text.content):
        if text.content[max(0, match.start() - 1) : match.start()] == "《":
            continue
        parts.append(Token("text", "", 0, content=text.content[last : match.start()], level=text.level))
        base, reading = match[1] or match[3], match[2] or match[4]
        parts.append(Token("ruby", "ruby", 0, content=base, meta={"reading": reading}, level=text.level))
        last = match.end()
    return [*parts, Token("text", "", 0, content=text.content[last:], level=text.level)] if parts else [text]


def _rule(_: object, tokens: list[Token], idx: int, *__: object) -> str:
    token = tokens[idx]
    base, reading = escape(token.content, quote=False), escape(token.meta["reading"], quote=False)
    return f"<ruby>{base}<rt>{reading}</rt></ruby>"


def readings_set(tree: Element) -> None:
    """Each `ruby` with one reading, in the brackets that are shown where ruby is not."""
    for ruby in list(tree.iter("ruby")):
        if ruby.find(".//rt") is None:
            ruby.tag = "span"
            continue
        pieces = _pieces(ruby)
        for piece in pieces:
            ruby.addprevious(piece)
        pieces[-1].tail = ruby.tail
        parent = ruby.getparent()
        assert parent is not None
        ruby.tail = None
        parent.remove(ruby)


def _pieces(ruby: Element) -> list[Element]:
    """The pairs of base and reading in an element, each as an element of its own."""
    result = [etree.Element("ruby", {str(k): str(v) for k, v in ruby.attrib.items()})]
    result[0].text = ruby.text
    for child in list(ruby):
        tail, child.tail = child.tail or "", None
        current = result[-1]
        if child.tag == "rt":
            _closed(current, child)
            result.append(etree.Element("ruby"))
            current = result[-1]
        elif child.tag != "rp":
            current.append(child)
        append_text(current, tail)
    last = result.pop()
    if "".join(map(str, last.itertext())).strip():
        last.tag = "span"
        result.append(last)
    return result


def _closed(ruby: Element, reading: Element) -> None:
    opening, closing = etree.Element("rp"), etree.Element("rp")
    opening.text, closing.text = "(", ")"
    ruby.text = (ruby.text or "").strip("\n ")
    ruby.extend([opening, reading, closing])
    ruby.set("data-reading", "".join(map(str, reading.itertext())))


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("ruby", _braces)
    md.core.ruler.after("text_join", "aozora", _aozora)
    md.add_render_rule("ruby", _rule)
