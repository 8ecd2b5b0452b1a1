"""Works as authors and their tools write them: BibTeX, LaTeX in it, names of people, places within a work."""

from __future__ import annotations

import pytest

from publish.resolve.citations.bibtex import entries_of
from publish.resolve.citations.fields import work_of
from publish.resolve.citations.latex import decoded
from publish.resolve.citations.locators import located
from publish.resolve.citations.people import people_of

BIB = r"""
@string{cup = "Cambridge University Press"}
@comment{nothing}
@book{doe2020, author = {Doe, Jane}, title = {The Shape of Rings}, publisher = cup, address = {Cambridge}, year = 2020}
@article{smith1999,
  author = "Smith, John and van der Berg, Jan", title = {On {DNA} -- and \"Uber things}, journal = {Journal of Rings},
  volume = 3, number = 2, pages = {33--45}, year = 1999, month = mar, doi = {https://doi.org/10.1000/182}
}
@book{doe2020b, author = {Doe, Jane}, title = {Another Book}, publisher = {Press}, address = {London}, year = 2020}
@book{un2001, author = {{United Nations}}, title = {A Report}, year = {2001}, publisher = {UN}}
@incollection{part, crossref = {whole}, author = {M{\"u}ller, Max}, title = {A Part}, pages = {1-9}}
@book{whole, editor = {Editor, Edna}, title = {The Whole}, year = {1980}, publisher = {Verlag}}
"""

LATEX: list[tuple[str, str]] = [
    (r"M{\"u}ller and \'Etude, \v{C}apek, Fran\c{c}ois, \o re, \ss{}", "Müller and Étude, Čapek, François, øre, ß"),
    (r"{\'{\i}}ndice \~n {\L}\'od\'z", "índice ñ Łódź"),
    (r"pages 1--2 --- ``quoted'' `x'", "pages 1–2 — “quoted” ‘x’"),
    (r"AT\&T 100\% \$5 a\_b~c", "AT&amp;T 100% $5 a_b\u00a0c"),
    (r"\emph{Home} and {\it away} x\textsuperscript{2}", "<i>Home</i> and <i>away</i> x<sup>2</sup>"),
    (r"a $\alpha$ b", "a α b"),
]


@pytest.mark.parametrize(("text", "expected"), LATEX, ids=[c[0] for c in LATEX])
def test_latex(text: str, expected: str) -> None:
    assert decoded(text) == expected


def test_braces_protect_case() -> None:
    assert decoded("The {DNA} of {\\'E}", protect=True) == 'The <span class="nocase">DNA</span> of É'


PEOPLE: list[tuple[str, list[dict[str, str]]]] = [
    ("Doe, Jane", [{"family": "Doe", "given": "Jane"}]),
    ("Jan van der Berg", [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}]),
    ("van der Berg, Jan and Doe, Jr., Jim", [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
                                             {"family": "Doe", "given": "Jim", "suffix": "Jr."}]),
    ("{Barnes and Noble} and others", [{"literal": "Barnes and Noble"}, {"literal": "et al."}]),
    ("Knuth, Donald~E.", [{"family": "Knuth", "given": "Donald\u00a0E."}]),
    ("Plato", [{"family": "Plato"}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PEOPLE, ids=[c[0] for c in PEOPLE])
def test_people(text: str, expected: list[dict[str, str]]) -> None:
    assert people_of(text) == expected


LOCATORS: list[tuple[str, tuple[str, str] | None, str]] = [
    (", p. 3", ("page", "3"), ""),
    (", pp. 33-35, 38 and *passim*", ("page", "33-35, 38"), " and *passim*"),
    (" ch. 2", ("chapter", "2"), ""),
    (", § 7.2", ("section", "7.2"), ""),
    (", 12", ("page", "12"), ""),
    (", p. xii", ("page", "xii"), ""),
    (", did", None, ", did"),
    (", S. 5", ("page", "5"), ""),
    (", vol. 2 of it", ("volume", "2"), " of it"),
    (", {A, 3}", ("page", "A, 3"), ""),
]


@pytest.mark.parametrize(("text", "expected", "rest"), LOCATORS, ids=[c[0] for c in LOCATORS])
def test_locators(text: str, expected: tuple[str, str] | None, rest: str) -> None:
    locator, after = located(text)
    assert ((locator.label, locator.identifier) if locator else None) == expected
    assert after == rest


BROKEN: list[tuple[str, list[str], list[tuple[int, str]]]] = [
    ("@book{a, title={x}}\n@book{b title={y}}\n@book{c, title={z}}", ["a", "c"], [(2, "there is no comma behind the key b")]),
    ("@book{a, title {x}}\n@book{c, title={z}}", ["c"], [(1, "there is no “=” behind the field title")]),
    ("@book{, title={x}}\n@book{c, title={z}}", ["c"], [(1, "an entry has no key")]),
    ("a comment @ home\n@book(c, title = \"a \" # {b})", ["c"], []),
    ("@book{a, crossref={none}, title={x}}", ["a"], [(1, "the entry a refers to none, which the file does not have")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "keys", "problems"), BROKEN, ids=[c[0][:30] for c in BROKEN])
def test_bibtex(text: str, keys: list[str], problems: list[tuple[int, str]]) -> None:
    entries, found = entries_of(text)
    assert [entry.key for entry in entries] == keys
    assert [(line, message.split(" (in")[0]) for line, message in found] == problems


def test_crossref_and_months() -> None:
    entries, _ = entries_of(BIB)
    works = {entry.key: work_of(entry) for entry in entries}
    assert works["part"]["container-title"] == "The Whole"
    assert works["part"]["issued"] == {"date-parts": [[1980]]}
    assert works["smith1999"]["issued"] == {"date-parts": [[1999, 3]]}
    assert works["smith1999"]["DOI"] == "10.1000/182"
    assert works["doe2020"]["publisher"] == "Cambridge University Press"
