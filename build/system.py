"""What the machine itself must have: packages of Debian and Ubuntu that Qt, the papers and the tests need.

Installs them when we may (root, or sudo), else says in one sentence what to install. Windows and macOS need none of it.
"""

from __future__ import annotations  # an older Python must get as far as being told that it is too old

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Qt's libraries, offscreen and with a real X window, and fonts with Chinese outlines that can be embedded.
# fmt: off
RUN = (
    "libglib2.0-0", "libegl1", "libgl1", "libx11-6", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libxkbcommon0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0",
    "libxcb-render-util0", "libxcb-image0", "libxcb-randr0", "libxcb-xfixes0", "libx11-xcb1",
    "fonts-wqy-microhei", "fonts-arphic-uming", "fonts-lxgw-wenkai",
)
# fmt: on
# Foreign verifiers: they, not we, say whether a seal is valid and a book opens. SoftHSM stands in for a token (UKey),
# nsis says whether the setup compiles, osslsigncode signs and verifies it.
TEST = (
    "libreoffice-calc",
    "libreoffice-writer",
    "python3-uno",
    "poppler-utils",
    "libnss3-tools",
    "openssl",
    "softhsm2",
    "nsis",
    "osslsigncode",
    "xvfb",
    "xdotool",
)
# Apache POI, the verifier that needs Java, for `tasks.py foreign` alone; with the compiler, because our question to it
# is run from its source and the schema classes it lacks are made.
FOREIGN = (
    "default-jdk-headless",
    "libapache-poi-java",
    "libxmlbeans-java",
    "libxml-security-java",
    "libbcprov-java",
    "libbcpkix-java",
)
# What tells, call by call, what was written and synced, so that a power cut can be played at any of them.
TORTURE = ("strace",)
# What PyInstaller reads libraries with, what makes the installers, and the typefaces they carry.
PACKAGE = ("binutils", "nsis", "osslsigncode", "dpkg", "fonts-noto-cjk", "fonts-lxgw-wenkai")


class Lacking(Exception):
    """The machine lacks something we may not install; the text says what to do."""


def has_display() -> bool:
    """True when a window can be shown."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install(packages: Sequence[str]) -> None:
    """Install the packages the machine lacks. Raises Lacking when we may not."""
    missing = _missing(packages)
    if not missing:
        return
    apt = _apt()
    if apt is None:
        names = " ".join(missing)
        raise Lacking(f"缺少系统组件，请管理员执行 / ask an administrator to run: apt-get install {names}")
    print(f"[tasks] 安装系统组件 / installing {' '.join(missing)}", file=sys.stderr, flush=True)
    # A list that cannot be refreshed (one foreign source down) need not stop us: the installation itself decides.
    subprocess.run([*apt, "update", "-qq"], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    command = [*apt, "install", "-y", "-qq", "--no-install-recommends", *missing]
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        names = " ".join(missing)
        raise Lacking(f"系统组件没有装上 / could not install system packages: {names}\n{done.stderr.strip()}")


def _missing(packages: Sequence[str]) -> list[str]:
    """Those dpkg lacks, by name and as newer releases call them (libglib2.0-0t64); none where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages]
    query += [f"{name}t64" for name in packages]
    told = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    here = {line.partition(" ")[0] for line in told.splitlines() if line.endswith(" installed")}
    return [name for name in packages if not {name, f"{name}t64"} & here]


def _apt() -> list[str] | None:
    """The command that installs packages without a question of its own, None when we may not."""
    if shutil.which("apt-get") is None:
        return None
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo") is None:
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", *apt] if silent or sys.stdin.isatty() else None


def for_venv() -> tuple[str, ...]:
    """The package without which this Python makes no virtual environment (Debian keeps it apart), nothing if it can."""
    importlib.invalidate_caches()
    return () if importlib.util.find_spec("ensurepip") else (f"python3.{sys.version_info.minor}-venv",)


def for_freezing() -> tuple[str, ...]:
    """The package with this Python as a library, which a frozen program holds; Debian keeps it apart."""
    return (f"libpython3.{sys.version_info.minor}",) if sys.base_prefix == "/usr" else ()


def make_venv(folder: Path) -> None:
    """Make a virtual environment in place of whatever stood there. Raises Lacking when this Python cannot."""
    install(for_venv())
    if for_venv():
        raise Lacking(f"{sys.executable} 缺少 venv 模块，请安装 / please install: python3-venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
