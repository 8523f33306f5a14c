"""Freezing: one folder with the program and its Python, proven by its own self-test.

`tasks.py package [--out DIR] [--twice] [--installers]`: makes the icon, runs PyInstaller on tanbao.spec with a fixed
time and hash seed, runs the result's self-test, and prints sizes. `--twice` freezes again and compares every byte;
`--installers` writes what it is installed from beside it. `--make-fonts DIR`, on Linux, makes the typefaces that a
Windows build takes with `--fonts DIR`.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
EPOCH = "1577836800"  # 2020-01-01: written into archives instead of the day of the build
PROGRAM = "TanBao.exe" if sys.platform == "win32" else "TanBao"


def main(words: Sequence[str]) -> int:
    """Freeze, test, print; return 0 when the frozen program passes its own test and both builds are alike."""
    parser = argparse.ArgumentParser(prog="tasks.py package")
    parser.add_argument("--out", type=Path, default=HOUSE / "dist")
    parser.add_argument("--twice", action="store_true", help="freeze twice and compare every byte")
    parser.add_argument("--installers", action="store_true", help="also write setup and archive, or the .deb")
    parser.add_argument("--fonts", type=Path, help="folder of typefaces to put in, for a PC that lacks Chinese ones")
    parser.add_argument("--make-fonts", type=Path, metavar="DIR", help="only make these typefaces, on Linux")
    chosen = parser.parse_args(words)
    if chosen.make_fonts:
        _run(sys.executable, str(HOUSE / "build/package/fonts.py"), str(chosen.make_fonts.resolve()))
        return 0
    frozen = freeze(chosen.out.resolve(), chosen.fonts)
    files = [path for path in frozen.rglob("*") if path.is_file() and not path.is_symlink()]
    print(f"{frozen}: {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
    passed = self_test(frozen)
    alike = not chosen.twice or _alike(frozen, chosen.fonts)
    if not (passed and alike):
        return 1
    if chosen.installers:
        _run(sys.executable, str(HOUSE / "build/package/installers.py"), str(frozen), str(frozen.parent))
    return 0


def freeze(out: Path, fonts: Path | None = None) -> Path:
    """Return the folder with the frozen program, made anew; `fonts`: typefaces to put in."""
    with tempfile.TemporaryDirectory(prefix="tanbao-package-") as work:
        made = Path(work) / "made"
        fixed = {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
        settings = {**os.environ, "TANBAO_MADE": str(made), **fixed}
        settings.setdefault("QT_QPA_PLATFORM", "offscreen")
        _run(sys.executable, str(HOUSE / "build/package/made.py"), str(made), settings=settings)
        if fonts is not None:
            shutil.copytree(fonts, made / "fonts")
        shutil.rmtree(out / "tanbao", ignore_errors=True)
        spec = str(HOUSE / "build/package/tanbao.spec")
        places = ("--distpath", str(out), "--workpath", f"{work}/work")
        freezer = ("-m", "PyInstaller", "-y", "--clean", "--log-level", "WARN")
        _run(sys.executable, *freezer, *places, spec, settings=settings)
    return out / "tanbao"


def _run(*command: str, settings: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, check=True, cwd=HOUSE, env=dict(settings or os.environ), stdin=subprocess.DEVNULL)


def self_test(frozen: Path) -> bool:
    """Run the frozen program's self-test without a screen and print what failed; True when all parts work."""
    with tempfile.TemporaryDirectory(prefix="tanbao-selftest-") as folder:
        answer = Path(folder) / "selftest.json"
        bare = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "HOME", "PATH") if name in os.environ}
        settings = {**bare, "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        done = subprocess.run([str(frozen / PROGRAM), "--selftest", str(answer)], env=settings, check=False)
        if not answer.exists():
            print(f"no answer, exit {done.returncode}")
            return False
        told = json.loads(answer.read_text("utf-8"))
    for name, part in told["parts"].items():
        print(f"  {'ok  ' if part['ok'] else 'FAIL'} {name}: {part['found']}")
    return bool(told["ok"]) and done.returncode == 0


def _alike(frozen: Path, fonts: Path | None) -> bool:
    """Freeze once more at the same place and compare all files; print those that differ."""
    first = digests(frozen)
    second = digests(freeze(frozen.parent, fonts))
    other = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    print(f"second build: {len(second)} files, {len(other)} differ {other[:5]}")
    return not other


def digests(folder: Path) -> dict[str, str]:
    """Return SHA-256 of every file under a folder, by its path in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
