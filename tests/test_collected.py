"""What comes back in proofs: annotations that other programs made, each at its line on paper and its line of Markdown."""

from __future__ import annotations

import ctypes
import json
import random
import re
import textwrap
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from publish.build import Asked, build
from publish.cli import main
from publish.collected import Mark, collect
from publish.collected.written import as_markdown, as_text
from publish.located import Located, line_of
from publish.proofmap import MAP, MapLine, ProofMap, packed, unpacked
from tests.conftest import written

TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page", "contents"]\nbody = ["one.md", "two.md"]\n'
WORDS = (
    "The table had been laid for nine, and notwithstanding circumstances nobody had asked who would sit at its end. "
)
ONE = f"""# One

{WORDS * 6}

A line that was wrapped by hand,
with its second line here, and enough words on it to fill
the lines of a page,
in which a peculiar lamp burns until the morning comes.

See *the* “lanterns” of old.[^n]

> Quoted words by somebody else.

- a point of a list
- another point of it

[^n]: A note of its own.
"""
TWO = f"# Two\n\n{WORDS * 30}\n\n| first | second |\n|---|---|\n| apples | pears |\n\nThe very last words.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("collected") / "book", book__toml=TOML, one__md=ONE, two__md=TWO)


@pytest.fixture(scope="module")
def proof(folder: Path) -> Path:
    report = build(folder, ["review"], folder.parent / "out", workers=1, asked=Asked(reader="Ada", copy="2"))
    assert not report.diagnostics
    return report.written[0].path


@pytest.fixture(scope="module")
def proof_map(proof: Path) -> ProofMap:
    with pikepdf.open(proof) as pdf:
        return unpacked(pdf.attachments[MAP].get_file().read_bytes())


Boxes = list[tuple[float, float, float, float]]


def boxes_of(proof: Path, words: str) -> tuple[int, Boxes]:
    """The page of some words, and a rectangle for each of their lines (left, bottom, right, top), as a viewer finds them."""
    document = pypdfium2.PdfDocument(proof)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            found = text.search(words, match_case=True).get_next()
            if found and number > 3:
                return number, [text.get_rect(at) for at in range(text.count_rects(*found))]
    finally:
        document.close()
    raise AssertionError(words)


def quads(boxes: Boxes) -> Array:
    """As most programs write them: left top, right top, left bottom, right bottom."""
    return Array([n for left, low, right, top in boxes for n in (left, top, right, top, left, low, right, low)])


def annotated(proof: Path, to: Path, *notes: tuple[int, Mapping[str, Any]]) -> Path:
    """A copy of a proof with annotations on its pages (from 0); a `Parent` is the number of the one that is answered."""
    with pikepdf.open(proof) as pdf:
        made: list[Any] = []
        for page, note in notes:
            given = dict(note)
            if "Parent" in given:
                given["IRT"] = made[given.pop("Parent")]
            at = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=given.pop("Rect", Array([0, 0, 9, 9])), **given))
            made.append(at)
            if "/Annots" not in pdf.pages[page].obj:
                pdf.pages[page].obj.Annots = Array()
            pdf.pages[page].obj.Annots.append(at)
        pdf.save(to)
    return to


def marked(proof: Path, to: Path, *words: str, kind: str = "Highlight", **more: Any) -> Path:
    notes = []
    for one in words:
        page, boxes = boxes_of(proof, one)
        notes.append((page, {"Subtype": Name(f"/{kind}"), "QuadPoints": quads(boxes), "T": String("Grace"), **more}))
    return annotated(proof, to, *notes)


def the_only(path: Path, **options: Any) -> Mark:
    marks, noticed = collect([path], **options)
    assert noticed == ()
    assert len(marks) == 1
    return marks[0]


def printed_line(proof_map: ProofMap, words: str) -> tuple[int, MapLine]:
    return next(
        (at, line) for at, page in enumerate(proof_map.pages) if at > 3 for line in page.lines if words in line.text
    )


