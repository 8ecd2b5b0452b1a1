"""Raw HTML in Markdown, made safe to parse: what is a tag stays one, with the line of its source; all else is text.

`vector<int>` and `<file>` look like tags and are words: a name that HTML does not have is printed. Comments go.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.token import Token

from publish.diagnostics import Diagnostic
from publish.markdown.html.foreign import taken_out
from publish.markdown.scope import Scope

KNOWN = frozenset(
    "a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code"
    " col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer"
    " form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link"
    " main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p"
    " param picture pre progress q rb rp rt rtc ruby s samp script search section select slot small source span strike"
    " strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var"
    " video wbr".split()
)
#: Elements whose content an HTML parser takes for text, or for nothing; under another name it stays what it is.
RENAMED = frozenset("iframe noembed noframes option select textarea title".split())
#: Tags that say something about a page and hold no words of it.
_OF_THE_PAGE = frozenset("base basefont body frame frameset head html link meta param".split())
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_INSTRUCTION = re.compile(r"<\?.*?\?>|<!(?!\[CDATA\[|--)[A-Za-z\[].*?>", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_TAG = re.compile(f"(?:{open_tag}|{close_tag})")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_REFERENCE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")


def _text(text: str) -> str:
    """Text between tags of raw HTML: its references stay, what is bare is escaped."""
    return _REFERENCE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _without_comments(text: str, line: int, scope: Scope) -> str:
    """The text without what is not printed, its lines kept: comments, declarations, instructions to programs."""

    def instruction(match: re.Match[str]) -> str:
        if not re.match(r"<!DOCTYPE\b", match[0], re.I):
            here = scope.span(line + text.count("\n", 0, match.start()))
            message = f"“{' '.join(match[0].split())[:40]}” is an instruction to a program and was left out"
            scope.add(Diagnostic("C039", message, here, "delete it, or write it as code, between backticks"))
        return "\n" * match[0].count("\n")

    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    text = _INSTRUCTION.sub(instruction, text)
    return _CDATA.sub(lambda m: escape(m[1], quote=False), text)


def safe(token: Token, line: int, scope: Scope) -> str:
    """The raw HTML of a token with lines on its tags, counted from `line`."""
    text = taken_out(_without_comments(token.content, line, scope), line, scope)
    result, last = [], 0
    for match in _TAG.finditer(text):
        result.append(_text(text[last : match.start()]))
        last = match.end()
        here = line + text.count("\n", 0, match.start())
        name = _NAME.match(match[0])
        if name is None or name[1].lower() in _OF_THE_PAGE:
            continue
        if name[1].lower() in RENAMED:
            result.append(re.sub(r"</?", lambda m: f"{m[0]}press-", match[0], count=1))
            if not match[0].startswith("</"):
                result[-1] = result[-1].replace(name[1], f'{name[1]} data-line="{here}"', 1)
        elif name[1].lower() not in KNOWN:
            result.append(escape(match[0], quote=False))
            message = f"“{match[0][:40]}” is not an element of HTML and is printed as text"
            hint = "write it as code, between backticks, if it is meant to be read"
            scope.add(Diagnostic("C002", message, scope.span(here), hint))
        elif match[0].startswith("</"):
            result.append(match[0])
        else:
            end = name.end()
            result.append(f'{match[0][:end]} data-line="{here}"{match[0][end:]}')
    result.append(_text(text[last:]))
    return "".join(result)
