"""MyST's directives whose content is Markdown: ` ```{note} Title ` and `:::{note} Title`, with options, nested; figures too.

Options are lines `:name: value` at the beginning, or YAML between lines of three hyphens. Directives that hold code, formulas
or files are not read here.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import dataclass, regex
from publish.markdown.blocks import Extent, closing_line, container, outside, text_at
from publish.markdown.boxes.asides import box, is_box
from publish.markdown.boxes.divs import element_attributes
from publish.markdown.scope import scope_of

_OPENING = regex(r"(`{3,}|~{3,}|:{3,})[ \t]*\{([A-Za-z][\w:.+-]*)\}[ \t]*(.*?)[ \t]*$")
#: Blocks of bookdown, ` ```{theorem, label, name="…"} `, and of a plug-in of mdBook, ` ```admonish warning "Title" `.
_BLOCK = regex(
    r"(`{3,})[ \t]*\{(block2?|theorem|lemma|corollary|proposition|conjecture|definition|example|exercise|hypothesis|solution"
    r"|remark|proof)"
    r"\b[ \t]*,?[ \t]*([^{}]*)\}[ \t]*$"
)
_ADMONISH = regex(r"(`{3,}|~{3,})[ \t]*admonish\b[ \t]*([A-Za-z][\w-]*(?![\w-]*=))?[ \t]*(.*?)[ \t]*$")
_PAIR = regex(r"""([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s,]+))""")
_OPTION = regex(r":([\w-]+):(?:[ \t]+(.*))?$")
_YAML_OPTION = regex(r"([\w-]+)[ \t]*:(?:[ \t]+(.*))?$")
#: Directives beside asides whose content is Markdown.
_HOLDERS = frozenset(
    "epigraph pull-quote highlights tab-set tab-item dropdown card grid grid-item grid-item-card div container centered"
    " rubric solution glossary proof theorem definition lemma corollary proposition conjecture hypothesis remark compound"
    " parsed-literal versionadded versionchanged deprecated"
    " todo seealso hlist div aside margin sidebar".split()
)  # fmt: skip
#: Directives that ask for contents, and such as only their own tool can carry out.
_CONTENTS = frozenset({"tableofcontents", "toctree", "contents"})
_FOREIGN = frozenset(
    "eval-rst automodule autoclass autofunction program-output graphviz plot iframe video audio youtube embed argparse click"
    " nb-exec-table render widget only include-code".split()
)
_IMAGES = frozenset({"figure", "image"})
_TABLES = frozenset({"table", "list-table"})
_OF_IMAGES = {"name": "id", "label": "id", "alt": "alt", "width": "width", "height": "height", "align": "align"}
#: What options say of a screen or of another tool.
_UNUSED = frozenset(
    "open icon color animate collapsible nonumber enumerated number numbered figwidth figclass scale target widths"
    " header-rows stub-columns sync selected columns gutter margin padding class-container class-title class-body".split()
)  # fmt: skip


@dataclass(frozen=True)
class _Directive:
    """A directive: its name, the words behind it, its options, and the lines of its content."""

    name: str
    argument: str
    options: dict[str, str]
    extent: Extent


def _is_read(mark: str, name: str) -> bool:
    """Behind backticks stand directives of every kind, behind colons only such as hold Markdown."""
    base = name.split(":")[-1]
    return mark[0] == ":" or is_box(name) or base in _HOLDERS or name in _IMAGES | _TABLES | _CONTENTS


def _opened(text: str) -> tuple[str, str, str, dict[str, str]] | None:
    """The mark, the name, the title and the options of what a line opens."""
    if match := _OPENING.match(text):
        return match[1], match[2].lower(), match[3], {}
    block = _BLOCK.match(text)
    if match := block or _ADMONISH.match(text):
        said = {key: double or single or bare for key, double, single, bare in _PAIR.findall(match[3])}
        words = _PAIR.sub("", match[3]).strip(" ,").strip("\"'")
        name = (match[2] or said.pop("type", "") or "note").lower()
        if block is None:
            return match[1], name, said.pop("title", words), {k: v for k, v in said.items() if k == "class"}
        if name.startswith("block"):
            kind = said.pop("type", "aside")
            return match[1], kind if is_box(kind) else "div", said.pop("name", ""), {"class": kind}
        label = {"name": words.split(",")[0]} if words else {}
        return match[1], name, said.pop("name", ""), label
    return None


def _code_end(state: StateBlock, mark: str, start: int, end: int) -> int | None:
    for line in range(start + 1, end):
        text = text_at(state, line)
        if text and outside(state, line):
            return None
        if text.startswith(mark) and not text.strip().strip(mark[0]):
            return line
    return None


def _turn(text: str) -> int:
    words = text.strip(":").strip()
    return 0 if not text.startswith(":::") else 1 if words else -1


def _options(state: StateBlock, first: int, last: int) -> tuple[dict[str, str], int]:
    """The options at the beginning of a content, and the line where that begins."""
    found: dict[str, str] = {}
    yaml = first < last and text_at(state, first).strip() == "---"
    line, pattern = first + yaml, _YAML_OPTION if yaml else _OPTION
    while line < last and (match := pattern.match(text_at(state, line).rstrip())):
        found[match[1]] = (match[2] or "").strip().strip("\"'")
        line += 1
    if yaml:
        closed = line < last and text_at(state, line).strip() == "---"
        return (found, line + 1) if closed else ({}, first)
    return found, line


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = None if state.is_code_block(start) else _opened(text_at(state, start))
    if found is None:
        return False
    mark, name, argument, said = found
    if not _is_read(mark, name):
        if not silent and (":" in name or name in _FOREIGN):
            message = f"{{{name}}} is a directive that the press does not know; what it holds is shown as code"
            scope_of(state.env).add(
                Diagnostic("C043", message, scope_of(state.env).span(start + 1), "say it in Markdown")
            )
        return False
    if silent:
        return True
    colons = mark[0] == ":"
    close = closing_line(state, start, end, _turn) if colons else _code_end(state, mark, start, end)
    if close is None:
        message = f"this directive, {{{name}}}, is not closed"
        scope_of(state.env).add(
            Diagnostic("C011", message, scope_of(state.env).span(start + 1), f"close it with a line {mark}")
        )
    last, after = (end, end) if close is None else (close, close + 1)
    options, first = _options(state, start + 1, last)
    directive = _Directive(name, argument, {**said, **options}, Extent(start, first, last, after))
    if directive.name in _CONTENTS:
        message = f"{{{name}}} was left out: a book has its contents on a page of their own"
        scope_of(state.env).add(Diagnostic("C054", message, scope_of(state.env).span(start + 1), "remove it"))
        state.line = after
    elif directive.name in _IMAGES:
        _image(state, directive)
    elif directive.name in _TABLES:
        _table(state, directive)
    else:
        _box(state, directive)
    return True


def _left_out(state: StateBlock, directive: _Directive, known: frozenset[str]) -> None:
    scope = scope_of(state.env)
    for key, value in directive.options.items():
        if key not in known and key not in _UNUSED:
            message = (
                f"the option “{key}: {value[:40]}” of {{{directive.name}}} says nothing to a book and was left out"
            )
            scope.add(Diagnostic("C010", message, scope.span(directive.extent.start + 1), "remove it"))


def _box(state: StateBlock, directive: _Directive) -> None:
    options, base = directive.options, directive.name.split(":")[-1]
    _left_out(state, directive, frozenset({"class", "name", "label", "title"}))
    title = directive.argument or options.get("title", "")
    if is_box(base) or base not in _HOLDERS:
        names, title = box(base, title)
    else:
        names = base
    tag, attributes = element_attributes({"class": f"{names} {options.get('class', '').replace(',', ' ')}".strip()})
    if id := options.get("name", options.get("label", "")):
        attributes["id"] = id
    container(state, tag, attributes, directive.extent, title)


def _image(state: StateBlock, directive: _Directive) -> None:
    """The image, then what stands below it: its caption, and a legend in paragraphs of its own."""
    options, extent = directive.options, directive.extent
    _left_out(state, directive, frozenset({*_OF_IMAGES, "class"}))
    values = {_OF_IMAGES[key]: value for key, value in options.items() if key in _OF_IMAGES}
    attributes = {"class": f"figure {options.get('class', '')}".strip()}
    if values.get("align") in ("left", "right"):
        attributes["class"] += f" {values['align']}"
    values.pop("align", "")
    if "id" in values:
        attributes["id"] = values.pop("id")
    figure = state.push("figure_open", "figure", 1)
    figure.attrs, figure.map = dict(attributes), [extent.start, extent.last]
    image = state.push("image", "img", 0)
    image.attrs = {"src": state.md.normalizeLink(directive.argument), "alt": "", **values}
    image.map, image.children = [extent.start, extent.start + 1], []
    container(state, "div", {"class": "caption-block"}, extent)
    state.push("figure_close", "figure", -1)


def _table(state: StateBlock, directive: _Directive) -> None:
    """A table of Markdown, or one written as a list of lists, with its caption; `tables/shapes` makes one table of it."""
    options = directive.options
    _left_out(state, directive, frozenset({"class", "name", "label", "align", "width"}))
    names = ["table-block", *options.get("class", "").split()]
    if directive.name == "list-table":
        names += [f"rows-{options.get('header-rows', '0')}", f"columns-{options.get('stub-columns', '0')}"]
    attributes = {"class": " ".join(names)}
    if id := options.get("name", options.get("label", "")):
        attributes["id"] = id
    container(state, "div", attributes, directive.extent, directive.argument, "caption")


def install(md: MarkdownIt) -> None:
    chain = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fenced_div", "directive", _directive, {"alt": chain})
