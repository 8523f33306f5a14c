"""Every locked library has a wheel for the Windows we ship, and its DLLs find what they import: by the list that is kept.

A wheel of the list is one of the lock when the lock has its SHA-256, so the list cannot be of other versions.
"""

import re

from tests.package.test_package import ROOT, part
from tests.package.wheel_list import kept

LIBRARY = re.compile(r"^([\w.-]+)==(\S+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)


def test_every_locked_library_has_a_wheel_for_the_windows_we_ship() -> None:
    wheels = kept()["wheels"]
    by_hash = {sha: name for name, sha in wheels.items()}
    found = []
    for library in LIBRARY.finditer((ROOT / "requirements.lock").read_text("utf-8")):
        if "sys_platform !=" in library["rest"].partition("\n")[0]:
            continue
        (wheel,) = [by_hash[sha] for sha in re.findall(r"sha256:([0-9a-f]{64})", library["rest"]) if sha in by_hash]
        assert wheel.endswith(("-win_amd64.whl", "-none-any.whl")), wheel
        assert re.search(r"-(?:cp311-cp311|cp3\d+-abi3|(?:py2\.)?py3(?:\d+)?-none|cp311-none)-", wheel), wheel
        found.append(wheel)
    assert sorted(found) == sorted(wheels), "run tasks.py package --wheels"
    assert any(name.startswith("pyside6_essentials-6.11.3") for name in found)


def test_every_dll_that_the_trimmed_windows_program_imports_is_there() -> None:
    unresolved, imports = part("closure").unresolved, kept()["imports"]
    assert {"PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll"} <= set(imports)
    assert unresolved(imports) == {}
    without = {name: wanted for name, wanted in imports.items() if not name.endswith("Qt6Svg.dll")}
    assert "PySide6/plugins/iconengines/qsvgicon.dll" in unresolved(without)["qt6svg.dll"]
    assert kept()["bytes"] < 80_000_000  # of 95 MB installed, the rest is Python and our own
