r"""LaTeX to presentation MathML. This file alone knows latex2mathml.

The library drops environments that it does not know and prints commands that it does not know as identifiers; so a
formula is put into its words before, and what comes out is held against what went in. A formula that does not pass
is not converted: its source is printed, and the reason said.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import normalize

from lxml import etree

from publish.book import MATHML, Element
from publish.lazy import dataclass, regex
from publish.markdown.formulas.macros import MAX_LENGTH, group
from publish.markdown.formulas.mathml import MalformedError, settled

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as XmlElement

#: Environments of LaTeX, and what the library calls them; an empty name takes the shell off.
_ENVIRONMENTS = {
    **dict.fromkeys(("align", "align*", "aligned", "flalign", "flalign*", "alignat", "alignat*", "alignedat"), "align*"),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math", "subequations"), ""),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*", "multlined"), "array{c}"),
    **dict.fromkeys(("eqnarray", "eqnarray*"), "array{rcl}"),
    **dict.fromkeys(("cases", "cases*", "dcases", "dcases*"), "cases"),
    **{name: name for name in ("array", "split", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix",
                               "smallmatrix", "matrix*", "pmatrix*", "bmatrix*", "Bmatrix*", "vmatrix*", "Vmatrix*",
                               "substack")},
    "subarray": "array", "darray": "array",
}  # fmt: skip
ENVIRONMENTS = frozenset(_ENVIRONMENTS)
#: Commands of the library that a book may not hold, or that lose a part of what they are given.
#: How deep braces may be nested, and environments: what reads them calls itself for each.
_DEEPEST = 64
_REFUSED = regex(r"\\(?:href|url|style|class|cssId|char|includegraphics|require|colorbox|fcolorbox)(?![A-Za-z])")
_SPELLED = (
    (regex(r"\\operatorname\s*\*\s*\{\s*arg\s*(?:\\[,;: ]|\s)*(max|min)\s*\}"), r"\\arg\1 "),
    (regex(r"\\operatorname\s*\*"), r"\\operatorname"),
    (regex(r"\\not\s*="), r"\\neq "),
    (regex(r"\\not\s*<"), r"\\nless "),
    (regex(r"\\not\s*>"), r"\\ngtr "),
    (regex(r"\\(math(?:rm|up))\s*\{"), r"\\mathrm {"),
    (regex(r"\\(?:mathds|mathbbm)(?![A-Za-z])"), r"\\mathbb"),
    (regex(r"\\pmb(?![A-Za-z])"), r"\\boldsymbol"),
    (regex(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
    (regex(r"\\(?:notag|nonumber|allowbreak|nobreak|noindent|centering|displaybreak)(?![A-Za-z])"), " "),
    (regex(r"(\\\\)\s*\*?\s*\[\s*-?[\d.]+\s*(?:em|ex|pt|mm|cm|in|mu|pc)\s*\]"), r"\1"),
    (regex(r"\\(?:bigstrut|strut|mathstrut)(?![A-Za-z])"), " "),
)  # fmt: skip
#: A figure before letters that the library takes for a length: `2ex` is two times e times x. Real lengths come first.
_LENGTH = regex(
    r"(\\(?:[hvm]space|mskip|m?kern|hskip|rule|raisebox|text\w*|[mh]box)\*?(?:\s*\{[^{}]*\}|\s*-?[\d.]+)*)"
    r"|(\d+(?:\.\d+)?)(?=\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu))"
)
_TEXT = regex(r"\\(?:text(?:rm|it|bf|sf|tt|normal|up|md)?|mbox|hbox)\s*(?=\{)")
_BEGIN = regex(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}")
_SILENT = regex(
    r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}(?:\s*\{[lcr|@{}\s\d]*\}|\s*\[[lcrtb]\])?|\\(?:text)?color\s*\{[^{}]*\}"
    r"|\\(?:[hvm]space|mskip|kern|mkern|hskip|rule|raisebox|unicode|genfrac)\*?(?:\s*\{[^{}]*\})*"
    r"|\\(?:sqrt)\s*|-?\d+(?:\.\d+)?\s*(?:em|ex|pt|mm|cm|in|mu|pc)(?![A-Za-z])|\\[A-Za-z]+|\\."
)


@dataclass(frozen=True)
class Formula:
    """A formula as MathML, or the reason why it has none."""

    tree: Element | None
    problem: str = ""


def formula(latex: str, block: bool) -> Formula:
    """Presentation MathML for a formula without labels and macros. The tree is the caller's own."""
    markup, problem = _converted(latex, block)
    if problem:
        return Formula(None, problem)
    return Formula(etree.fromstring(markup))


@functools.lru_cache(maxsize=4096)
def _converted(latex: str, block: bool) -> tuple[bytes, str]:
    from latex2mathml.converter import Converter  # its tables take a tenth of a second: only where there is math

    try:
        source = _in_words_of_the_library(latex)
        made = Converter(display="block" if block else "inline").convert_to_element(source)
        root = _adopted(made)
        _compared(source, root)
        return etree.tostring(settled(root)), ""
    except MalformedError as error:
        return b"", str(error)
    except Exception as error:  # the library raises what it likes on input it does not know
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        return b"", f"its LaTeX is not complete ({name})"


def _adopted(made: XmlElement) -> Element:
    """The library's tree in the namespace of MathML; its texts hold references, which become characters."""
    root = etree.Element(f"{{{MATHML}}}{made.tag}", nsmap={None: MATHML})  # type: ignore[dict-item]  # None is the default
    pending = [(made, root)]
    while pending:
        old, new = pending.pop()
        for key, value in old.attrib.items():
            if key != "xmlns":
                new.set(key, value)
        new.text = unescape(old.text) if old.text else None
        pending += [(child, etree.SubElement(new, f"{{{MATHML}}}{child.tag}")) for child in old]
    return root


