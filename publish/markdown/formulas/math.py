r"""Formulas in the text: `$…$` by pandoc's rule, `$$…$$`, `\(…\)`, `\[…\]`, ` ```math `, and environments of LaTeX written bare.

What is found goes into the markup as `code` with its LaTeX and the kind of it (`data-math`): `equations` makes MathML of
it when the chapter is a tree.
"""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.ahead import ahead
from publish.markdown.attributes import parsed
from publish.markdown.formulas.latex import ENVIRONMENTS
from publish.markdown.formulas.macros import begins_definition, group
from publish.markdown.scope import Scope, scope_of

#: Opening and closing of displayed formulas; the doubled backslashes are mdBook's.
_DISPLAYS = (("{$$}", "{/$$}"), ("$$", "$$"), ("\\[", "\\]"), ("\\\\[", "\\\\]"))
_INLINES = (("\\(", "\\)"), ("\\\\(", "\\\\)"), ("\\[", "\\]"), ("\\\\[", "\\\\]"))
_BEGIN = regex(r"\\begin\{([A-Za-z]+\*?)\}")
#: What stands behind a displayed formula: a label (pandoc-crossref's, Quarto's, MyST's), or the sentence's full stop.
_LABEL = regex(r"[ \t]*(?:(\{#[^{}\n]*\})|\(([A-Za-z][\w:.-]*)\))[ \t]*$")
_ATTRIBUTES = regex(r"[ \t]*(\{#[^{}\n]*\})")
_STOP = regex(r"[ \t]*([.,;:!?]?)[ \t]*$")
#: Brackets behind backslashes are prose to CommonMark: they hold a formula only if they hold what prose does not.
_FORMULA = regex(r"\\[A-Za-z]|[\^=<>+]|(?:^|\W)\w_\w|(?:^|[\s\d(])[A-Za-z](?:\s*[-*/,(]|$)|[})]_")
#: Within a line `\[7E\]` and `\[1.5 = 2\]` are brackets that an author escaped, unless LaTeX itself stands in them.
_LATEX = regex(r"\\[A-Za-z]|[\^_]")


#: Letters that no formula has outside words: kana, Han, Hangul, Cyrillic, Arabic, Hebrew.
@functools.cache
def _words() -> re.Pattern[str]:
    """Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile("[\u0400-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


#: Two sums of money with words between them: `$10, or US$`.
_MONEY = regex(r"\d[\d.,]*[^\\^_=+<>*/|{}()-]*\s[^\\^_=+<>*/|{}()-]*[A-Za-z]{2}[^\\^_=+<>*/|{}()-]*$")
_ROLE = regex(r"\{math\}(`+)(.+?)\1(?!`)", re.S)


def _end_of_dollars(text: str, at: int) -> int | None:
    """The place of the dollar that closes the formula begun before `at`, by pandoc's rule."""
    if at >= len(text) or text[at].isspace() or text[at] == "$":
        return None
    while at < len(text):
        if text[at] == "\\":
            words = re.compile(r"\\(?:text\w*|mbox|hbox)\s*(?=\{)").match(text, at)
            at = (group(text, words.end()) or at + 2) if words else at + 2
        elif text[at] == "$":
            closes = not text[at - 1].isspace() and not text[at + 1 : at + 2].isdigit()
            return at if closes else None
        else:
            at += 1
    return None


def _dollars(state: StateInline, silent: bool) -> bool:
    """`$…$`, and `$$…$$` within a line of text."""
    text, at = state.src, state.pos
    if text[at] != "$":
        return False
    if text.startswith("$$", at):
        end = ahead(text, "$$", at + 2)
        if end < 0 or not text[at + 2 : end].strip():
            return False
        return _pushed(state, silent, text[at + 2 : end], end + 2, display=True)
    end = _end_of_dollars(text, at + 1) or 0
    content = text[at + 1 : end]
    if not end or (_words().search(content) and "\\" not in content) or _MONEY.match(content):
        return False
    if len(content) > 2 and content[0] == content[-1] == "`":  # GitHub's way to keep Markdown out
        content = content[1:-1]
    return _pushed(state, silent, content, end + 1, display=False)


