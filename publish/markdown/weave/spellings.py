"""Includes that stand alone on a line, in every spelling that the press reads: one pattern and one function each."""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.lazy import regex
from publish.markdown.weave.parts import Part, of_colons, of_ranges
from publish.markdown.weave.wanted import LANGUAGES, Wanted

Maker = Callable[["re.Match[str]"], "Wanted | None"]

#: mdBook's links; a backslash before them makes them text.
MDBOOK = re.compile(r"(\\?)\{\{\s*#(include|rustdoc_include|playground|playpen|title)\s+([^}]+)\}\}")
#: Nunjucks and Jinja, with the name of the file in quotation marks: HonKit, MkDocs.
TEMPLATE = regex(r"""\{%-?\s*include(?:-markdown)?\s+(["'])(.+?)\1([^%]*?)-?%\}""")


def of_mdbook(match: re.Match[str]) -> Wanted | None:
    words = match[3].split()
    path, _, part = words[0].partition(":") if "://" not in words[0] else (words[0], "", "")
    code = match[2] in ("playground", "playpen")
    return Wanted(path, of_colons(part), code, "rust" if code else "") if path else None


def of_template(match: re.Match[str]) -> Wanted:
    around = dict(re.findall(r"""\b(start|end)\s*=\s*["'](.*?)["']""", match[3]))
    return Wanted(match[2], Part(after=around.get("start", ""), before=around.get("end", "")))


def _of_quarto(match: re.Match[str]) -> Wanted:
    return Wanted(match[1].strip("\"'"))


def _of_codeblock(match: re.Match[str]) -> Wanted | None:
    """GitBook's plugin: `[import:3-5](f)`, `[import, title:"x"](f)`, `[import:"marker"](f)`."""
    words = match[1]
    options = {name: a or b for name, a, b in re.findall(r"""(\w+)\s*:\s*(?:["'](.*?)["']|([^,\s]+))""", words)}
    first = re.match(r"""\s*:\s*["']?([^"',\s]+)""", words)
    name = options.get("marker", "") or (first[1] if first and not first[1][0].isdigit() else "")
    ranges = of_ranges(first[1]).ranges if first and first[1][0].isdigit() else ()
    unindent = options.get("unindent", "").lower() == "true"
    language = next(iter(re.findall(r"\blang-([\w+#-]+)", words)), options.get("lang", ""))
    title = options.get("title", "")
    if not title and (plain := re.fullmatch(r"\s*,\s*([^:,\"']+)", words)) and not plain[1].startswith("lang-"):
        title = plain[1].strip()
    return Wanted(match[2], Part(ranges, name, unindent=unindent), True, language, title, options.get("id", ""))


def _of_leanpub(match: re.Match[str]) -> Wanted:
    return Wanted(match[2], code=True, caption=(match[1] or "").strip())


def _of_markua(match: re.Match[str]) -> Wanted | None:
    ending = match[2].rsplit(".", 1)[-1].lower()
    if ending not in LANGUAGES or ending in ("csv", "html", "htm"):
        return None
    return Wanted(match[2], code=True, caption=match[1].strip())


def _of_pandoc_include(match: re.Match[str]) -> Wanted:
    options = dict(re.findall(r"(\w+)\s*=\s*(\w+)", match[1] or ""))
    first, last = options.get("startLine"), options.get("endLine")
    ranges = ((int(first or 1), int(last) if last else None),) if (first or last or "").isdigit() else ()
    shift = options.get("incrementSection", "")
    return Wanted(match[2].strip("\"'"), Part(ranges), shift=int(shift) if shift.isdigit() else 0)


def _of_snippet(match: re.Match[str]) -> Wanted:
    path, _, part = match[1].partition(":")
    return Wanted(path, of_colons(part))


def _of_plain(match: re.Match[str]) -> Wanted:
    return Wanted(match[1].strip("\"'"))


#: Read outside code; the line has been stripped.
IN_TEXT: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (regex(r"""\{\{[<%]\s+include\s+("[^"]+"|'[^']+'|\S+)\s+[>%]\}\}"""), _of_quarto),
    (regex(r"\[(?:import|include)((?:\s*[:,]|\s+\w+:)[^\]]*|)\]\(([^()\s]+)\)"), _of_codeblock),
    (regex(r"<<\s*(?:\[([^\]]*)\])?\(([^()]+)\)"), _of_leanpub),
    (regex(r"!\[([^\]]*)\]\(([^()\s]+\.\w+)\)"), _of_markua),
    (regex(r"""!include(?:`([^`]*)`)?\s+("[^"]+"|'[^']+'|\S+)"""), _of_pandoc_include),
    (regex(r"""-{1,2}8<-{1,2}\s+["']([^"']+)["']"""), _of_snippet),
    (regex(r"\{!\s*([^!{}]+?)\s*!\}"), _of_plain),
    (regex(r"""@import\s+("[^"]+\.\w+"|'[^']+\.\w+')"""), _of_plain),
)
#: Read in blocks of code too: nothing else is spelled like them.
IN_CODE: tuple[tuple[re.Pattern[str], Maker], ...] = (IN_TEXT[0], IN_TEXT[5])


def alone(line: str, spellings: tuple[tuple[re.Pattern[str], Maker], ...]) -> Wanted | None:
    """What the include asks for that fills this line, if one does."""
    for pattern, maker in spellings:
        match = pattern.fullmatch(line)
        wanted = maker(match) if match else None
        if wanted is not None:
            return wanted
    return None
