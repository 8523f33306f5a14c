"""A unit's store, and a disk that is really small."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import UnitStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UnitStore]:
    with UnitStore.create(tmp_path, "610924") as opened:
        yield opened


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount here")
    yield place
    subprocess.run(["umount", str(place)], check=True)
