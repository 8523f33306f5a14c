"""What the machine itself must have: packages of Debian and Ubuntu that Qt, the papers and the tests need.

Installs them when we may (root, or sudo without a question), else says in one sentence what to install. Windows and macOS
need none of it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Qt's libraries, offscreen and with a real X window, and fonts with Chinese outlines that can be embedded.
RUN = (
    "libglib2.0-0", "libegl1", "libgl1", "libx11-6", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libxkbcommon0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0",
    "libxcb-render-util0", "libxcb-image0", "libxcb-randr0", "libxcb-xfixes0", "libx11-xcb1",
    "fonts-wqy-microhei", "fonts-arphic-uming", "fonts-lxgw-wenkai",
)  # fmt: skip
# Foreign verifiers: they, not we, say whether a seal is valid and a book opens.
TEST = ("libreoffice-calc", "python3-uno", "poppler-utils", "libnss3-tools", "openssl", "xvfb")


class Lacking(Exception):
    """The machine lacks something we may not install; the text says what to do."""


def has_display() -> bool:
    """True when a window can be shown."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install(packages: Sequence[str]) -> None:
    """Install the packages the machine lacks. Raises Lacking when we may not."""
    if not sys.platform.startswith("linux"):
        return
    missing = [name for name in packages if not _installed(name)]
    if not missing:
        return
    apt = _apt()
    if apt is None:
        raise Lacking(f"缺少系统组件，请先安装：{' '.join(missing)} / please install these packages first")
    print(f"[tasks] 安装系统组件 / installing {' '.join(missing)}", file=sys.stderr, flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update", "-qq"], check=True, env=settings, stdout=subprocess.DEVNULL)
    command = [*apt, "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(command, check=True, env=settings, stdout=subprocess.DEVNULL)


def _installed(package: str) -> bool:
    """True when dpkg has it, or a newer release's package that stands for it (libglib2.0-0t64)."""
    if shutil.which("dpkg-query") is None:
        return True
    for name in (package, f"{package}t64"):
        query = ["dpkg-query", "-W", "-f", "${Status}", name]
        found = subprocess.run(query, capture_output=True, text=True, check=False).stdout
        if found.startswith("install ok installed"):
            return True
    return False


def _apt() -> list[str] | None:
    """The command that installs packages, None when we may not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n", "-E", "apt-get"]
    return None


def make_venv(folder: Path) -> None:
    """Make a virtual environment; a bare Debian's Python lacks the means, so they are installed first."""
    if _can_make() or not sys.platform.startswith("linux"):
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        return
    install((f"python3.{sys.version_info.minor}-venv", "python3-venv", "python3-pip"))
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)


def _can_make() -> bool:
    probe = "import venv, ensurepip"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0
