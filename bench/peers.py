"""The others, as programs of their own: `python bench/peers.py typst IN.typ OUT.pdf` and `… weasyprint FOLDER OUT.pdf`.

Neither imports anything of this press. The WeasyPrint document is what its manual shows: one HTML, one style sheet.
"""

from __future__ import annotations

import html
import re
import sys
from importlib import resources
from pathlib import Path

FACES = (("fontpkg_eb_garamond", "EB Garamond"), ("fontpkg_source_code_pro", "Source Code Pro"))
STYLES = Path(__file__).with_name("peer.css")


def font_folders() -> list[str]:
    return [str(resources.files(package) / "files") for package, _ in FACES]


def typst(source: str, out: str) -> None:
    import typst as engine

    engine.compile(source, output=out, font_paths=font_folders(), ignore_system_fonts=True)


def weasyprint(folder: str, out: str) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = CSS(string=_font_faces() + STYLES.read_text(encoding="utf-8"), font_config=fonts)
    chapters = [_chapter(path) for path in sorted(Path(folder).glob("*.md"))]
    base = Path(folder).as_uri() + "/"
    HTML(string=_document(chapters), base_url=base).write_pdf(out, stylesheets=[styles], font_config=fonts)


def _font_faces() -> str:
    rules = []
    for package, family in FACES:
        for path in sorted((Path(str(resources.files(package))) / "files").glob("*.ttf")):
            style = "italic" if "Italic" in path.name else "normal"
            rules += [
                f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; '
                f'src: url("{path.as_uri()}") }}\n'
                for weight in (400, 700)
            ]
    return "".join(rules)


def _chapter(path: Path) -> tuple[str, str, str]:
    """The id, the title and the HTML of a chapter, notes at their calls, as floats want them."""
    from markdown_it import MarkdownIt

    text = path.read_text(encoding="utf-8")
    notes = dict(re.findall(r"^\[\^([\w-]+)\]: (.+)$", text, flags=re.M))
    text = re.sub(r"^\[\^[\w-]+\]: .+$", "", text, flags=re.M)
    text = re.sub(r"\[\^([\w-]+)\]", lambda call: f'<span class="note">{html.escape(notes[call[1]])}</span>', text)
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    made = re.sub(r"<h1>(.+?) \{#([\w-]+)\}</h1>", r'<h1 id="\2">\1</h1>', made)
    made = re.sub(
        r'<p><img src="(.+?)" alt="(.+?)" />\{#([\w:-]+)\}</p>',
        r'<figure id="\3"><img src="\1" alt="\2"><figcaption>\2</figcaption></figure>',
        made,
    )
    made = re.sub(
        r"<table>(.+?)</table>\n<p>: (.+?) \{#([\w:-]+)\}</p>",
        r'<table id="\3"><caption>\2</caption>\1</table>',
        made,
        flags=re.S,
    )
    id, title = re.findall(r'<h1 id="([\w-]+)">(.+?)</h1>', made)[0]
    return id, title, made


def _document(chapters: list[tuple[str, str, str]]) -> str:
    entries = "".join(f'<li><a href="#{id}">{title}</a></li>' for id, title, _ in chapters)
    body = "".join(f'<section class="chapter">{made}</section>' for _, _, made in chapters)
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A book</title><body>'
        '<section class="front"><p class="title">A book</p></section>'
        f'<section class="front contents"><p>Contents</p><ol>{entries}</ol></section>{body}'
    )


if __name__ == "__main__":
    {"typst": typst, "weasyprint": weasyprint}[sys.argv[1]](sys.argv[2], sys.argv[3])
