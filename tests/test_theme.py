"""Templates are compiled once in a process, each by its own text."""

from __future__ import annotations

import contextlib

import jinja2
import pytest

from publish import theme
from publish.theme import TemplateError, load_theme, templates_compiled


def test_what_was_compiled_before_is_taken_for_the_same_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    templates_compiled()
    compiled: list[str] = []
    plain = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str | None = None, *others: object) -> object:
        compiled.append(name or "")
        return plain(self, source, name, *others)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    house, _ = load_theme({})
    for name in theme._USUAL:
        house._environment.clear()
        with contextlib.suppress(TemplateError):  # some want more than is given here
            house.page(name)
    assert compiled == []
    own, _ = load_theme({"templates/half-title.html": b"<p>Own {{ 6 * 7 }}</p>"})
    for _ in range(2):
        own._environment.clear()
        assert own.page("half-title.html").text == "Own 42"
    assert compiled == ["half-title.html"]


def test_a_template_that_is_wrong_is_wrong_each_time() -> None:
    for _ in range(2):
        wrong, _ = load_theme({"templates/imprint.html": b"<p>\n{% if %}</p>"})
        with pytest.raises(TemplateError) as raised:
            wrong.page("imprint.html")
        assert str(raised.value.diagnostic.span) == "templates/imprint.html:2:1"
