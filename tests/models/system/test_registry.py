"""What the registry of Windows is asked: which computer it is, how large to write, which typefaces are installed."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.page import font_files
from models.system import files, machine
from models.system.text_size import of_windows
from tests.models.system.played_registry import COMPUTER, USER, Values, registry

FONTS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
Play = Callable[[dict[tuple[str, str], Values]], None]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play Windows with a registry."""

    def play(keys: dict[tuple[str, str], Values]) -> None:
        monkeypatch.setattr(files, "SYSTEM", "win32")
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setitem(sys.modules, "winreg", registry(keys))

    return play


def test_a_computer_is_known_by_the_number_that_its_windows_was_given(windows: Play) -> None:
    key = (COMPUTER, r"SOFTWARE\Microsoft\Cryptography")
    windows({key: {"MachineGuid": "0a1b-2c3d"}})
    one = machine.machine_id()
    assert len(one) == machine.LENGTH and "0a1b" not in one
    windows({key: {"MachineGuid": "another"}})
    assert machine.machine_id() not in ("", one)
    windows({})
    assert machine.machine_id() == ""


def test_text_is_as_large_as_somebody_told_windows(windows: Play) -> None:
    key = (USER, r"SOFTWARE\Microsoft\Accessibility")
    windows({key: {"TextScaleFactor": 150}})
    assert of_windows() == 150
    windows({key: {}})
    assert of_windows() is None


def test_typefaces_are_those_of_the_person_and_of_the_computer_that_a_pdf_can_hold(
    windows: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts, own = tmp_path / "Windows/Fonts", tmp_path / "本人/FZXBSJW.TTF"
    for path in (fonts / "simsun.ttc", fonts / "old.fon", fonts / "simkai.ttf", own):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path / "Windows"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "none"))
    windows(
        {
            (USER, FONTS): {"方正小标宋简体 (TrueType)": str(own)},
            (COMPUTER, FONTS): {
                "宋体 & 新宋体 (TrueType)": "simsun.ttc",
                "旧": "old.fon",
                "没有 (TrueType)": "gone.ttf",
            },
        }
    )
    registered = {"方正小标宋简体": own, "宋体": fonts / "simsun.ttc", "新宋体": fonts / "simsun.ttc"}
    assert dict(font_files._registered()) == registered
    found = font_files._installed.__wrapped__()
    assert found["方正小标宋简体"] == found["fzxbsjw.ttf"] == own
    assert found["simkai.ttf"] == fonts / "simkai.ttf"  # in the folder, though no registry knows it
