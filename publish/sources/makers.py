"""Names of people in the shapes that other tools' metadata give them."""

from __future__ import annotations

from typing import Any

from publish.book import Person

#: Words for what somebody did, and the MARC relator codes that they mean.
_ROLES = {
    "author": "aut", "creator": "aut", "writer": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill",
    "photographer": "pht", "designer": "dsr", "cover": "cov", "cover designer": "cov", "contributor": "ctb",
    "narrator": "nrt", "foreword": "aui", "afterword": "aft", "compiler": "com", "publisher": "pbl",
}  # fmt: skip


def people(value: Any, role: str) -> tuple[Person, ...]:
    """A name, a list, `{name}`, `{text, role}`, `{given, family}`, `{literal}`; what holds no name is left out."""
    found = value if isinstance(value, list) else [value]
    return tuple(person for one in found if (person := _person(one, role)) is not None)


def _person(one: Any, role: str) -> Person | None:
    if isinstance(one, str):
        return Person(" ".join(one.split()), role) if one.strip() else None
    if not isinstance(one, dict):
        return None
    name = one.get("name", one.get("text", one.get("literal", one)))
    if isinstance(name, dict):
        if isinstance(name.get("literal"), str):
            name = name["literal"]
        else:
            given, family = (str(name.get(a) or name.get(b) or "") for a, b in (("given", "first"), ("family", "last")))
            particle = str(name.get("dropping-particle") or name.get("non-dropping-particle") or "")
            name = " ".join(part for part in (given, particle, family) if part)
    if not isinstance(name, str) or not name.strip():
        # `- Ann Author: {institute: …}` is a table with one key, the name.
        name = next(iter(one)) if len(one) == 1 and isinstance(next(iter(one.values())), dict | list) else ""
    if not name.strip():
        return None
    word = one.get("role") or one.get("type")
    file_as = one.get("file-as")
    return Person(" ".join(name.split()), _role(word, role), file_as if isinstance(file_as, str) else "")


def _role(word: Any, default: str) -> str:
    word = (word[0] if isinstance(word, list) and word else word) or ""
    plain = str(word).strip().lower()
    code = plain if len(plain) == 3 and plain.isalpha() and plain.isascii() else ""
    return _ROLES.get(plain, code or default)
