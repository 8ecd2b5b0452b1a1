"""Cells of code that other tools run: ` ```{r label, fig.cap="…"} ` of knitr, ` ```{python} ` with `#| options` of Quarto.

None is run. One whose author hides it is set aside; one that does nothing but show images is the figure that it would make;
all others are listings, which is said once a file, as it is of diagrams.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.blocks import outside, text_at
from publish.markdown.scope import scope_of

_OPENING = regex(r"(`{3,}|~{3,})[ \t]*\{(\w[\w-]*)\b[ \t]*,?[ \t]*([^{}]*)\}[ \t]*$")
_LANGUAGES = frozenset(
    "r python python3 julia ojs observable bash sh sql stata octave rcpp stan code-cell jupyter-execute ipython".split()
)
_DIAGRAMS = frozenset(
    "mermaid plantuml puml ditaa vega vega-lite kroki nomnoml wavedrom svgbob bob d2 flow sequence blockdiag seqdiag".split()
)
_DIAGRAM = regex(r"(?:`{3,}|~{3,})[ \t]*\{?\.?([\w-]+)[^`]*$")
_OPTION = regex(r"[ \t]*(?:#|//|--|%%?)\|[ \t]*([\w.-]+)[ \t]*:[ \t]*(.*?)[ \t]*$")
_PAIR = regex(r"""([\w.]+)\s*=\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^,]+)""")
_GRAPHICS = regex(r"(?:knitr::)?include_graphics\s*\((.*)\)\s*;?\s*$", re.S)
_NAME = regex(r"""["']([^"']+\.\w+)["']""")
_REFERENCE = regex(r"\((ref:[\w-]+)\)[ \t]+(?=\S)")
_FALSE = frozenset({"false", "f", "no"})


def _close(state: StateBlock, start: int, end: int, fence: str) -> int | None:
    for line in range(start + 1, end):
        text = text_at(state, line).rstrip()
        if text and outside(state, line):
            return None
        if text.startswith(fence) and not text.strip(fence[0]):
            return line
    return None


def _options(header: str, body: list[str]) -> dict[str, str]:
    """What the head of a cell and the lines at its beginning say; dots and hyphens in names are the same."""
    found = {key: value.strip().strip("\"'") for key, value in _PAIR.findall(header)}
    label = _PAIR.sub("", header).strip(" ,")
    if label:
        found.setdefault("label", label.split(",")[0].split()[0])
    for line in body:
        if match := _OPTION.match(line):
            found[match[1]] = match[2].strip("\"'")
    return {key.replace(".", "-"): value for key, value in found.items()}


def _said_once(state: StateBlock, key: str, code: str, message: str, hint: str, line: int) -> None:
    if not state.env.get(key):
        state.env[key] = True
        scope_of(state.env).add(Diagnostic(code, message, scope_of(state.env).span(line + 1), hint))


def _cell(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = "" if state.is_code_block(start) else text_at(state, start)
    match = _OPENING.match(text)
    if match is None or match[2].lower() not in _LANGUAGES:
        if not silent and (named := _DIAGRAM.match(text)) and named[1].lower() in _DIAGRAMS:
            message = "a diagram that another tool would draw is shown as its source, here and further down"
            _said_once(state, "diagrams", "C044", message, "put in a picture of it", start)
        return False
    close = _close(state, start, end, match[1])
    body = [text_at(state, line) for line in range(start + 1, end if close is None else close)]
    options = _options(match[3], body)
    code = "\n".join(line for line in body if not _OPTION.match(line) and not line.lstrip().startswith("#")).strip()
    graphics = _GRAPHICS.match(code)
    images = _NAME.findall(graphics[1]) if graphics else []
    hidden = any(options.get(key, "").lower() in _FALSE for key in ("echo", "include"))
    if close is not None and images and options.get("include", "").lower() not in _FALSE:
        if not silent:
            _figures(state, start, images, options)
            state.line = close + 1
        return True
    if close is not None and hidden:
        if not silent:
            message = "a cell of code that its author hides is set aside; what it puts out is not in the book"
            scope = scope_of(state.env)
            scope.add(Diagnostic("C045", message, scope.span(start + 1), "put in its results"))
            state.line = close + 1
        return True
    if not silent:
        message = (
            "code that another tool would run here is shown, here and further down; what it puts out is not in the book"
        )
        _said_once(state, "cells", "C055", message, "put in its results", start)
    return False


def _figures(state: StateBlock, start: int, images: list[str], options: dict[str, str]) -> None:
    """The images of a cell as Markdown has them, with its caption, its label and its width."""
    caption = _words(state, options.get("fig-cap", ""))
    alt = _words(state, options.get("fig-alt", ""))
    label = options.get("label", "")
    attributes = [f"#{label}" if label.startswith("fig-") else f"#fig:{label}"] if label and caption else []
    if (width := options.get("out-width", "")) and re.fullmatch(r"[\d.]+(?:%|px|in|cm|mm|em)?", width):
        attributes.append(f"width={width}")
    if alt:
        attributes.append('alt="' + alt.replace('"', "'") + '"')
    said = "{" + " ".join(attributes) + "}" if attributes else ""
    words = re.sub(r"(?<!\\)([\[\]])", r"\\\1", caption)
    for at, image in enumerate(images):
        first = len(state.tokens)
        text = f"![{words if at == 0 else ''}](<{image}>){said if at == 0 else ''}\n"
        state.md.block.parse(text, state.md, state.env, state.tokens)
        for token in state.tokens[first:]:
            token.map = [start, start + 1] if token.map else None
            token.level += state.level


def _words(state: StateBlock, text: str) -> str:
    """Words as they are, or those that a text reference of bookdown, `(ref:cap) Words`, stands for."""
    if re.fullmatch(r"\(ref:[\w-]+\)", text):
        found = re.search(rf"^{re.escape(text)}[ \t]+(\S.*)$", state.src, re.M)
        return found[1].strip() if found else text
    return re.sub(r"\\(.)", r"\1", text)


def _text_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A text reference that a figure takes up stands nowhere else."""
    match = None if state.is_code_block(start) else _REFERENCE.match(text_at(state, start))
    if match is None:
        return False
    cell = rf"^[`~]{{3,}}\{{[^\n]*\({re.escape(match[1])}\)[^\n]*\}}[ \t]*\n(?:(?![`~]{{3}}).*\n)*?.*include_graphics"
    if not re.search(cell, state.src, re.M):
        return False
    if not silent:
        state.line = start + 1
    return True


def install(md: MarkdownIt) -> None:
    ends: dict[str, list[str]] = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "cell", _cell, ends)  # type: ignore[arg-type]  # a table of names, as the library has it
    md.block.ruler.before("paragraph", "text_reference", _text_reference)
