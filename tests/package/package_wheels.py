"""The wheels for Windows are fetched and looked at: `tasks.py package`. What they hold is kept in a list beside the tests.

`tasks.py package --wheels` writes the list anew; the suite holds it against the lock without asking anybody
(`test_wheels.py`).
"""

import subprocess
import sys

import pytest

from tests.package.test_package import ROOT
from tests.package.wheel_list import WheelList, kept, listed, write


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> WheelList:
    """What the wheels for Windows of everything that is locked hold, fetched with the hashes of the lock."""
    folder = tmp_path_factory.mktemp("wheels")
    words = ["--no-deps", "--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11"]
    words += ["--require-hashes", "-r", str(ROOT / "requirements.lock"), "-d", str(folder)]
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return listed(folder)


def test_the_kept_list_says_what_the_wheels_hold(found: WheelList, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--remake-golden"):
        write(found)
    assert found == kept()
