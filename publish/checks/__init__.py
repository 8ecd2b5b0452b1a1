"""What a copy-editor would mark: the list of rules below, read from top to bottom, is what this room does.

A rule is a function from the copy to diagnostics; it changes nothing, opens nothing, and takes time in proportion to
the text. Its sentence says what is wrong, not where: equal sentences about one file are told once, with their count.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from publish.checks.brackets import brackets_unbalanced
from publish.checks.copy import Copy
from publish.checks.dashes import dashes_as_hyphens
from publish.checks.dots import dots_typed
from publish.checks.headings import headings_empty, headings_skipped
from publish.checks.invisible import characters_invisible
from publish.checks.letters import letters_mixed
from publish.checks.line_ends import line_ends_lost
from publish.checks.links import links_wordless
from publish.checks.names import names_in_two_spellings
from publish.checks.pictures import alternatives_empty
from publish.checks.quotes import quotes_mixed, quotes_unbalanced
from publish.checks.repeated import words_repeated
from publish.checks.resolution import images_coarse
from publish.checks.spaces import spaces_before_signs
from publish.checks.spelling import unspelled, words_misspelled
from publish.checks.tables import tables_without_heads
from publish.checks.unfinished import marks_of_unfinished_work
from publish.diagnostics import Diagnostic

__all__ = ["RULES", "Copy", "checked", "questions"]

Rule = Callable[[Copy], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    headings_skipped,
    headings_empty,
    tables_without_heads,
    alternatives_empty,
    images_coarse,
    links_wordless,
    marks_of_unfinished_work,
    words_repeated,
    names_in_two_spellings,
    quotes_mixed,
    quotes_unbalanced,
    brackets_unbalanced,
    spaces_before_signs,
    dashes_as_hyphens,
    dots_typed,
    line_ends_lost,
    characters_invisible,
    letters_mixed,
)


#: With a dictionary, when asked.
SPELLING: tuple[Rule, ...] = (unspelled, words_misspelled)


def checked(copy: Copy, spelling: bool = False) -> tuple[Diagnostic, ...]:
    """Everything that the rules find, each where it stands."""
    return tuple(diagnostic for question in questions(copy, spelling) for diagnostic in question())


def questions(copy: Copy, spelling: bool = False) -> tuple[Callable[[], tuple[Diagnostic, ...]], ...]:
    """The rules, each to be asked of the copy: in any order, and in any process."""
    rules = (*RULES, *SPELLING) if spelling else RULES
    return tuple(functools.partial(_answer, rule, copy) for rule in rules)


def _answer(rule: Rule, copy: Copy) -> tuple[Diagnostic, ...]:
    return tuple(rule(copy))
