"""An opening star, underscore, pair of tildes or backquote that nothing closes in its paragraph: it is printed, and told.

What opens is said by CommonMark's rules of flanking (6.2), as the parser has them; whether it is a slip, by what stands
around it: signs that multiply, call notes, point or stand for names of files are meant.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass, regex
from publish.markdown.leftover_kinds import KINDS
from publish.markdown.scope import Scope, scope_of


@dataclass(frozen=True)
class Lone:
    """A run of signs without its other half: where it begins in the words of a block, and what it could have done."""

    words: str
    at: int
    sign: str
    opens: bool = True


#: What each sign sets, and its name.
_SETS = {
    "*": ("emphasis", "a star"), "**": ("strong emphasis", "a star"), "***": ("strong emphasis", "a star"),
    "_": ("emphasis", "an underscore"), "__": ("strong emphasis", "an underscore"),
    "~~": ("struck text", "a tilde"), "`": ("code", "a backquote"), "``": ("code", "a backquote"),
}  # fmt: skip
#: What an opening sign stands behind.
_BEFORE = regex(r"(?:^|[\s(\[{\"'“‘«„¿¡—–…*_~]|--)$")
#: A word of prose. What goes on as a file, a call, an address or a name with underscores does, is none.
_PROSE = regex(r"[\"“‘«„'¿¡]?(?P<word>[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*)(?![\w/\\(=@&<>*#~^|+$%{}\[`-]|[.:]\w|::)")
_CODE = regex(r"[^\s\w`]{0,2}\w")
#: Words of one letter that begin a phrase; others are quantities. These need a word before and behind them.
_ARTICLE = regex(r"(?:^|[^\W\d_]{2,}[,.;:!?]?[\s(“‘\"'—–-]*)[*_~]*[AaIO]['’\s]+[^\W\d_]{2,}")
#: What is written with a star and no other half: names for many systems, parameters of Python, pointers of C.
_STARRED = frozenset({"nix", "bsd", "args", "kwargs"})
_POINTER = regex(r"(?:^|\W)(?:char|int|void|const|struct|unsigned|FILE)\s$")
#: Emphasis that has a second star, in the wrong place: `leftovers` says of it what it looks like.
_WRITTEN = regex("|".join(kind.pattern for kind in KINDS if kind.name in ("strong", "emphasis")))
_SHOWN = regex(r"\S{1,40}")
#: Names in code that begin with a sign.
_NAME = regex(r"[*_~]+[^\W\d_]+")
_PRIVATE = regex(r"__?[a-z]+$")
_KEY = "lone_signs"
#: So many of a block are told: of a text that is nothing else, nobody wants to hear all.
_MOST = 20


def _noted(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """A rule of delimiters whose tokens say where they stand."""

    def asked(state: StateInline, silent: bool) -> bool:
        at, known = state.pos, len(state.tokens)
        found = rule(state, silent)
        for token in state.tokens[known:]:
            token.meta = {"at": at}
        return found

    return asked


def _backquotes(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The rule of code, which makes a token where a run of backquotes has another half, and otherwise goes on behind it."""

    def asked(state: StateInline, silent: bool) -> bool:
        at, known = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent and len(state.tokens) == known:
            state.env.setdefault(_KEY, []).append(Lone(state.src, at, state.src[at : state.pos]))
        return found

    return asked


def _unpaired(state: StateInline) -> None:
    """The delimiters of a block that stayed alone, once those that pair are paired."""
    for delimiters in (state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)):
        if delimiters:
            state.env.setdefault(_KEY, []).extend(_alone(state, delimiters))


def _alone(state: StateInline, delimiters: Sequence[Delimiter]) -> Iterator[Lone]:
    paired = {d.end for d in delimiters if d.end >= 0}
    runs: dict[int, list[Delimiter]] = {}
    for number, delimiter in enumerate(delimiters):
        if delimiter.end < 0 and number not in paired:
            runs.setdefault(state.tokens[delimiter.token].meta.get("at", -1), []).append(delimiter)
    for at, run in runs.items():
        if at >= 0 and (run[0].open or run[0].close):
            sign = "".join(state.tokens[d.token].content for d in run)
            yield Lone(state.src, at, sign, run[0].open)


