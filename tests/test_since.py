"""A proof held against an earlier revision: what changed is marked where it stands, and no line moves for it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from publish.asked import LAST_TAG, Asked
from publish.book import Changes, ChapterChange, Removed
from publish.build import build, cache_folder, hired
from publish.cli import main
from publish.editions import EDITIONS
from publish.editions.changed import change_notes
from publish.editions.interior import page_lines
from publish.paged.leaves import ANNOTATION, CONTENT, ELEMENT, Element
from publish.paged.noted import Lookup, noted
from publish.paged.partial import structure_of
from publish.paged.places import arabic, roman
from publish.paged.proofing import counted_lines
from publish.proofmap import MAP
from publish.remembered import versions
from publish.studio import opened, rendered
from publish.verify.pdfua import pdfa3, pdfua
from publish.workshop import workshop
from tests.repository import committed, git
from tests.test_review import text_of

P = [
    "The table had been laid for nine, and nobody had asked who would sit at the end of it, as if it were known.",
    "In the morning the letter was gone from the sill, though the window had been shut all night. Nobody spoke of it.",
    "She counted the spoons twice, and both times there was one that belonged to another house, and was heavier.",
    "Nobody could say when the dog had last been seen, or by whom, or whether it had been barking before that.",
    "The clock in the hall struck a quarter that no one had known it could strike, and then it went on as before.",
    "They went up the hill in silence, and came down again by the other road before dark, each with a stone in hand.",
]
TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page", "contents"]\nbody = [{}]\n'


def chapter(title: str, *paragraphs: str) -> str:
    return "\n\n".join((f"# {title}", *paragraphs)) + "\n"


def long(number: int) -> list[str]:
    return [f"{P[(number + n) % 6]} So it was in the {number * 20 + n}th year." for n in range(20)]


OLD = {
    "one_md": chapter("One", P[0], f"{P[1]}[^n]", P[2], P[3], *long(1), "[^n]: A note of its own, in the house."),
    "two_md": chapter("Two", *long(2), P[4]),
    "three_md": chapter("Three", *long(3)),
    "book_toml": TOML.format('"one.md", "two.md", "three.md"'),
}
ADDED = "A paragraph that was not there before stands here now, and is long enough to have several lines of its own."
NEW = {
    "one_md": chapter("One", P[0].replace("nine", "ten guests"), f"{P[1]}[^n]", ADDED, P[2], *long(1), P[4],
                      "[^n]: A note of her own, in the house."),
    "two_md": chapter("Two", *long(2)),
    "three_md": chapter("Three", *long(3)),
    "book_toml": TOML.format('"one.md", "three.md", "two.md"'),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("since") / "book"
    at.mkdir()
    git(at, "init", "-q", "-b", "main")
    committed(at, "2026-01-20", "v1.0", **OLD)
    committed(at, "2026-03-20", **NEW)
    return at


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, Path]:
    found = {}
    for name, names, asked in (
        ("plain", ("review", "pdf"), Asked()),
        ("since", ("review",), Asked(since="v1.0")),
        ("only", ("review",), Asked(since="v1.0", changed_only=True)),
    ):
        report = build(folder, names, folder.parent / "out", workers=1, asked=asked)
        assert not report.diagnostics
        for one in report.written:
            kept = one.path.rename(one.path.with_stem(f"{name}-{one.edition}"))
            found[one.edition if name == "plain" else name] = kept
    return found


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = [page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in document]
    document.close()
    return found


def lines(path: Path) -> list[dict[str, Any]]:
    with pikepdf.open(path) as pdf:
        pages = json.loads(pdf.attachments[MAP].get_file().read_bytes())["pages"]
        assert len(pages) == len(pdf.pages)
        return [page for page in pages if page["kind"] != "changes"]


def test_pages_and_lines_are_those_of_the_book(made: dict[str, Path]) -> None:
    with pikepdf.open(made["pdf"]) as book, pikepdf.open(made["since"]) as since:
        pages, proven = list(book.pages)[2:], list(since.pages)[-(len(book.pages) - 2) :]
        assert len(pages) > 8
        for page, marked in zip(pages, proven, strict=True):
            assert text_of(page) == text_of(marked)
    assert lines(made["since"]) == lines(made["review"])


def test_every_line_is_that_of_the_print_edition(folder: Path, made: dict[str, Path]) -> None:
    studio, _ = opened(folder)
    assert studio is not None
    edition = EDITIONS["print"]
    rendition, _ = rendered(edition, studio.book_for(edition)[0], studio.theme)
    assert rendition is not None
    out = folder.parent / "out"
    with contextlib.closing(hired(1)) as pool, workshop(cache_folder(out), versions(), pool) as shop:
        printed = page_lines(rendition, shop)
    proven = [[line["text"] for line in page["lines"]] for page in lines(made["since"])]
    assert proven == [[line.text for _, line in counted_lines(page)] for page in printed]
    assert sum(map(len, proven)) > 140


def test_the_opening_pages_list_what_changed_with_links(made: dict[str, Path]) -> None:
    first = texts(made["since"])[0]
    assert "Changes since v1.0 (2026-01-20, " in first
    words = " ".join(first.split())
    # Two words for one, a paragraph of 21 words for another, “her” for “its”; what moved counts in neither chapter.
    assert "24 words added, 23 removed, on 4 pages." in words
    assert "One changed 24 23" in words
    assert "Two moved, it followed “One”; changed" in words
    with pikepdf.open(made["since"]) as pdf, pikepdf.open(made["review"]) as plain:
        labels = [page.label for page in pdf.pages]
        before = len(pdf.pages) - len(plain.pages)
        assert before % 2 == 0
        assert labels == [f"Changes {n + 1}" for n in range(before)] + [page.label for page in plain.pages]
        named = {str(name): page for name, page in zip(*[iter(pdf.Root.Names.Dests.Names)] * 2, strict=True)}
        pages = [page.obj.objgen for page in pdf.pages]
        links = [
            labels[pages.index(named[str(note.Dest)][0].objgen)] for note in pdf.pages[0].Annots if note.get("/Dest")
        ]
        assert links == ["1", "2", "5", "6", "1", "5"]
        for page, proven in zip(plain.pages, list(pdf.pages)[before:], strict=True):
            assert page.mediabox == proven.mediabox


def test_roman_folios_are_numbers() -> None:
    assert [arabic(roman(number)) for number in range(1, 2000)] == list(range(1, 2000))


def margin_of(made: dict[str, Path]) -> list[str]:
    """What the proof says on each page that the one without marks does not, which stands behind all of it."""
    plain, since = texts(made["review"]), texts(made["since"])
    return [text.removeprefix(before) for before, text in zip(plain, since[-len(plain) :], strict=True)]


def test_what_is_gone_or_moved_is_said_in_the_margin(made: dict[str, Path]) -> None:
    said = "\n".join(margin_of(made))
    assert "Moved: it followed “One”." in said.replace("\n", " ")
    for gone in ("nine", "its", f"¶ {P[3]}"):
        assert gone in " ".join(said.split()), gone
    assert "A paragraph moved from here to “One”." in " ".join(said.split())
    assert "Moved here from “Two”." in " ".join(said.split())
    assert ADDED not in said


@pytest.mark.slow
def test_marks_are_no_part_of_what_is_read(made: dict[str, Path]) -> None:
    assert pdfua([made["since"], made["only"]]) == ()
    assert pdfa3([made["since"], made["only"]]) == ()


def test_the_same_book_has_no_marks(folder: Path, made: dict[str, Path]) -> None:
    report = build(folder, ["review"], folder.parent / "out", workers=1, asked=Asked(since="HEAD"))
    assert not report.diagnostics
    plain = texts(made["review"])
    assert texts(report.written[0].path)[-len(plain) :] == plain


def test_pages_without_changes_are_left_out_when_asked(made: dict[str, Path]) -> None:
    """Their folios stay, and the links between those that are left."""
    path = made["only"]
    with pikepdf.open(path) as pdf, pikepdf.open(made["since"]) as whole:
        assert [page.label for page in pdf.pages] == ["Changes 1", "1", "2", "5", "6"]
        at = {page.label: page for page in whole.pages}
        for page in list(pdf.pages)[1:]:
            assert text_of(page) == text_of(at[page.label])
            assert page.mediabox == at[page.label].mediabox
    assert "Pages without changes are left out." in texts(path)[0]
    assert [page["folio"] for page in lines(path)] == ["1", "2", "5", "6"]


def test_structure_of_some_pages() -> None:
    """A table keeps its cells, a section what it holds, an element that goes on over the page what is left of it."""
    table = [
        Element("Sect", 0, ((ELEMENT, 1, 0), (ELEMENT, 2, 0), (ELEMENT, 3, 0))),
        Element("P", 0, ((CONTENT, 0, 0),)),
        Element("P", 0, ((CONTENT, 0, 1), (ELEMENT, 4, 0))),
        Element("Table", 0, ((ELEMENT, 5, 0), (ELEMENT, 6, 0))),
        Element("Link", 1, ((CONTENT, 1, 0), (ANNOTATION, 1, 0))),
        Element("TR", 0, ((CONTENT, 0, 2),)),
        Element("TR", 1, ((CONTENT, 1, 1),)),
    ]
    found, roots = structure_of(table, (0,), {1})
    assert roots == (0,)
    assert [(e.type, e.page, e.kids) for e in found] == [
        ("Sect", 1, ((ELEMENT, 1, 0), (ELEMENT, 3, 0))),
        ("P", 1, ((ELEMENT, 2, 0),)),
        ("Link", 1, ((CONTENT, 1, 0), (ANNOTATION, 1, 0))),
        ("Table", 1, ((ELEMENT, 4, 0), (ELEMENT, 5, 0))),
        ("TR", 1, ()),
        ("TR", 1, ((CONTENT, 1, 1),)),
    ]
    assert structure_of(table, (0,), set()) == ([], ())
    assert structure_of(table, (0,), {0, 1})[1] == (0,)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.stderr


def test_a_revision_that_is_not_there_keeps_the_proof_back(folder: Path, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"))
    code, said = run("build", str(folder), "--to", "review,html", *out, "--since", "v2.0")
    assert code == 1
    assert "M081" in said
    assert "did you mean v1.0?" in said
    assert [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")] == ["t-html"]
    code, said = run("build", str(folder), "--to", "html", *out, "--since", "v1.0")
    assert code == 2
    assert "add review" in said
    code, said = run("review", str(folder), *out, "--changed-only")
    assert code == 2
    assert "--since" in said


def test_a_book_that_could_not_be_read_then(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    committed(tmp_path, "2026-01-01", "v1", book_toml="title = [\n", one_md="# One\n\nWords.\n")
    committed(tmp_path, "2026-01-02", book_toml='title = "T"\nlang = "en"\n')
    report = build(tmp_path, ["review"], tmp_path.parent / "out", workers=1, asked=Asked(since=LAST_TAG))
    assert [d.code for d in report.diagnostics] == ["M085"]
    assert report.held_back == ("review",)


def test_a_book_that_is_read_from_right_to_left_has_its_margin_outside(tmp_path: Path) -> None:
    words = "متن این کتاب از راست به چپ خوانده می‌شود و هر خط آن شماره دارد. "
    text = "\n\n".join(("# یک", *(words * 6 for _ in range(12)), "پایان همین است."))
    git(tmp_path, "init", "-q")
    committed(tmp_path, "2026-01-01", "v1", book_toml='title = "T"\nlang = "fa"\nslug = "t"\n', one_md=text)
    committed(
        tmp_path,
        "2026-01-02",
        one_md=text.replace("همین", "changed").replace("شماره دارد. متن", "شماره changed متن", 1),
    )
    report = build(tmp_path, ["review"], tmp_path.parent / "out-rtl", workers=1, asked=Asked(since="v1"))
    assert [d for d in report.diagnostics if d.severity == "error"] == []
    document = pypdfium2.PdfDocument(report.written[0].path)
    checked = 0
    for page in document:
        left, _, right, _ = page.get_trimbox()
        outer_right = page.get_mediabox()[2] > right
        text_page = page.get_textpage()
        for number in ("5", "10"):  # of lines, outside of the text and within the page
            found = text_page.search(number, match_whole_word=True).get_next()
            if found is not None and text_page.count_rects(*found) == 1:
                x = text_page.get_rect(0)[0]
                assert x > (left + right) / 2 if outer_right else x < (left + right) / 2
                checked += 1
    assert checked >= 2
    document.close()


def test_what_the_margin_shortens_stands_whole_at_the_end() -> None:
    long, short = " ".join(map(str, range(200))), "a few words"
    gone = (Removed(-1, long), Removed(4, short), Removed(7, "x"))
    notes = change_notes(Changes((ChapterChange("one", "One", "kept", gone=gone),)))
    assert [bool(note.listed) for note in notes] == [True, False, False]
    assert notes[0].text.startswith("¶ 0 1 2 ")
    assert notes[0].text.endswith(" 198 199")
    assert "[… 121 words …]" in notes[0].text
    assert notes[0].whole == f"¶ {long}"
    found = noted(notes, Lookup((), (), ()))
    assert found == []  # a document without lines has no margin
