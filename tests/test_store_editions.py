"""The EPUBs for stores differ from the standard one in what their profiles say, and in nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pillow

from publish.book import EPUB_TYPE, MATHML, XHTML, Element
from publish.build import build
from publish.editions import EDITIONS
from publish.editions.kindle import plain_formulas, plain_spaces
from publish.editions.kobo import spanned
from publish.editions.pictured import Job, prepared
from publish.editions.pictures import fitted, photograph
from publish.verify import verify
from tests.conftest import written

STORES = ("epub", "kindle", "kobo")
CHAPTER = """# One

A first sentence. “A second?” *The third* ends[^n] here, at 5\u202fkm. ![A dot](dot.png) [There](https://www.kobo.com/x).

::: {only="epub"}
In every EPUB.
:::

::: {only="kobo"}
On Kobo.
:::

[^n]: A note.
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("stores")
    toml = (
        'title = "B"\nslug = "b"\nlang = "en"\ndate = "2026-01-01"\n'
        'identifier = [{ scheme = "ISBN-13", value = "978-3-16-148410-0", edition = "epub" }]\n'
    )
    written(folder / "m", book__toml=toml, one__md=CHAPTER)
    Pillow.new("RGBA", (2000, 2000), (0, 0, 0, 0)).save(folder / "m" / "dot.png")
    report = build(folder / "m", STORES, folder / "out", workers=1)
    assert [d.code for d in report.diagnostics] == ["E004"]  # the link to Kobo in the Kindle's book, once
    return {w.edition: w.path for w in report.written}


def read(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"EPUB/{name}")


def text(path: Path) -> str:
    return "".join(etree.fromstring(read(path, "one.xhtml")).itertext())


def test_files_are_named_as_stores_and_readers_want(books: dict[str, Path]) -> None:
    assert [books[name].name for name in STORES] == ["b.epub", "b-kindle.epub", "b.kepub.epub"]


def test_only_the_kindle_s_has_no_page_for_the_cover(books: dict[str, Path]) -> None:
    has = {name: b"cover.xhtml" in read(path, "content.opf") for name, path in books.items()}
    assert has == {"epub": True, "kindle": False, "kobo": True}
    assert all(b'properties="cover-image"' in read(path, "content.opf") for path in books.values())


def test_they_are_the_same_book_by_its_isbn(books: dict[str, Path]) -> None:
    assert all(b"urn:isbn:9783161484100" in read(path, "content.opf") for path in books.values())


def test_what_is_kept_to_epubs_is_in_all_of_them(books: dict[str, Path]) -> None:
    assert all("In every EPUB." in text(path) for path in books.values())
    assert {name for name, path in books.items() if "On Kobo." in text(path)} == {"kobo"}


def test_a_link_that_a_store_refuses_keeps_its_words(books: dict[str, Path]) -> None:
    assert {name for name, path in books.items() if b"www.kobo.com" in read(path, "one.xhtml")} == {"epub", "kobo"}
    assert all("There" in text(path) for path in books.values())


def test_a_narrow_space_is_one_that_the_kindle_knows(books: dict[str, Path]) -> None:
    assert "5\u202fkm" in text(books["epub"])
    assert "5\xa0km" in text(books["kindle"])


def test_sentences_on_a_kobo_are_numbered_spans_with_the_same_text(books: dict[str, Path]) -> None:
    root = etree.fromstring(read(books["kobo"], "one.xhtml"))
    spans = [e for e in root.iter(f"{{{XHTML}}}span") if e.get("class") == "koboSpan"]
    ids = [e.get("id") for e in spans]
    assert len(ids) == len(set(ids))
    assert [e.text for e in spans if e.text][2:5] == ["A first sentence. ", "“A second?” ", "The third"]
    assert text(books["kobo"]).replace("On Kobo.", "").split() == text(books["epub"]).split()


def test_a_picture_has_no_more_pixels_than_all_stores_take(books: dict[str, Path]) -> None:
    for path in books.values():
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.endswith(".png")]
            picture = Pillow.open(io.BytesIO(archive.read(names[0])))
        assert 3_100_000 < picture.width * picture.height <= 3_200_000
        assert picture.mode == "RGB"  # transparent before: it would vanish at night


@given(st.lists(st.sampled_from(["A.", " B? ", "c", "\n", "“D!” ", "。え"]), max_size=8))
def test_spans_change_no_letter(parts: list[str]) -> None:
    tree = etree.fromstring("<section><p/><pre>x. y</pre><ul> <li>z</li> </ul></section>")
    for number, part in enumerate(parts):
        etree.SubElement(tree[0], ("em", "img", "b")[number % 3]).tail = part
    before = "".join(tree.itertext())
    assert "".join(spanned(tree).itertext()) == before


