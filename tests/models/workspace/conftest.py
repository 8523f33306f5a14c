"""The store of the tests about acts: an office's, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.office.office_store import OfficeStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OfficeStore]:
    with OfficeStore.create(tmp_path / "office") as opened:
        yield opened
