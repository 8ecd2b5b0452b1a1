"""The manuscripts, one after another: what each tries or breaks, and what is right."""

from __future__ import annotations

from tests.hostile.broken import encodings, images, metadata, sizes
from tests.hostile.reaching import containment, markup

CASES = [*containment(), *markup(), *encodings(), *sizes(), *metadata(), *images()]
