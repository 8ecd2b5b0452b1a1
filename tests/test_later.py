"""What the layout engine's library imports and a book as good as never needs is not there until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

SAID = {
    "an edit of which nothing is laid out here": (
        "import publish.paged.assembly, publish.build",
        "'weasyprint' in sys.modules, 'pikepdf' in sys.modules",
        "(False, False)",
    ),
    "the engine": ("import publish.paged.engine", "'fontTools' in sys.modules", "False"),
    "a font of the fallback": (
        "import io, publish.paged.library; from weasyprint.pdf import fonts; from publish.typefaces import Fonts; "
        "face = fonts.TTFont(io.BytesIO(Fonts()['EBGaramond[wght].ttf']))",
        "type(face).__module__, 'glyf' in face, fonts.ttFont.getTableClass('loca').__name__, fonts.subset.Options().hinting",
        "('fontTools.ttLib.ttFont', True, 'table__l_o_c_a', True)",
    ),
    "a library that is there already": (
        "import fontTools.ttLib, publish.paged.library; from weasyprint.pdf import fonts",
        "fonts.TTFont is fontTools.ttLib.TTFont, fonts.instantiateVariableFont.__class__.__name__",
        "(True, '_Named')",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_imported_when_used(case: str) -> None:
    imports, asked, expected = SAID[case]
    program = f"import sys; {imports}; print(({asked}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == expected, done.stderr
