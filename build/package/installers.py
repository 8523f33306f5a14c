"""Installers of a frozen program: the Windows setup by NSIS with the portable archive beside it, or the .deb on Linux.

`installers.py FROZEN OUT [--certificate PEM --key PEM]` writes 碳报-<version>-安装.exe, 碳报-<version>-免安装.zip and
白名单说明.txt, or tanbao_<version>_amd64.deb, and their SHA-256 in a list. The same folder gives the same bytes
(but for a signature). makensis runs on Linux and on Windows.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

PLACE = Path(__file__).resolve().parent
sys.path.insert(0, str(PLACE))  # this folder is no package: nothing of it is part of the program

import deb  # noqa: E402
import white_list  # noqa: E402
from sign import sign  # noqa: E402

HOUSE = PLACE.parents[1]
DAY = (2020, 1, 1, 0, 0, 0)  # written into archives instead of the day of the build
EPOCH = "1577836800"


class Signer(NamedTuple):
    """Who signs: certificate and key (PEM files), and a file with the key's passphrase."""

    certificate: Path
    key: Path
    passphrase: Path | None = None

    @property
    def command(self) -> str:
        """The command that makensis calls for the uninstaller it has made, whose path it adds."""
        words = [sys.executable, str(PLACE / "sign.py"), "--certificate", str(self.certificate), "--key", str(self.key)]
        words += ["--pass", str(self.passphrase)] if self.passphrase else []
        return " ".join(f'"{word}"' for word in words)


def setup(
    frozen: Path,
    out: Path,
    version: str,
    *,
    icon: Path | None = None,
    signer: Signer | None = None,
    quick: bool = False,
) -> Path:
    """Write the setup of a frozen folder. Raises CalledProcessError when makensis warns or fails."""
    made = out / f"碳报-{version}-安装.exe"
    more = [f"-DICON={icon}"] if icon else []
    more += [f"-DSIGN={signer.command}"] if signer else []
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


def sign_programs(frozen: Path, signer: Signer) -> None:
    """Sign the programs of a frozen folder in place."""
    for program in sorted(frozen.glob("*.exe")):
        sign(program, signer.certificate, signer.key, signer.passphrase)


def windows(frozen: Path, out: Path, version: str, signer: Signer | None = None, *, quick: bool = False) -> list[Path]:
    """Write setup, archive and the sheet for white lists, signed from the inside out: programs, uninstaller, setup."""
    if signer is not None:
        sign_programs(frozen, signer)
    made = setup(frozen, out, version, signer=signer, quick=quick)
    if signer is not None:
        sign(made, signer.certificate, signer.key, signer.passphrase)
    told = out / white_list.SHEET
    text = white_list.sheet(frozen, version, signer.certificate.read_bytes() if signer else None)
    told.write_text(text, "utf-8-sig", newline="\r\n")  # Notepad of every Windows shows it right
    return [made, portable(frozen, out, version), told]


def main(words: list[str]) -> None:
    """Write setup, archive and sheet of a Windows program, or the .deb of a Linux one, and the list of SHA-256."""
    sys.path.insert(0, str(HOUSE))
    from models.basics.version import VERSION

    parser = argparse.ArgumentParser(prog="installers.py")
    parser.add_argument("frozen", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--certificate", type=Path, help="PEM: sign programs and setup")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--pass", type=Path, dest="passphrase", help="file with the key's passphrase")
    chosen = parser.parse_args(words)
    frozen, out = chosen.frozen.resolve(), chosen.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    signer = Signer(chosen.certificate, chosen.key, chosen.passphrase) if chosen.certificate else None
    is_windows = (frozen / "TanBao.exe").exists()
    made = windows(frozen, out, VERSION, signer) if is_windows else [deb.package(frozen, out, VERSION)]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (out / "SHA256.txt").write_text("".join(lines), "utf-8")
    print("".join(lines), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