def _brackets(state: StateInline, silent: bool) -> bool:
    r"""`\(…\)` and `\[…\]`, single or doubled."""
    text, at = state.src, state.pos
    if text[at] != "\\":
        return False
    for opening, closing in _INLINES:
        if text.startswith(opening, at):
            start = at + len(opening)
            end = ahead(text, closing, start)
            if end < 0 or ahead(text, opening, start, end) >= 0:  # a formula holds no other
                continue
            content = text[start:end]
            signs = _LATEX if opening == "\\[" else _FORMULA
            if signs.search(content.strip()):
                return _pushed(state, silent, content, end + len(closing), display=opening.endswith("["))
    return False


def _environment(state: StateInline, silent: bool) -> bool:
    match = _BEGIN.match(state.src, state.pos)
    end = ahead(state.src, f"\\end{{{match[1]}}}", state.pos) if match and match[1] in ENVIRONMENTS else -1
    if match is None or end < 0:
        return False
    end += len(match[1]) + 6
    return _pushed(state, silent, state.src[state.pos : end], end, display=True)


def _role(state: StateInline, silent: bool) -> bool:
    """`{math}` of MyST, `{$$}…{/$$}` of Leanpub."""
    if state.src.startswith("{$$}", state.pos):
        end = ahead(state.src, "{/$$}", state.pos)
        return end > 0 and _pushed(state, silent, state.src[state.pos + 4 : end], end + 5, display=False)
    match = _ROLE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    return match is not None and _pushed(state, silent, match[2], match.end(), display=False)


def _pushed(state: StateInline, silent: bool, latex: str, end: int, display: bool) -> bool:
    attributes = _ATTRIBUTES.match(state.src, end) if display else None
    label = (parsed(attributes[1]) or {}).get("id") if attributes else None
    if not silent:
        token = state.push("math_within" if display else "math_inline", "code", 0)
        token.content = latex.strip()
        token.meta = {"id": label or ""}
    state.pos = attributes.end() if attributes and label else end
    return True