@pytest.mark.parametrize(
    ("words", "source", "line"),
    [
        ("The table had been laid for nine", "one.md", 3),
        ("A line that was wrapped", "one.md", 5),
        ("with its second line", "one.md", 6),
        ("the lines of a page", "one.md", 7),
        ("peculiar lamp", "one.md", 8),
        ("lanterns", "one.md", 10),
        ("Quoted words by somebody", "one.md", 12),
        ("another point", "one.md", 15),
        ("A note of its own", "one.md", 17),
        ("apples", "two.md", 7),
        ("The very last", "two.md", 9),
    ],
)
@pytest.mark.parametrize("kind", ["Highlight", "Underline", "StrikeOut", "Squiggly"])
def test_words_are_found_at_their_line(
    proof: Path, proof_map: ProofMap, tmp_path: Path, words: str, source: str, line: int, kind: str
) -> None:
    mark = the_only(marked(proof, tmp_path / "a.pdf", words, kind=kind))
    page, on_paper = printed_line(proof_map, words)
    assert (mark.words, mark.source, mark.source_line) == (words, source, line)
    assert (mark.page, mark.folio, mark.line) == (page + 1, proof_map.pages[page].folio, on_paper.number)
    assert (mark.printed, mark.reader) == (on_paper.text, "Grace")


def test_a_divided_word_is_whole_again(proof: Path, proof_map: ProofMap, tmp_path: Path) -> None:
    """Marked over the end of a line and the beginning of the next, without the hyphen that the press put there."""
    page, at = next(
        (p, n) for p, page in enumerate(proof_map.pages) for n, line in enumerate(page.lines) if line.divided
    )
    first, second = proof_map.pages[page].lines[at : at + 2]
    with pikepdf.open(proof) as pdf:
        left, _, _, top = map(float, pdf.pages[page].trimbox.as_list())
    ends, begins = left + first.x + first.width, left + second.x
    boxes = [(ends - 20, top - first.baseline - 2, ends + 1, top - first.baseline + 8),
             (begins - 1, top - second.baseline - 2, begins + 20, top - second.baseline + 8)]  # fmt: skip
    mark = the_only(
        annotated(proof, tmp_path / "a.pdf", (page, {"Subtype": Name.Highlight, "QuadPoints": quads(boxes)}))
    )
    assert mark.words in WORDS
    assert len(mark.words) > 5
    assert (mark.line, mark.printed) == (first.number, first.text)


def test_words_over_several_lines_are_one_text(proof: Path, tmp_path: Path) -> None:
    words = "second line here, and enough words on it to fill the lines"
    document = pypdfium2.PdfDocument(proof)
    number, boxes = boxes_of(proof, "second line here")
    page = document[number]
    text = page.get_textpage()
    whole = text.get_text_range()
    begin = whole.index("second line")
    end = whole.index("lines of a page") + len("lines")
    boxes = [text.get_rect(at) for at in range(text.count_rects(begin, end - begin))]
    document.close()
    mark = the_only(
        annotated(proof, tmp_path / "a.pdf", (number, {"Subtype": Name.Highlight, "QuadPoints": quads(boxes)}))
    )
    assert mark.words == words


