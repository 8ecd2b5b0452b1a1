"""Where the lines of a text do not end."""

from __future__ import annotations

import itertools

import pytest

from publish.paged.joints import addresses_in, divided_at, held_in, is_divided

#: A text with `_` for each space, `~` for each other sign, behind which no line ends, by language.
HELD = [
    ("en", "So said Mr._Harker to Mrs._Westenra of St._James."),
    ("en", "It was mr. harker who met the Dr. in the hall."),
    ("en", "J._R._R._Tolkien and Q._C._P._I., at No._12"),
    ("de", "Das ist z._B._Nr._7 in Abb._2"),
    ("fr", "M._Dupont et Mme_Martin"),
    ("en", "as in Figure_3 and Chapter_12, but in 1932 and For_1932"),
    ("en", "But, alas!_— and then_—the rest_… and on"),
    ("de", "Worte_– Worte. – Neu"),
    ("fr", "Il dit. — Non, dit-il_— et non"),
    ("es", "Ven —~dijo él— conmigo"),
    ("en", "neither paid for nor commanded,_45"),
    ("en", "in the summer of_1897.)"),
    ("en", "on 45 of 1897 days"),
    ("en", "an e~book, a co-operative, a well-made thing"),
]


@pytest.mark.parametrize(("lang", "text"), HELD)
def test_what_holds_together(lang: str, text: str) -> None:
    plain = text.replace("_", " ").replace("—~", "—").replace("e~b", "e-b")
    marked = {at for at, sign in enumerate(text.replace("—~", "\0")) if sign in "_~\0"}
    assert held_in(plain, lang) == marked


@pytest.mark.parametrize(
    ("lang", "text", "word", "divided"),
    [
        ("en", "an important thing", "important", True),
        ("en", "in Amsterdam once", "Amsterdam", False),
        ("en", "Notwithstanding all", "Notwithstanding", True),
        ("en", "He said: “Notwithstanding all", "Notwithstanding", True),
        ("en", "at last. Notwithstanding all", "Notwithstanding", True),
        ("en", "at last.” Notwithstanding all", "Notwithstanding", True),
        ("en", "Mr. Westenra", "Westenra", False),
        ("en", "“Mrs. Westenra!”", "Westenra", False),
        ("en", "by Samuel F. Billington", "Billington", False),
        ("de", "in Amsterdam einst", "Amsterdam", True),
        ("de", "mit JavaScript einst", "JavaScript", False),
        ("en", "with JavaScript", "JavaScript", False),
        ("en", "see http://abcnews.example/x", "abcnews", False),
        ("en", "see abcnews.example now", "abcnews", False),
        ("en", "at QmWkn7FiJnkabcdef", "FiJnkabcdef", False),
        ("en", "by smith@custody.example", "custody", False),
        ("en", "tagged #smartcustody", "smartcustody", False),
        ("en", "some/thing/another", "another", False),
        ("en", "the end important.", "important", True),
        ("en", "is it important?", "important", True),
        ("en", "an un-important thing", "important", False),
    ],
)
def test_words_that_may_be_divided(lang: str, text: str, word: str, divided: bool) -> None:
    start = text.index(word)
    assert is_divided(text, start, start + len(word), lang) is divided


def test_addresses_are_divided_at_their_signs() -> None:
    text = "See https://example.org/some-path/page.html?one=two and www.example.org/x, not and/or."
    (first, second) = addresses_in(text)
    assert text[slice(*first)] == "https://example.org/some-path/page.html?one=two"
    assert text[slice(*second)] == "www.example.org/x,"
    places = divided_at(text, *first)
    parts = [text[a:b] for a, b in itertools.pairwise((first[0], *places, first[1]))]
    assert parts == ["https://", "example", ".org/", "some", "-path/", "page", ".html", "?one=", "two"]
    assert [*places.values()] == [2, 2, 0, 1, 0, 1, 0, 1]


def test_what_is_long_in_an_address_is_divided_anywhere() -> None:
    text = "https://ipfs.io/ipfs/QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco/wiki"
    places = divided_at(text, 0, len(text))
    assert max(b - a for a, b in itertools.pairwise((0, *places, len(text)))) < 20
