"""The sheet for white lists: every program, every place and key that is written to, and nothing is written elsewhere."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from models.system import drives
from models.system.drives import Drive
from models.system.temporary import PREFIX
from models.workspace import copied
from tests.package.test_package import PLACE, ROOT, frozen, part  # noqa: F401 - a fixture is among them
from ui.basics import folders, journal, window_settings
from ui.session import doorbell, trial_workspace


def test_the_sheet_for_white_lists_names_every_program_key_and_shortcut_of_the_setup(
    frozen: Path,  # noqa: F811
) -> None:
    text = part("white_list").sheet(frozen, "1.0.0", None)
    script = (PLACE / "installer.nsi").read_text("utf-8")
    for path in frozen.rglob("*.*"):
        listed = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(frozen).as_posix()}"
        assert (listed in text) == (path.suffix in (".exe", ".dll"))
    for name in re.findall(r'WriteReg\w+ SHCTX "[^"]+" "([^"]+)"', script):
        assert name in text
    assert "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\TanBao" in text
    assert "开始菜单、桌面、发送到" in text and "未签名" in text
    assert not re.search(r"[{}$]", text)


def test_the_sheet_names_every_place_that_is_written_to_on_windows(
    frozen: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", "%LOCALAPPDATA%")
    monkeypatch.setattr(folders, "on_windows", lambda: True)
    text = part("white_list").sheet(frozen, "1.0.0", None)
    places = {folders.settings_folder()}
    for kind in (Drive.FIXED, Drive.REMOVABLE):
        monkeypatch.setattr(drives, "drive_of", lambda _, kind=kind: kind)
        places.add(folders.default_folder())
    windows = {str(place).replace("/", "\\") for place in places}
    assert windows == {r"%LOCALAPPDATA%\TanBao", r"D:\TanBao", r"%LOCALAPPDATA%\TanBao\data"}
    assert [place for place in (*windows, rf"%TEMP%\{PREFIX}", r"Software\QtProject") if place not in text] == []
    kept = (window_settings.FILE, folders.LAST, doorbell.NOTE, journal.FOLDER, copied.HEADS, "fonts.json")
    assert [name for name in kept if name not in text] == []
    script = (PLACE / "installer.nsi").read_text("utf-8")
    assert r"%LOCALAPPDATA%\${ID}" in script[script.rindex("MessageBox") :], "the uninstaller says what it leaves"


TEMPORARY = {"mkdtemp", "mkstemp", "TemporaryDirectory", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"}


def test_whatever_lies_in_the_folder_of_temporary_files_has_the_name_that_the_sheet_says() -> None:
    seen, unnamed = set(), []
    for path in (path for room in ("models", "forms", "ui") for path in (ROOT / room).rglob("*.py")):
        source = path.read_text("utf-8")
        for call in ast.walk(ast.parse(source)) if "tempfile" in source else ():
            if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in TEMPORARY:
                said = {one.arg: ast.unparse(one.value) for one in call.keywords}
                seen.add(path.name)
                if said.get("prefix") not in (f"'{PREFIX}'", "PREFIX") and set(said) != {"dir"}:
                    unnamed.append((path.name, call.lineno))
    assert "salvage.py" in seen and unnamed == []
    assert PREFIX == "tanbao-" and trial_workspace.PREFIX.startswith(PREFIX)
