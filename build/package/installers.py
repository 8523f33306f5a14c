"""Installers of a frozen program: the Windows setup by NSIS, and the portable archive beside it.

`installers.py FROZEN OUT` writes 碳报-<version>-安装.exe and 碳报-<version>-免安装.zip, and their SHA-256 in a list.
Both are the same bytes for the same folder. makensis runs on Linux and on Windows.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

PLACE = Path(__file__).resolve().parent
HOUSE = PLACE.parents[1]
DAY = (2020, 1, 1, 0, 0, 0)  # written into archives instead of the day of the build
EPOCH = "1577836800"


def setup(frozen: Path, out: Path, version: str, *, icon: Path | None = None, quick: bool = False) -> Path:
    """Write the setup of a frozen folder. Raises CalledProcessError when makensis warns or fails."""
    made = out / f"碳报-{version}-安装.exe"
    more = [f"-DICON={icon}"] if icon else []
    more += ["-DQUICK=1"] if quick else []
    facts = [f"-DVERSION={version}", f"-DSRC={frozen}", f"-DOUT={made}", *more]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *facts, str(PLACE / "installer.nsi")]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH}, capture_output=True)
    return made


def portable(frozen: Path, out: Path, version: str) -> Path:
    """Write the archive that needs no installation."""
    made = out / f"碳报-{version}-免安装.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in frozen.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"TanBao/{path.relative_to(frozen).as_posix()}", DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
            archive.writestr(entry, path.read_bytes())
    return made


def main(frozen: Path, out: Path) -> None:
    """Write both installers and the list of their SHA-256."""
    sys.path.insert(0, str(HOUSE))
    from models.basics.version import VERSION

    out.mkdir(parents=True, exist_ok=True)
    made = [setup(frozen, out, VERSION), portable(frozen, out, VERSION)]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (out / "SHA256.txt").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
