"""One chapter's text, line by line: blocks of code, templates switched off, variables, includes, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.book import Manuscript, Source
from publish.lazy import regex
from publish.markdown.scope import Scope
from publish.markdown.weave import fenced, spellings
from publish.markdown.weave.glossaries import (
    as_definitions,
    as_place,
    is_bibliography,
    is_glossary,
    options_of,
    says_something,
)
from publish.markdown.weave.library import Library, placeholder
from publish.markdown.weave.lines import FENCE, Line, closes
from publish.markdown.weave.variables import ASIDE, Variables, known_words
from publish.markdown.weave.wanted import Wanted

Stack = tuple[str, ...]

_RAW = regex(r"\{%-?\s*(raw|endraw)\s*-?%\}")
_SNIPPETS = regex(r"-{1,2}8<-{1,2}$")
_PREFIX = regex(r"[ \t>]*")
_ATTRIBUTES = regex(r"\s*\{[^{}#]*(?:crop-|lang|format|title|caption)[^{}]*\}\s*$")
_COMMENT_OPENS = regex(r"<!--(?!.*-->)")


class Weaver:
    """`_raw` is True between `{% raw %}` and `{% endraw %}`."""

    def __init__(self, manuscript: Manuscript, source: Source, scope: Scope) -> None:
        metadata = manuscript.metadata
        self._library = Library(manuscript, source, scope)
        self._variables = Variables(metadata.variables, known_words(metadata), metadata.dialect.templates)
        self._raw = False

    def text(self, lines: Sequence[Line], stack: Stack) -> list[Line]:
        """Lines of text with all that stands in them; `stack` are the files that include each other."""
        result: list[Line] = []
        pending = list(reversed(lines))
        while pending:
            was, given = self._raw, pending.pop()
            line = self._after_raw(given, in_code=False)
            shown = was or self._raw or line is not given
            if not shown:
                line, more = self._with_variables(line, in_code=False)
                pending += reversed(more)
            if match := FENCE.match(line.text):
                self._block(match, line, pending, result, stack)
            elif line.text.lstrip().startswith("$$") and line.text.count("$$") == 1:
                _passed_over(line, pending, result, "$$")
            elif _COMMENT_OPENS.search(ASIDE.sub("", line.text)):
                _passed_over(line, pending, result, "-->")
            else:
                result += [line] if shown else self._of_line(line, pending, result, stack)
        return result

    def _after_raw(self, line: Line, in_code: bool) -> Line:
        """The marks that switch templates off and on are not text; where no engine runs, code keeps them."""
        if "raw" not in line.text or (in_code and not self._variables.everywhere):
            return line
        asides = [] if self._variables.everywhere else [m.span() for m in ASIDE.finditer(line.text)]
        marks = [m for m in _RAW.finditer(line.text) if not any(a <= m.start() < b for a, b in asides)]
        if not marks:
            return line
        self._raw = marks[-1][1] == "raw"
        text = line.text
        for mark in reversed(marks):
            text = text[: mark.start()] + text[mark.end() :]
        return line._replace(text=text)

    def _with_variables(self, line: Line, in_code: bool) -> tuple[Line, list[Line]]:
        """The line with its variables; a value of several lines gives more of them, all from the same place."""
        if "{{" not in line.text:
            return line, []

        def report(message: str, hint: str) -> None:
            if not line.text.startswith(("    ", "\t")):  # it may be indented code
                self._library.report("M033", message, line, hint)

        first, *rest = self._variables.replaced(line.text, in_code, report).split("\n")
        return line._replace(text=first), [line._replace(text=text) for text in rest]

    # Blocks of code ------------------------------------------------------------------------------

    def _block(
        self, match: re.Match[str], opening: Line, pending: list[Line], result: list[Line], stack: Stack
    ) -> None:
        """A block of code: an include in the shape of one, or code, whose lines may be includes themselves."""
        body: list[Line] = []
        closing: list[Line] = []
        while pending and not closing:
            line = pending.pop()
            if self._variables.everywhere and not self._raw:  # a variable may hold the fence
                line = self._with_variables(line, in_code=True)[0]
            (closing if closes(line.text, match[2]) else body).append(line)
        if is_glossary(match[3]):
            options = options_of(body, match[1])
            for option in filter(says_something, options):
                message = (
                    f"the option “{option.text.strip()[:40]}” of {{glossary}} says nothing to a book and was left out"
                )
                self._library.report("C010", message, option, "remove it")
            result += as_definitions(opening, body[len(options) :], (closing or [opening])[0], match[1])
            return
        if is_bibliography(match[3]):
            result += as_place(opening, match[1])
            return
        wanted = fenced.asked_for(match[3], [line.text for line in body])
        if wanted is not None:
            for one in wanted:
                result += self._included(one, opening, match[1], result, stack)
            return
        content = [woven for line in body for woven in self._of_code(line, stack)]
        fence = match[2]
        while any(closes(line.text, fence) for line in content):  # an included line must not end the block
            fence += fence[0]
        result.append(opening._replace(text=f"{match[1]}{fence}{match[3]}"))
        result += [*content, *(line._replace(text=line.text.replace(match[2], fence, 1)) for line in closing)]

    def _of_code(self, line: Line, stack: Stack) -> list[Line]:
        shown = self._raw
        line = self._after_raw(line, in_code=True)
        if shown or self._raw:
            return [line]
        line, more = self._with_variables(line, in_code=True)
        wanted = self._wanted_in_code(line)
        if wanted is None:
            return [line._replace(text=spellings.MDBOOK.sub(_shown, line.text)), *more]
        indent = _indent(line)
        found = self._library.lines(wanted, line, stack)
        if found is None:
            return [line._replace(text=f"{indent}[{wanted.path}]")]
        return [Line(indent + text if text else text, found[0], number) for number, text in found[1]]

    def _wanted_in_code(self, line: Line) -> Wanted | None:
        text = line.text.strip(" \t>")
        if (match := spellings.MDBOOK.fullmatch(text)) and not match[1] and match[2] != "title":
            return spellings.of_mdbook(match)
        if self._variables.everywhere and (template := spellings.TEMPLATE.fullmatch(text)):
            return spellings.of_template(template)
        return spellings.alone(text, spellings.IN_CODE)

    # Lines of text -------------------------------------------------------------------------------

    def _of_line(self, line: Line, pending: list[Line], result: list[Line], stack: Stack) -> list[Line]:
        indent = _indent(line)
        text = line.text[len(indent) :].rstrip()
        if _SNIPPETS.match(text):
            return self._of_snippets(line, indent, pending, result, stack)
        template = spellings.TEMPLATE.fullmatch(text)
        wanted = spellings.of_template(template) if template else self._wanted_in_code(line)
        wanted = wanted or spellings.alone(text, spellings.IN_TEXT)
        if wanted is None or self._is_none(wanted, text, indent, stack):
            return self._within(line, stack)
        if wanted.code and result and _ATTRIBUTES.match(result[-1].text):
            wanted = fenced.with_attributes(wanted, result.pop().text)
        return self._included(wanted, line, indent, result, stack)

    def _is_none(self, wanted: Wanted, text: str, indent: str, stack: Stack) -> bool:
        """What only looks like an include: a link to a chapter called `import`, a picture, indented code."""
        if text.startswith("!["):
            return not self._library.has(wanted.path, stack)
        if re.match(r"\[\w+\]\(", text) and self._library.is_chapter(wanted.path):
            return True
        return len(indent.expandtabs(4)) >= 4 and not self._library.has(wanted.path, stack)

    def _of_snippets(
        self, line: Line, indent: str, pending: list[Line], result: list[Line], stack: Stack
    ) -> list[Line]:
        """PyMdown's block: file names, a line each, between two marks."""
        if not any(_SNIPPETS.match(other.text.strip()) for other in pending):
            return [line]
        woven: list[Line] = []
        while pending and not _SNIPPETS.match(pending[-1].text.strip()):
            name = pending.pop()
            if name.text.strip() and not name.text.lstrip().startswith(";"):
                woven += self._included(Wanted(name.text.strip()), name, indent, [*result, *woven], stack)
        pending.pop()
        return woven

    def _within(self, line: Line, stack: Stack) -> list[Line]:
        """Includes in the middle of a line of text, outside code spans; mdBook's title of a page is not text."""
        if "{{" not in line.text and "{%" not in line.text:
            return [line]
        asides = [m.span() for m in ASIDE.finditer(line.text)]
        marks = [*spellings.MDBOOK.finditer(line.text), *spellings.TEMPLATE.finditer(line.text)]
        pieces, last = [line._replace(text="")], 0
        for match in sorted(marks, key=lambda m: m.start()):
            mdbook = match.re is spellings.MDBOOK
            wanted = spellings.of_mdbook(match) if mdbook else spellings.of_template(match)
            aside = any(a <= match.start() < b for a, b in asides)
            if mdbook and match[1] and aside:  # Markdown takes this backslash away in text, mdBook in code too
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + line.text[last : match.start()] + match[0][1:])
                last = match.end()
                continue
            if (mdbook and match[1]) or (aside and not self._in_code_span(line, match, wanted, stack)):
                continue
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + line.text[last : match.start()])
            last = match.end()
            if wanted is not None and not (mdbook and match[2] == "title"):
                first, *rest = self._content(wanted, line, stack) or [line._replace(text="")]
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + first.text)
                pieces += rest
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + line.text[last:])
        return pieces

    def _in_code_span(self, line: Line, match: re.Match[str], wanted: Wanted | None, stack: Stack) -> bool:
        """mdBook includes in code spans too: where the file is there, it is meant; else the span shows how it is done."""
        before = line.text[: match.start()].endswith("`") and match.re is spellings.MDBOOK
        return before and wanted is not None and match[2] == "include" and self._library.has(wanted.path, stack)

    # Included files ------------------------------------------------------------------------------

    def _included(self, wanted: Wanted, line: Line, indent: str, result: list[Line], stack: Stack) -> list[Line]:
        """What stands in the place of an include that fills a line: a listing or text, indented as the line is."""
        lines = self._listing(wanted, line, stack) if wanted.code else self._content(wanted, line, stack)
        if wanted.code and result and result[-1].text.strip(" \t>"):
            lines.insert(0, line._replace(text=""))
        return [one._replace(text=indent + one.text if one.text else indent.rstrip()) for one in lines]

    def _listing(self, wanted: Wanted, line: Line, stack: Stack) -> list[Line]:
        found = self._library.lines(wanted, line, stack)
        if found is None:
            return [line._replace(text=placeholder(wanted))]
        content = [Line(text, found[0], number) for number, text in found[1]]
        runs = [len(run) for one in content for run in re.findall(r"`{3,}", one.text)]
        fence = "`" * max([3, *(n + 1 for n in runs)])
        return [line._replace(text=f"{fence}{wanted.info}"), *content, line._replace(text=fence)]

    def _content(self, wanted: Wanted, line: Line, stack: Stack) -> list[Line]:
        """The text of a file, with what it includes itself."""
        found = self._library.lines(wanted, line, stack)
        if found is None:
            return [line._replace(text=placeholder(wanted))]
        path, numbered = found
        return self.text(
            [Line(_shifted(text, wanted.shift), path, number) for number, text in numbered], (*stack, path)
        )


def _indent(line: Line) -> str:
    match = _PREFIX.match(line.text)
    return match[0] if match else ""


def _passed_over(line: Line, pending: list[Line], result: list[Line], end: str) -> None:
    """Lines up to the one that holds `end` are no text in which anything is looked for: formulas, comments."""
    result.append(line)
    while pending:
        result.append(pending.pop())
        if end in result[-1].text:
            return


def _shown(match: re.Match[str]) -> str:
    """A mark of mdBook behind a backslash is shown without it, in code too."""
    return match[0].removeprefix("\\")


def _shifted(text: str, by: int) -> str:
    """A heading of the included text, some ranks lower or higher."""
    match = re.match(r"(#{1,6})(?=\s)", text) if by else None
    return "#" * min(6, max(1, len(match[1]) + by)) + text[match.end() :] if match else text
