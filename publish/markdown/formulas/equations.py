r"""Formulas of a chapter: their LaTeX becomes MathML, with the labels that `resolve` numbers.

A displayed formula is a `div class="equation"`; it has the id of its label, and `data-tag` where LaTeX's `\tag` gives the
number. In a formula with several labels each line has a cell for its own. What cannot be MathML stays as code.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.book import MATHML, Element
from publish.book.trees import line_of, removed
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.formulas.latex import formula
from publish.markdown.formulas.macros import expanded, taken
from publish.markdown.scope import Scope

_M = f"{{{MATHML}}}"
_LABEL = regex(r"\\label\s*\{([^{}]*)\}|\(\\#([\w:.-]+)\)")
_TAG = regex(r"\\tag\s*(\*?)\s*\{([^{}]*)\}")
_LINE = regex(r"\\\\|\\(?:begin|end)\s*\{[^{}]*\}")


def formulas_set(tree: Element, scope: Scope) -> None:
    """Make MathML of every formula in the order of the text; definitions among them go into the macros of the scope."""
    for code in [e for e in tree.iter("code") if e.get("data-math")]:
        kind, latex = str(code.attrib.pop("data-math")), code.text or ""
        source, unread = taken(latex, scope.macros)
        for definition in unread:
            message = f"the definition {definition} cannot be read; its source is printed"
            scope.add(Diagnostic("C023", message, scope.span(line_of(code)), "write the body in braces, closed"))
        if source.strip():
            _set(code, kind, source, scope)
        elif latex.strip():
            _gone(code)
        else:
            scope.add(Diagnostic("C020", "this formula is empty", scope.span(line_of(code)), "write it, or delete it"))
            _gone(code)


def _gone(code: Element) -> None:
    holder = code.getparent()
    removed(holder if holder is not None and holder.get("class") == "equation" else code)


def _set(code: Element, kind: str, latex: str, scope: Scope) -> None:
    labels = [next(filter(None, groups)) for groups in _LABEL.findall(latex)]
    tags = [text for _, text in _TAG.findall(latex)]
    plain = _TAG.sub("", _LABEL.sub("", latex)).strip()
    complete = expanded(plain, scope.macros)
    if complete is None:
        _unset(code, kind, "a macro does not come to an end", scope)
        return
    made = formula(complete, kind == "block")
    if made.tree is None:
        _unset(code, kind, made.problem, scope, labels)
        return
    math = made.tree
    math.set("alttext", " ".join(re.sub(r"(?<!\\)%[^\n]*", "", plain).split()))
    math.tail = code.tail
    holder = code.getparent()
    assert holder is not None
    holder.replace(code, math)
    if kind == "block" and len(labels) + len(tags) > 1 and _lines_labelled(math, latex):
        return
    if kind == "block" and labels and not holder.get("id"):
        holder.set("id", labels[0])
    if kind == "block" and tags:
        holder.set("data-tag", tags[0])


def _lines_labelled(math: Element, latex: str) -> bool:
    """Give each line of an aligned formula that has a label or a tag a cell for its number."""
    rows = next((list(t) for t in math.iter(f"{_M}mtable")), [])
    lines = re.split(r"\\\\", _outermost(latex))
    if len(rows) < len(lines) - 1 or not any(_LABEL.search(line) or _TAG.search(line) for line in lines):
        return False
    for row, line in zip(rows, lines, strict=False):
        label, tag = _LABEL.search(line), _TAG.search(line)
        if label or tag:
            cell = etree.SubElement(etree.SubElement(row, f"{_M}mtd"), f"{_M}mtext", {"class": "equation-number"})
            if label:
                cell.set("id", label[1] or label[2])
            if tag:
                cell.set("data-tag", tag[2])
    return True


def _outermost(latex: str) -> str:
    """The lines of the outer environment: the ends of lines inside inner ones are no ends of its own."""
    inner = re.compile(r"\\begin\s*\{([A-Za-z]+\*?)\}(?:(?!\\begin|\\label).)*?\\end\s*\{\1\}", re.S)
    body = re.sub(r"^\s*\\begin\s*\{[^{}]*\}(?:\{[^{}]*\})?|\\end\s*\{[^{}]*\}\s*$", "", latex)
    while inner.search(body):
        body = inner.sub(" ", body)
    return body


def _unset(code: Element, kind: str, problem: str, scope: Scope, labels: list[str] | None = None) -> None:
    """The source stays as code; a displayed one keeps its lines."""
    message = f"this formula cannot be set: {problem}; its source is printed"
    span = scope.span(line_of(code))
    scope.add(Diagnostic("C020", message, span, "write it in the LaTeX of AMS mathematics, or define its commands"))
    code.set("class", "latex")
    if labels and (holder := code.getparent()) is not None and kind == "block" and not holder.get("id"):
        holder.set("id", labels[0])