def math(inside: str) -> Element:
    return etree.fromstring(f'<p><math xmlns="{MATHML}">{inside}</math> after</p>')


def test_a_kindle_reads_formulas_without_annotations() -> None:
    tree = plain_formulas(math("<semantics><mi>x</mi><annotation>x</annotation></semantics>"))
    assert [etree.QName(e).localname for e in tree.iter()] == ["p", "math", "mi"]
    assert "".join(tree.itertext()) == "x after"


def test_a_kindle_s_spaces_stay_spaces() -> None:
    assert plain_spaces(etree.fromstring("<p>a\u2009b\u202fc</p>")).text == "a b\xa0c"


def drawing(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Pillow.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", drawing("JPEG", (10, 10))),
        ("a.png", drawing("PNG", (10, 10), "P")),
        ("a.gif", b"GIF89a"),
        ("a.png", b"no"),
    ],
)
def test_a_picture_that_fits_is_the_author_s_own(name: str, content: bytes) -> None:
    assert fitted(name, content, 100) == content


def test_a_picture_that_is_too_large_keeps_its_shape() -> None:
    picture = Pillow.open(io.BytesIO(fitted("a.jpg", drawing("JPEG", (400, 100)), 10_000)))
    assert picture.size == (200, 50)


def test_a_drawing_that_is_too_large_keeps_its_palette() -> None:
    grey = Pillow.radial_gradient("L").resize((600, 600)).quantize(32, dither=Pillow.Dither.NONE)
    drawn, painted = io.BytesIO(), io.BytesIO()
    grey.save(drawn, "PNG")
    grey.convert("RGB").save(painted, "PNG")
    content = fitted("a.png", drawn.getvalue(), 90_000)
    picture = Pillow.open(io.BytesIO(content))
    assert (picture.mode, picture.size) == ("P", (300, 300))
    assert len(picture.getcolors() or ()) <= 32
    assert len(content) * 2 < len(fitted("a.png", painted.getvalue(), 90_000))


def noisy() -> Pillow.Image:
    """What compresses as photographs do: soft, and of very many colours."""
    return Pillow.merge("RGB", [Pillow.effect_noise((600, 400), 60).resize((900, 600)) for _ in range(3)])


