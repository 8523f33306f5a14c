"""One office and its enrolled units are made once; each test works on a copy."""

from pathlib import Path

import pytest

from tests.flow.town import COUNTIES, SECRET, ZONES, Town
from tests.once import BuiltOnce

ENROLLED = (*COUNTIES, *ZONES, "M01", "M02", "M03", "M06", "M07", "M10", "M12")


@pytest.fixture(scope="session")
def founded(built_once: BuiltOnce) -> Path:
    """An office with a pack and enrolled units, before anything was filed."""
    from forms.seals.keys import keys

    def found(root: Path) -> None:
        with (
            pytest.MonkeyPatch.context() as patch,
            keys.signer_cache(rounds=2000),
        ):  # dear key files are tested elsewhere
            patch.setenv("TANBAO_PASSPHRASE", SECRET)
            _found(root / "town")

    return built_once("founded", found) / "town"


def _found(root: Path) -> None:
    office = Town(root)
    pack = office.pack_of_a_new_office()
    for unit in ENROLLED:
        office.open_unit(unit, pack)
        asked = office.request(office.unit_folder(unit))
        given = office.enrol(asked["file"], asked["code"])
        office.call("unit", "open", given["file"], "--data", office.unit_folder(unit))


@pytest.fixture
def town(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A fresh copy of the founded town."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    return Town.copy_of(founded, tmp_path / "town")
