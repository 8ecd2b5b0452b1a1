"""The fonts that the layout engine may use: those of the stylesheets, none of the machine's.

Fontconfig would fill every gap with some font of the system, and slant or thicken what has no italics or bold: pages would
differ from one machine to the next. Its configuration is created empty here; a missing glyph is a box, and `A006` said so.
"""

from __future__ import annotations

import contextlib
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

from publish.paged.library import FontConfiguration, ffi, fontconfig, gobject, pangoft2

with contextlib.suppress(Exception):  # declared already: a later WeasyPrint may do it
    ffi.cdef("FcConfig *FcConfigCreate(void);")


class _Empty(FontConfiguration):  # type: ignore[misc]  # weasyprint is not typed
    """A font configuration that begins empty; `@font-face` rules fill it.

    The engine reads faces from files, which stand in a folder of its own. WeasyPrint would remove it in `__del__`, which a
    worker that ends never calls; a finalizer of `multiprocessing` is called there too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="colophon-"))
        self._end = Finalize(self, _removed, (self._folder,), exitpriority=0)
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the map keeps it

    def __del__(self) -> None:
        """Nothing: the finalizer does it."""


def _removed(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for face in folder.iterdir():
            face.unlink()
        folder.rmdir()


def type_case(styles: str) -> FontConfiguration:
    """An empty case for styles that bring faces; those that bring none get the machine's: Pango dies without any font."""
    return _Empty() if "@font-face" in styles else FontConfiguration()
