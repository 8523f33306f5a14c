"""The Debian package of a frozen program: 碳报's .deb for Debian 12 and newer, 64 bit.

The program lies in /opt/tanbao, as the frozen folder is; what Qt needs of the system and the fonts with Chinese
outlines are its dependencies, the same list that `tasks.py run` installs. The same folder gives the same bytes.
Older domestic systems (Kylin V10, UOS 20) lack the C library that Qt asks for; the package says so by its dependency.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PLACE = Path(__file__).resolve().parent
HOUSE = PLACE.parents[1]
EPOCH = 1577836800  # 2020-01-01: written into the package instead of the day of the build
HOME = "opt/tanbao"
CONTROL = """Package: tanbao
Version: {version}
Architecture: amd64
Maintainer: TanBao <tanbao@localhost>
Installed-Size: {kibibytes}
Depends: libc6 (>= 2.34), {depends}
Section: misc
Priority: optional
Description: 碳报：填报、审核、报送与汇总（离线桌面程序）
 各单位填报指标、按方案核对、生成带签名的报表；牵头单位接收、催报、审核、汇总。
 程序不连接网络；卸载不删除任何人的数据。
"""
DESKTOP = """[Desktop Entry]
Type=Application
Name=碳报
Comment=填报、审核、报送与汇总
Exec=/opt/tanbao/TanBao %F
Icon=tanbao
Terminal=false
Categories=Office;
MimeType=application/pdf;application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
"""


def package(frozen: Path, out: Path, version: str) -> Path:
    """Write the package and return its path. Raises CalledProcessError when dpkg-deb refuses."""
    made = out / f"tanbao_{version}_amd64.deb"
    with tempfile.TemporaryDirectory(prefix="tanbao-deb-") as folder:
        root = Path(folder) / "root"
        _lay_out(frozen, root, version)
        _fix_times_and_modes(root)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(root), str(made)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)})
    return made


def _lay_out(frozen: Path, root: Path, version: str) -> None:
    """Put every file where it will lie on the system."""
    shutil.copytree(frozen, root / HOME, symlinks=True)
    _write(root / "usr/share/applications/tanbao.desktop", DESKTOP)
    _write(root / "usr/share/doc/tanbao/copyright", (HOUSE / "LICENSE").read_text("utf-8"))
    icon = root / "usr/share/icons/hicolor/scalable/apps/tanbao.svg"
    _write(icon, (HOUSE / "resources/icons/tanbao.svg").read_text("utf-8"))
    programs = root / "usr/bin"
    programs.mkdir(parents=True)
    (programs / "tanbao").symlink_to(f"/{HOME}/tanbao-console")  # the command line; the menu entry opens the window
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    facts = {"version": version, "kibibytes": size // 1024 + 1, "depends": ", ".join(_needs())}
    _write(root / "DEBIAN/control", CONTROL.format(**facts))


def _needs() -> list[str]:
    """The packages of the system; newer releases call some of them …t64."""
    sys.path.insert(0, str(HOUSE / "build"))
    import system

    return [f"{name} | {name}t64" if name == "libglib2.0-0" else name for name in system.RUN]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _fix_times_and_modes(root: Path) -> None:
    """Give everything the same time, and rights that do not depend on who built it."""
    for path in sorted(root.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)
    root.chmod(0o755)
