"""The faces of the house: which families there are, and which come first for a language and its script."""

from __future__ import annotations

import functools
import importlib.util
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from publish.lazy import dataclass

#: The extra of this project that brings the faces of other scripts than Latin, Greek and Cyrillic.
EXTRA = "scripts"


@dataclass(frozen=True)
class Cut:
    """One face of a family: `normal` or `italic`, 400 or 700, and the file that it is cut from."""

    style: str
    weight: int
    file: str


@dataclass(frozen=True)
class Family:
    """A family and its package; an `upright` one has no italics, and no machine may slant it."""

    name: str
    package: str
    cuts: tuple[Cut, ...]
    names: tuple[str, ...] = ()
    symbols: bool = False
    upright: bool = False
    common: tuple[str, int] | None = None


@dataclass(frozen=True)
class Script:
    """A script by its ISO 15924 code: the families that come first, by their role; see `typefaces.toml`."""

    code: str
    text: tuple[str, ...]
    label: tuple[str, ...]
    code_face: tuple[str, ...]
    wide: bool = False
    signs: str = ""
    styles: tuple[str, ...] = ()


class Fonts(Mapping[str, bytes]):
    """The fonts of the packages that are installed, by the name of their file, read when asked for."""

    def __init__(self) -> None:
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = _files(_packages()[name])[name].read_bytes()
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in _packages() and name in _files(_packages()[name])

    def __iter__(self) -> Iterator[str]:
        return (name for name in _packages() if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package.replace("-", "_"))
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None


@functools.cache
def installed(package: str) -> bool:
    return _folder(package) is not None


@functools.cache
def _packages() -> dict[str, str]:
    """The package of each file: of the faces of the families, and of the licences."""
    cuts = {cut.file: family.package for family in families() for cut in family.cuts}
    return cuts | {f"{family.package}-LICENSE.txt": family.package for family in families()}


@functools.cache
def _files(package: str) -> dict[str, Path]:
    """The fonts of a package, and its licence as `PACKAGE-LICENSE.txt`."""
    folder = _folder(package)
    if folder is None:
        return {}
    files = {path.name: path for path in sorted(folder.rglob("*")) if path.suffix in (".ttf", ".otf")}
    licence = folder / "LICENSE"
    if not licence.is_file():
        import importlib.metadata  # slow to import, and most packages have theirs beside the faces

        listed = importlib.metadata.files(package) or []
        licence = next((Path(str(file.locate())) for file in listed if file.name == "LICENSE"), licence)
    return {**files, f"{package}-LICENSE.txt": licence}


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files("publish").joinpath("typefaces.toml").read_text(encoding="utf-8"))


@functools.cache
def families() -> tuple[Family, ...]:
    """All families, in the order in which a character looks for one that has it."""
    return tuple(
        Family(f["name"], f["package"], tuple(Cut(*cut) for cut in f["faces"]), tuple(f.get("names", ())),
               f.get("symbols", False), f.get("upright", False), tuple(f["common"]) if "common" in f else None)
        for f in _tables()["family"]
    )  # fmt: skip


@functools.cache
def family(name: str) -> Family:
    return next(f for f in families() if f.name == name)


@functools.cache
def _scripts() -> dict[str, Script]:
    return {
        code: Script(
            code=code,
            text=tuple(s["text"]),
            label=tuple(s["label"]),
            code_face=tuple(s["code"]),
            wide=s.get("wide", False),
            signs=s.get("signs", ""),
            styles=tuple(s.get("styles", ())),
        )
        for code, s in _tables()["script"].items()
    }


@functools.cache
def script_of(lang: str) -> Script:
    """The script that a language tag (BCP 47) names, else the usual one of its language; `Latn` for all others."""
    tag = lang.replace("_", "-").lower()
    named = next((s for s in tag.split("-")[1:] if len(s) == 4 and s.isalpha()), "").title()
    scripts = _scripts()
    if named:
        return scripts.get(named, scripts["Latn"])
    while tag:
        for code, table in _tables()["script"].items():
            if tag in table["languages"].split():
                return scripts[code]
        tag = tag.rpartition("-")[0]
    return scripts["Latn"]
