"""The typist and the desk in front of it; a photograph to attach."""

from pathlib import Path

import pytest

from tests.ui.evidence.test_evidence_box import PHOTO
from tests.ui.keys.typist import shown, typist  # noqa: F401 - fixtures


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "造林验收表.jpg"
    path.write_bytes(PHOTO)
    return path
