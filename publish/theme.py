"""The theme: styles, templates and faces of the house, over which a book's own stand, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import jinja2.sandbox
from lxml import etree
from markupsafe import Markup

from publish.book import OPS, Element
from publish.diagnostics import Diagnostic
from publish.typefaces import Fonts

_PACKAGE = Path(__file__).parent
#: In a wheel the styles travel inside the package; in a checkout they stand beside it.
_STYLES = next(p for p in (_PACKAGE / "styles", _PACKAGE.parent / "styles") if p.is_dir())


@dataclass(frozen=True)
class Theme:
    """Stylesheets and templates by file name, fonts by name of their file (`EBGaramond[wght].ttf`)."""

    styles: Mapping[str, str]
    templates: Mapping[str, str]
    fonts: Mapping[str, bytes]
    _environment: list[jinja2.Environment] = field(default_factory=list, compare=False, repr=False)

    def page(self, template: str, **values: object) -> Element:
        """A template filled with values, as an element in no namespace. jinja2 errors where a book's template is wrong."""
        if not self._environment:
            # Manuscript text is data: escaped always, in a sandbox, because a book may bring templates of its own.
            environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
                loader=jinja2.DictLoader(dict(self.templates)), autoescape=True, trim_blocks=True, lstrip_blocks=True
            )
            environment.filters["markup"] = markup
            self._environment.append(environment)
        text = self._environment[0].get_template(template).render(**values)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False, remove_comments=True)
        return etree.fromstring(f'<root xmlns:epub="{OPS}">{text.strip()}</root>', parser)[0]


def markup(element: Element) -> Markup:
    """An element of ours inside a template: its content as markup, which was escaped when it was made."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    inside = etree.tostring(copy, encoding="unicode")
    return Markup(inside)


def load_theme(files: Mapping[str, bytes]) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The house theme with the book's own files, `styles/NAME` and `templates/NAME`, in the place of the house's."""
    styles = {path.name: path.read_text(encoding="utf-8") for path in sorted(_STYLES.glob("*.css"))}
    templates = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((_PACKAGE / "templates").glob("*.html"))
    }
    for folder, house in (("styles", styles), ("templates", templates)):
        for name in list(house):
            own = _own(files, f"{folder}/{name}")
            if own is not None:
                house[name] = own
    return Theme(styles, templates, Fonts()), ()


def _own(files: Mapping[str, bytes], path: str) -> str | None:
    try:
        return files[path].decode("utf-8-sig")
    except (KeyError, PermissionError, UnicodeDecodeError):
        return None
