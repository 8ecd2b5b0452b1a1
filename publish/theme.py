"""The theme: styles, templates and faces of the house, over which a book's own stand, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import CodeType

import jinja2
import jinja2.sandbox
from jinja2.bccache import Bucket
from lxml import etree
from markupsafe import Markup, escape

from publish.book import OPS, Element
from publish.diagnostics import Diagnostic, Span, counted
from publish.lazy import dataclass, regex
from publish.typefaces import Fonts
from publish.wary import wary

_PACKAGE = Path(__file__).parent
_EMPHASIS = regex(r"(?<![\w*])\*(?![\s*])([^*]+)(?<!\s)\*(?![\w*])")
#: In a wheel the styles travel inside the package; in a checkout they stand beside it.
_STYLES = next(p for p in (_PACKAGE / "styles", _PACKAGE.parent / "styles") if p.is_dir())


@dataclass(frozen=True)
class Theme:
    """Stylesheets and templates by file name, fonts by name of their file (`EBGaramond[wght].ttf`); `own` are the book's."""

    styles: Mapping[str, str]
    templates: Mapping[str, str]
    fonts: Mapping[str, bytes]
    own: frozenset[str] = frozenset()
    _environment: list[jinja2.Environment] = field(default_factory=list, compare=False, repr=False)

    def page(self, template: str, **values: object) -> Element:
        """A template filled with values, as an element in no namespace. TemplateError where a book's template is wrong."""
        if not self._environment:
            self._environment.append(_environment(self.templates))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False, remove_comments=True)
        try:
            text = self._environment[0].get_template(template).render(**values)
            return etree.fromstring(f'<root xmlns:epub="{OPS}">{text.strip()}</root>', parser)[0]
        except (jinja2.TemplateError, etree.XMLSyntaxError, IndexError) as error:
            raise TemplateError(template, error) from error
        except Exception as error:  # a template calls what it likes with what it likes
            if template not in self.own:
                raise
            raise TemplateError(template, error) from error


class _Compiled(jinja2.BytecodeCache):
    """Templates that were compiled in this process, by their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
#: The templates that every book with pages needs.
_USUAL = ("half-title.html", "title-page.html", "imprint.html", "contents.html", "cover.html")


def _environment(templates: Mapping[str, str]) -> jinja2.Environment:
    """Manuscript text is data: escaped always, in a sandbox, because a book may bring templates of its own."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader(dict(templates)), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )  # fmt: skip
    environment.filters["markup"] = markup
    environment.filters["emphasised"] = emphasised
    environment.filters["opened"] = opened
    return environment


def templates_compiled() -> None:
    """Have the house's own templates of the usual pages at hand, for all themes that keep them."""
    environment = _environment({name: _read(_PACKAGE / "templates" / name) for name in _USUAL})
    for name in _USUAL:
        environment.get_template(name)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class TemplateError(Exception):
    """A template that does not work, with what it is about."""

    def __init__(self, template: str, error: Exception) -> None:
        super().__init__(str(error))
        message = " ".join(str(error).split()) or type(error).__name__
        line = getattr(error, "lineno", None)
        span = Span(f"templates/{template}", line if isinstance(line, int) and line > 0 else 1)
        hint = "mend it, or take it out: then the house's is used"
        self.diagnostic = Diagnostic("M071", f"the template {template} does not work: {message}"[:300], span, hint)


def markup(element: Element) -> Markup:
    """An element of ours inside a template: its content as markup, which was escaped when it was made."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    inside = etree.tostring(copy, encoding="unicode")
    return Markup(inside)


def emphasised(text: str) -> Markup:
    """A text without other markup, in which `*…*` is emphasis, such as an entry of the index that has the title of a book."""
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", str(escape(text))))


def opened(text: str) -> str:
    """A word as it stands behind a full stop."""
    return text[:1].upper() + text[1:]


def load_theme(files: Mapping[str, bytes], untrusted: bool = False) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The house theme with the book's own files, `styles/NAME` and `templates/NAME`, in the place of the house's.

    `untrusted`: of a stranger's styles only harmless rules are kept, of his templates none.
    """
    styles = {path.name: _read(path) for path in sorted(_STYLES.glob("*.css"))}
    templates = {path.name: _read(path) for path in sorted((_PACKAGE / "templates").glob("*.html"))}
    noticed: list[Diagnostic] = []
    own: set[str] = set()
    for name in list(styles):
        text = _own(files, f"styles/{name}", noticed)
        if text is not None:
            # A stranger's rules stand over the house's, not in their place: without the rules of the page there is none.
            kept = _kept(text, f"styles/{name}", untrusted, noticed)
            styles[name] = f"{styles[name]}\n{kept}" if untrusted else kept
            own.add(name)
    for name in list(templates):
        text = _own(files, f"templates/{name}", noticed)
        if text is not None and untrusted:
            message = f"the template {name} of a stranger's book was left out"
            hint = "build without --untrusted if you trust whoever wrote the book"
            noticed.append(Diagnostic("A033", message, Span(f"templates/{name}"), hint))
        elif text is not None:
            templates[name] = text
            own.add(name)
    return Theme(styles, templates, Fonts(), frozenset(own)), tuple(noticed)


def _kept(text: str, path: str, untrusted: bool, noticed: list[Diagnostic]) -> str:
    found = wary(text, untrusted)
    for line, what in found.outside:
        hint = "write it into this file, or leave it out"
        message = f"{what} reaches for something outside of this stylesheet and was left out"
        noticed.append(Diagnostic("A032", message, Span(path, line), hint))
    if found.strange:
        line, what = found.strange[0]
        message = f"{counted(len(found.strange), 'rule')} of a stranger's stylesheet left out, first {what}"
        hint = "build without --untrusted if you trust whoever wrote the book"
        noticed.append(Diagnostic("A033", message, Span(path, line), hint))
    return found.text


def _own(files: Mapping[str, bytes], path: str, noticed: list[Diagnostic]) -> str | None:
    try:
        return files[path].decode("utf-8-sig")
    except KeyError:
        return None
    except PermissionError as error:
        reason, hint = str(error), "keep the files of a book inside its folder"
    except UnicodeDecodeError as error:
        reason, hint = f"byte {error.object[error.start]:#04x} of {path} is not UTF-8", "save the file as UTF-8"
    message = f"{reason}; the house's own is used"
    noticed.append(Diagnostic("M070", message, Span(path), hint))
    return None
