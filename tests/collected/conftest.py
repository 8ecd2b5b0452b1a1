"""One proof for all that is collected."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from publish.asked import Asked
from publish.build import build
from publish.proofmap import MAP, ProofMap, unpacked
from tests.collected.proofs import ONE, TOML, TWO
from tests.conftest import written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("collected") / "book", book__toml=TOML, one__md=ONE, two__md=TWO)


@pytest.fixture(scope="module")
def proof(folder: Path) -> Path:
    report = build(folder, ["review"], folder.parent / "out", workers=1, asked=Asked(reader="Ada", copy="2"))
    assert not report.diagnostics
    return report.written[0].path


@pytest.fixture(scope="module")
def proof_map(proof: Path) -> ProofMap:
    with pikepdf.open(proof) as pdf:
        return unpacked(pdf.attachments[MAP].get_file().read_bytes())
