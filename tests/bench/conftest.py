"""What several benches work on: a city's demonstration, played once in a run, and offices that have received nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from forms.demo.demo import play
from forms.office.office import change_settings, create_office
from models.workspace.office_workspace import OfficeWorkspace
from tests.bench.made.receptions import AT, KEPT, LARGE, revised
from tests.flow.town import SECRET

MANY, LARGEST = 1_000, 10_000  # returns of the largest reception, and of that of `--large`


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's demonstration; TANBAO_DEMO names the folder of one that was made before, with keys that open by SECRET.

    Only the growth of a reception needs the keys.
    """
    if ready := os.environ.get("TANBAO_DEMO"):
        return Path(ready)
    large = bool(os.environ.get(LARGE))
    place = KEPT if large else tmp_path_factory.mktemp("demo")
    out, whole = place / "demo", place / "demo.whole"
    if not whole.exists():  # nothing, or what a run left that was stopped
        shutil.rmtree(out, ignore_errors=True)
        play(out, 1, lambda _done, _of: None, secret=SECRET)
        whole.touch()
    return out


@pytest.fixture(scope="session")
def returns(demo: Path) -> Iterator[list[Path]]:
    """The workbooks of as many real returns as the largest reception has, oldest revisions first."""
    if os.environ.get("TANBAO_DEMO"):
        pytest.skip("further revisions need the keys of a demonstration played here")
    large = bool(os.environ.get(LARGE))
    with tempfile.TemporaryDirectory() as place:
        yield revised(demo, KEPT / "returns" if large else Path(place), LARGEST if large else MANY)


@pytest.fixture(scope="session")
def new_office(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return what makes an office that knows the keys of the demonstration's units and has received nothing."""
    numbers, folder = count(), tmp_path_factory.mktemp("offices")

    def make() -> Path:
        place = folder / str(next(numbers))
        office, _ = create_office(place, None, None, SECRET, by="bench")
        with office, OfficeWorkspace.open(demo / "汇总单位") as played:
            change_settings(office, demo / "任务包" / "settings.toml", "bench", datetime.fromisoformat(AT))
            for row in played.store.enrolled_keys():
                office.store.put_key(row)
        return place

    return make
