"""Annotations that other programs made, each at its line on paper and its line of Markdown."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Array, Name, String

from publish.collected import collect
from publish.proofmap import MapLine, ProofMap
from tests.collected.proofs import WORDS, annotated, boxes_of, marked, printed_line, quads, the_only, without_map


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


def test_a_lost_map_is_taken_from_the_proof_as_it_was_made(proof: Path, tmp_path: Path) -> None:
    lost = without_map(marked(proof, tmp_path / "a.pdf", "apples"), tmp_path / "b.pdf")
    assert [d.code for d in collect([lost])[1]] == ["M092"]
    assert the_only(lost, original=proof).source_line == 7
