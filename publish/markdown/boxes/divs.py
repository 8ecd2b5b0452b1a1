"""Fenced divs: pandoc's `::: name` and `::: {.name key=value}`, nested, with the titles of Docusaurus and VuePress.

`:::note[Title]`, `::: tip Title` and `::: {.callout-tip title="Title"}` (Quarto) are boxes with a title. Some names stand for
elements of a book; those of asides are `asides`' business.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.attributes import parsed
from publish.markdown.blocks import Extent, closing_line, container, text_at
from publish.markdown.boxes.asides import box, is_box
from publish.markdown.scope import scope_of

_FENCE = regex(r":{3,}[ \t]*(.*?)[ \t]*:*$")
_NAMED = regex(r"([\w-]+)(?:\[(.*?)\])?[ \t]*(\{[^{}]*\})?(?:[ \t]+(.*))?$")

#: name -> element, EPUB structural semantics (SSV), role (ARIA)
ELEMENTS: dict[str, tuple[str, str, str]] = {
    "pull-quote": ("aside", "pullquote", "doc-pullquote"),
    "epigraph": ("blockquote", "epigraph", "doc-epigraph"),
    "dedication": ("div", "dedication", "doc-dedication"),
}
_OTHER_NAMES = {"pullquote": "pull-quote"}
#: What Quarto says of a callout on a screen, and a book does not need to know.
_ON_SCREEN = ("collapse", "icon", "appearance", "minimal")


def element_attributes(attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The element for a div with these attributes, and the attributes that it gets: a name may stand for an element."""
    names = [_OTHER_NAMES.get(name, name) for name in attributes.get("class", "").split()]
    name = next((n for n in names if n in ELEMENTS), "")
    tag, semantics, role = ELEMENTS.get(name, ("div", "", ""))
    found = {**attributes, "class": " ".join(names)} if names else dict(attributes)
    if semantics:
        found["epub:type"] = semantics
    if role:
        found["role"] = role
    return tag, found


def _opening(words: str) -> tuple[dict[str, str], str] | None:
    """The attributes and the title that the words behind the colons say; None where they say neither."""
    if words.startswith("{"):
        attributes = parsed(words)
        title = ""
        if attributes is not None and any(is_box(name) for name in attributes.get("class", "").split()):
            title = attributes.pop("title", "")
            attributes = {key: value for key, value in attributes.items() if key not in _ON_SCREEN}
        return None if attributes is None else (attributes, title)
    match = _NAMED.match(words)
    if match is None:
        return None
    attributes = parsed(match[3]) if match[3] else {}
    if attributes is None:
        return None
    title = match[2] or match[4] or attributes.pop("title", "")
    name = box(match[1], title)[0] if title and match[1] not in ELEMENTS else match[1]
    return {**attributes, "class": f"{name} {attributes.get('class', '')}".strip()}, title


#: Editions by the formats that Quarto names, and all of them.
_FORMATS = {
    "html": "epub web html", "html:js": "web", "revealjs": "web", "epub": "epub", "pdf": "pdf print", "latex": "pdf print",
    "typst": "pdf print", "beamer": "pdf print",
}  # fmt: skip
_EDITIONS = ("epub", "web", "html", "pdf", "print")


def _conditions(attributes: dict[str, str]) -> dict[str, str]:
    """Quarto's `.content-visible when-format="html"` and its like as the editions that show the block (`only`)."""
    names = attributes.get("class", "").split()
    shown = "content-visible" in names
    said = next((key for key in ("when-format", "unless-format") if key in attributes), "")
    if not said or not (shown or "content-hidden" in names):
        return attributes
    meant = _FORMATS.get(attributes[said].lower(), "").split()
    found = [one for one in _EDITIONS if (one in meant) == (shown == (said == "when-format"))]
    kept = {key: value for key, value in attributes.items() if key not in (said, "class")}
    rest = " ".join(name for name in names if name not in ("content-visible", "content-hidden"))
    return {**kept, **({"class": rest} if rest else {}), "only": ", ".join(found) or "none"}


def _turn(text: str) -> int:
    mark = _FENCE.match(text)
    return 0 if mark is None else 1 if mark[1] else -1


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _FENCE.match(text_at(state, start))
    if match is None:
        return False
    if silent:
        return True
    scope = scope_of(state.env)
    if not match[1]:
        scope.add(
            Diagnostic(
                "C012", "three colons close nothing here and were left out", scope.span(start + 1), "remove them"
            )
        )
        state.line = start + 1
        return True
    opening = _opening(match[1])
    if opening is None:
        message = f"“{match[1][:60]}” cannot be understood as attributes and was left out"
        scope.add(Diagnostic("C008", message, scope.span(start + 1), "write ::: name, or ::: {#id .class key=value}"))
        opening = {}, ""
    close = closing_line(state, start, end, _turn)
    if close is None:
        hint = "close it with a line of three colons"
        scope.add(Diagnostic("C005", "this fenced div is not closed", scope.span(start + 1), hint))
    last, after = (end, end) if close is None else (close, close + 1)
    tag, attributes = element_attributes(_conditions(opening[0]))
    caption = next((attributes.pop(key) for key in ("fig-cap", "tbl-cap") if key in attributes), "")
    attributes = {key: value for key, value in attributes.items() if not key.startswith("layout")}
    title_name = "caption" if caption else "aside-title"
    container(state, tag, attributes, Extent(start, start + 1, last, after), caption or opening[1], title_name)
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "fenced_div", _fenced_div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
