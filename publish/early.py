"""A manuscript read and parsed, which needs a part of the press: the rest can be imported while other processes parse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from publish.book import Chapter, Manuscript
from publish.diagnostics import Diagnostic
from publish.lazy import dataclass
from publish.markdown import parse
from publish.shared import cores
from publish.sources import read


@dataclass(frozen=True)
class Text:
    """The chapters of a manuscript as trees, in its order, with what was noticed when it was read and in its text."""

    manuscript: Manuscript
    chapters: tuple[Chapter, ...]
    noticed: tuple[Diagnostic, ...]
    noticed_in_text: tuple[Diagnostic, ...]


def text_of(
    folder: Path, untrusted: bool = False, workers: int | None = None, meanwhile: Callable[[], object] = lambda: None
) -> Text | tuple[Diagnostic, ...]:
    """The text of a folder; where it holds no manuscript, why. `workers`: processes that parse it, one for each core unless
    given. `meanwhile` is done here, before this one lends a hand."""
    manuscript, noticed = read(folder, untrusted)
    if manuscript is None:
        return noticed
    chapters, noticed_in_text = parse(manuscript, workers=workers or cores(), meanwhile=meanwhile)
    return Text(manuscript, chapters, noticed, noticed_in_text)
