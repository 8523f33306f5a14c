"""The setup is run as a clerk would, on Wine's Windows: `tasks.py package --wine`, where `wine` and `wine32` are installed.

The program in it is a small one of Wine's own, so this says what the setup does to a PC, not whether our program starts.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.package.test_package import part

FIRST, SECOND = "1.0.0", "1.1.0"
REFUSED, RUNNING = 2, 3
BUILD = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"


class Windows:
    """A Windows of Wine's in a folder of its own."""

    def __init__(self, prefix: Path, *, bits: int = 64) -> None:
        self.disk = prefix / "drive_c"
        self.place = {**os.environ, "WINEPREFIX": str(prefix), "WINEARCH": f"win{bits}", "WINEDEBUG": "-all"}
        self.place |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}
        prefix.mkdir()
        assert self.run("wineboot", "-i") == 0
        self.version("win10")

    def run(self, *words: str | Path) -> int:
        """Carry out a command of Wine's and return its exit code."""
        command = ["wine", *map(str, words)]
        return subprocess.run(command, env=self.place, capture_output=True, timeout=120, check=False).returncode

    def version(self, name: str) -> None:
        """Say which Windows it is."""
        assert self.run("winecfg", "-v", name) == 0

    def build(self, number: str) -> None:
        """Say which build of Windows it is, as a 64-bit program reads it."""
        words = ["/v", "CurrentBuildNumber", "/t", "REG_SZ", "/d", number, "/f", "/reg:64"]
        assert self.run("reg", "add", BUILD, *words) == 0

    def has(self, key: str) -> bool:
        """True when a key of the 64-bit registry is there."""
        return self.run("reg", "query", key, "/reg:64") == 0

    def installed(self) -> list[Path]:
        """Return the folders that hold an installed program."""
        return sorted({path.parent for path in self.disk.rglob("TanBao.exe")})

    def links(self) -> list[str]:
        """Return the names of the entries of menu, desktop and 发送到 that are ours."""
        return sorted(path.name for path in self.disk.rglob("*.lnk") if "碳报" in path.name)

    def end(self) -> None:
        """End all its programs."""
        self.run("wineboot", "-k")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a short path, as Windows likes it."""
    folder = Path("/tmp") / f"tanbao-wine-{os.getpid()}"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def windows(place: Path) -> Iterator[Windows]:
    """A Windows 10."""
    assert shutil.which("wine"), "wine is not installed: see tests/package/wine_setup.py"
    windows = Windows(place / "w64")
    yield windows
    windows.end()


@pytest.fixture(scope="module")
def setups(place: Path, windows: Windows) -> dict[str, Path]:
    """The setups of two releases; each has a library that the other lacks."""
    program = (windows.disk / "windows/system32/cmd.exe").read_bytes()
    made = {}
    for version in (FIRST, SECOND):
        frozen = place / f"frozen-{version}"
        for name in (
            "TanBao.exe",
            "tanbao-console.exe",
            f"_internal/of-{version}.dll",
            "_internal/resources/方案.toml",
        ):
            (frozen / name).parent.mkdir(parents=True, exist_ok=True)
            (frozen / name).write_bytes(program if name.endswith("exe") else name.encode())
        written = part("installers").setup(frozen, place, version, quick=True)
        made[version] = written.rename(place / f"setup-{version}.exe")
    return made


@pytest.mark.parametrize("older", ["win7", "win81", "build 14393"])
def test_an_older_windows_is_refused_before_anything_is_copied(
    windows: Windows, setups: dict[str, Path], older: str
) -> None:
    known = older.startswith("build")
    windows.build(older.split()[1]) if known else windows.version(older)
    assert windows.run(setups[FIRST], "/S") == REFUSED
    windows.version("win10")
    windows.build("19045")
    assert windows.installed() == windows.links() == []


def test_a_windows_of_32_bit_is_refused(place: Path, setups: dict[str, Path]) -> None:
    windows = Windows(place / "w32", bits=32)
    assert windows.run(setups[FIRST], "/S") == REFUSED
    windows.end()
    assert windows.installed() == windows.links() == []


@pytest.mark.parametrize(("way", "root"), [([], "HKCU"), (["/ALLUSERS"], "HKLM")], ids=["own", "all users"])
def test_a_program_is_installed_upgraded_and_taken_away_and_what_is_not_the_setups_stays(
    windows: Windows, setups: dict[str, Path], way: list[str], root: str
) -> None:
    assert windows.run(setups[FIRST], *way, "/S") == 0
    (folder,) = windows.installed()
    assert folder.parent.name == ("Program Files" if way else "Programs")
    assert not (folder / "tanbao-console.exe").exists()
    assert {"碳报.lnk", "卸载碳报.lnk"} == set(windows.links())
    assert windows.has(rf"{root}\Software\TanBao")
    own = folder / "我的.txt"
    own.write_text("of the clerk", "utf-8")

    with running(windows, folder / "TanBao.exe"):
        assert windows.run(setups[SECOND], *way, "/S") == RUNNING
        windows.run(folder / "uninstall.exe", "/S")
        assert libraries(folder) == {f"of-{FIRST}.dll"}

    assert windows.run(setups[SECOND], *way, "/S") == 0
    assert libraries(folder) == {f"of-{SECOND}.dll"}
    assert own.exists()

    assert windows.run(folder / "uninstall.exe", "/S") == 0
    until(lambda: not windows.installed() and not windows.links())  # the uninstaller works from a copy of itself
    assert own.read_text("utf-8") == "of the clerk"
    assert not windows.has(rf"{root}\Software\TanBao")


@contextmanager
def running(windows: Windows, program: Path) -> Iterator[None]:
    """Let a program run meanwhile: it is a command prompt, which has started when it says so."""
    words = ["wine", str(program)]
    with subprocess.Popen(words, env=windows.place, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"Windows" in process.stdout.readline() + process.stdout.readline()
        yield
        process.kill()


def libraries(folder: Path) -> set[str]:
    """Return the names of the libraries of an installed program."""
    return {path.name for path in (folder / "_internal").glob("*.dll")}


def until(true: Callable[[], bool], *, seconds: int = 60) -> None:
    """Wait until a question is answered with yes."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail("it did not come true")
        time.sleep(0.5)
