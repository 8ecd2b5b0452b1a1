"""Raw HTML in Markdown, made safe to parse: what is a tag stays one, with the line of its source; all else is text.

`vector<int>` and `<file>` look like tags and are words: a name that HTML does not have is printed. Comments go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.token import Token

from publish.diagnostics import Diagnostic
from publish.lazy import regex
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
#: Tags that say something about a page and hold no words of it; a shell around the words says nothing.
_SHELL = frozenset("body head html".split())
_OF_THE_PAGE = _SHELL | frozenset("base basefont frame frameset link meta param".split())
_COMMENT = regex(r"<!--.*?-->", re.S)
_INSTRUCTION = regex(r"<\?.*?\?>", re.S)
_DECLARATION = regex(r"<!(?!\[CDATA\[|--)[A-Za-z\[][^<>\[]*(?:\[[^\]]*\][^<>]*)?>")
_CDATA = regex(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_TAG = regex(f"(?:{open_tag}|{close_tag})")
_NAME = regex(r"</?([A-Za-z][A-Za-z0-9-]*)")
_REFERENCE = regex(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")


def _text(text: str) -> str:
    """Text between tags of raw HTML: its references stay, what is bare is escaped."""
    return _REFERENCE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _without_comments(text: str, line: int, scope: Scope) -> str:
    """The text without what is not printed, its lines kept: comments, declarations, instructions to programs."""

    def instruction(match: re.Match[str]) -> str:
        here = scope.span(line + text.count("\n", 0, match.start()))
        message = f"“{' '.join(match[0].split())[:40]}” is an instruction to a program and was left out"
        scope.add(Diagnostic("C039", message, here, "delete it, or write it as code, between backticks", _sign(match)))
        return "\n" * match[0].count("\n")

    text = _up_to("-->", text, lambda part: _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), part))
    text = _up_to("?>", text, lambda part: _INSTRUCTION.sub(instruction, part))
    text = _DECLARATION.sub(instruction, text)
    return _up_to("]]>", text, lambda part: _CDATA.sub(lambda m: escape(m[1], quote=False), part))


def _up_to(closing: str, text: str, change: Callable[[str], str]) -> str:
    """The text changed as far as something closes in it: behind that, what opens would be looked for in vain each time."""
    end = text.rfind(closing) + len(closing)
    return change(text[:end]) + text[end:] if end >= len(closing) else text


def safe(token: Token, line: int, scope: Scope) -> str:
    """The raw HTML of a token with lines on its tags, counted from `line`."""
    text = taken_out(_without_comments(token.content, line, scope), line, scope)
    result, last, here = [], 0, line
    for match in _TAG.finditer(text):
        result.append(_text(text[last : match.start()]))
        here += text.count("\n", last, match.start())
        last = match.end()
        name = _NAME.match(match[0])
        if name is None or name[1].lower() in _OF_THE_PAGE:
            _left_out(name[1].lower() if name else "", match, here, scope)
            here += match[0].count("\n")
            continue
        if name[1].lower() in RENAMED:
            result.append(re.sub(r"</?", lambda m: f"{m[0]}press-", match[0], count=1))
            if not match[0].startswith("</"):
                result[-1] = result[-1].replace(name[1], f'{name[1]} data-line="{here}"', 1)
        elif name[1].lower() not in KNOWN:
            result.append(escape(match[0], quote=False))
            message = f"“{match[0][:40]}” is not an element of HTML and is printed as text"
            hint = "write it as code, between backticks, if it is meant to be read"
            scope.add(Diagnostic("C002", message, scope.span(here), hint, _sign(match)))
        elif match[0].startswith("</"):
            result.append(match[0])
        else:
            end = name.end()
            result.append(f'{match[0][:end]} data-line="{here}"{match[0][end:]}')
        here += match[0].count("\n")
    result.append(_text(text[last:]))
    return "".join(result)


def _left_out(name: str, tag: re.Match[str], line: int, scope: Scope) -> None:
    """What is said of a page, and not in it: said once of each element."""
    if not name or name in _SHELL or tag[0].startswith("</") or (name, "") in scope.unknown:
        return
    scope.unknown.add((name, ""))
    message = f"<{name}> says something about a page of the web and was left out, here and further down"
    hint = "delete it; book.toml and styles say this of a book"
    scope.add(Diagnostic("C001", message, scope.span(line), hint, _sign(tag)))


def _sign(match: re.Match[str]) -> str:
    """What stands in the source, by which its column is found."""
    return match[0].split("\n", 1)[0]