def _in_words_of_the_library(latex: str) -> str:
    source = re.sub(r"(?<!\\)%[^\n]*", "", latex)
    if not source.strip():
        raise MalformedError("it is empty")
    if len(source) > MAX_LENGTH:
        raise MalformedError(f"it has more than {MAX_LENGTH:,} characters")
    if (refused := _REFUSED.search(source)) is not None:
        raise MalformedError(f"{refused[0]} cannot stand in a book")
    _balanced(source)
    for pattern, replacement in _SPELLED:
        source = pattern.sub(replacement, source)
    source = _LENGTH.sub(lambda m: m[1] or f"{{{m[2]}}}", source)
    source = _texts(source)
    if re.search(r"(?<!\\)\$", source):
        raise MalformedError("a dollar stands in it")
    return _lines(_environments(source))


def _balanced(source: str) -> None:
    plain, depth = re.sub(r"\\.", "", source, flags=re.S), 0
    for character in plain:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            raise MalformedError("a brace closes nothing")
        if depth > _DEEPEST:
            raise MalformedError(f"braces are nested more than {_DEEPEST} deep")
    if depth:
        raise MalformedError("a brace is not closed")


def _texts(source: str) -> str:
    r"""`\text{if $x$ is}` as `\text{if }x\text{ is}`: the library prints the dollars."""
    result, at = [], 0
    while (match := _TEXT.search(source, at)) is not None:
        end = group(source, match.end())
        if end is None:
            break
        command, inner = match[0].strip(), source[match.end() + 1 : end - 1]
        pieces = re.split(r"(?<!\\)\$((?:\\.|[^$\\])*)\$|\\\(((?:\\.|[^\\])*?)\\\)", inner)
        words = [*(_words(command, pieces[i]) + (pieces[i + 1] or pieces[i + 2] or "") for i in range(0, len(pieces) - 1, 3)),
                 _words(command, pieces[-1])]  # fmt: skip
        result += [source[at : match.start()], "{", "".join(words), "}"]
        at = end
    return "".join([*result, source[at:]])


def _words(command: str, text: str) -> str:
    """Words in a formula: without braces inside, at which the library would end them."""
    plain = re.sub(r"\\([$%&#_{}])", r"\1", text).replace("~", " ")
    plain = re.sub(r"\\(?:emph|text(?:rm|it|bf|sf|tt|normal|up|md)?)\s*(?=\{)", "", plain)
    plain = plain.replace("{", "").replace("}", "")
    return f"{command}{{{plain}}}" if plain else ""


def _environments(source: str) -> str:
    open_now: list[str] = []

    def renamed(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        if name not in _ENVIRONMENTS:
            raise MalformedError(f"the press does not know the environment “{name}”")
        if kind == "begin":
            open_now.append(name)
            if len(open_now) > _DEEPEST:
                raise MalformedError(f"environments are nested more than {_DEEPEST} deep")
        elif not open_now or open_now.pop() != name:
            raise MalformedError(f"the environment “{name}” is not opened here")
        target = _ENVIRONMENTS[name]
        own, _, columns = target.partition("{")
        if not target:
            return " "
        return f"\\{kind}{{{own}}}" + (f"{{{columns}" if columns and kind == "begin" else "")

    source = re.sub(r"(\\begin\s*\{(?:alignat\*?|alignedat)\})\s*\{\d+\}", r"\1", source)
    source = re.sub(r"(\\begin\s*\{(?:aligned|gathered|multlined|array|subarray)\})\s*\[[tcb]\]", r"\1", source)
    result = _BEGIN.sub(renamed, source)
    if open_now:
        raise MalformedError(f"the environment “{open_now[-1]}” is not closed")
    return result


def _lines(source: str) -> str:
    """Lines outside any environment are set below each other: as `align*` where they are aligned, else centred."""
    outside = re.sub(r"\\(?!\\).|(\\\\)", r"\1", _without_environments(source), flags=re.S)
    while "{" in outside:
        outside = re.sub(r"\{[^{}]*\}", "", outside)
    if re.search(r"(?<!\\)&", outside):
        return rf"\begin{{align*}}{source}\end{{align*}}"
    if r"\\" in outside:
        return rf"\begin{{array}}{{c}}{source}\end{{array}}"
    return source


def _without_environments(source: str) -> str:
    inner = re.compile(r"\\begin\s*\{([A-Za-z]+\*?)\}(?:(?!\\begin).)*?\\end\s*\{\1\}", re.S)
    while inner.search(source):
        source = inner.sub(" ", source)
    return source


def _compared(source: str, root: Element) -> None:
    """Every letter and figure of the source is in the tree, and no command of the source is."""
    unknown = dict.fromkeys(e.text for e in root.iter() if e.text and re.match(r"\\[A-Za-z]", e.text))
    if unknown:
        raise MalformedError(f"the press does not know {' '.join(list(unknown)[:4])}")
    text = "".join(map(str, root.itertext()))
    if text.count("&") > source.count(r"\&") or "\\" in text:
        raise MalformedError("a sign of LaTeX is left over")
    wanted = Counter(c for c in normalize("NFKC", _SILENT.sub(" ", _TEXT.sub(" ", source))) if c.isalnum())
    found = Counter(c for c in normalize("NFKC", text) if c.isalnum())
    if lost := wanted - found:
        raise MalformedError(f"“{''.join(sorted(lost))}” would be lost")
