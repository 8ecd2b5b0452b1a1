"""Typographic quotes by language, dashes, ellipses and primes: `"` `'` `--` `---` `...` `6'2"`.

Quotes are markdown-it's rule (`quotes`). Its other replacements, such as `(c)`, change what an author wrote and are not used.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.quotes import curled
from publish.markdown.scope import scope_of

#: Feet and inches, `6'2"`: primes, for no quotation ends so.
_FEET = regex(r"(?<![\w'])(\d+)'([ \u00a0]?)(\d+(?:[.,/]\d+|[¼½¾⅛⅜⅝⅞])?)\"")
_FOOT = regex(r"\d'")
#: Languages in which a speech begins with an em dash.
_DIALOGUES = frozenset("fr es it pt ru uk bg pl ro ca el tr hu".split())
_SPEECH = regex(r"(?:--|[—–])[ \u00a0](?=\S)")
_DASH = regex(r"(?<!-)(---?)(?!-)")
_DOTS = regex(r"(?<!\.)\.\.\.(?!\.)")


def _dashes(state: StateCore) -> None:
    speaks = scope_of(state.env).lang.split("-")[0].lower() in _DIALOGUES
    for token in state.tokens:
        first = token.children[0] if token.children else None
        if speaks and first is not None and first.type == "text" and (match := _SPEECH.match(first.content)):
            dash = first.content[0].replace("-", "—")
            first.content = f"{dash}\u00a0{first.content[match.end() :]}"
        for child in token.children or []:
            if child.type == "text":
                child.content = _set(child.content)


def _set(text: str) -> str:
    """Each rule is asked only where the text has its sign: to look for a sign is quick, to try a rule at every letter is not."""
    if "'" in text and '"' in text and _FOOT.search(text):
        text = _FEET.sub("\\1′\\2\\3″", text)
    if "--" in text:
        text = _DASH.sub(lambda m: "—" if len(m[1]) == 3 else "–", text)
    if "..." in text:
        text = _DOTS.sub("…", text)
    return text


def with_quotes(text: str, quotes: tuple[str, str, str, str]) -> str:
    """A text in which nothing is markup, such as an entry of the index, with typographic quotes and apostrophes."""
    token = Token("text", "", 0, content=text)
    curled([token], quotes)
    return token.content


def install(md: MarkdownIt, quotes: tuple[str, str, str, str]) -> None:
    def set_quotes(state: StateCore) -> None:
        for token in state.tokens:
            if token.children and ('"' in token.content or "'" in token.content):
                curled(token.children, quotes)

    md.core.ruler.after("inline_notes", "dashes", _dashes)
    md.core.ruler.at("smartquotes", set_quotes)
    md.core.ruler.enable(["smartquotes"])
