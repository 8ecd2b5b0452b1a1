"""`publish new`: a small book that builds at once."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

_SKELETON = Path(__file__).parent.parent / "skeleton"


def new(folder: Path) -> list[Path]:
    """Write the files of a first book, with an identifier of its own. FileExistsError where the folder is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(p for p in _SKELETON.rglob("*") if p.is_file() and p.suffix in (".md", ".toml")):
        target = folder / source.relative_to(_SKELETON)
        shutil.copyfile(source, target)
        written.append(target)
    config = folder / "book.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("UUID-OF-THE-BOOK", str(uuid.uuid4())), encoding="utf-8")
    return written
