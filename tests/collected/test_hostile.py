"""Files that are no proofs, damaged ones, and limits: named in one line each."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Name, String

from publish.cli import main
from publish.collected import collect
from tests.collected.proofs import annotated, boxes_of, marked, quads, the_only, with_map, without_map
from tests.conftest import ROOT, written


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


@pytest.mark.slow
def test_a_page_that_grows_beyond_all_memory_is_an_error(proof: Path, tmp_path: Path) -> None:
    """Six thousand megabytes in seventy thousand bytes: the process that reads them has its limit, and another says so."""
    path = marked(proof, tmp_path / "a.pdf", "apples")
    folding = zlib.compressobj(1)
    once = b"".join([*(folding.compress(bytes(10_000_000)) for _ in range(600)), folding.flush()])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            if page.obj.get("/Annots") is not None:
                page.obj.Contents = pikepdf.Stream(pdf, b"")
                page.obj.Contents.write(zlib.compress(once), filter=Array([Name.FlateDecode, Name.FlateDecode]))
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    done = subprocess.run(
        [sys.executable, "-m", "publish", "review", "collect", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "a.pdf:1:1: error M093" in done.stderr
    assert "Traceback" not in done.stderr
