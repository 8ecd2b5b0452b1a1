"""A mutation test of the judges: every single defect put into a good EPUB is found (E001, E002 or E006), at the line that
caused it where one did; the good one passes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from publish.build import origin_maps
from publish.cache import Memory
from publish.diagnostics import Diagnostic
from publish.origins import name_of
from publish.verify.epub_sound import epub_sound
from publish.verify.findings import NOBODY, Finding, number_at, reported
from tests.defects import DEFECTS, OWN, Defect, good, spoiled
from tests.docket import Checks, Docket
from tests.test_verify import epub

Findings = Mapping[str, tuple[Diagnostic, ...]]


def made(home: Path) -> Checks:
    """The good book, and each spoiled one with the map of the good one."""
    epub = good(home)
    maps = origin_maps(home / "out")
    known = maps.recall(name_of(epub.read_bytes()))
    assert known is not None
    books: dict[Path, tuple[str, ...]] = {epub: ("epubcheck", "epub-sound")}
    for number, defect in enumerate((*DEFECTS, *OWN)):
        path = spoiled(epub, defect, epub.parent / f"{number}.epub")
        maps.keep(name_of(path.read_bytes()), known)
        books[path] = ("epub-sound",) if defect in OWN else ("epubcheck", "epub-sound")
    return books


@pytest.fixture(scope="module")
def findings(docket: Docket) -> Findings:
    """What is said of each book, by its defect."""
    found, maps = docket.findings(made), [origin_maps(docket.out(made))]
    names = dict(zip(docket.made(made), ("good", *(defect.name for defect in (*DEFECTS, *OWN))), strict=True))
    return {name: tuple(reported([f for f in found if f.file == path], maps)) for path, name in names.items()}


@pytest.mark.judged(book=made)
def test_the_good_book_passes(findings: Findings) -> None:
    assert findings["good"] == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=[d.name for d in DEFECTS])
def test_a_defect_is_found(findings: Findings, defect: Defect) -> None:
    assert {d.code for d in findings[defect.name]} & {"E001", "E002", "E006"}


@pytest.mark.parametrize("defect", [d for d in DEFECTS if d.line], ids=[d.name for d in DEFECTS if d.line])
def test_a_defect_is_found_at_the_line_that_caused_it(findings: Findings, defect: Defect) -> None:
    places = [f"{d.span.path}:{d.span.line}" for d in findings[defect.name]]
    assert defect.line in places, [str(d) for d in findings[defect.name]]
    assert all(d.hint != NOBODY for d in findings[defect.name] if f"{d.span.path}:{d.span.line}" == defect.line)


@pytest.mark.parametrize("defect", OWN, ids=[d.name for d in OWN])
def test_a_defect_that_others_let_pass_is_found(findings: Findings, defect: Defect) -> None:
    found = findings[defect.name]
    assert found
    if defect.line:
        assert defect.line in [f"{d.span.path}:{d.span.line}" for d in found], [str(d) for d in found]


LOOKS = {
    "body { color: #111 }": ["body sets the colour of the text (color: #111)"],
    "p, li { font-size: 12px; line-height: 1.4 }": [
        "p sets the size of the text (font-size: 12px)", "p sets the leading (line-height: 1.4)",
    ],
    "/* body { color: red } */\nbody, p { text-align: justify }": ["body sets the alignment (text-align: justify)"],
    "html { background: white } .note, p.first { color: red; font-size: 2em }": ["html sets the ground (background: white)"],
    "body { color: inherit; font-size: 100%; line-height: normal; background: transparent }": [],
    "@media (prefers-color-scheme: dark) { body { color: #ddd } p { color: #ccc } }": [],
    "@media screen { body { color: #ddd } }": ["body sets the colour of the text (color: #ddd)"],
}  # fmt: skip


@pytest.mark.parametrize("css", LOOKS)
def test_a_stylesheet_that_takes_a_choice_from_the_reader(css: str, tmp_path: Path) -> None:
    path = epub(tmp_path / "b.epub", **{"s.css": css})
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    item = b'<item id="s" href="s.css" media-type="text/css"/></manifest>'
    files["EPUB/book.opf"] = files["EPUB/book.opf"].replace(b"</manifest>", item)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    found = [f for f in epub_sound([path]) if f.code == "E009"]
    assert [f.message.removesuffix(": the reader's own choice may not show") for f in found] == LOOKS[css]
    assert all(f.line == css.count("\n") + 1 for f in found)


def test_what_nothing_in_the_manuscript_causes_is_a_fault_of_the_press(findings: Findings) -> None:
    (found,) = {d for d in findings["mimetype is compressed"] if d.code == "E006"}
    assert (found.span.path.endswith(".epub"), found.hint) == (True, NOBODY)


def test_a_stranger_s_file_is_reported_at_its_own_path(tmp_path: Path) -> None:
    finding = Finding("E001", "RSC-005: text", tmp_path / "b.epub", "EPUB/one.xhtml", 3, 9)
    (found,) = reported([finding], [Memory(tmp_path, "")])
    assert (str(found.span), found.hint) == ("b.epub/EPUB/one.xhtml:3:9", "")


def test_what_is_no_archive_is_no_epub(tmp_path: Path) -> None:
    (tmp_path / "b.epub").write_text("text")
    assert [f.code for f in epub_sound([tmp_path / "b.epub"])] == ["E006"]


@pytest.mark.parametrize(
    ("line", "column", "number"), [(1, 1, 0), (1, 4, 1), (2, 1, 1), (2, 2, 2), (2, 0, 3), (9, 9, 3)]
)
def test_places_are_elements(line: int, column: int, number: int) -> None:
    assert number_at(b"<a><b>\n <c/><d/></b></a>", line, column) == number


def test_what_is_before_a_fault_is_still_counted() -> None:
    assert number_at(b"<a><b><c></b></a>", 1, 12) == 2
