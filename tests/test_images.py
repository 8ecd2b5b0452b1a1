"""Pictures as authors keep them: every kind, every spelling of a name, and what is reported of those that cannot be kept."""

from __future__ import annotations

import base64
import datetime
import io
import unicodedata

import pytest
from PIL import Image, ImageDraw

from publish.book import Book, Manuscript, Matter, Medium, Metadata, Source
from publish.diagnostics import Diagnostic
from publish.markdown import parse
from publish.resolve import resolve
from publish.resolve.nearness import may_be_name, mistakes, near_file
from publish.resolve.rasters import UnreadableError, decoded

RED = Image.new("RGB", (40, 20), (200, 40, 40))
ImageDraw.Draw(RED).rectangle((0, 0, 9, 19), fill=(20, 40, 200))


def saved(kind: str, image: Image.Image = RED, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def grey(bits: int) -> Image.Image:
    image = Image.new("I;16" if bits == 16 else "L", (2, 1))
    image.putpixel((1, 0), 65_535 if bits == 16 else 255)
    return image


def turned() -> bytes:
    exif = RED.getexif()
    exif[0x0112] = 6
    return saved("JPEG", exif=exif)


MOVING = {"save_all": True, "append_images": [RED.rotate(180)]}

KINDS = [
    ("png", saved("PNG"), "png", (40, 20), False),
    ("jpeg", saved("JPEG"), "jpeg", (40, 20), False),
    ("png in 16 bits of grey", saved("PNG", grey(16)), "png", (2, 1), False),
    ("png of two colours", saved("PNG", RED.convert("1")), "png", (40, 20), False),
    ("cmyk jpeg", saved("JPEG", RED.convert("CMYK")), "jpeg", (40, 20), False),
    ("jpeg on its side", turned(), "jpeg", (20, 40), False),
    ("webp", saved("WEBP"), "png", (40, 20), False),
    ("avif", saved("AVIF"), "png", (40, 20), False),
    ("bmp", saved("BMP"), "png", (40, 20), False),
    ("tiff", saved("TIFF"), "png", (40, 20), False),
    ("gif", saved("GIF"), "gif", (40, 20), False),
    ("moving gif", saved("GIF", **MOVING), "gif", (40, 20), False),
    ("moving png", saved("PNG", **MOVING), "png", (40, 20), True),
    ("moving webp", saved("WEBP", **MOVING), "png", (40, 20), True),
]


@pytest.mark.parametrize(("name", "content", "kind", "size", "stilled"), KINDS, ids=[k[0] for k in KINDS])
def test_a_kind(name: str, content: bytes, kind: str, size: tuple[int, int], stilled: bool) -> None:
    raster = decoded(content)
    assert (raster.kind, (raster.width, raster.height), raster.stilled) == (kind, size, stilled)
    image = Image.open(io.BytesIO(raster.content))
    image.load()
    assert image.format == {"jpeg": "JPEG", "png": "PNG", "gif": "GIF"}[kind]
    assert not image.getexif()
    assert image.mode in ("1", "L", "LA", "P", "RGB", "RGBA")


def test_sixteen_bits_become_eight() -> None:
    image = Image.open(io.BytesIO(decoded(saved("PNG", grey(16))).content))
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [0, 255]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (saved("JPEG")[:300], "[Tt]runcated"),
        (saved("GIF", **MOVING)[:-60], "truncated"),
        (b"no picture", "known kind"),
    ],
)
def test_what_cannot_be_decoded(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        decoded(content)


SVG = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY w "word"><!ENTITY space "http://x">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="&space;" width="30" height="10">
<style>@font-face { src: url(a.woff) } .a { fill: red }</style><text class="a">&w;<foreignObject/>, more</text><image href="http://x/y.png"/><script>x</script></svg>"""
FILES = {
    "img/a b.png": saved("PNG"),
    "img/plus+one.png": saved("PNG"),
    "img/a%20c.png": saved("PNG"),
    unicodedata.normalize("NFC", "img/café.png"): saved("PNG"),
    "img/Upper.PNG": saved("PNG"),
    "img/wrong.jpg": saved("PNG"),
    "img/d.svg": SVG,
    "img/empty.png": b"",
    "part/images/near.png": saved("PNG"),
    "resources/leanpub.png": saved("PNG"),
    "moving.webp": saved("WEBP", **MOVING),
}
DATA = "data:image/png;base64," + base64.b64encode(saved("PNG")).decode()


def book_of(text: str) -> tuple[Book, tuple[Diagnostic, ...]]:
    sources = (Source("part/one.md", f"# T\n\nx {text} y\n", Matter.BODY, "chapter"),
               Source("two.md", "# B\n\nb\n", Matter.BODY, "chapter"))  # fmt: skip
    manuscript = Manuscript(Metadata("T"), sources, FILES, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    chapters, noticed = parse(manuscript)
    book, found = resolve(manuscript, chapters, Medium("epub"))
    return book, (*noticed, *found)


NAMES = [
    ("![x](<../img/a b.png>)", "png", ""),
    ("![x](../img/a%20b.png)", "png", ""),
    ("![x](../img/plus+one.png)", "png", ""),
    ("![x](../img/a%20c.png)", "png", ""),
    ("![x](/img/café.png)", "png", ""),
    ("![x](" + unicodedata.normalize("NFD", "img/café.png") + ")", "png", ""),
    ("![x](img/upper.png?raw=true#w)", "png", "A013"),
    ("![x](/img/wrong.jpg)", "png", ""),
    ("![x](near.png)", "png", ""),
    ("![x](leanpub.png)", "png", ""),
    ("![x](/img/d.svg)", "svg", "A007"),
    ("![x](/moving.webp)", "png", "A014"),
    (f"![x]({DATA})", "png", ""),
    (
        "<img alt='x' src=\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>\">",
        "svg",
        "",
    ),
    ("![](/img/wrong.jpg)", "png", "A004"),
    ("![x](/img/empty.png)", "", "A003"),
    ("![x](data:image/png;base64,!!)", "", "A003"),
    ("![x](https://example.org/x.png)", "", "A005"),
    ("![x](//example.org/x.png)", "", "A005"),
    ("![x](/img/uper.pgn)", "", "A001"),
    ("![x](../../secret.png)", "", "A001"),
    ("<img alt='x'>", "", "A001"),
    ("[![x](/img/wrong.jpg)](https://example.org)", "png", ""),
]


@pytest.mark.parametrize(("text", "kind", "code"), NAMES, ids=[n[0][:40] for n in NAMES])
def test_a_name(text: str, kind: str, code: str) -> None:
    book, noticed = book_of(text)
    tree = book.chapters[0].tree
    images = list(tree.iter("img"))
    assert [d.code for d in noticed] == ([code] if code else [])
    assert all(d.span.line == 3 and d.span.path == "part/one.md" for d in noticed)
    if kind:
        assert [image.get("src", "").rsplit(".", 1)[-1] for image in images] == [kind]
        assert images[0].get("src", "").removeprefix("images/") in book.images
    else:
        assert not images
        assert [e.text for e in tree.iter("span") if e.get("class") == "missing-image"] == ["[x]"]


def test_a_drawing_keeps_its_words_and_its_own_rules() -> None:
    book, _ = book_of("![x](/img/d.svg)")
    content = next(iter(book.images.values())).content
    assert b"word, more" in content
    assert b".a { fill: red }" in content
    assert b"font-face" not in content
    assert b"<image" not in content


def test_the_nearest_name_is_offered() -> None:
    _, noticed = book_of("![x](/img/uper.pgn)")
    assert noticed[0].hint == "did you mean img/Upper.PNG?"


NEAR_BY = ("img/beam.png", "img/fig-12.png", "img/the-ring.svg", "img/ring.jpg", "old/ring.jpg", "img/Straße.png")
#: A path that leads to nothing, and the file that is near it.
NEAR = (
    ("none.png", ""), ("bean.png", "img/beam.png"), ("baem.png", "img/beam.png"), ("beam.jpg", "img/beam.png"),
    ("art/beam.png", "img/beam.png"), ("fig-13.png", ""), ("fig12.png", "img/fig-12.png"), ("thering.svg", "img/the-ring.svg"),
    ("the-king.svg", "img/the-ring.svg"), ("old/ring.png", "old/ring.jpg"), ("img/sing.jpg", "img/ring.jpg"), ("cat.png", ""),
    ("STRASSE.PNG", "img/Straße.png"), ("", ""), ("img/", ""), (".png", ""), ("a.png", ""),
)  # fmt: skip


@pytest.mark.parametrize(("wanted", "file"), NEAR)
def test_a_file_that_is_near_is_offered_and_no_other(wanted: str, file: str) -> None:
    assert near_file(wanted, NEAR_BY) == file


@pytest.mark.parametrize(
    ("wanted", "known", "near"),
    [
        ("fig:map", "fig:maps", True), ("rnig", "ring", True), ("adversary-bitrot", "adversaries", False),
        ("the-ring", "ring", True), ("old-road", "the-old-road", True), ("installing", "installation", True),
        ("smith2020", "smith2021", True), ("road", "ring", False), ("", "", True), ("Ring", "ring", True),
    ],
)  # fmt: skip
def test_a_name_that_is_near(wanted: str, known: str, near: bool) -> None:
    assert may_be_name(wanted, known) is near


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("", "", 0), ("", "ab", 2), ("ab", "ba", 1), ("abc", "abd", 1), ("kitten", "sitting", 3)],
)
def test_mistakes_are_counted(one: str, other: str, number: int) -> None:
    assert mistakes(one, other) == mistakes(other, one) == number
