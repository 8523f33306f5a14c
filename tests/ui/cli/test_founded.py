"""What somebody who sets up an office is asked for."""

from pathlib import Path

import pytest

from tests.flow.town import SECRET, said_by


def test_whoever_sets_up_an_office_is_asked_to_keep_its_root_on_a_stick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    code, said, _ = said_by("office", "init", "--data", tmp_path / "office")
    assert code == 0 and "office backup --root" in said and "U盘" in said
    stick = tmp_path / "stick"
    stick.mkdir()
    _, again, error = said_by("office", "backup", "--data", tmp_path / "office", "--root", stick)
    assert list(stick.iterdir()) and "还没有备份" not in again, error
