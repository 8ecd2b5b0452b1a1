"""Styles of a document's elements, found once for all elements alike, and for what stands before, behind or beside them.

The engine shares the styles of elements that the same rules are for, below parents of one style. It has rules for the
marks and calls of notes of every element, and makes six styles more for each, shared by none: half of what a page of contents
holds in memory. What the same rules are for has the same styles of these too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from publish.paged.library import styling

#: Properties with their values, each with what it weighs against others (CSS Cascade 4, 6).
_Cascade = dict[str, tuple[Any, tuple[Any, ...]]]


class _Rule(NamedTuple):
    """Declarations for an element (or, by its name, for a pseudo-element of it), and what they weigh."""

    pseudo: str | None
    origin: str
    layer: float
    specificity: tuple[int, ...]
    declarations: Sequence[tuple[str, Any, bool]]

    @property
    def key(self) -> tuple[Any, ...]:
        return self.pseudo, self.origin, self.layer, self.specificity, id(self.declarations)


def _styled(
    styles: Any, html: Any, sheets: Sequence[Any], presentational_hints: bool, font_config: Any, target_collector: Any
) -> None:
    """Find the styles of all elements (weasyprint.css.StyleFor.__init__)."""
    styles._cascaded_styles, styles._computed_styles = {}, {}
    styles.initial_page_sizes = {"box": None, "area": None}  # set with the first page, for units of the viewport
    styles._sheets, styles.font_config = sheets, font_config
    computed = styles._computed_styles
    attributes = _attributes(html, presentational_hints)
    known: dict[Any, dict[str | None, Any]] = {}
    for element in html.wrapper_element.iter_subtree():  # parents first, for inheritance
        own = element.etree_element
        parent = element.parent.etree_element if element.parent else None
        rules = [*attributes.get(own, ()), *_matching(element, sheets)]
        key = (id(computed[parent, None]) if element.parent else None, *(rule.key for rule in rules))
        if key not in known:
            known[key] = _found(styles, html, own, parent, rules, target_collector)
        for pseudo, style in known[key].items():
            computed[own, pseudo] = style


def _attributes(html: Any, presentational_hints: bool) -> dict[Any, list[_Rule]]:
    """What elements say of their own style."""
    found: dict[Any, list[_Rule]] = {}
    for specificity, element, declarations, base_url in styling.find_style_attributes(
        html.etree_element, presentational_hints, html.base_url
    ):
        declared = [*styling.preprocess_declarations(base_url, declarations)]
        found.setdefault(element, []).append(_Rule(None, "author", math.inf, specificity, declared))
    return found


def _matching(element: Any, sheets: Sequence[Any]) -> Iterator[_Rule]:
    for sheet, origin, of_sheet in sheets:
        for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(element):
            order = math.inf if layer is None else sheet.layers.index(layer)
            yield _Rule(pseudo, origin, order, of_sheet or specificity, declarations)


def _found(
    styles: Any, html: Any, element: Any, parent: Any, rules: Sequence[_Rule], target_collector: Any
) -> dict[str | None, Any]:
    """The style of an element, and those of its pseudo-elements that have rules."""
    cascades: dict[str | None, _Cascade] = {None: {}}
    for rule in rules:
        cascade = cascades.setdefault(rule.pseudo, {})
        for name, values, important in rule.declarations:
            weight = (styling.declaration_precedence(rule.origin, important), rule.layer, rule.specificity)
            if name not in cascade or cascade[name][1] <= weight:
                cascade[name] = values, weight
    found: dict[str | None, Any] = {}
    for pseudo, cascade in cascades.items():
        styles._cascaded_styles[element, pseudo] = cascade
        above = parent if pseudo is None else element
        styles.set_computed_styles(element, above, html.etree_element, pseudo, html.base_url, target_collector)
        found[pseudo] = styles._computed_styles[element, pseudo]
    styles._cascaded_styles.clear()
    return found


engine_styled = styling.StyleFor.__init__
styling.StyleFor.__init__ = _styled
