"""The rules of stores: each names a measure that exists, its source and its month; numbers are those of the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.build import build, check, origin_maps
from publish.verify import verify
from publish.verify.measures import MEASURES
from publish.verify.stores import judged, stores
from tests.conftest import written
from tests.defects import good

TOML = 'title = "B"\nslug = "b"\nlang = "en"\ndate = "2026-01-01"\nepub = {page-list = false}\n'


def test_six_stores_have_rules_with_sources() -> None:
    assert [s.name for s in stores()] == [
        "Amazon", "Apple Books", "Kobo", "Google Play Books", "Ingram", "Barnes & Noble",
    ]  # fmt: skip
    for rule in (rule for store in stores() for rule in store.rule):
        assert rule.measure in MEASURES
        assert rule.source
        assert re.fullmatch(r"20\d\d-\d\d", rule.read)
        assert (rule.least is None) != (rule.most is None)


def test_every_measure_is_of_a_rule() -> None:
    assert {rule.measure for store in stores() for rule in store.rule} == set(MEASURES)


def test_a_verdict_says_the_number_found(tmp_path: Path) -> None:
    said = [str(v) for v in judged(good(tmp_path), "epub")]
    assert "Apple Books: cover short side 1400 px, at least 1400: met" in said
    assert all(line.endswith(": met") for line in said)


def test_a_file_of_no_edition_is_shown_to_all_stores(tmp_path: Path) -> None:
    unmet = [v for v in judged(good(tmp_path), "") if not v.met]
    assert [(v.store, v.rule.measure) for v in unmet] == [("Amazon", "cover-pages")]


def table(rows: int, columns: int) -> str:
    head = f"| {' | '.join(['h'] * columns)} |\n|{'---|' * columns}\n"
    return head + f"| {' | '.join(['c'] * columns)} |\n" * rows


#: Defects of a manuscript: what is written after three lines, and the code and line that are named.
DEFECTS = {
    "an image without words": ("![](dot.png)", "A004:4"),
    "an image that is not there": ("Text.\n\n![A dot](dog.png)", "A001:6"),
    "an image that ends too early": ("![A dot](half.png)", "A003:4"),
    "a link to no place": ("Text.\n\nSee [there](#nowhere).", "R001:6"),
    "a link to no file": ("See [there](other.md).", "R003:4"),
    "a note that is not written": ("Text.[^none]", "C003:4"),
    "an affiliate link": ("[Buy](https://www.amazon.com/dp/1?tag=x-20).", "R006:4"),
    "a label given twice": ("[A]{#x}\n\nText.\n\n[B]{#x}", "R002:8"),
    "a link that Amazon takes out": ("Text.\n\n[There](https://www.kobo.com/x).", "E004:6"),
    "a table that is too long": ("Text.\n\n" + table(120, 2), "E008:6"),
    "a table that is too wide": (table(2, 12), "E008:4"),
    "a link that Apple refuses": ("Text.\n\nText.\n\n[There](https://www.amazon.com/dp/1).", "E007:8"),
    "a chapter that is too long": ("Words and words. " * 20000, "E008:1"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_of_the_manuscript_is_named_at_its_line(name: str, tmp_path: Path) -> None:
    text, wanted = DEFECTS[name]
    folder = written(tmp_path / "m", book__toml=TOML, one__md=f"# One\n\n\n{text}\n")
    Pillow.effect_noise((60, 60), 80).save(folder / "dot.png")
    (folder / "half.png").write_bytes((folder / "dot.png").read_bytes()[:1000])
    found = list(check(folder, ("epub", "kindle")).diagnostics)
    if wanted.startswith(("E007", "E008")):
        paths = {w.path: w.edition for w in build(folder, ("epub", "kindle"), tmp_path / "out", workers=1).written}
        found += verify(dict.fromkeys(paths, ("stores",)), paths, [origin_maps(tmp_path / "out")])[1]
    places = [f"{d.code}:{d.span.line}" for d in found if d.span.path == "one.md"]
    assert wanted in places, [str(d) for d in found]
    assert {p.rpartition(":")[2] for p in places} == {wanted.rpartition(":")[2]}
