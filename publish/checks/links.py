"""Links whose words say nothing: `C068`. On paper, and in a list of links, “here” leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.book.trees import line_of, path_of
from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex
from publish.markdown.shape import text_of

_SAYS_NOTHING = regex(
    r"(?:click |see |read )?(?:here|this link|this page|link|more)|hier|hier klicken|ici|cliquez ici|aquí|haga clic aquí"
    r"|qui|clicca qui|aqui|clique aqui|klik hier|här|her|tutaj|zde|здесь|тут|ここ|こちら|这里|這裡",
    re.I,
)


def links_wordless(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.chapters:
        for link in chapter.tree.iter("a"):
            words = text_of(link).strip(" .:!")
            if link.get("href") and link.get("class") != "noteref" and _SAYS_NOTHING.fullmatch(words):
                message = f"the words of this link, “{words}”, do not say where it leads"
                span = Span(path_of(link, chapter.source.path), line_of(link))
                yield Diagnostic("C068", message, span, "make a link of the words that name it", link.get("href", ""))
