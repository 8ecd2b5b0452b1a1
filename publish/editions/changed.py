"""What a proof says in its margin of what has changed: words that are gone, and where what moved came from and went to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from publish.book import Altered, Changes, ChapterChange, MarginNote, Removed
from publish.changes import shown

#: Of more words than these, only the first and the last are said.
_MOST, _FIRST, _LAST = 90, 60, 20
#: Behind the last character of any block.
_END = 1 << 40


def change_notes(changes: Changes) -> tuple[MarginNote, ...]:
    """The notes of all chapters; none is numbered."""
    return tuple(note for chapter in changes.chapters if chapter.name for note in _of_chapter(chapter))


def _of_chapter(chapter: ChapterChange) -> Iterator[MarginNote]:
    def note(kind: str, text: str, block: int, offset: int) -> MarginNote:
        """What is too long for the margin stands whole in the list at the end of the proof."""
        shorter = _shortened(text) if kind == "deletion" else text
        listed = text if len(shorter) < len(text) else ""
        return MarginNote(chapter.name, block, offset, kind, shorter, numbered=False, listed=listed)

    if chapter.state == "new":
        yield note("moved", "New.", -1, 0)
    if chapter.moved:
        yield note(
            "moved", f"Moved: it followed “{chapter.behind}”." if chapter.behind else "Moved: it stood first.", -1, 0
        )
    for first, text in _arrived(chapter.altered, chapter.title):
        yield note("moved", text, first, 0)
    for one in chapter.altered:
        for edit in one.edits:
            if text := shown(edit.removed):
                yield note("deletion", text, one.block, edit.at)
    for (after, at, to), group in groupby(chapter.gone, key=lambda one: (one.after, one.at, one.moved)):
        gone = list(group)
        offset = at if at >= 0 else _END if after >= 0 else 0
        if to:
            yield note("moved", _departed(gone, to, chapter.title), after, offset)
        elif text := " ¶ ".join(filter(None, (one.text for one in gone))):
            yield note("deletion", ("Note: " if gone[0].note else "¶ ") + text, after, offset)


def _arrived(altered: Sequence[Altered], title: str) -> Iterator[tuple[int, str]]:
    """Of each run of blocks that came from one place, the first, and what is said of them."""
    last = ""
    for one in altered:
        if one.moved and one.moved != last:
            yield (
                one.block,
                "Moved here within the chapter." if one.moved == title else f"Moved here from “{one.moved}”.",
            )
        last = one.moved


def _departed(gone: Sequence[Removed], to: str, title: str) -> str:
    what = "A note" if gone[0].note else "A paragraph" if len(gone) == 1 else f"{len(gone)} paragraphs"
    return f"{what} moved from here within the chapter." if to == title else f"{what} moved from here to “{to}”."


def _shortened(text: str) -> str:
    """A single sign within quotation marks: struck through alone it could not be read."""
    words = text.split(" ")
    if len(words) <= _MOST:
        return text if len(text) > 1 else f"“{text}”"
    left = len(words) - _FIRST - _LAST
    return f"{' '.join(words[:_FIRST])} [… {left:,} words …] {' '.join(words[-_LAST:])}"
