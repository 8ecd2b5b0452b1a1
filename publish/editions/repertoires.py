"""Faces for pages that do not change with the text: each is cut for all that its family sets in the languages of the book.

Pages are remembered by the faces that they are set in. Were those cut to the letters of the book, the first “ñ” of one
chapter would have all chapters laid out again. What is not used goes when the PDF is written.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence

from publish.book import Face
from publish.editions.fonts import characters
from publish.editions.setting import Setting, is_latin, is_wide_sign, stack
from publish.typefaces import Script, family, script_of


def steady(setting: Setting, fonts: Mapping[str, bytes], roles: Sequence[str]) -> Setting:
    """The setting with its faces cut for their repertoires. Every character keeps its one family in each role."""
    scripts = {script_of(language) for language in setting.stacks}
    faces = []
    for face in setting.faces:
        own = _repertoire(face, fonts)
        letters = {*face.characters}.union(*(_set(fonts, s, role, face.family, own) for s in scripts for role in roles))
        faces.append(dataclasses.replace(face, characters="".join(sorted(letters))))
    return dataclasses.replace(setting, faces=tuple(faces))


def _repertoire(face: Face, fonts: Mapping[str, bytes]) -> frozenset[str]:
    """What a face may be asked for: all that it has, of one with many thousands what is common, if the book uses of that."""
    own, common = characters(fonts[face.source]), family(face.family).common
    if common is None:
        return own
    squares = _common(*common)
    used = any(character in squares and character.isalpha() for character in face.characters)
    return own & squares if used else frozenset()


@functools.cache
def _common(codec: str, last: int) -> frozenset[str]:
    found: set[str] = set()
    for first in range(0xA1, last + 1):
        for second in range(0x40, 0xFF):
            found.update(bytes((first, second)).decode(codec, "ignore"))
    return frozenset(c for c in found if not c.isascii())


def _set(fonts: Mapping[str, bytes], script: Script, role: str, name: str, own: frozenset[str]) -> frozenset[str]:
    """The characters that `publish.editions.setting` gives to a family in a role, of those that it has."""
    usual, latin = stack(script, role), stack(script_of("en"), role)
    letters = _latin(own)
    signs = frozenset(filter(is_wide_sign, own)) if script.wide else frozenset()
    return (
        _left(fonts, latin, name, letters)
        | _left(fonts, [one for one in usual if one != latin[0]], name, signs - letters)
        | _left(fonts, usual, name, own - letters - signs)
    )


@functools.lru_cache(maxsize=64)
def _latin(own: frozenset[str]) -> frozenset[str]:
    """The Latin letters of a face, which are asked for in each role."""
    return frozenset(filter(is_latin, own))


def _left(fonts: Mapping[str, bytes], order: Sequence[str], name: str, of: frozenset[str]) -> frozenset[str]:
    """What the families before one leave to it."""
    if name not in order:
        return frozenset()
    for before in order[: order.index(name)]:
        source = family(before).cuts[0].file
        if source in fonts and of:
            of -= characters(fonts[source])
    return of
