"""What comes back in proofs: the annotations of their readers, each at its line on paper and its line of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from publish.collected.letters import Letters, letters_of
from publish.collected.marks import Annotation, Mark
from publish.collected.opened import Contents, UnreadableError, bytes_of, read, unmapped
from publish.collected.pages import matched
from publish.collected.placing import Page, beside, covered, page_of
from publish.collected.present import at_present
from publish.diagnostics import Diagnostic, Span
from publish.located import line_of
from publish.proofmap import ProofMap

__all__ = ["Mark", "at_present", "collect"]


def collect(paths: Sequence[Path], original: Path | None = None) -> tuple[tuple[Mark, ...], tuple[Diagnostic, ...]]:
    """The annotations of some proofs by page, line and place in the file, and what was noticed: an error for a file that is none.

    `original`: the proof as it was made, for files that have lost their map. OSError for a file that cannot be opened.
    """
    found: list[Mark] = []
    noticed: list[Diagnostic] = []
    spare: ProofMap | None = None
    try:
        if original is not None:
            spare = read(original, bytes_of(original)).map
            if spare is None:
                raise unmapped(original)
    except UnreadableError as error:
        noticed.append(error.diagnostic)
    for path in paths:
        try:
            content = bytes_of(path)
            contents = read(path, content)
            proof_map = contents.map or spare
            if proof_map is None:
                raise unmapped(path)
            with letters_of(content) as letters:
                marks, lost = _placed(path, contents, proof_map, letters)
            if contents.mended:
                lost.insert(0, _mended(path))
            found += marks
            noticed += lost
        except UnreadableError as error:
            noticed.append(error.diagnostic)
    return tuple(sorted(found, key=lambda mark: (mark.page, mark.line))), tuple(noticed)


def _placed(
    path: Path, contents: Contents, proof_map: ProofMap, letters: Letters
) -> tuple[list[Mark], list[Diagnostic]]:
    pages: dict[int, tuple[int, Page]] = {}
    marks: list[Mark] = []
    lost = list(contents.lost)
    for annotation in contents.annotations:
        number = annotation.page
        if number not in pages:
            own = letters.of(number)
            which = matched(proof_map, number, len(contents.corners), own)
            lines = proof_map.pages[which].lines if which >= 0 else ()
            pages[number] = which, page_of(lines, contents.corners[number], own)
        which, page = pages[number]
        if which < 0:
            lost.append(number)
        else:
            marks.append(_mark(path, proof_map, which, page, annotation))
    return marks, [_unplaced(path, number, lost.count(number)) for number in dict.fromkeys(lost)]


def _mark(path: Path, proof_map: ProofMap, which: int, page: Page, note: Annotation) -> Mark:
    place = covered(page, note.boxes) or beside(page, note.point, between=note.kind == "insertion")
    words = place.words if place else ""
    # Some programs put the words marked where a comment would stand.
    text = "" if "".join(note.text.split()) == "".join(words.split()) else note.text
    mark = Mark(
        path.name, _copy(proof_map), which + 1, proof_map.pages[which].folio, 0, note.kind,
        note.author or proof_map.reader, note.date, words, text, "", status=note.status, replies=note.replies,
    )  # fmt: skip
    if place is None:
        return mark
    line = place.line
    source_line = line_of(((0, line.line), *line.turns), place.offset)
    return msgspec.structs.replace(
        mark, line=line.number, printed=line.text, source=line.path, source_line=source_line, offset=place.offset
    )


def _copy(proof_map: ProofMap) -> str:
    copy = f"copy {proof_map.copy}" if proof_map.copy else ""
    return ", ".join(filter(None, (copy, f"for {proof_map.reader}" if proof_map.reader else "")))


def _mended(path: Path) -> Diagnostic:
    message = "the file is damaged; it was read as far as it can be, and annotations may be lost"
    return Diagnostic("M094", message, Span(path.name), "ask for it anew if something is missing")


def _unplaced(path: Path, page: int, count: int) -> Diagnostic:
    what = "an annotation" if count == 1 else f"{count} annotations"
    message = f"{what} of page {page + 1} of the file cannot be placed"
    return Diagnostic(
        "M094",
        message,
        Span(path.name),
        "look at that page in a PDF reader: the page or the note is not as it was made",
    )
