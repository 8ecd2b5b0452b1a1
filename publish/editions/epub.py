"""The standard EPUB 3.3, for every reading system and for the stores that take it as it is."""

from __future__ import annotations

from publish.editions.epub_render import epub_edition
from publish.editions.profile import Profile

EDITION = epub_edition(Profile("epub", ".epub"))
