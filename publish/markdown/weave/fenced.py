"""Includes that are spelled as a block of code: MyST, pandoc's filters, knitr's child documents."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from publish.lazy import regex
from publish.markdown.weave.parts import Part, of_colons, of_ranges
from publish.markdown.weave.wanted import Wanted

_DIRECTIVE = regex(r"\{(include|literalinclude)\}[ \t]+(\S.*)$")
_OPTION = regex(r"[ \t]*:([\w-]+):[ \t]*(.*)$")
_ATTRIBUTE = regex(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,"'{}]+))""")
_LEANPUB = regex(r"""([\w-]+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,"'{}]+))""")
_CHILD = regex(r"""\{r\b[^}]*\bchild\s*=\s*(c\([^)]*\)|"[^"]+"|'[^']+')""")


def asked_for(info: str, body: Sequence[str]) -> list[Wanted] | None:
    """The files that a block of code stands for, by its info string and its lines; None where it is one itself."""
    info = info.strip()
    if match := _DIRECTIVE.match(info):
        return [_directive(match[1], match[2].strip(), body)]
    if match := _CHILD.match(info):
        return [Wanted(path) for path in re.findall(r"""["']([^"']+)["']""", match[1])]
    attributes = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(info)}
    if re.match(r"\{[^}]*\.include\b[^}]*\}", info):
        shift = attributes.get("shift-heading-level-by", "")
        paths = [line.strip() for line in body if line.strip() and not line.lstrip().startswith("//")]
        return [Wanted(path, shift=int(shift) if shift.lstrip("-").isdigit() else 0) for path in paths]
    if "include" in attributes and info.startswith("{") and not "".join(body).strip():
        return [_pandoc_code(info, attributes)]
    if "file" in attributes and not "".join(body).strip():
        return [_remark_code(info, attributes)]
    return None


def _directive(name: str, path: str, body: Sequence[str]) -> Wanted:
    options = {match[1]: match[2].strip() for line in body if (match := _OPTION.match(line))}
    part = of_ranges(options["lines"]) if "lines" in options else Part()
    if {"start-line", "end-line"} & options.keys():  # counted from 0, the end not included
        first, last = options.get("start-line", "0"), options.get("end-line", "")
        if first.isdigit() and (not last or last.isdigit()):
            part = Part(((int(first) + 1, int(last) if last else None),))
    after = options.get("start-after", "") or options.get("start-at", "")
    part = dataclasses.replace(
        part,
        after=after,
        before=options.get("end-before", ""),
        unindent="dedent" in options,
        name=options.get("tag", ""),
    )
    code = name == "literalinclude" or "literal" in options or "code" in options
    caption = options.get("caption", "")
    language = options.get("language", "") or options.get("code", "")
    return Wanted(path, part, code, language, caption, options.get("name", ""))


def _pandoc_code(info: str, attributes: dict[str, str]) -> Wanted:
    first, last = attributes.get("startLine", ""), attributes.get("endLine", "")
    ranges = ((int(first or 1), int(last) if last.isdigit() else None),) if (first + last).isdigit() else ()
    part = Part(ranges, attributes.get("snippet", ""), unindent="dedent" in attributes)
    language = next(iter(re.findall(r"\.([\w+-]+)", re.sub(r"""=\S*""", "", info))), "")
    id = next(iter(re.findall(r"#([\w:.-]+)", re.sub(r"""=\S*""", "", info))), "")
    return Wanted(attributes["include"], part, True, language, attributes.get("caption", ""), id)


def _remark_code(info: str, attributes: dict[str, str]) -> Wanted:
    path, _, lines = attributes["file"].partition("#")
    match = re.fullmatch(r"L(\d+)(?:(-)(?:L(\d+))?)?", lines)
    part = of_colons(":".join((match[1], match[3] or "")) if match[2] else match[1]) if match else Part()
    language = "" if "=" in info.split()[0] else info.split()[0].strip("{}.")
    return Wanted(path, part, True, language, attributes.get("caption", "") or attributes.get("title", ""))


def with_attributes(wanted: Wanted, line: str) -> Wanted:
    """The listing with what Leanpub's line of attributes above it says: which lines, the language, the title."""
    found = {name: a or b or c for name, a, b, c in _LEANPUB.findall(line)}
    first, last = (found.get(f"crop-{end}", found.get(f"crop-{end}-line", "")) for end in ("start", "end"))
    part = wanted.part
    if first.isdigit() or last.isdigit():
        part = Part(((int(first) if first.isdigit() else 1, int(last) if last.isdigit() else None),))
    caption = found.get("title", "") or found.get("caption", "") or wanted.caption
    language = found.get("lang", "") or found.get("format", "") or wanted.language
    return dataclasses.replace(
        wanted, part=part, caption=caption, language=language, id=found.get("id", "") or wanted.id
    )
