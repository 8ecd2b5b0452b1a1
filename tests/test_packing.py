"""Sections go through bytes whole; files that all chapters have travel by name."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from publish.paged.engine import Engine
from publish.paged.layout import by_digest
from publish.paged.packing import joined, packed, unpacked, unpacked_uses
from publish.typefaces import Fonts

FILES = {"fonts/f.ttf": Fonts()["EBGaramond[wght].ttf"]}
STYLES = "@font-face { font-family: F; src: url(fonts/f.ttf) } html { font: 10px F } @page { size: 300px }"


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "travels"), [("JPEG", False), ("PNG", True)])
def test_a_picture_that_is_printed_as_it_is_travels_by_name(kind: str, travels: bool) -> None:
    picture = _picture(kind)
    content = b'<html><head><title>T</title></head><body><p>words <img src="images/a" alt="a"/></p></body></html>'
    section, _ = Engine(STYLES, FILES).section(content, {"images/a": picture}, "en")
    known = {**by_digest(FILES.values()), **by_digest([picture])}
    made = packed(section, known)
    assert (len(made) > len(picture) // 2) == travels
    assert unpacked(made, known) == section
    assert unpacked(packed(section, ()), {}) == section


def test_layers_of_like_resources_are_one_section() -> None:
    engine = Engine(STYLES, FILES)
    pages = engine.layers(b"<html><head><title>T</title></head><body><p>abc</p>"
                          b'<p style="break-before: page">bcd</p></body></html>')  # fmt: skip
    one, *others = joined(pages)
    assert not others
    assert one.leaves == tuple(leaf for page in pages for leaf in page.leaves)
    (use,) = unpacked_uses(one.faces)
    assert set(use.unicode.values()) == set("abcd")
    plain, transparent = pages[0], engine.layers(b"<html><head><title>T</title></head><body>"
                                                 b'<p style="opacity: 0.5">a</p></body></html>')[0]  # fmt: skip
    assert joined([plain, transparent, plain]) == [plain, transparent, plain]
