"""What the locked wheels for Windows hold: each wheel's SHA-256, each library that goes into the program, what it imports."""

import hashlib
import json
from pathlib import Path
from typing import TypedDict

from tests.package.test_package import part

KEPT = Path(__file__).resolve().parents[1] / "golden/windows_wheels.json"


class WheelList(TypedDict):
    """The list as it is kept."""

    wheels: dict[str, str]  # file name → SHA-256
    imports: dict[str, list[str]]  # library that goes into the program → DLLs it imports
    bytes: int  # of those libraries, unpacked


def listed(folder: Path) -> WheelList:
    """Return what the wheels of a folder hold."""
    closure = part("closure")
    libraries = dict(closure.libraries(folder))
    return WheelList(
        wheels={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.whl"))},
        imports={name: sorted(set(closure.imports(content))) for name, content in sorted(libraries.items())},
        bytes=sum(map(len, libraries.values())),
    )


def kept() -> WheelList:
    """Return the list as it was last written."""
    found: WheelList = json.loads(KEPT.read_text("utf-8"))
    return found


def write(found: WheelList) -> None:
    """Keep a list in place of the last one."""
    KEPT.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
