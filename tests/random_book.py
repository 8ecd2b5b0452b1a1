"""Books made at random, for what must hold of every book: blocks of all kinds in any order, notes in most of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image

from tests.conftest import written

_WORDS = (
    "time power money river winter lantern extraordinary incomprehensibility of the and a in to was it he she "
    "had not with window quietly letter stone bread Österreich naïve"
).split()
_SIZES = ("5x8", "5.25x8", "5.5x8.5", "6x9", "a5", "a4", "130mm x 200mm", "7x10")


def random_book(seed: int, home: Path) -> Path:
    """The folder of a book of five chapters: its page, the place of its notes and its openings are chance, too."""
    chance = Random(seed)
    notes = chance.choice(("foot", "foot", "end"))
    front, back = '["title-page", "contents", "list-of-figures", "list-of-tables"]', '["index"]'
    names = ", ".join(f'"c{number}.md"' for number in range(5))
    toml = (
        f'title = "Chance"\nslug = "chance"\nlang = "{chance.choice(("en", "de", "fr"))}"\n'
        f"front = {front}\nbody = [{names}]\nback = {back}\n"
        f'[print]\ntrim = "{chance.choice(_SIZES)}"\n'
        f'[typography]\nnotes = "{notes}"\nopenings = "{chance.choice(("plain", "small-caps", "initial"))}"\n'
    )
    chapters = {f"c{number}__md": _Chapter(chance, number).text() for number in range(5)}
    folder = written(home, book__toml=toml, **chapters)
    for number, (mode, size) in enumerate((("RGB", (800, 300)), ("P", (300, 900)), ("RGBA", (1200, 1200)))):
        Image.effect_noise(size, 60).convert(mode).save(folder / f"p{number}.png")
    return folder


class _Chapter:
    def __init__(self, chance: Random, number: int) -> None:
        self._chance, self._number, self._notes = chance, number, list[str]()

    def text(self) -> str:
        heading = f"# {self._words(self._chance.randint(1, 9)).capitalize()} {{#ch{self._number}}}"
        blocks = [heading, *(self._block() for _ in range(self._chance.randint(2, 50)))]
        return "\n\n".join((*blocks, *self._notes)) + "\n"

    def _block(self) -> str:
        kinds: tuple[Callable[[], str], ...] = (
            *(self._paragraph,) * 8,
            lambda: f"## {self._words(self._some(12)).capitalize()}{self._note(0.2)}",
            lambda: f"### {self._words(3).capitalize()}\n\n#### {self._words(2).capitalize()}",
            lambda: f"> {self._sentences()}{self._note(0.3)}",
            lambda: self._list("-"),
            lambda: self._list("1."),
            self._table,
            self._listing,
            lambda: "***",
            lambda: "::: verse\n" + "\n".join(self._words(self._some(12)) for _ in range(self._some(30))) + "\n:::",
            lambda: f'![{self._sentence()}](p{self._some(3) - 1}.png){{alt="x"}}',
            lambda: "$$ x_1 + \\frac{a}{b} = \\sum_{i=0}^n i^2 $$",
            lambda: f"> [!NOTE]\n> {self._sentences()}{self._note(0.3)}",
            lambda: (
                f"{self._words(2)}\n:   {self._sentences()}{self._note(0.2)}\n\n{self._words(1)}\n:   {self._sentence()}"
            ),
            lambda: (
                f"::: drama\n**{self._words(1)}.** {self._sentences()}\n\n**{self._words(1)}.** {self._sentence()}\n:::"
            ),
            lambda: f"::: letter\n{self._words(2)}\n\n{self._sentences()}\n\n{self._words(2)}\n:::",
        )
        return self._chance.choice(kinds)()

    def _some(self, most: int) -> int:
        return self._chance.randint(1, most)

    def _words(self, count: int) -> str:
        found = self._chance.sample(_WORDS, min(count, len(_WORDS)))
        return " ".join(found)

    def _sentence(self) -> str:
        return self._words(self._chance.randint(4, 28)).capitalize() + self._chance.choice(".?!")

    def _sentences(self, most: int = 8) -> str:
        return " ".join(self._sentence() for _ in range(self._some(most)))

    def _note(self, often: float) -> str:
        if self._chance.random() >= often:
            return ""
        name = f"n{len(self._notes)}"
        long = self._chance.random() < 0.15
        body = "\n\n    ".join(self._sentences(9 if long else 3) for _ in range(self._some(9) if long else 1))
        self._notes.append(f"[^{name}]: {body}")
        return f"[^{name}]"

    def _paragraph(self) -> str:
        text = self._sentences() + self._note(0.4)
        if self._chance.random() < 0.2:
            text += f" See @ch:ch{self._some(5) - 1}."
        if self._chance.random() < 0.2:
            text += f' The [{self._words(1)}]{{.index entry="{self._words(1)}!{self._words(1)}"}} too.{self._note(0.2)}'
        return text

    def _list(self, mark: str) -> str:
        return "\n".join(f"{mark} {self._sentence()}{self._note(0.1)}" for _ in range(self._some(12)))

    def _table(self) -> str:
        columns = self._chance.randint(2, 7)
        rows = [[self._words(self._some(9)) + self._note(0.03) for _ in range(columns)] for _ in range(self._some(40))]
        lines = [[self._words(1) for _ in range(columns)], ["---"] * columns, *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _listing(self) -> str:
        lines = [f"{self._words(self._some(14)).replace(' ', '_')} = {self._some(999)}" for _ in range(self._some(70))]
        return "```python\n" + "\n".join(lines) + "\n```"
