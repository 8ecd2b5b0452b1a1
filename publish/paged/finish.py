"""What WeasyPrint leaves out of a PDF: page labels, how a reader opens it (ISO 32000-1, 12.4.2 and 7.7.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pydyf


class Labelled(Protocol):
    """A page with a folio as printed (roman or arabic); a cover has none."""

    @property
    def folio(self) -> str: ...

    @property
    def kind(self) -> str: ...


def finisher(
    places: Sequence[Labelled], words: Mapping[str, str], direction: str, outline: bool = True
) -> Callable[[Any], None]:
    """`direction` is how the book is read; its first page lies alone on the side where books of it open. `outline`: it is shown."""

    def finish(pdf: Any) -> None:
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": _labels(places, words)})
        if outline:
            pdf.catalog["PageMode"] = "/UseOutlines"
        pdf.catalog["PageLayout"] = "/TwoPageRight"
        if direction == "rtl":
            preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
            preferences["Direction"] = "/R2L"

    return finish


def _labels(places: Sequence[Labelled], words: Mapping[str, str]) -> Any:
    nums = pydyf.Array()
    style = ""
    for index, place in enumerate(places):
        now = "cover" if not place.folio else "D" if place.folio.isdigit() else "r"
        if now != style:
            style = now
            label = {"P": pydyf.String(words["cover"])} if now == "cover" else {"S": f"/{now}"}
            nums.extend([index, pydyf.Dictionary(label)])
    return nums
