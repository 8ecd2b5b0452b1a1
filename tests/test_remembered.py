"""What is laid out after an edit: the chapter that was edited, and no other. Counted in documents that go to the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.build import _opened
from publish.cache import Memory
from publish.editions import pdf
from publish.paged import layout
from publish.workshop import Workshop
from tests.conftest import written

LOREM = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
CHAPTERS = {f"0{n}__md": f"# Chapter {'one two three four'.split()[n - 1]}\n\n{LOREM * 30}\n" for n in range(1, 5)}


def _book(folder: Path) -> Path:
    written(folder, **CHAPTERS)
    (folder / "book.toml").write_text('title = "Edits"\nslug = "edits"\n', encoding="utf-8")
    return folder


class _Counted:
    """A press that counts what it lays out: documents of text, and layers of heads and folios."""

    def __init__(self, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[bytes] = []
        self.layers: list[bytes] = []
        self._folder, self._memory = folder, Memory(out, "")
        plain = layout.laid_out

        def counting(batch: layout.Batch) -> list[tuple[bytes, bytes]]:
            (self.layers if batch.layers else self.texts).extend(content for content, _ in batch.documents)
            return plain(batch)

        monkeypatch.setattr(layout, "laid_out", counting)

    def build(self) -> bytes:
        self.texts.clear()
        self.layers.clear()
        studio, _ = _opened(self._folder)
        assert studio is not None
        rendition, _ = pdf.render(studio.book_for(pdf.EDITION)[0], studio.theme)
        artifact, noticed = pdf.pack(rendition, Workshop(self._memory))
        assert noticed == ()
        assert isinstance(artifact.content, bytes)
        return artifact.content


def _first(text: str) -> str:
    return text.replace("nobody", "no one at all", 1)


#: An edit of the second chapter, and which documents it has laid out anew.
EDITS: dict[str, tuple[Callable[[str], str], list[bytes]]] = {
    "nothing": (lambda text: text, []),
    "a word": (_first, [b"Chapter two"]),
    "a letter that the book had not": (lambda text: text.replace("nobody", "ñadie", 1), [b"Chapter two"]),
    "a Greek word": (lambda text: text.replace("nobody", "οὐδείς", 1), [b"Chapter two"]),
    "an empty line, which moves lines of the source": (lambda text: "\n" + text, []),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_an_edit_lays_out(edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change, wanted = EDITS[edit]
    folder = _book(tmp_path / "in")
    press = _Counted(folder, tmp_path / "out", monkeypatch)
    press.build()
    assert len(press.texts) >= 4
    path = folder / "02.md"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    content = press.build()
    assert [name for content in press.texts for name in [b"Chapter two"] if name in content] == wanted
    assert len(press.texts) == len(wanted)
    assert press.layers == []
    assert _Counted(folder, tmp_path / "other", monkeypatch).build() == content


def test_a_chapter_that_grows_moves_folios_and_lays_out_no_text_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the contents, which name the pages, are laid out with it."""
    folder = _book(tmp_path / "in")
    (folder / "book.toml").write_text('title = "Edits"\nfront = ["contents"]\n', encoding="utf-8")
    press = _Counted(folder, tmp_path / "out", monkeypatch)
    press.build()
    path = folder / "02.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{LOREM * 60}\n", encoding="utf-8")
    content = press.build()
    of_text = [text for text in press.texts if b"toc-page" not in text]
    assert len(of_text) == 1
    assert b"Chapter two" in of_text[0]
    assert press.layers
    assert _Counted(folder, tmp_path / "other", monkeypatch).build() == content
