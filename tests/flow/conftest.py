"""One office and its enrolled units are made once; each test works on a copy."""

import shutil
from pathlib import Path

import pytest

from tests.flow.town import COUNTIES, SECRET, ZONES, Town

ENROLLED = (*COUNTIES, *ZONES, "M01", "M02", "M03", "M06", "M07", "M10", "M12")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a pack and enrolled units, before anything was filed."""
    from forms.seals.keys import keys

    root = tmp_path_factory.mktemp("town") / "town"
    with pytest.MonkeyPatch.context() as patch, keys.in_hand(rounds=2000):  # dear key files are tested elsewhere
        patch.setenv("TANBAO_PASSPHRASE", SECRET)
        _found(root)
    return root


def _found(root: Path) -> None:
    import contextlib
    import io
    import json

    from ui.cli.run import run

    def call(*words: object) -> dict[str, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = run([*map(str, words), "--json"])
        assert code == 0, out.getvalue()
        found: dict[str, str] = json.loads(out.getvalue())
        return found

    office = root / "office"
    call("office", "init", "--data", office)
    pack = call("office", "pack", "--data", office, "--out", root / "out")["files"][0]
    for unit in ENROLLED:
        folder = root / "units" / unit
        call("unit", "open", pack, "--data", folder, "--unit", unit)
        asked = call("unit", "request", "--data", folder, "--out", root / "out")
        given = call("office", "enrol", asked["file"], "--data", office, "--code", asked["code"], "--out", root / "out")
        call("unit", "open", given["file"], "--data", folder)


@pytest.fixture
def town(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Town:
    """A fresh copy of the founded town."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    root = tmp_path / "town"
    shutil.copytree(founded, root)
    return Town(root, capsys)
