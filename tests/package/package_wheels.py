"""Every locked library has a wheel for Windows, and what its DLLs import is there. Asks the package index: `tasks.py package`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.package.test_package import ROOT, part


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheels for Windows of everything that is locked, with the hashes of the lock."""
    folder = tmp_path_factory.mktemp("wheels")
    words = ["--no-deps", "--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11"]
    words += ["--require-hashes", "-r", str(ROOT / "requirements.lock"), "-d", str(folder)]
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def test_every_locked_library_has_a_wheel_for_the_windows_we_ship(wheels: Path) -> None:
    found = {path.name.partition("-")[0].lower().replace("_", "-") for path in wheels.glob("*.whl")}
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    locked = {
        match[1].lower()
        for line in lines
        if (match := re.match(r"([\w.-]+)==", line)) and "sys_platform !=" not in line
    }
    assert {"pyside6-essentials", "cryptography", "lxml"} <= found
    assert found <= locked


def test_every_dll_that_the_trimmed_windows_program_imports_is_there(wheels: Path) -> None:
    closure = part("closure")
    found = dict(closure.libraries(wheels))
    assert {"PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll"} <= set(found)
    assert closure.unresolved(found.items()) == {}
    without = [(name, content) for name, content in found.items() if not name.endswith("Qt6Svg.dll")]
    assert "PySide6/plugins/iconengines/qsvgicon.dll" in closure.unresolved(without)["qt6svg.dll"]
    assert sum(map(len, found.values())) < 80_000_000  # of 95 MB installed, the rest is Python and our own
