"""Text alternatives that say nothing: `A030`. That there is none is `A004`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.book.trees import line_of, path_of
from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex

_NAME_OF_A_FILE = regex(r"[\w./ -]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)", re.I)
_SAYS_NOTHING = regex(
    r"(?:an? |the )?(?:image|img|picture|pic|photo|photograph|screenshot|figure|diagram|graphic|untitled|alt|alt text"
    r"|bild|foto|abbildung|illustration|imagen|immagine|imagem|afbeelding|рисунок|изображение|картинка|图片|圖片|画像|图)[ _-]*\d*",
    re.I,
)


def alternatives_empty(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.chapters:
        for image in chapter.tree.iter("img"):
            alternative = image.get("alt", "").strip()
            if _NAME_OF_A_FILE.fullmatch(alternative) or _SAYS_NOTHING.fullmatch(alternative):
                message = f"the text alternative “{alternative}” does not say what the image shows"
                span = Span(path_of(image, chapter.source.path), line_of(image))
                yield Diagnostic("A030", message, span, "describe it in a few words", alternative)
