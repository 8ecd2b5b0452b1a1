"""Typography by language: what an author types, and what the book prints. `~` is a no-break space, `_` a thin one."""

from __future__ import annotations

import datetime

import pytest

from publish.book import Manuscript, Matter, Metadata, Source
from publish.markdown import parse

CASES = [
    ("en", "\"She said 'yes' and 'no',\" he said.", "“She said ‘yes’ and ‘no’,” he said."),
    ("en", '"*Never*," "**bold**," *"in"* and "a *b*"', "“Never,” “bold,” “in” and “a b”"),
    ("en", "'Twas the '90s, in '99, rock 'n' roll, dogs' tails", "’Twas the ’90s, in ’99, rock ’n’ roll, dogs’ tails"),
    ("en", "He is 6'2\" or 5' 10\"; \"I am 6'2\" tall,\" he said.", "He is 6′2″ or 5′ 10″; “I am 6′2″ tall,” he said."),
    ("en", "Wait.... And ... so -- or---not ----", "Wait.... And … so – or—not ----"),
    ("en", "\"'Nested,' she said.\" (\"so\") [\"so\"]", "“‘Nested,’ she said.” (“so”) [“so”]"),
    ("en", 'A "[link](b.md)" and `"x"`!', 'A “link” and "x"!'),
    ("en", "`unwrap()`'s, `../`'s, **Why?**'s, [Who!](b.md)'s", "unwrap()’s, ../’s, Why?’s, Who!’s"),
    ("en", "(so)'s and \"Why?\"'s", "(so)’s and “Why?”’s"),
    ("en", "*a.*'s 'one `f()`'s two' <kbd>F(1)</kbd>'s 'three'", "a.’s ‘one f()’s two’ F(1)’s ‘three’"),
    ("en", "\"'In' (and 'out')\" ('`f()`') '*Why?*' *'so'* 'see `f()`'", "“‘In’ (and ‘out’)” (‘f()’) ‘Why?’ ‘so’ ‘see f()’"),
    ("tr", "(TDK)'nin, `x()`'in", "(TDK)’nin, x()’in"),
    ("fr", "l'*Énéide* d'`f()`, 'l'`/etc`'", "l’Énéide d’f(), “l’/etc”"),
    ("zh-Hans", "**注：**'文字'（注）'文字'", "注：‘文字’（注）‘文字’"),
    ("en", "He said -- no.", "He said – no."),
    ("en", "[Quoi?]{lang=fr} What?", "Quoi_? What?"),
    ("de", "\"Er sagte 'ja', und so geht's.\"", "„Er sagte ‚ja‘, und so geht’s.“"),
    ("fr", '"Bonjour!" dit-il; "ça va ?"', "«_Bonjour_!_» dit-il_; «_ça va_?_»"),
    ("fr", "« Mot » «mot» l'homme: 'd'or'", "«_Mot_» «_mot_» l’homme~: “d’or”"),
    ("fr", "À 10:30, http://a.b/c?x; a@b.fr: oui ?! `x ;` *oui*! (?)", "À 10:30, http://a.b/c?x_; a@b.fr: oui_?! x ; oui_! (?)"),
    ("fr", "-- Bonjour, dit-il.", "—~Bonjour, dit-il."),
    ("fr-CA", "« Quoi? » Non: oui!", "«_Quoi?_» Non~: oui!"),
    ("es", "-- ¿Qué? -- dijo \"él\".", "—~¿Qué? – dijo «él»."),
    ("ru", "— Да, \"он\" -- здесь.", "—~Да, «он» – здесь."),
    ("en", "-- Not a speech.", "– Not a speech."),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "typed", "printed"), CASES)
def test_typography(lang: str, typed: str, printed: str) -> None:
    sources = tuple(
        Source(name, text, Matter.BODY, "chapter") for name, text in (("a.md", typed), ("b.md", "# B\n\nb"))
    )
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    chapters, _ = parse(Manuscript(Metadata("T", lang), sources, {}, moment))
    text = "".join(map(str, chapters[0].tree.itertext())).strip("\n")
    assert text == printed.replace("~", "\u00a0").replace("_", "\u202f")
