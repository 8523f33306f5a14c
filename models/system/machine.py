"""Machine: which computer this is, as its system tells it (a digest: the number is its own)."""

import hashlib
from contextlib import suppress
from pathlib import Path

from models.system.files import on_windows

IDENTITIES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
LENGTH = 16  # hexadecimal characters of the digest


def machine_id() -> str:
    """Return 16 characters that tell this computer from others; "" where the system does not say which it is."""
    said = _on_windows() if on_windows() else _in_a_file()
    return hashlib.sha256(f"tanbao {said}".encode()).hexdigest()[:LENGTH] if said else ""


def _in_a_file() -> str:
    for path in IDENTITIES:
        with suppress(OSError, ValueError):
            if said := path.read_text("ascii").strip():
                return said
    return ""


def _on_windows() -> str:
    import winreg

    name = r"SOFTWARE\Microsoft\Cryptography"
    with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, name) as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined,unused-ignore]
    return ""
