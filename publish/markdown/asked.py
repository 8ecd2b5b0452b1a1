"""Which rules are asked where: in prose, most of them can say nothing, and each would be asked at every line and sign.

A line that begins with a letter opens none of the blocks that begin with a sign; a hyphen, a colon and an exclamation mark
begin next to nothing within a line. Paragraphs whose lines all begin with letters, and words without a sign that means something,
are what most of a novel is, and are read at once. What is read of a text is the same: tests ask the rules left out at such places.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from publish.lazy import regex

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]
Parse = Callable[[str, MarkdownIt, EnvType, list[Token]], list[Token]]

#: Rules of blocks that find nothing, say nothing and change nothing where the first character of a line, behind its indent, is
#: a letter or a quotation mark: each looks there for signs of its own.
SIGNED = frozenset(
    "grid_table index_comment directive fenced_div admonition leanpub_block hint embed shortcode page_break comment prose_fence"
    " cell line_block attribute_line math_display math_bare math_macros tex_layout fence blockquote hr abbreviation footnote_def"
    " reference markdown_in_html html_block heading text_reference target".split()
)
QUOTES = frozenset("\"'“”‘’„‚«»‹›")
#: Signs that stand everywhere in prose, and the rules within lines that find, say and change nothing there.
COMMON = frozenset("-:!")
ELSEWHERE = frozenset(
    "opening newline index_comment comment reference_command citation_called target index_command math_role math_environment"
    " math_brackets math_dollars no_break tex escape term_role backticks script marked strikethrough emphasis example_reference"
    " citation_group link span heading_link footnote_inline crossref citation reference_role autolink foreign"
    " html_inline entity attributes ruby role literal".split()
)


_LINE = rf"(?!(?:[ivxlcdmIVXLCDM]+|[^\W\d_])[.)])(?:[^\W\d_]|[{''.join(QUOTES)}])[^\n]*\n"
#: Lines of a paragraph, none of which is the marker of a list or Leanpub's of a box, to an empty one; no definition comes next.
_PARAGRAPH = regex(rf"(?!.>)(?:{_LINE})+(?=\n(?![ \t]*[:~])|\Z)")
#: What may begin something within a line: the signs at which markdown-it stops, but for those of `COMMON` that begin nothing.
#: It begins with a set of characters, for which `re` looks many times as fast as for one thing or another.
STOPS = regex(r"[\n#$%&*+<=>@[\\\]^_`{}~!:-](?:(?<![!:-])|(?<=!)(?=\[)|(?<=:)(?=[a-z0-9+/-])|(?<=-)(?=-\}))")


def install(md: MarkdownIt) -> None:
    """Behind all other rules: what is installed later is not asked."""
    blocks, inline, pairs = md.block.ruler, md.inline.ruler, md.inline.ruler2.getRules("")
    signed = {rule for name, rule in zip(blocks.get_active_rules(), blocks.getRules(""), strict=True) if name in SIGNED}
    chains = {
        name: [_first_of_blocks(blocks.getRules(name), signed)]
        for name in ("", "paragraph", "reference", "blockquote", "list")
    }
    chains[""].insert(0, _paragraph)
    named = [
        (name, _text if name == "text" else rule)
        for name, rule in zip(inline.get_active_rules(), inline.getRules(""), strict=True)
    ]
    within = [_first_within([rule for _, rule in named], [rule for name, rule in named if name not in ELSEWHERE])]

    def paired(state: StateInline) -> None:
        if len(state.tokens) > 1 or state.delimiters:  # a text alone has no ends to be paired or joined
            for rule in pairs:
                rule(state)

    # The parsers ask for the rules of a chain; each has one now, which asks the others.
    blocks.getRules = lambda chainName="": chains[chainName]  # type: ignore[method-assign]  # noqa: N803 -- the library's name
    inline.getRules = lambda chainName="": within  # type: ignore[method-assign]  # noqa: N803
    md.inline.ruler2.getRules = lambda chainName="": [paired]  # type: ignore[method-assign]  # noqa: N803
    md.core.ruler.at("normalize", _normalized)
    md.inline.parse = functools.partial(_parsed, md.inline.parse)  # type: ignore[method-assign]


def _normalized(state: StateCore) -> None:
    """The library's rule, without a step for each line."""
    state.src = state.src.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A paragraph of the text itself, in no other block, that no rule but the last one would take."""
    at = state.bMarks[line]
    if state.level or state.blkIndent or state.tShift[line] or not (match := _PARAGRAPH.match(state.src, at)):
        return False
    after = match.end()
    if not (state.src[at].isalpha() or state.src[at] in QUOTES) or state.src.find("<!--", at, after) >= 0:
        return False
    last = line + state.src.count("\n", at, after)
    if last > state.lineMax or state.eMarks[last - 1] != after - 1:  # a rule reads a part of the text, to within a line
        return False
    state.line = last
    state.push("paragraph_open", "p", 1).map = [line, state.line]
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = mdTrim(state.src[at : after - 1]), [line, state.line], []
    state.push("paragraph_close", "p", -1)
    state.parentType = "paragraph"  # as the library leaves it
    return True


def _first_of_blocks(rules: Sequence[BlockRule], signed: set[BlockRule]) -> BlockRule:
    """The first of the rules that finds something, as a rule."""
    unsigned = [rule for rule in rules if rule not in signed]

    def first(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        at = state.bMarks[line] + state.tShift[line]
        letter = state.src[at : at + 1]
        for rule in unsigned if letter.isalpha() or letter in QUOTES else rules:  # noqa: SIM110 -- any() takes twice as long
            if rule(state, line, end, silent):
                return True
        return False

    return first


def _first_within(rules: Sequence[InlineRule], common: Sequence[InlineRule]) -> InlineRule:
    def first(state: StateInline, silent: bool) -> bool:
        for rule in common if state.src[state.pos] in COMMON else rules:  # noqa: SIM110
            if rule(state, silent):
                return True
        return False

    return first


def _text(state: StateInline, silent: bool) -> bool:
    """The library's rule, which goes on behind signs that begin nothing."""
    stop = STOPS.search(state.src, state.pos)
    end = min(stop.start(), state.posMax) if stop else state.posMax
    if end <= state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _parsed(whole: Parse, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
    if not src or STOPS.search(src):
        return whole(src, md, env, tokens)
    tokens.append(Token("text", "", 0, content=src))
    return tokens
