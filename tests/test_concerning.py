"""A stylesheet cut to the rules that concern a page draws the same page."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.editions import EDITIONS, front_drawn
from publish.editions.concerning import concerning
from publish.editions.fonts import cut_faces
from publish.editions.front_drawn import cover_sources
from publish.paged.front import Front, front_jpeg
from publish.studio import opened
from tests.conftest import shop, written

PAGE = etree.fromstring('<html><body class="a"><p class="b c" id="i">x<em>y</em></p></body></html>')


@pytest.mark.parametrize(
    "rule",
    [
        "p { x: y }", "P{}", "* {}", "html, q {}", ".a .b > em::before {}", "p.b.c#i {}", "q, .c {}", ":root {}", "p:hover {}",
        "p:not(.q) {}", "[lang] q {}", "@font-face { src: url(a;b}c) }", "@media print { q { x: y } }", "@import 'q.css';",
        "p { content: '} q {' }", 'p { content: "\\"}" }', "p /* q { */ em {}", "@page { margin: 0 }", "@page :left {}",
        ".\\31 q {}", "p { content: '/* kept */' }",
    ],
)  # fmt: skip
def test_what_may_match_stays(rule: str) -> None:
    assert concerning(f"q {{ a: b }}\n/* {{ */ {rule} q.z {{ }}", PAGE) == f"{rule}\n"


@pytest.mark.parametrize(
    "rule", ["q {}", ".d {}", "p .d em {}", "#j {}", "p q {}", "q, .d {}", "@page named { margin: 0 }"]
)
def test_what_cannot_match_goes(rule: str) -> None:
    assert concerning(f"p {{ a: b }} {rule}", PAGE) == "p { a: b }\n"


def test_a_named_page_that_is_used_stays() -> None:
    assert concerning("p { page: one } @page one {} @page two {}", PAGE) == "p { page: one }\n@page one {}\n"


@pytest.mark.parametrize("css", ["p { a: b", "p { a: b }} q {}", "p { a: b } q", "p { content: '} "])
def test_a_sheet_whose_braces_do_not_pair_stays_whole(css: str) -> None:
    assert concerning(css, PAGE) == css


@pytest.mark.parametrize("design", ["field", "frame", "letter", "band"])
def test_a_cover_is_the_same_picture(design: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = (
        f'title = "The Ring"\nsubtitle = "A book"\nauthor = "Ann Author"\nlang = "en"\n[cover]\ndesign = "{design}"\n'
    )
    studio, _ = opened(written(tmp_path / "book", book__toml=toml, a__md="# A\n\nWords.\n"))
    assert studio is not None
    book, _ = studio.book_for(EDITIONS["epub"])
    few, faces = cover_sources(book, studio.theme)
    monkeypatch.setattr(front_drawn, "concerning", lambda css, page: css)
    all_of_them, _ = cover_sources(book, studio.theme)
    assert len(few["cover/cover.css"]) < 0.6 * len(all_of_them["cover/cover.css"])
    sources = {f"fonts-src/{face.source}": studio.theme.fonts[face.source] for face in faces}
    cut = cut_faces(faces, sources, shop())
    one, other = (
        front_jpeg(Front(files["cover/cover.html"], files["cover/cover.css"].decode(), cut, 280, 448))
        for files in (few, all_of_them)
    )
    assert one == other
