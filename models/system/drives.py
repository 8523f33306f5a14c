"""Drives: what kind of disk a path lies on — of this computer, of the network, one that can be taken out."""

from enum import Enum
from pathlib import Path, PureWindowsPath

from models.system.files import on_windows

MOUNTS = Path("/proc/mounts")
_SHARES = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"})


class Drive(Enum):
    """A kind of disk; the value is what GetDriveTypeW of Windows calls it."""

    UNKNOWN = 0
    REMOVABLE = 2  # a stick, a card
    FIXED = 3
    NETWORK = 4
    DISC = 5
    MEMORY = 6  # a disk that is gone after the next start


def drive_of(path: Path) -> Drive:
    """Return the kind of disk a path lies on, as far as the system says; elsewhere than on Windows shares are told."""
    if on_windows():
        return _on_windows(str(path.absolute()))
    return Drive.NETWORK if _mounted(path.resolve()) in _SHARES else Drive.UNKNOWN


def _on_windows(text: str) -> Drive:
    whole = PureWindowsPath(text)
    if whole.drive.startswith("\\\\"):
        return Drive.NETWORK
    found = drive_type(whole.anchor)
    return Drive(found) if found in {one.value for one in Drive} else Drive.UNKNOWN


def drive_type(root: str) -> int:
    """Ask Windows for the kind of the drive that has a root such as `D:\\`."""
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined,unused-ignore]


def _mounted(whole: Path) -> str:
    """The kind of the file system a path lies on; "" where the system does not say."""
    if not MOUNTS.exists():
        return ""
    found = [line.split()[1:3] for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    holding = [(place, kind) for place, kind in found if whole.is_relative_to(place)]
    return max(holding, key=lambda one: len(one[0]), default=("", ""))[1]