def saved(picture: Pillow.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_a_photograph_is_a_jpeg_and_a_drawing_is_not() -> None:
    jpeg = photograph(saved(noisy(), "PNG"))
    assert jpeg is not None
    assert Pillow.open(io.BytesIO(jpeg)).format == "JPEG"
    lines = Pillow.linear_gradient("L").point(lambda level: 255 * (level // 8 % 2)).resize((3000, 3000)).convert("RGB")
    assert photograph(saved(lines, "PNG") + bytes(200_000)) is None
    clear = noisy().convert("RGBA")
    clear.putalpha(128)
    assert photograph(saved(clear, "PNG")) is None
    assert photograph(saved(noisy().resize((90, 60)), "PNG")) is None


@pytest.mark.parametrize("jpeg", [True, False])
def test_a_photograph_is_named_as_it_is_in_documents_and_manifest(jpeg: bool, tmp_path: Path) -> None:
    toml = f'title = "B"\nslug = "b"\nlang = "en"\n[epub]\npage-list = false\njpeg-photographs = {str(jpeg).lower()}\n'
    written(tmp_path / "m", book__toml=toml, one__md="# One\n\n![A view](view.png)\n")
    noisy().save(tmp_path / "m" / "view.png")
    path = build(tmp_path / "m", ["epub"], tmp_path / "out", workers=1).written[0].path
    ending = ".jpg" if jpeg else ".png"
    (image,) = etree.fromstring(read(path, "one.xhtml")).iter(f"{{{XHTML}}}img")
    assert image.get("src", "").endswith(ending)
    with zipfile.ZipFile(path) as archive:
        assert f"EPUB/{image.get('src')}" in archive.namelist()
    assert [d.message for d in verify({path: ("epub-sound",)})[1]] == []


def test_a_picture_with_too_many_bytes_is_saved_anew() -> None:
    heavy = saved(noisy().resize((2000, 1500)), "JPEG", quality=100)
    assert len(heavy) > 1_500_000 > len(fitted("a.jpg", heavy, 4_000_000))


def test_a_still_gif_fits_and_a_moving_one_stays() -> None:
    still = drawing("GIF", (400, 100), "P")
    assert Pillow.open(io.BytesIO(fitted("a.gif", still, 10_000))).size == (200, 50)
    out = io.BytesIO()
    frames = [Pillow.new("RGB", (400, 100), color) for color in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert fitted("a.gif", out.getvalue(), 10_000) == out.getvalue()


def test_a_drawing_stands_on_white() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -1 4 3"><title>T</title><path d="M0 0"/></svg>'
    root = etree.fromstring(fitted("a.svg", svg, 100))
    assert [etree.QName(e).localname for e in root] == ["title", "rect", "path"]
    assert (root[1].get("y"), root[1].get("height")) == ("-1", "3")


def test_letters_and_verse_say_what_they_are(tmp_path: Path) -> None:
    letter = "London, 3 May\n\nDear Sir,\n\nText.\n\nYours truly,\n\nAnn\n"
    text = f"# One\n\n::: verse\nA line,\nanother.\n:::\n\n::: letter\n{letter}:::\n"
    written(tmp_path / "m", book__toml='title = "B"\nslug = "b"\nlang = "en"\n', one__md=text)
    path = build(tmp_path / "m", ["epub"], tmp_path / "out", workers=1).written[0].path
    root = etree.fromstring(read(path, "one.xhtml"))
    types = [e.get(EPUB_TYPE) for e in root.iter() if ":" in (e.get(EPUB_TYPE) or "")]
    assert types == ["z3998:verse", "z3998:letter", "se:letter.dateline", "z3998:salutation", "z3998:valediction",
                     "z3998:signature"]  # fmt: skip
    assert "z3998: " in root.get("{http://www.idpf.org/2007/ops}prefix", "")


def test_the_jacket_is_as_large_as_stores_want_it(books: dict[str, Path], tmp_path: Path) -> None:
    (jacket,) = build(books["epub"].parent.parent / "m", ["jacket"], tmp_path, workers=1).written
    picture = Pillow.open(io.BytesIO(jacket.path.read_bytes()))
    assert (jacket.path.name, picture.format, picture.mode, picture.size) == (
        "b-jacket.jpg",
        "JPEG",
        "RGB",
        (1600, 2560),
    )
    assert jacket.path.stat().st_size < 5_000_000


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("GIF", "P")])
def test_a_picture_of_the_author_s_own_is_the_jacket_in_its_shape(kind: str, mode: str, tmp_path: Path) -> None:
    toml = f'title = "B"\nslug = "b"\nlang = "en"\ncover-image = "c.{kind.lower()}"\n'
    written(tmp_path / "m", book__toml=toml, one__md="# One\n\nText.\n")
    (tmp_path / "m" / f"c.{kind.lower()}").write_bytes(drawing(kind, (300, 400), mode))
    (jacket,) = build(tmp_path / "m", ["jacket"], tmp_path / "out", workers=1).written
    picture = Pillow.open(io.BytesIO(jacket.path.read_bytes()))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (300, 400))


def test_every_edition_for_a_store_is_an_edition() -> None:
    assert set(STORES) <= set(EDITIONS)


def test_a_picture_is_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the same content are one; an edit of the text prepares none, in no edition; a wider picture is another."""
    made: list[str] = []

    def counted(jobs: Sequence[Job]) -> tuple[bytes, ...]:
        made.extend(job[0] for job in jobs)
        return prepared(jobs)

    monkeypatch.setattr("publish.editions.pictured.prepared", counted)
    toml = 'title = "B"\nslug = "b"\nlang = "en"\n[epub]\npage-list = false\nmax-megapixels = 0.1\n'
    folder = written(tmp_path / "m", book__toml=toml, one__md="# One\n\n![One](a.png)\n\n![Two](b.png)\n")
    for name in ("a.png", "b.png"):
        Pillow.new("RGB", (800, 200), "red").save(folder / name)
    for text, anew in (("", 1), ("More.\n", 0), ("![Three](c.png)\n", 1)):
        made.clear()
        with (folder / "one.md").open("a") as file:
            file.write(f"\n{text}")
        Pillow.new("RGB", (1600, 100), "red").save(folder / "c.png")
        report = build(folder, ["epub", "kobo"], tmp_path / "out", workers=1)
        assert len(made) == anew, report.diagnostics
    assert not report.held_back
    with zipfile.ZipFile(report.written[0].path) as archive:
        sizes = [
            Pillow.open(archive.open(n)).size
            for n in sorted(archive.namelist())
            if "/images/" in n and "cover" not in n
        ]
    assert sorted(sizes) == [(632, 158), (1264, 79)]
