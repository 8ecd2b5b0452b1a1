"""The front of a cover: its words lie apart in every design and size, its colours and initials are those that are said."""

from __future__ import annotations

import datetime
import re

import pytest
from lxml import etree

from publish.book import Book, CoverSettings, Metadata, Person, PrintSettings
from publish.editions.front import cover_page, cover_styles, initial, luminance
from publish.editions.looks import around, colours, mistakes
from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.sources.book_toml.cover import DESIGNS
from publish.theme import load_theme
from publish.words import words_for

#: A title, a subtitle and names that are long beyond reason, each alone and all at once.
LONG = ("The Strange and Surprising Adventures of an Extraordinarily Long-Titled Book about Responsibilities",
        "With an Account of How Everything Was Set in Type and Printed on Paper in the Year of Its Making",
        "Alexandra Constantinopoulou-Featherstonehaugh and Maximilian von und zu Hohenzollern-Sigmaringen")  # fmt: skip


@pytest.mark.parametrize("size", [(6.0, 9.0), (5.0, 8.0), (8.5, 8.5), (4.0, 6.0), (8.25, 6.0)])
@pytest.mark.parametrize("design", DESIGNS)
def test_words_of_a_front_lie_apart(design: str, size: tuple[float, float]) -> None:
    """However long they are, all are on the page, and no line stands over one of another block."""
    width, height = size
    theme = load_theme({})[0]
    for title, subtitle, names in (
        LONG,
        ("The Ring", *LONG[1:]),
        (LONG[0], "A Tale", "Ann Lee"),
        ("The Ring", "A Tale", "Ann Lee"),
        (
            *LONG[:2],
            ", ".join([LONG[2], "Jo Li", "María del Carmen Fernández de la Vega", "Hans-Joachim Müller-Lüdenscheidt"]),
        ),
    ):
        trim = PrintSettings(f"{width}in", f"{height}in")
        metadata = Metadata(
            title,
            subtitle=subtitle,
            author=(Person(names),),
            publisher="House",
            print=trim,
            cover=CoverSettings(design),
        )
        book = Book(
            metadata, words_for("en")[0], (), {}, (), (), (), (), {}, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        )
        css = "\n".join([theme.styles["tokens.css"], theme.styles["print.css"], cover_styles(book, theme)])
        css += f"\n:root {{ --trim-width: {width}in; --trim-height: {height}in }} .cover {{ width: {width}in; height: {height}in }}"
        css += f"@page cover {{ size: {width}in {height}in; margin: 0 }}"
        body = etree.tostring(cover_page(book, theme), encoding="unicode")
        html = f'<html lang="en"><body><section class="cover-page">{body}</section></body></html>'
        (page,) = Engine(css, {}).pages(html.encode(), {})
        lines = [one for one in page._page_box.descendants() if isinstance(one, LineBox) and one.children]
        boxes = [
            one for one in page._page_box.descendants() if one.element is not None and not isinstance(one, LineBox)
        ]
        for letter in (one for one in boxes if one.element.get("class") == "cover-initial"):
            right, bottom = letter.position_x + letter.width, letter.position_y + letter.height
            assert letter.position_x > 0.05 * width * 96
            assert right < 0.95 * width * 96, "nothing of it is cut off"
            for line in lines:
                beside = line.position_x >= right or line.position_x + line.width <= letter.position_x
                assert beside or line.position_y + line.height <= letter.position_y or line.position_y >= bottom
        feet = [one for one in boxes if one.element.get("class") == "cover-foot"]
        assert len(feet) == (design == "band")
        for foot in feet:  # its rule keeps clear of the words above it
            above = [one for one in lines if foot.element not in (one.element, *one.element.iterancestors())]
            assert all(one.position_y + one.height <= foot.border_box_y() + 1 for one in above), (title, subtitle)
        for at, line in enumerate(lines):
            assert line.position_x + line.width <= width * 96 * 0.95, (title, subtitle)
            assert line.position_y + line.height < (height - 0.25) * 96, (title, subtitle)
            for other in lines[at + 1 :]:
                if other.element is not line.element:
                    over = min(line.position_y + line.height, other.position_y + other.height)
                    across = min(line.position_x + line.width, other.position_x + other.width)
                    below = max(line.position_y, other.position_y)
                    assert over <= below + 1 or across <= max(line.position_x, other.position_x), (title, subtitle)


def test_words_of_korean_stay_whole_on_a_cover() -> None:
    trim = Metadata("어린 왕자와 별들의 이야기", author=(Person("홍길동"),), print=PrintSettings("6in", "9in"))
    book = Book(
        trim, words_for("ko")[0], (), {}, (), (), (), (), {}, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    )
    title = next(e for e in cover_page(book, load_theme({})[0]).iter() if "cover-title" in e.get("class", ""))
    assert ["".join(part.itertext()) for part in title] == ["어린", "왕자와", "별들의", "이야기"]
    assert "".join(title.itertext()) == trim.title


@pytest.mark.parametrize("design", DESIGNS)
def test_designs_say_their_colours(design: str) -> None:
    styles = load_theme({})[0].styles
    assert set(colours(styles["cover.css"] + styles.get(f"cover-{design}.css", ""))) == {"ground", "ink", "accent"}


@pytest.mark.parametrize("accent", ["", "#c8452f", "#101010", "#f0e0a0", "#808080", "#00a0ff"])
def test_the_words_of_a_spine_stand_out_on_its_colour(accent: str) -> None:
    """On the colour of a scene, whatever an author makes it: paper or ink where these do, else black or white."""
    styles = load_theme({})[0].styles["cover-band.css"] + (f":root {{ --cover-accent: {accent} }}" if accent else "")
    given = around(styles, "accent")
    (ink,) = re.findall(r"--spine-ink: (#[0-9a-f]{6})", given)
    light, dark = sorted((luminance(ink), luminance(colours(styles)["accent"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert "--spine-ink" not in around(styles, "ground")


@pytest.mark.parametrize(("ground", "accent", "told"), [
    ("#16182b", "", False), ("#f0f0f0", "", False), ("#16182b", "#1a2040", True), ("#16182b", "#e0b050", False),
])  # fmt: skip
def test_the_title_of_frame_stands_out_on_any_ground(ground: str, accent: str, told: bool) -> None:
    """It has the accent, which is made of ground and ink where nobody chose it."""
    metadata = Metadata("Emma", cover=CoverSettings("frame", ground, "", accent))
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    book = Book(metadata, words_for("en")[0], (), {}, (), (), (), (), {}, now)
    codes = [one.code for one in mistakes(book, cover_styles(book, load_theme({})[0]))]
    assert codes == (["P013"] if told else [])


def test_a_cover_of_the_author_s_own_lends_its_colours() -> None:
    assert colours(".cover { color: #ffffff; background: #102030 }") == {"ink": "#ffffff", "ground": "#102030"}


@pytest.mark.parametrize(
    ("title", "letter"), [("The Ring", "R"), ("A", "A"), ("L’été", "É"), ("戦争", "戦"), ("1984", "1"), ("!", "!")]
)
def test_initials(title: str, letter: str) -> None:
    assert initial(title) == letter
