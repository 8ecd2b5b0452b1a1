"""No-break spaces typed as an indent, and paragraphs of nothing else, are left out and counted once a file.

A paragraph of nothing between two others divides scenes, unless a quarter of all paragraphs are such: then it is but distance.
The ideographic space that Japanese and Chinese paragraphs are typed with is an indent that the author chose for each of
them: it becomes a class, since as a character it would stretch with its line.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.book.trees import line_of, removed
from publish.diagnostics import Diagnostic, counted
from publish.markdown.scope import Scope

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f \n"
_IDEOGRAPHIC = "\u3000"
_BLANK = _SPACES + _IDEOGRAPHIC
_HOLDERS = frozenset({"section", "div", "blockquote", "article", "aside"})
#: Paragraphs that must begin with an ideographic space before all of a file are left to their author.
_FEW = 3


def indents_dropped(tree: Element, scope: Scope) -> None:
    paragraphs = [p for p in tree.iter("p") if (parent := p.getparent()) is not None and parent.tag in _HOLDERS]
    empty = [p for p in paragraphs if _is_empty(p)]
    nothing = frozenset(empty)
    many = len(empty) * 4 > len(paragraphs)
    touched = [p for p in paragraphs if p not in nothing and _indented(p)]
    own = [p for p in paragraphs if (p.text or "").startswith(_IDEOGRAPHIC)]
    if len(own) >= _FEW:
        typed = frozenset(own)
        for paragraph in paragraphs:
            name = "typed-indent" if paragraph in typed else "typed-flush"
            paragraph.set("class", f"{paragraph.get('class', '')} {name}".strip())
            paragraph.text = (paragraph.text or "").lstrip(_IDEOGRAPHIC)
    first = min((line_of(p) for p in [*touched, *empty]), default=0)
    for paragraph in empty:
        _left_out(paragraph, many)
    if first:
        said = [f"{counted(len(touched), 'indent')} made of no-break spaces"] if touched else []
        said += [f"{counted(len(empty), 'paragraph')} of nothing but spaces or breaks"] if empty else []
        was = "was" if len(touched) + len(empty) == 1 else "were"
        message = f"{' and '.join(said)} {was} left out, from here on"
        scope.add(Diagnostic("C051", message, scope.span(first), "delete them; the stylesheets indent paragraphs"))


def _is_empty(paragraph: Element) -> bool:
    """A paragraph that an author filled with spaces or breaks, so that it should be one."""
    if (paragraph.text or "").strip(_BLANK):
        return False
    text = "".join(map(str, paragraph.itertext()))
    if text.strip(_BLANK) or any(e.tag not in ("br", "span", "em", "strong", "b", "i") for e in paragraph):
        return False
    if paragraph.get("id") or any(e.get("id") or e.get("entry") or e.get("class") for e in paragraph.iterdescendants()):
        return False
    return bool(text.strip(" \n")) or paragraph.find(".//br") is not None


def _indented(paragraph: Element) -> bool:
    text = paragraph.text or ""
    rest = text.lstrip(_SPACES)
    if rest == text or not text[: len(text) - len(rest)].strip(" \n") or paragraph.find("br") is not None:
        return False
    paragraph.text = rest
    return True


def _left_out(paragraph: Element, many: bool) -> None:
    before, after = paragraph.getprevious(), paragraph.getnext()
    divides = all(e is not None and e.tag in ("p", "blockquote", "div") for e in (before, after))
    if divides and not many:
        rule = etree.Element("hr", {"class": "scene-break blank", "data-line": str(line_of(paragraph))})
        rule.tail = "\n"
        paragraph.addprevious(rule)
    removed(paragraph)