def _label(rest: str) -> str | None:
    """The label in what stands behind a displayed formula, `{#eq:id}` or `(eq-id)`; None where there is none."""
    match = _LABEL.match(rest)
    if match is None:
        return None
    return match[2] or (parsed(match[1]) or {}).get("id")


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _display(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A displayed formula that begins a line and has the end of its last line to itself."""
    if state.is_code_block(start):
        return False
    first = _line(state, start)
    found = next(((o, c) for o, c in _DISPLAYS if first.startswith(o)), None)
    if found is None:
        return False
    opening, closing = found
    close = _closing(state, start, end, len(opening), closing)
    if close is None:
        if not silent and first.strip() == opening:
            message = f"the formula that {opening} opens is not closed; its source is printed as text"
            scope = scope_of(state.env)
            scope.add(Diagnostic("C021", message, scope.span(start + 1), f"close it with a line {closing}"))
        return False
    latex, last, rest = close
    stop = _STOP.match(rest)
    label = _label(rest)
    if (stop is None and label is None) or not latex.strip() or "$$" in rest:
        return False
    if opening != "$$" and not _FORMULA.search(latex.strip()):
        return False
    if not silent:
        _block(state, start, last + 1, latex.strip() + (stop[1] if stop else ""), label or "")
    return True


def _closing(state: StateBlock, start: int, end: int, skip: int, closing: str) -> tuple[str, int, str] | None:
    """The LaTeX up to `closing`, the line that has it, and what follows on that line."""
    lines: list[str] = []
    for line in range(start, end):
        text = _line(state, line)
        if line > start and text and state.sCount[line] < state.blkIndent:
            return None
        if line > start and re.match(r"#{1,6} |`{3}|~{3}|:{3}", text):
            return None
        at = text.find(closing, skip if line == start else 0)
        while at > 0 and text[at - 1] == "\\" and closing == "$$":
            at = text.find(closing, at + 1)
        if at >= 0:
            return "\n".join([*lines, text[:at]])[skip:], line, text[at + len(closing) :]
        lines.append(text)
    return None


def _bare(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""`\begin{equation}` … `\end{equation}` and its like, written into the text as pandoc reads it."""
    match = _BEGIN.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    closing = f"\\end{{{match[1]}}}"
    close = _closing(state, start, end, 0, closing)
    if (close is None or match[1] not in ENVIRONMENTS) and not silent:
        _not_set(match[1], close is not None, start, scope_of(state.env))
    if close is None or match[1] not in ENVIRONMENTS or (_STOP.match(close[2]) is None and _label(close[2]) is None):
        return False
    if not silent:
        stop = _STOP.match(close[2])
        _block(state, start, close[1] + 1, close[0] + closing + (stop[1] if stop else ""), _label(close[2]) or "")
    return True


def _not_set(name: str, closed: bool, line: int, scope: Scope) -> None:
    if name in ENVIRONMENTS:
        message, hint = (
            f"the formula that \\begin{{{name}}} opens is not closed; it is printed as text",
            f"add \\end{{{name}}}",
        )
    elif closed:
        message = f"the environment “{name}” of LaTeX is no formula; it is printed as text"
        hint = "say it in Markdown, or write it as code if it is meant to be read"
    else:
        return
    scope.add(Diagnostic("C021" if name in ENVIRONMENTS else "C022", message, scope.span(line + 1), hint))


def _definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Lines that begin with `\newcommand` and its like define macros for the formulas after them, and print nothing."""
    if state.is_code_block(start) or not begins_definition(_line(state, start)):
        return False
    if silent:
        return True
    last = start
    text = _line(state, start)
    while last + 1 < end and _line(state, last + 1) and (
        begins_definition(_line(state, last + 1)) or text.count("{") > text.count("}")
    ):  # fmt: skip
        last += 1
        text += "\n" + _line(state, last)
    token = state.push("math_macros", "code", 0)
    token.content, token.map = text, [start, last + 1]
    state.line = last + 1
    return True


def _block(state: StateBlock, start: int, end: int, latex: str, label: str) -> None:
    token = state.push("math_block", "div", 0)
    token.block, token.content, token.map, token.meta = True, latex, [start, end], {"id": label}
    state.line = end


def _fences(state: StateCore) -> None:
    """` ```math ` of GitHub and ` ```{math} ` of MyST, with `:label:`."""
    for token in state.tokens:
        if token.type == "fence" and (match := re.match(r"\{?\.?math\}?(?:[\s,]|$)", token.info)):
            options = re.match(r"(?:[ \t]*:[\w-]+:.*\n)+\s*|---\n(?:.*\n)*?---\n", token.content)
            label = re.search(r"^[ \t]*:?(?:label|name):[ \t]*(\S+)", options[0], re.M) if options else None
            given = parsed(token.info[match.start() :]) if token.info.startswith("{.") else None
            token.type, token.tag = "math_block", "div"
            token.content = token.content[options.end() if options else 0 :].strip()
            token.meta = {"id": label[1] if label else (given or {}).get("id", "")}


def install(md: MarkdownIt) -> None:
    for name, rule in (("math_display", _display), ("math_bare", _bare), ("math_macros", _definitions)):
        md.block.ruler.before("fence", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    for name, inline in (("math_role", _role), ("math_environment", _environment), ("math_brackets", _brackets),
                         ("math_dollars", _dollars)):  # fmt: skip
        md.inline.ruler.before("escape", name, inline)
    md.core.ruler.after("block", "math_fences", _fences)
