"""Whether stores take an EPUB: the rules of `stores.toml`, each with the number found."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import msgspec

from publish.lazy import dataclass
from publish.verify.container import Container
from publish.verify.findings import Finding
from publish.verify.measures import MEASURES, Found


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of a store: a measure, its bounds, and who says so and when that was read."""

    measure: str
    source: str
    read: str
    least: float | None = None
    most: float | None = None
    must: bool = False

    def met_by(self, number: float) -> bool:
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def __str__(self) -> str:
        bounds = [f"at least {_said(self.least)}"] if self.least is not None else []
        bounds += [f"at most {_said(self.most)}"] if self.most is not None else []
        return " and ".join(bounds)


class Store(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A store, the editions that are made for it, and its rules."""

    name: str
    editions: tuple[str, ...]
    rule: tuple[Rule, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    store: tuple[Store, ...]


@dataclass(frozen=True)
class Verdict:
    """A rule held against a file."""

    file: Path
    store: str
    rule: Rule
    found: Found

    @property
    def met(self) -> bool:
        return self.rule.met_by(self.found.number)

    def __str__(self) -> str:
        unit = MEASURES[self.rule.measure][0]
        number = f"{_said(self.found.number)} {unit}".strip()
        name = re.sub(r"-(?:mega|kilo)(?:bytes|pixels)", "", self.rule.measure).replace("-", " ")
        state = "met" if self.met else "NOT MET" if self.rule.must else "not met (advice)"
        return f"{self.store}: {name} {number}, {self.rule}: {state}"


@functools.cache
def stores() -> tuple[Store, ...]:
    text = (resources.files("publish") / "stores.toml").read_bytes()
    return msgspec.toml.decode(text, type=_File).store


def judged(path: Path, edition: str) -> list[Verdict]:
    """Every rule of the stores that an edition is for; of all stores, for a file of no edition. BadZipFile for no EPUB."""
    book = Container(path)
    known: dict[str, list[Found]] = {}
    verdicts = []
    for store in stores():
        if edition and edition not in store.editions:
            continue
        for rule in store.rule:
            found = known.setdefault(rule.measure, list(MEASURES[rule.measure][1](book)))
            choose = min if rule.least is not None else max
            worst = choose(found, key=lambda one: one.number, default=Found(0))
            verdicts.append(Verdict(path, store.name, rule, worst))
    return verdicts


def findings(verdicts: Sequence[Verdict]) -> tuple[Finding, ...]:
    """The rules that are not met: those for which a store refuses a file, and advice."""
    return tuple(
        Finding(
            "E007" if v.rule.must else "E008",
            str(v),
            v.file,
            v.found.inside,
            element=v.found.element,
            hint=f"{v.rule.source}, read {v.rule.read}",
        )
        for v in verdicts
        if not v.met
    )


def verdicts_of(paths: Sequence[Path], editions: Sequence[str]) -> list[Verdict]:
    result = []
    for path, edition in zip(paths, editions, strict=True):
        try:
            result += judged(path, edition)
        except (zipfile.BadZipFile, OSError):
            continue  # the other judges say that it cannot be opened
    return result


def _said(number: float | None) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") if number is not None else ""
