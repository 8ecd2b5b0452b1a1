"""The standard EPUB 3.3, for every reading system and for the stores that take it as it is."""

from __future__ import annotations

from publish.editions.epub_profile import EpubProfile
from publish.editions.epub_render import epub_edition

EDITION = epub_edition(EpubProfile("epub", ".epub"))