def _told(state: StateCore) -> None:
    found: list[Lone] = state.env.pop(_KEY, [])
    blocks = {id(t.content): (n, t) for n, t in enumerate(state.tokens) if t.type == "inline"} if found else {}
    here = [lone for lone in found if id(lone.words) in blocks]
    if not here:
        return
    here.sort(key=lambda lone: (blocks[id(lone.words)][0], lone.at))
    scope, lines, code = scope_of(state.env), state.src.split("\n"), _code(state.tokens)
    names = frozenset(match[0] for content in code for match in _NAME.finditer(content))
    notes = _of_notes(here)
    told: dict[int, int] = {}
    for lone in here:
        number, block = blocks[id(lone.words)]
        match = _NAME.match(lone.words, lone.at)
        if told.setdefault(number, 0) == _MOST or (
            match and (match[0] in names or (code and _PRIVATE.match(match[0])))
        ):
            continue
        if lone in notes:
            scope.meant.add(_place(lone, block, lines, scope))
        elif lone.opens and _is_slip(lone):
            scope.add(_said(lone, block, lines, scope))
        else:
            continue
        told[number] += 1


def _code(tokens: Sequence[Token]) -> list[str]:
    """The code of the chapter. A name that begins with a sign there has it in the prose too; and where there is code, a small word
    behind an underscore is a name."""
    kinds = ("fence", "code_block", "code_inline")
    return [t.content for token in tokens for t in (token, *(token.children or ())) if t.type in kinds]


def _of_notes(found: Sequence[Lone]) -> frozenset[Lone]:
    """Stars that call for a note behind a word, and for each of them one at the beginning of a later line, before the note.

    Where emphasis opens with one paragraph and closes with a later one, the star at its end calls for nothing.
    """
    notes: list[Lone] = []
    calls: dict[str, deque[Lone]] = defaultdict(deque)
    spans = False
    for lone in (lone for lone in found if "*" in lone.sign):
        if not lone.opens:
            ends = lone.at + len(lone.sign) == len(lone.words)
            if not (spans and ends):
                calls[lone.sign].append(lone)
            spans = spans and not ends
        elif lone.at == 0 or lone.words[lone.at - 1] == "\n":
            if calls[lone.sign] and not _WRITTEN.match(lone.words, lone.at):
                notes += [calls[lone.sign].popleft(), lone]
            else:
                spans = True
    return frozenset(notes)


def _is_slip(lone: Lone) -> bool:
    words, at = lone.words, lone.at
    after = at + len(lone.sign)
    if lone.sign not in _SETS or not _BEFORE.search(words, max(0, at - 2), at):
        return False
    if lone.sign[0] == "`":
        quoted = re.compile(r"\S" + "'" * len(lone.sign) + r"(?!\w)")  # `so', as typewriters quoted
        return bool(_CODE.match(words, after)) and not quoted.search(words, after)
    match = _PROSE.match(words, after)
    if match is None or _WRITTEN.match(words, at):
        return False
    word = match["word"]
    if len(word) == 1:
        return bool(_ARTICLE.search(words[max(0, at - 40) : after + 40]))
    is_name = word.lower() in _STARRED or re.search(r"[a-z][A-Z]", word) or _POINTER.search(words, max(0, at - 12), at)
    return not is_name


def _said(lone: Lone, block: Token, lines: Sequence[str], scope: Scope) -> Diagnostic:
    what, name = _SETS[lone.sign]
    match = _SHOWN.match(lone.words, lone.at)
    word = match[0] if match else lone.sign
    hint = f"close it with {lone.sign} in the same paragraph; {name} that is meant is \\{lone.sign[0]}"
    message = f"“{word}” looks like {what} that is never closed and is printed as it stands"
    return Diagnostic("C016", message, _place(lone, block, lines, scope), hint)


def _place(lone: Lone, block: Token, lines: Sequence[str], scope: Scope) -> Span:
    begins = lone.words.rfind("\n", 0, lone.at) + 1
    number = (block.map[0] if block.map else 0) + lone.words.count("\n", 0, begins)
    written = lines[number] if number < len(lines) else ""
    shown = lone.words[begins:].split("\n", 1)[0]
    within = lone.at - begins if shown in written else 0
    column = max(0, written.find(shown if within else shown[lone.at - begins :])) + within
    return scope.span(number + 1, column + 1)


def install(md: MarkdownIt) -> None:
    """Behind the rules of emphasis and of code, which it asks, and before what makes the paired into elements."""
    rules = dict(zip(md.inline.ruler.get_active_rules(), md.inline.ruler.getRules(""), strict=True))
    md.inline.ruler.at("backticks", _backquotes(rules["backticks"]))
    for name in ("strikethrough", "emphasis"):
        md.inline.ruler.at(name, _noted(rules[name]))
    md.inline.ruler2.after("balance_pairs", "unclosed", _unpaired)
    md.core.ruler.after("inline", "unclosed", _told)
