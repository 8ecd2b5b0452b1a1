"""The source line of each diagnostic, to show below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from publish.diagnostics import Diagnostic, Span
from publish.noticed.texts import Texts


def excerpts(diagnostics: Iterable[Diagnostic], files: Mapping[str, bytes]) -> Mapping[Span, str]:
    """Source lines by place; a place whose file cannot be read, or whose line is blank, has none."""
    texts = Texts(files)
    lines = {d.span: texts.line(d.span.path, d.span.line) for d in diagnostics}
    return {span: line for span, line in lines.items() if line.strip()}
