"""Closure: whether the Windows libraries that go into the program find every DLL they import, told on any system.

What a Windows build would hold is laid out from the locked wheels by the same rules as in tanbao.spec; every imported
DLL must then be among them, come with Python, or be one that Windows 10 itself has.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pefile
from trim import is_allowed

ENDINGS = (".dll", ".pyd", ".exe")
OF_PYTHON = re.compile(r"(python3\d*|vcruntime140(_1)?|libcrypto-3|libssl-3|sqlite3|libffi-8)\.dll")
OF_WINDOWS = re.compile(
    "advapi32|authz|bcrypt|bcryptprimitives|cfgmgr32|comctl32|comdlg32|crypt32|d2d1|d3d11|d3d12|d3d9|dbghelp|dnsapi|"
    "dwmapi|dwrite|dxgi|gdi32|icuuc|imm32|iphlpapi|kernel32|mpr|mscms|msimg32|msvcrt|mswsock|ncrypt|netapi32|ntdll|"
    "ole32|oleaut32|powrprof|propsys|psapi|rpcrt4|runtimeobject|secur32|setupapi|shcore|shell32|shlwapi|ucrtbase|"
    "uiautomationcore|user32|userenv|uxtheme|version|winmm|winspool|wlanapi|ws2_32|wtsapi32"
)
_UNUSED = re.compile(r"(PySide6/(?:qml|metatypes|typesystems|include|lib|scripts)/|/(?:tests?|examples)/|^pip/)")
_TOOLS = re.compile(r"PySide6/\w+\.exe$")  # designer, uic …: PyInstaller takes none of them


def libraries(wheels: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every Windows library of the wheels in a folder that would go into the program."""
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                left_out = _UNUSED.search(name) or _TOOLS.search(name) or not is_allowed(name)
                if name.lower().endswith(ENDINGS) and not left_out:
                    yield name, archive.read(name)


def unresolved(imported: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """Return the DLLs that nobody brings → the libraries that import them, of libraries → what they import."""
    here = {Path(name).name.lower() for name in imported}
    missing: dict[str, tuple[str, ...]] = {}
    for name, wanted in imported.items():
        for library in wanted:
            if library not in here and not _brought(library):
                missing[library] = (*missing.get(library, ()), name)
    return missing


def imports(content: bytes) -> Iterator[str]:
    """Yield the DLLs a library imports, at once or when needed, in small letters. Raises pefile.PEFormatError."""
    file = pefile.PE(data=content, fast_load=True)
    names = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    file.parse_data_directories([pefile.DIRECTORY_ENTRY[name] for name in names])
    for table in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
        yield from (entry.dll.decode("ascii").lower() for entry in getattr(file, table, ()))


def _brought(library: str) -> bool:
    """Whether Python or Windows 10 has it; api-ms-win-… are names that Windows gives its own libraries."""
    known = OF_WINDOWS.fullmatch(library.removesuffix(".dll").removesuffix(".drv"))
    return bool(known) or bool(OF_PYTHON.fullmatch(library)) or library.startswith(("api-ms-win-", "ext-ms-win-"))
