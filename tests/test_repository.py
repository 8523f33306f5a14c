"""What must never stand in the repository, and words that must: addresses, paths of a machine, missing sentences."""

import re
import subprocess
from pathlib import Path

import pytest

from models.words import catalogue

ROOT = Path(__file__).resolve().parent.parent
CODE = [path for room in ("models", "forms", "ui") for path in sorted((ROOT / room).rglob("*.py"))]
SAID = re.compile(r"""\bsay\(\s*["']([a-z_]+\.[\w.]+)["']""")
RAISED = re.compile(r"""\b(?:AppError|MachineError)\(\s*["']([\w]+)["']""")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_a_hash_for_everything_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index" not in text


def test_no_path_of_a_machine_and_no_registry_stands_in_a_file() -> None:
    wrong = re.compile("|".join([r"/ro" + r"ot/", r"/wo" + r"rk/", r"py" + r"pi\.org", r"file" + r":///opt"]))
    found = [path.name for path in tracked() if path.suffix not in (".png", ".svg") and wrong.search(path.read_text("utf-8"))]
    assert found == []


def test_every_text_the_code_asks_for_is_there() -> None:
    texts = catalogue()
    asked = {(path.name, key) for path in CODE for key in SAID.findall(path.read_text("utf-8"))}
    assert sorted((name, key) for name, key in asked if key not in texts and f"window.{key}" not in texts) == []


def test_every_error_has_its_sentence() -> None:
    texts = catalogue()
    raised = {(path.name, code) for path in CODE for code in RAISED.findall(path.read_text("utf-8"))}
    assert sorted((name, code) for name, code in raised if f"errors.{code}" not in texts) == []


def test_files_stay_small_enough_to_hold_in_the_head() -> None:
    long = {path.name: count for path in CODE if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}
