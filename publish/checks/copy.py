"""The copy: a book's text as a copy-editor reads it, paragraph by paragraph, each with its place and its language.

Code, formulas, images and citations are one sign, `￼`, which no rule takes for a word. A line end of the source is a
line end here, so the words between two tags stand as they do in the source, but for typographic quotes and dashes.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field

from publish.book import MATHML, SVG, XML_LANG, Book, Chapter, Element, Manuscript
from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass
from publish.noticed.texts import Texts

#: Stands for what is no prose.
OBJECT = "\ufffc"
_OBJECTS = frozenset({"pre", "code", "kbd", "samp", "img", "svg", "math", "var", f"{{{SVG}}}svg", f"{{{MATHML}}}math"})
_BLOCKS = frozenset(
    "section p div h1 h2 h3 h4 h5 h6 li ul ol dt dd dl td th tr table thead tbody tfoot caption figure figcaption blockquote "
    "aside details summary header footer hr hgroup pre".split()
)
#: What was typed may be what typography made of it; of a mark of quotation only the kind is known.
_DOUBLE, _SINGLE = '["“”„«»]', "['’‘‚]"
_TYPED = dict.fromkeys('"“”„«»', _DOUBLE) | dict.fromkeys("'’‘‚", _SINGLE) | {
    "–": "(?:–|--)", "—": "(?:—|---)", "…": r"(?:…|\.\.\.)", OBJECT: r"[^\n]*?",
}  # fmt: skip
#: Between two words of a paragraph stand spaces, ends of lines, marks of emphasis, quotation and links.
_BETWEEN = r"(?:\]\([^()\s]*\)|[\s*_>|\[\]~])+"


#: So many mistakes of a kind in one paragraph are told each at its place.
_MOST = 20


@dataclass(frozen=True)
class Paragraph:
    """A run of prose in one block; `tag` is the block's, `line` the first of it in the file `path`."""

    text: str
    path: str
    line: int
    lang: str
    tag: str

    @property
    def language(self) -> str:
        return self.lang.replace("_", "-").split("-")[0].lower()


@dataclass(frozen=True)
class Copy:
    """What the rules read: the manuscript, its chapters as trees, their paragraphs in order, and the book made of them.

    `measure` is the width of the text on paper, in inches; 0 where it is not known.
    """

    manuscript: Manuscript
    chapters: Sequence[Chapter]
    texts: Texts
    book: Book
    measure: float = 0.0
    _told: Counter[tuple[str, Paragraph]] = field(default_factory=Counter, repr=False)

    @functools.cached_property
    def paragraphs(self) -> tuple[tuple[Paragraph, ...], ...]:
        """The paragraphs of each chapter that the author wrote."""
        lang = self.manuscript.metadata.lang
        return tuple(tuple(_paragraphs(c, lang)) for c in self.chapters if c.source.path)

    @property
    def prose(self) -> Iterator[Paragraph]:
        return (paragraph for chapter in self.paragraphs for paragraph in chapter)

    def found(self, code: str, message: str, paragraph: Paragraph, start: int, end: int, hint: str) -> Diagnostic:
        """A diagnostic at the place in the source of some signs of a paragraph.

        Of very many in one paragraph the later are told at its first line: to look for each would take too long.
        """
        self._told[code, paragraph] += 1
        if self._told[code, paragraph] > _MOST:
            return Diagnostic(code, message, Span(paragraph.path, paragraph.line), hint)
        return Diagnostic(code, message, self.place(paragraph, start, end), hint)

    def place(self, paragraph: Paragraph, start: int, end: int) -> Span:
        """Where the source has the signs; the paragraph's first line where it does not show them."""
        sign = paragraph.text[start:end]
        kind = _TYPED.get(sign)
        before = paragraph.text[:start]
        turn = len(re.findall(kind, before)) if kind in (_DOUBLE, _SINGLE) else before.count(sign)
        written = "\n".join(
            self.texts.line(paragraph.path, n) for n in self.texts.block(paragraph.path, paragraph.line)
        )
        for at, match in enumerate(re.finditer(_as_typed(sign), written)):
            if at == turn:
                first = match.start("sign")
                line = paragraph.line + written.count("\n", 0, first)
                return Span(paragraph.path, line, first - written.rfind("\n", 0, first))
        return Span(paragraph.path, paragraph.line)


def _as_typed(sign: str) -> str:
    """The sign as a pattern; what it begins with of spaces is outside of the group `sign`."""
    words = re.split(r"(\s+)", sign.lstrip())
    return (
        (_BETWEEN if sign[:1].isspace() else "")
        + "(?P<sign>"
        + "".join(
            _BETWEEN if word.isspace() else "".join(_TYPED.get(c) or re.escape(c) for c in word)
            for word in words
            if word
        )
        + ")"
    )


def _paragraphs(chapter: Chapter, lang: str) -> Iterator[Paragraph]:
    """The prose of a chapter: each block's own text, what it holds of others left to them."""
    stack: list[tuple[list[str], str, int, str, str]] = []

    def walk(element: Element, path: str, line: int, lang: str, parts: list[str]) -> Iterator[Paragraph]:
        tag = element.tag
        own = parts
        block = tag in _BLOCKS
        number = element.get("data-line", "")
        if number.isdigit() and block:
            line, path = int(number), element.get("data-file", chapter.source.path)
        lang = element.get("lang") or element.get(XML_LANG) or lang
        if tag in _OBJECTS or element.get("class") == "missing-image":
            if not block:
                parts.append(OBJECT)
        else:
            if block:
                yield from _ended(parts, stack)
                own = []
                stack.append((own, path, line, lang, str(tag)))
            elif tag == "br":
                own.append("\n")
            elif (tag == "i" or element.get("href")) and not element.text and not len(element):
                own.append(OBJECT)  # a sign that a stylesheet of the web draws; a reference that gets its words later
            if element.get("class") != "noteref":
                own.append(element.text or "")
                for child in element:
                    if isinstance(child.tag, str):
                        yield from walk(child, path, line, lang, own)
                    own.append(child.tail or "")
            if block:
                yield from _ended(own, stack)
                stack.pop()

    yield from walk(chapter.tree, chapter.source.path, 1, lang, [])


def _ended(parts: list[str], stack: Sequence[tuple[list[str], str, int, str, str]]) -> Iterator[Paragraph]:
    """The paragraph that some parts make, if they make one; they are taken."""
    text = "".join(parts)
    parts.clear()
    if stack and text.strip():
        _, path, line, lang, tag = stack[-1]
        yield Paragraph(text, path, line, lang, tag)
