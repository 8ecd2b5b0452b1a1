"""The pictures of an e-book as stores take them, each prepared once: remembered by its content, shared out where there are many."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from publish.book import Document, Rendition
from publish.workshop import Workshop

#: What is a part of the cover's picture.
DRAWN_IN = "images/cover-art."
#: Bytes of pictures from which on workers share them; to call them in costs more than to prepare a few.
_MANY = 2_000_000
#: A name, its content, the pixels that it may have, and whether photographs become JPEGs.
Job = tuple[str, bytes, int, bool]
_AS_IT_IS, _FITTED, _PHOTOGRAPH = b"", b"f", b"j"


def pictured(rendition: Rendition, workshop: Workshop) -> Rendition:
    """The rendition with its pictures as stores take them; a photograph that becomes a JPEG is so named in the documents too."""
    files, renamed = dict(rendition.files), {}
    for name, made in _made(_jobs(rendition), workshop).items():
        if made.startswith(_PHOTOGRAPH):
            del files[name]
            renamed[name] = f"{name.removesuffix('.png')}.jpg"
            files[renamed[name]] = made[1:]
        elif made != _AS_IT_IS:
            files[name] = made[1:]
    return dataclasses.replace(rendition, files=files, documents=tuple(_named(d, renamed) for d in rendition.documents))


def _jobs(rendition: Rendition) -> list[Job]:
    settings = rendition.metadata.epub
    most = round(settings.max_megapixels * 1_000_000)
    names = [name for name in rendition.files if name.startswith("images/") and not name.startswith(DRAWN_IN)]
    return [(name, rendition.files[name], most, settings.jpeg_photographs) for name in names]


def _made(jobs: Sequence[Job], workshop: Workshop) -> dict[str, bytes]:
    """What became of each picture, by its name."""
    memory = workshop.memory
    keys = {name: memory.key("picture", name.rsplit(".", 1)[-1], *given) for name, *given in jobs}
    found = {key: memory.recall(key) for key in keys.values()}
    pending = {keys[job[0]]: job for job in jobs if found[keys[job[0]]] is None}
    heaviest = sorted(pending, key=lambda key: -len(pending[key][1]))
    many = sum(len(job[1]) for job in pending.values()) > _MANY
    batches = [[key] for key in heaviest] if many else [heaviest][: len(heaviest)]
    for number, results in workshop.done(prepared, [tuple(pending[key] for key in batch) for batch in batches]):
        for key, made in zip(batches[number], results, strict=True):
            memory.keep(key, made)
            found[key] = made
    return {name: found[key] or _AS_IT_IS for name, key in keys.items()}


def prepared(jobs: Sequence[Job]) -> tuple[bytes, ...]:
    """What becomes of pictures: a letter and the new content, nothing for one that stays as it is."""
    from publish.editions.pictures import fitted, photograph  # slow to import, and most builds prepare none

    made = []
    for name, content, most, jpegs in jobs:
        changed = fitted(name, content, most)
        jpeg = photograph(changed) if jpegs and name.endswith(".png") else None
        if jpeg is not None:
            made.append(_PHOTOGRAPH + jpeg)
        else:
            made.append(_AS_IT_IS if changed == content else _FITTED + changed)
    return tuple(made)


def _named(document: Document, renamed: Mapping[str, str]) -> Document:
    content = document.content
    for old, new in renamed.items():
        content = content.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
    return dataclasses.replace(document, content=content) if content != document.content else document