def test_annotations_of_another_writer(proof: Path, tmp_path: Path) -> None:
    """pdfium writes the points of a word in its own order, and the whole file anew."""
    document = pypdfium2.PdfDocument(proof)
    for words, kind, said in (
        ("apples", pdfium.FPDF_ANNOT_HIGHLIGHT, "Ripe?"),
        ("lanterns", pdfium.FPDF_ANNOT_STRIKEOUT, ""),
    ):
        number, boxes = boxes_of(proof, words)
        page = document[number]
        made = pdfium.FPDFPage_CreateAnnot(page.raw, kind)
        for left, low, right, top in boxes:
            pdfium.FPDFAnnot_AppendAttachmentPoints(
                made, pdfium.FS_QUADPOINTSF(left, low, right, low, left, top, right, top)
            )
        text = (said + "\0").encode("utf-16-le")
        pdfium.FPDFAnnot_SetStringValue(made, b"Contents", (ctypes.c_ushort * (len(text) // 2)).from_buffer_copy(text))
        pdfium.FPDFPage_CloseAnnot(made)
    document.save(tmp_path / "a.pdf")
    document.close()
    marks, noticed = collect([tmp_path / "a.pdf"])
    assert noticed == ()
    assert [(m.source, m.source_line, m.words, m.text, m.reader) for m in marks] == [
        ("one.md", 10, "lanterns", "", "Ada"),
        ("two.md", 7, "apples", "Ripe?", "Ada"),
    ]


# Annotations without words ------------------------------------------------------------------------


def beside(proof_map: ProofMap, words: str, height: float = 20) -> tuple[int, MapLine, Array]:
    """The rectangle of an icon at the line of some words, in the outer margin."""
    page, line = printed_line(proof_map, words)
    middle = 648 - line.baseline + 3
    return page, line, Array([440, middle - height / 2, 440 + height, middle + height / 2])


@pytest.mark.parametrize("kind", ["Text", "FreeText", "Stamp", "FileAttachment", "Line"])
def test_a_note_belongs_to_the_line_that_it_stands_beside(
    proof: Path, proof_map: ProofMap, tmp_path: Path, kind: str
) -> None:
    page, line, rectangle = beside(proof_map, "Quoted words")
    note = {"Subtype": Name(f"/{kind}"), "Rect": rectangle, "Contents": String("Who?"), "T": String("Grace")}
    mark = the_only(annotated(proof, tmp_path / "a.pdf", (page, note)))
    assert (mark.line, mark.source, mark.source_line, mark.text) == (line.number, "one.md", 12, "Who?")
    assert (mark.words, mark.printed) == ("", "Quoted words by somebody else.")


def test_a_box_of_text_belongs_to_its_first_line_or_to_where_it_points(
    proof: Path, proof_map: ProofMap, tmp_path: Path
) -> None:
    page, line = printed_line(proof_map, "Quoted words")
    top = 648 - line.baseline + 8
    box = {"Subtype": Name.FreeText, "Rect": Array([440, top - 60, 560, top]), "Contents": String("Long.")}
    assert the_only(annotated(proof, tmp_path / "a.pdf", (page, box))).line == line.number
    page, other = printed_line(proof_map, "another point")
    box["CL"] = Array([200, 648 - other.baseline + 2, 430, top, 440, top])
    assert the_only(annotated(proof, tmp_path / "b.pdf", (page, box))).line == other.number


def test_an_insertion_stands_between_two_words(proof: Path, tmp_path: Path) -> None:
    page, ((_, bottom, right, top),) = boxes_of(proof, "peculiar")
    caret = {"Subtype": Name.Caret, "Rect": Array([right, bottom - 4, right + 3, top - 2]), "Contents": String("old")}
    mark = the_only(annotated(proof, tmp_path / "a.pdf", (page, caret)))
    assert (mark.kind, mark.words, mark.text, mark.source) == ("insertion", "peculiar‸ lamp", "old", "one.md")


def test_a_caret_with_the_words_that_it_takes_out_is_a_replacement(proof: Path, tmp_path: Path) -> None:
    page, boxes = boxes_of(proof, "peculiar")
    ((_, bottom, right, top),) = boxes
    caret = {
        "Subtype": Name.Caret,
        "Rect": Array([right, bottom, right + 3, top]),
        "Contents": String("odd"),
        "T": String("G"),
    }
    struck = {"Subtype": Name.StrikeOut, "QuadPoints": quads(boxes), "Parent": 0, "RT": Name.Group, "T": String("G")}
    mark = the_only(annotated(proof, tmp_path / "a.pdf", (page, caret), (page, struck)))
    assert (mark.kind, mark.words, mark.text) == ("replacement", "peculiar", "odd")


def test_answers_belong_to_what_they_answer_and_popups_to_nobody(proof: Path, tmp_path: Path) -> None:
    page, boxes = boxes_of(proof, "lanterns")
    first = {"Subtype": Name.Highlight, "QuadPoints": quads(boxes), "Contents": String("Lamps?"), "T": String("Grace"),
             "M": String("D:20261128153000+01'00'")}  # fmt: skip
    late = {
        "Subtype": Name.Text,
        "Parent": 0,
        "Contents": String("Agreed."),
        "T": String("Ada"),
        "M": String("D:20261201"),
    }
    deep = {
        "Subtype": Name.Text,
        "Parent": 1,
        "Contents": String("Done."),
        "T": String("Grace"),
        "M": String("D:20261202"),
    }
    early = {
        "Subtype": Name.Text,
        "Parent": 0,
        "Contents": String("Why?"),
        "T": String("Ada"),
        "M": String("D:20261130"),
    }
    state = {
        "Subtype": Name.Text,
        "Parent": 0,
        "State": String("Accepted"),
        "StateModel": String("Review"),
        "Contents": String("x"),
    }
    popup = {"Subtype": Name.Popup, "Contents": String("Lamps?")}
    mark = the_only(
        annotated(proof, tmp_path / "a.pdf", *((page, one) for one in (first, late, deep, early, state, popup)))
    )
    assert [(r.author, r.text) for r in mark.replies] == [("Ada", "Why?"), ("Ada", "Agreed."), ("Grace", "Done.")]
    assert (mark.status, mark.date, mark.text) == ("accepted", "2026-11-28T15:30:00+01:00", "Lamps?")


def test_rich_text_is_read_and_words_said_again_are_no_comment(proof: Path, tmp_path: Path) -> None:
    rich = {"RC": String("<?xml version='1.0'?><body><p>More <b>light</b> &amp; air</p></body>")}
    assert the_only(marked(proof, tmp_path / "a.pdf", "lanterns", **rich)).text == "More light & air"
    assert the_only(marked(proof, tmp_path / "b.pdf", "lanterns", Contents=String("lanterns"))).text == ""


# Files --------------------------------------------------------------------------------------------


def test_several_readers_stand_in_the_order_of_the_book(proof: Path, tmp_path: Path) -> None:
    first = marked(proof, tmp_path / "grace.pdf", "The very last", "Quoted words")
    with pikepdf.open(first) as pdf:
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                if "/T" in note:
                    del note["/T"]
        pdf.save(tmp_path / "nameless.pdf")
    second = marked(proof, tmp_path / "second.pdf", "apples", "lanterns", T=String("Alan"))
    marks, noticed = collect([tmp_path / "nameless.pdf", second])
    assert noticed == ()
    assert [(m.words, m.reader, m.proof) for m in marks] == [
        ("lanterns", "Alan", "second.pdf"), ("Quoted words", "Ada", "nameless.pdf"),
        ("apples", "Alan", "second.pdf"), ("The very last", "Ada", "nameless.pdf"),
    ]  # fmt: skip


def test_pages_taken_out_of_a_file_are_known_by_their_words(proof: Path, tmp_path: Path) -> None:
    path = marked(proof, tmp_path / "a.pdf", "apples")
    with pikepdf.open(path) as pdf:
        del pdf.pages[0:3]
        pdf.save(tmp_path / "b.pdf")
    mark = the_only(tmp_path / "b.pdf")
    assert (mark.source, mark.source_line, mark.words) == ("two.md", 7, "apples")


def without_map(path: Path, to: Path) -> Path:
    with pikepdf.open(path) as pdf:
        del pdf.attachments[MAP]
        pdf.save(to)
    return to


def test_a_lost_map_is_taken_from_the_proof_as_it_was_made(proof: Path, tmp_path: Path) -> None:
    lost = without_map(marked(proof, tmp_path / "a.pdf", "apples"), tmp_path / "b.pdf")
    assert [d.code for d in collect([lost])[1]] == ["M092"]
    assert the_only(lost, original=proof).source_line == 7


def with_map(proof: Path, to: Path, content: bytes, **more: Any) -> Path:
    with pikepdf.open(proof) as pdf:
        old = pdf.attachments[MAP].get_file().obj
        old.write(content, **more)
        pdf.save(to, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return to


def encrypted(proof: Path, to: Path) -> Path:
    with pikepdf.open(proof) as pdf:
        pdf.save(to, encryption=pikepdf.Encryption(owner="o", user="u"))
    return to


def bomb(proof: Path, to: Path) -> Path:
    """Half a gigabyte of zeros in half a megabyte."""
    return with_map(proof, to, zlib.compress(bytes(400_000_000), 1), filter=Name.FlateDecode)


HOSTILE: Mapping[str, tuple[str, Callable[[Path, Path], Path]]] = {
    "no PDF": ("M090", lambda proof, to: written(to.parent, **{to.name.replace(".", "__"): "words"}) / to.name),
    "nothing": ("M090", lambda proof, to: written(to.parent, **{to.name.replace(".", "__"): ""}) / to.name),
    "cut in the middle": ("M09", lambda proof, to: (to.write_bytes(proof.read_bytes()[:9000]), to)[1]),
    "a password": ("M091", encrypted),
    "no map": ("M092", without_map),
    "a map that is no JSON": ("M092", lambda proof, to: with_map(proof, to, b"{")),
    "a map of another form": ("M092", lambda proof, to: with_map(proof, to, b'{"title": 3, "pages": [1]}')),
    "a map that is nested": ("M092", lambda proof, to: with_map(proof, to, b"[" * 200_000)),
    "a map in bad UTF-8": ("M092", lambda proof, to: with_map(proof, to, b'{"title": "\xff", "pages": []}')),
    "a map in another filter": ("M092", lambda proof, to: with_map(proof, to, b"AAAA", filter=Name.RunLengthDecode)),
    "a map that grows": ("M093", bomb),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_proof_is_said_in_one_line(proof: Path, tmp_path: Path, name: str) -> None:
    """And what another file says is listed all the same."""
    code, make = HOSTILE[name]
    path = make(proof, tmp_path / "bad.pdf")
    good = marked(proof, tmp_path / "good.pdf", "apples")
    result = CliRunner().invoke(main, ["review", "collect", str(path), str(good)])
    assert result.exit_code == 1
    assert f"bad.pdf:1:1: error {code}" in result.stderr
    assert "two.md:7" in result.stdout
    assert isinstance(result.exception, SystemExit)


def test_a_file_that_is_too_large_is_not_read(proof: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.collected.opened.MOST_BYTES", 10_000)
    assert [d.code for d in collect([proof])[1]] == ["M093"]


def test_annotations_beyond_a_limit_are_refused(proof: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.collected.opened.MOST_MARKS", 1)
    assert [d.code for d in collect([marked(proof, tmp_path / "a.pdf", "apples", "lanterns")])[1]] == ["M093"]


_BAD: Sequence[Mapping[str, Any]] = (
    {"Subtype": Name.Highlight, "QuadPoints": Array([Name.A, 1, 2, 3, 4, 5, 6, 7]), "Rect": Array([1, 2])},
    {"Subtype": Name.Highlight, "Rect": String("no")},
    {"Subtype": Name.Text, "Rect": Array([1e7, 0, 1, 1])},
)


@pytest.mark.parametrize("bad", _BAD)
def test_one_bad_annotation_is_named_and_takes_no_other_with_it(
    proof: Path, tmp_path: Path, bad: Mapping[str, Any]
) -> None:
    path = annotated(marked(proof, tmp_path / "a.pdf", "apples"), tmp_path / "b.pdf", (6, bad))
    marks, noticed = collect([path])
    assert [m.words for m in marks] == ["apples"]
    assert [(d.code, "page 7" in d.message) for d in noticed] == [("M094", True)]


def test_annotations_that_answer_each_other_in_a_circle_end(proof: Path, tmp_path: Path) -> None:
    page, boxes = boxes_of(proof, "apples")
    note = {"Subtype": Name.Highlight, "QuadPoints": quads(boxes), "Contents": String("a")}
    annotated(proof, tmp_path / "a.pdf", (page, note), (page, {**note, "Parent": 0, "Contents": String("b")}))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        first, second = (one for one in pdf.pages[page].obj.Annots if one.get("/Subtype") == "/Highlight")
        first.IRT = second
        pdf.save(tmp_path / "b.pdf")
    mark = the_only(tmp_path / "b.pdf")
    assert (mark.text, [r.text for r in mark.replies]) == ("a", ["b"])


def test_a_file_that_is_mended_is_named_for_what_may_be_lost(proof: Path, tmp_path: Path) -> None:
    path = marked(proof, tmp_path / "a.pdf", "apples")
    (tmp_path / "b.pdf").write_bytes(re.sub(rb"startxref\s+\d+", b"startxref\n7", path.read_bytes()))
    marks, noticed = collect([tmp_path / "b.pdf"])
    assert [m.words for m in marks] == ["apples"]
    assert [d.code for d in noticed] == ["M094"]


@pytest.mark.parametrize("seed", range(30))
def test_no_damage_is_a_traceback(proof: Path, tmp_path: Path, seed: int) -> None:
    """Bytes changed, taken out, cut off: notes are listed, or it is said that they cannot be."""
    path = marked(proof, tmp_path / "a.pdf", "apples", "lanterns")
    content, dice = bytearray(path.read_bytes()), random.Random(seed)
    if seed % 3 == 0:
        del content[dice.randrange(len(content)) :]
    elif seed % 3 == 1:
        del content[(at := dice.randrange(len(content))) : at + dice.randrange(5000)]
    else:
        for _ in range(40):
            content[dice.randrange(len(content))] = dice.randrange(256)
    (tmp_path / "b.pdf").write_bytes(content)
    marks, noticed = collect([tmp_path / "b.pdf"])
    assert marks or noticed
    assert {d.code for d in noticed} <= {"M090", "M092", "M094"}


# What is printed ----------------------------------------------------------------------------------

_EVIL = "\x1b[2J\u202ehidden\x07 <script>`x`</script> [a](b) # *"


def test_nothing_that_a_reader_wrote_acts(proof: Path, tmp_path: Path) -> None:
    """Neither on a terminal nor in Markdown; in JSON it is what it was."""
    path = marked(proof, tmp_path / "a.pdf", "apples", Contents=String(_EVIL), T=String("\x1b]0;x\x07Eve"))
    for style in ("text", "json", "markdown"):
        result = CliRunner().invoke(main, ["review", "collect", str(path), "--format", style])
        assert result.exit_code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)
        if style == "json":
            assert json.loads(result.stdout)[0]["text"] == _EVIL
        if style == "markdown":
            assert "\\<script\\>\\`x\\`" in result.stdout
            assert "\\[a\\](b) \\# \\*" in result.stdout


_MARK = Mark(
    "a.pdf",
    "copy 2, for Ada",
    9,
    "3",
    12,
    "highlight",
    "Grace",
    "2026-11-28T15:30:00Z",
    "the lamp",
    "Which?\nSay so.",
    "See the lamp",
    "one.md",
    10,
)


def test_text_says_paper_source_words_and_comment() -> None:
    assert as_text([_MARK]) == (
        "p. 3, line 12 · one.md:10 · highlight · Grace, 2026-11-28 (copy 2, for Ada)\n    “the lamp”\n    Which?\n    Say so.\n"
    )


def test_markdown_is_a_checklist_by_file() -> None:
    done = msgspec.structs.replace(_MARK, source="two_.md", status="completed", text="", words="")
    assert as_markdown([_MARK, done]) == (
        "# What readers wrote\n\n2 notes by Grace.\n\n## one.md\n\n"
        "- [ ] **p. 3, line 12** · one.md:10 · highlight “the lamp” (Grace, 2026-11-28 (copy 2, for Ada))\n  Which?  \n  Say so.\n"
        "\n## two\\_.md\n\n- [x] **p. 3, line 12** · two\\_.md:10 · highlight (Grace, 2026-11-28 (copy 2, for Ada))\n"
    )


def test_the_list_goes_to_a_file_when_told(proof: Path, tmp_path: Path) -> None:
    path, out = marked(proof, tmp_path / "a.pdf", "apples"), tmp_path / "notes.md"
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--format", "markdown", "--out", str(out)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "- [ ] **p. " in out.read_text(encoding="utf-8")
    assert "1 annotation" in result.stderr


def test_a_proof_that_nobody_wrote_in_has_no_annotations(proof: Path) -> None:
    """The links of the press are none."""
    assert collect([proof]) == ((), ())
    result = CliRunner().invoke(main, ["review", "collect", str(proof)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no annotations\n")


# The manuscript as it is now ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "words", "at", "was"),
    [
        (lambda one, two: (one, two), "peculiar lamp", "one.md:8", ""),
        (lambda one, two: (one.replace("# One", "# One\n\nNew.\n\nNewer."), two), "peculiar lamp", "one.md:12", "one.md:8"),
        (lambda one, two: (one.replace("in which", "and in which there, "), two), "peculiar lamp", "one.md:8", ""),
        (lambda one, two: (one.replace("a peculiar lamp burns until the\n", ""), two), "Quoted words by", "one.md:12", ""),
        (lambda one, two: (one.replace("> Quoted words by somebody else.\n", ""), two + "\n> Quoted words by somebody else.\n"),
         "Quoted words by", "two.md:11", "one.md:12"),
        (lambda one, two: (one, two.replace("| apples", "| plums | figs |\n| apples")), "apples", "two.md:8", "two.md:7"),
        (lambda one, two: (one.replace("Quoted words by somebody", "“Quoted” *words*, by [some](x.html)body"), two),
         "Quoted words by", "one.md:12", ""),
    ],
)  # fmt: skip
def test_a_line_that_moved_is_found_by_its_words(
    proof: Path, tmp_path: Path, edit: Callable[[str, str], tuple[str, str]], words: str, at: str, was: str
) -> None:
    one, two = edit(ONE, TWO)
    book = written(tmp_path / "now", book__toml=TOML, one__md=one, two__md=two)
    path = marked(proof, tmp_path / "a.pdf", words)
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--book", str(book), "--format", "json"])
    assert (result.exit_code, "M095" in result.stderr) == (0, False)
    (mark,) = json.loads(result.stdout)
    assert (f"{mark['source']}:{mark['source_line']}", mark.get("was", "")) == (at, was)


def test_words_that_are_gone_are_named(proof: Path, tmp_path: Path) -> None:
    book = written(
        tmp_path / "now", book__toml=TOML, one__md=ONE.replace("> Quoted words by somebody else.", ""), two__md=TWO
    )
    path = marked(proof, tmp_path / "a.pdf", "Quoted words by")
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--book", str(book)])
    assert result.exit_code == 0
    assert "one.md:12:1: warning M095: “Quoted words by” (page" in result.stderr
    assert "one.md:12 (not there any more)" in result.stdout


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.md", "x\0.md", "."])
def test_no_path_of_a_map_is_opened(proof: Path, proof_map: ProofMap, tmp_path: Path, path: str) -> None:
    written(tmp_path, secret__md="# Secret\n\nQuoted words by somebody else.\n")
    pages = [
        msgspec.structs.replace(page, lines=tuple(msgspec.structs.replace(line, path=path) for line in page.lines))
        for page in proof_map.pages
    ]
    forged = with_map(proof, tmp_path / "f.pdf", packed(msgspec.structs.replace(proof_map, pages=tuple(pages))))
    book = written(tmp_path / "now", book__toml=TOML, one__md="# One\n\nOther.\n", two__md="# Two\n\nWords.\n")
    note = marked(forged, tmp_path / "a.pdf", "Quoted words by")
    result = CliRunner().invoke(main, ["review", "collect", str(note), "--book", str(book)])
    assert result.exit_code == 0
    assert "M095" in result.stderr


@pytest.mark.parametrize(
    ("source", "printed", "turns"),
    [
        ("# A\n\nOne two three\nfour five six seven.\n", "One two three four five", ((0, 3), (14, 4))),
        ("a\n\nThe *long* “word” notwith-\n", "The long ‘word’ notwith‐", ((0, 3),)),
        ("See the ring[^n] of old friends,\nand more.", "See the ring1 of old friends, and", ((0, 1), (30, 2))),
        ("A stra\u00dfe of ﬁne words here", "A STRASSE of fine words here", ((0, 1),)),
        ("Nothing alike", "Other words than these", None),
        ("", "Words", None),
        ("Words", "—", None),
    ],
)
def test_printed_words_are_located(source: str, printed: str, turns: object) -> None:
    found = Located(source).found(printed, 0)
    assert (found[0] if found else None) == turns


@given(
    st.lists(st.text("abcdefghij", min_size=3, max_size=9), min_size=1, max_size=60),
    st.integers(10, 60),
    st.integers(10, 60),
)
def test_each_word_is_at_its_line_however_source_and_page_are_wrapped(words: list[str], wide: int, narrow: int) -> None:
    """For words that occur once: the line of any word on paper is the one of the source that holds it."""
    words = [f"{word}{number}x" for number, word in enumerate(words)]
    source, reached = textwrap.wrap(" ".join(words), wide, break_long_words=False), 0
    text = Located("\n".join(source))
    for printed in textwrap.wrap(" ".join(words), narrow, break_long_words=False):
        found = text.found(printed, reached)
        assert found is not None
        turns, reached = found
        for match in re.finditer(r"\S+", printed):
            assert match[0] in source[line_of(turns, match.start()) - 1].split()
