"""Setting up is one act: killed at any sync, it is simply done again; a folder is its owner's alone."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from forms.office.office import create_office
from models.basics.messages import use_words, words_in_use
from models.store import UnitStore
from tests.flow.town import SECRET, Town

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import os, signal, sys
from forms.seals.keys import keys
from ui.cli.run import run

left, sync = int(sys.argv[1]), os.fsync

def counted(number):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    sync(number)

os.fsync = counted
with keys.signer_cache(rounds=2000):
    sys.exit(run(sys.argv[2:]))
"""


def killed(at: int, *words: object) -> bool:
    """Run a command and kill it at its n-th sync; False = it came to its end before that."""
    environment = {**os.environ, "TANBAO_PASSPHRASE": SECRET}
    command = [sys.executable, "-c", KILLED, str(at), *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
@pytest.mark.parametrize("moment", [1, 4, 6])
def test_an_office_whose_founding_was_killed_is_founded_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    from forms.seals.keys import keys

    monkeypatch.setattr(keys, "ROUNDS", 2000)
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    town = Town(tmp_path)
    assert killed(moment, "office", "init", "--data", town.office)
    if (town.office / "tanbao.db").exists():
        told = town.call("office", "pack", "--data", town.office, "--out", town.out, expect=1)["error"]
        assert told["code"] == "office_unfinished"
    assert town.pack_of_a_new_office().exists()
    assert town.call("office", "init", "--data", town.office, expect=1)["error"]["code"] == "folder_in_use"
    assert not [path.name for path in town.office.iterdir() if path.name.endswith(".part")]


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_a_unit_whose_first_pack_was_cut_short_opens_it_again_even_for_another_unit(town: Town, tmp_path: Path) -> None:
    pack = next(town.out.glob("任务包*.pdf"))
    assert killed(2, "unit", "open", pack, "--data", tmp_path / "cut", "--unit", "610924")
    town.open_unit("610925", pack, tmp_path / "cut")
    with UnitStore.open(tmp_path / "cut") as store:
        assert store.unit_id == "610925"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of another kind")
def test_what_is_kept_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        folder = tmp_path / "unit"
        with UnitStore.create(folder, "610924") as store:
            store.put_value("x", "1")
            store.backup()
            kept = [folder, *folder.rglob("*")]
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept}
        kept = [path for path in kept if path.exists()]
        for path in kept:  # as an older version, or a person who copies it, would leave it
            path.chmod(0o777 if path.is_dir() else 0o666)
        with UnitStore.open(folder) as store:
            store.put_value("x", "2")
            later = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept if path != folder}
    finally:
        os.umask(before)
    assert len(modes) == 8 and "backups" in modes
    assert {mode & 0o077 for mode in (*modes.values(), *later.values())} == {0}
    assert folder.stat().st_mode & 0o022 == 0, "nobody else replaces the store in a folder that somebody has chosen"


def test_an_office_is_named_by_its_own_plan_whatever_plan_was_opened_before(tmp_path: Path) -> None:
    before = words_in_use()
    use_words({"office_long": "临城区节能减排工作领导小组办公室"})
    try:
        office, _ = create_office(tmp_path / "office", None, None, SECRET)
        with office:
            assert office.store.get_value("office_name") == office.plan.words["office_long"]
            assert "临城" not in office.store.acts.rows()[0].why
    finally:
        use_words(before)
