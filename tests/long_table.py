"""“The Long Table”: one small book with every construct of the dialect, and what it becomes, page by page."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from PIL import Image

from publish.book import Book, Rendition
from publish.diagnostics import Diagnostic
from publish.theme import Theme

LOREM = (
    "The table had been laid for nine, and nobody had asked who would sit at the end of it, where the light from the"
    " window fell in the afternoon and the draught came under the door; it was understood, as most things were. "
)

BOOK_TOML = """
title = "The Long Table"
subtitle = "A Book of Everything"
author = [{ name = "Ada Winter" }, { name = "Tom Reed" }]
contributor = [{ name = "Ida Moss", role = "ill" }]
lang = "en"
publisher = "Fixture Press"
date = "2026-11-24"
rights = "Copyright © 2026 Ada Winter"
identifier = [{ scheme = "ISBN-13", value = "978-3-16-148410-0" }]
front = ["half-title", "title-page", "imprint", "disclosure", "content-note", "dedication.md", "epigraph.md",
  "contents", "list-of-figures", "list-of-tables", "preface.md"]
body = [{ part = "First Things", chapters = ["one.md", "two.md"] }, { part = "Last Things", chapters = ["three.md"] }]
back = ["afterword.md", "index"]

[disclosure]
publisher = "Published by *Fixture Press*."
ai = "Nobody wrote this."

[content-note]
text = "Contains a *table*."
"""

ONE = f"""# The Guests {{#ch:guests}}

::: epigraph
Come in, come in.

— *The host*
:::

[The guests]{{.smallcaps}} came early.[^first] {LOREM * 3} We return to them (@fig:plan, @tbl:seats, @ch:cake).

{LOREM * 2}Deep.[^long] And so on, with *emphasis*.[^third]

***

After the break, a [seat]{{.index entry="seat!at the end"}} stood free. {LOREM}

## Where they sat[^heading]

{LOREM * 4}

| Seat | Guest | Cost |
|:-----|:------|-----:|
| One | Ada[^cell] | 1,250.00 |
| Two | Tom | 12.50 |

Table: Who sat where. {{#tbl:seats}}

![A square table.](plan.png){{#fig:plan}}

### Further down

{LOREM * 2}

[^first]: NOTE-FIRST, a short one.
[^long]: NOTE-LONG begins with a paragraph. {LOREM}

    A second paragraph of it.

    - a list in a note
    - of two lines
[^third]: NOTE-THIRD.
[^heading]: NOTE-HEADING in a heading.
[^cell]: NOTE-CELL in a cell.
"""

TWO = f"""# The Cake, Which Was Announced for Five and Was Brought In at a Quarter Past Nine {{#ch:cake}}

{LOREM * 2}

> A block quotation. {LOREM}

::: pull-quote
The cake was late.
:::

::: aside
**On cakes.** {LOREM}
:::

::: verse
The cake was late,\\
the guests were not.

They came at eight\\
and ate the lot.
:::

1. First
2. Second
   - inner one
   - inner two

Term
:   What it means. {LOREM}

```python
def cake(late: bool) -> str:
    return "crumbs" if late else "cake"
```

{LOREM * 14}Later.[^late] {LOREM * 6}

Seen from [the beginning](#ch:guests), `late` is [a place](https://example.org/cakes). {LOREM}

[^late]: NOTE-LATE.
"""

SOURCES = {
    "book.toml": BOOK_TOML,
    "dedication.md": "For the one at the end of the table\n",
    "epigraph.md": "::: epigraph\nOne day there will be cake.\n\n— Proverb\n:::\n",
    "preface.md": f"# Before the Meal\n\n{LOREM * 3}\n",
    "one.md": ONE,
    "two.md": TWO,
    "three.md": f"# Going Home\n\n{LOREM * 30}\n\n{LOREM * 3}\n",
    "afterword.md": f"# After the Meal\n\nA [seat]{{.index}} again. {LOREM}\n",
}

NOTES = ("FIRST", "LONG", "THIRD", "HEADING", "CELL", "LATE")


def write(folder: Path) -> Path:
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    Image.new("L", (600, 400), 200).save(folder / "plan.png")
    return folder


@dataclasses.dataclass(frozen=True)
class Made:
    """The book as resolved, its rendition, and the PDF page by page: text, folio labels."""

    book: Book
    theme: Theme
    rendition: Rendition
    content: bytes
    noticed: tuple[Diagnostic, ...]
    pages: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def body(self) -> int:
        """The page on which the body begins: arabic 1."""
        return self.labels.index("1")

    def page_with(self, text: str, start: int = 0) -> int:
        """The first page that has a text, the contents page left out."""
        pages = ((n, flat(page)) for n, page in enumerate(self.pages))
        return next(n for n, page in pages if text in page and n >= start and not page.startswith("Contents"))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\u00ad", "")).strip()
