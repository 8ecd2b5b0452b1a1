"""A small page, 5 by 8 inches in the house's styles, on which little fits: what ends a page is seen with few words."""

from __future__ import annotations

import functools

from publish.book import PrintSettings
from publish.editions.sheet import margins, sheet_rules
from publish.paged.engine import Engine
from publish.theme import load_theme


@functools.cache
def engine() -> Engine:
    theme = load_theme({})[0].styles
    tokens = theme["tokens.css"]
    settings = PrintSettings(width="5in", height="8in")
    return Engine(f"{tokens}\n{theme['print.css']}\n{sheet_rules(margins(settings, tokens, 200))}", {})
