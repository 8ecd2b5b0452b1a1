"""Which rules are asked where: in prose, most of them can say nothing, and each would be asked at every line and sign.

A line that begins with a letter opens none of the blocks that begin with a sign; a hyphen, a colon and an exclamation mark
begin next to nothing within a line. What is read of a text is the same: tests ask the rules left out at such places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

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


def install(md: MarkdownIt) -> None:
    """Behind all other rules: what is installed later is not asked."""
    blocks, inline = md.block.ruler, md.inline.ruler
    signed = {rule for name, rule in zip(blocks.get_active_rules(), blocks.getRules(""), strict=True) if name in SIGNED}
    chains = {
        name: [_first_of_blocks(blocks.getRules(name), signed)]
        for name in ("", "paragraph", "reference", "blockquote", "list")
    }
    named = list(zip(inline.get_active_rules(), inline.getRules(""), strict=True))
    within = [_first_within([rule for _, rule in named], [rule for name, rule in named if name not in ELSEWHERE])]
    # The parsers ask for the rules of a chain; each has one now, which asks the others.
    blocks.getRules = lambda chainName="": chains[chainName]  # type: ignore[method-assign]  # noqa: N803 -- the library's name
    inline.getRules = lambda chainName="": within  # type: ignore[method-assign]  # noqa: N803


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
