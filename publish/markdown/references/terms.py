"""Marks for the index and the glossary in the spellings of other tools; they become the spans that the press has of its own.

`\\index{a!b|see{c}}` (LaTeX, bookdown), `<!-- index: a \\\\ b -->` (Electric Book), `{i: "a!b"}` (Markua), MyST's `{index}` and
`{term}`. `data-sort` is the entry as it is sorted, where LaTeX says so with `@`.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.book import Element
from publish.book.trees import rank, removed
from publish.lazy import regex
from publish.markdown.ahead import ahead

Attributes = dict[str, str | int | float]

_LATEX = regex(r"\\s?index(?:\[[^\]]*\])?\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_OPENS = regex(r"<!--\s*index:")
_MARKUA = regex(r"\{i:\s*(?:\"([^\"{}]+)\"|([^\"{}]+))\}")
_ROLE = regex(r"\{(index|term)\}`([^`<>]*?)(?:\s*<([^`<>]+)>)?`")
_SEE = regex(r"(see|seealso)\{(.*)\}$", re.S)


def _entry(levels: list[str], see: str = "", also: str = "", sort: str = "") -> Attributes:
    attributes: Attributes = {"class": "index", "entry": "!".join(level.strip() for level in levels)}
    attributes |= {"see": see} if see else {}
    attributes |= {"see-also": also} if also else {}
    return attributes | ({"data-sort": sort} if sort else {})


def _of_latex(content: str) -> Attributes:
    """`sort@shown!below|see{other}`; a quotation mark before a sign takes its meaning from it."""
    content = re.sub(r'"(.)', lambda m: chr(0xF700 + ord(m[1]) % 0x80), content)
    words, _, command = content.partition("|")
    see = _SEE.match(command.strip())
    levels = [_plain(level.partition("@")[2] or level) for level in words.split("!")]
    sort = "!".join(_plain(level.partition("@")[0]) for level in words.split("!")) if "@" in words else ""
    other = _plain(see[2]) if see else ""
    return _entry(levels, other if see and see[1] == "see" else "", other if see and see[1] == "seealso" else "", sort)


def _plain(text: str) -> str:
    """The words of an entry without LaTeX's commands and braces; its emphasis is that of Markdown."""
    text = re.sub(r"\\(?:emph|textit)\s*\{([^{}]+)\}", r"*\1*", text)
    text = re.sub(r"\\[A-Za-z]+\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")
    return re.sub("[\uf700-\uf77f]", lambda m: chr(ord(m[0]) - 0xF700), text).strip()


def _of_comment(content: str) -> list[Attributes]:
    return [_entry(re.split(r"\s*\\\\?\s*", line.strip())) for line in content.splitlines() if line.strip()]


def _of_role(words: str, target: str) -> list[Attributes]:
    """MyST's: the words themselves, or `single: a; b`, `pair: a; b`, `see: a; b`."""
    kind, _, rest = (target or words).rpartition(":")
    levels = [part.strip() for part in rest.split(";") if part.strip()]
    if kind.strip() in ("see", "seealso") and len(levels) == 2:
        see, also = (levels[1], "") if kind.strip() == "see" else ("", levels[1])
        return [_entry(levels[:1], see, also)]
    if kind.strip() == "pair" and len(levels) == 2:
        return [_entry(levels), _entry(levels[::-1])]
    return [_entry([level.removeprefix("!") for level in levels])]


def _pushed(state: StateInline | StateBlock, marks: list[Attributes]) -> None:
    for mark in marks:
        state.push("index_mark", "span", 0).attrs = mark


def _latex(state: StateInline, silent: bool) -> bool:
    match = _LATEX.match(state.src, state.pos) if state.src[state.pos] == "\\" else None
    if match is None:
        return False
    if not silent:
        _pushed(state, [_of_latex(match[1])])
    state.pos = match.end()
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    match = _OPENS.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    end = ahead(state.src, "-->", match.end()) if match else -1
    if match is None or end < 0:
        return False
    if not silent:
        _pushed(state, _of_comment(state.src[match.end() : end].strip()))
    state.pos = end + 3
    return True


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", at) or state.is_code_block(start):
        return False
    match = _OPENS.match(state.src, at)
    after = ahead(state.src, "-->", match.end(), state.eMarks[end - 1]) + 3 if match else 2
    if match is None or after == 2:
        return False
    last = next(n for n in range(start, end) if state.eMarks[n] >= after)
    if state.src[after : state.eMarks[last]].strip():
        return False
    if not silent:
        marks = _of_comment(state.src[match.end() : after - 3].strip())
        _pushed(state, marks)
        for token in state.tokens[-len(marks) :]:
            token.map = [start, last + 1]
        state.line = last + 1
    return True


def _braces(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    if match := _MARKUA.match(state.src, state.pos):
        if not silent:
            _pushed(state, [_entry((match[1] or match[2]).split("!"))])
    elif match := _ROLE.match(state.src, state.pos):
        if not silent:
            _role(state, match[1], match[2].strip(), match[3] or "")
    else:
        return False
    state.pos = match.end()
    return True


def _role(state: StateInline, role: str, words: str, target: str) -> None:
    if role == "term":
        token = state.push("term", "span", 0)
        token.attrs, token.content = {"class": "gloss", **({"term": target.strip()} if target else {})}, words
        return
    _pushed(state, _of_role(words, target))
    if target or ":" not in words:
        state.pending += words


def _rendered(self: object, tokens: list[Token], idx: int, options: object, env: object) -> str:
    token = tokens[idx]
    attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in token.attrs.items())
    line = token.attrGet("data-line") or token.meta.get("line")
    attributes += f' data-line="{line}"' if line and not token.attrGet("data-line") else ""
    return f"<span{attributes}>{escape(token.content, quote=False)}</span>"


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("code", "index_comment", _comment_block, {"alt": ["paragraph"]})
    md.inline.ruler.before("escape", "index_command", _latex)
    md.inline.ruler.before("comment", "index_comment", _comment)
    md.inline.ruler.before("backticks", "term_role", _braces)
    md.add_render_rule("index_mark", _rendered)
    md.add_render_rule("term", _rendered)


def marks_moved(tree: Element) -> None:
    """A mark between blocks goes into the block that follows it, or the one before: the page is the block's."""
    for mark in [e for e in tree.iter("span") if "index" in e.get("class", "").split() and not (e.text or len(e))]:
        parent = mark.getparent()
        if parent is None or parent.tag not in ("section", "div", "blockquote", "aside") or (mark.tail or "").strip():
            continue
        following = next((e for e in mark.itersiblings() if e.tag == "p" or rank(e)), None)
        home = following if following is not None else next(iter(mark.itersiblings("p", preceding=True)), None)
        if home is None:
            continue
        removed(mark)
        if home is following:
            mark.tail, home.text = home.text, None
            home.insert(0, mark)
        else:
            home.append(mark)
