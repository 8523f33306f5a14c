"""For every test: no screen, no network, and never the person's own last workspace."""

import gc
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from forms.seals.keys import keys
from models.basics.messages import ENGLISH, choose_language
from models.store.connection import one_thread
from models.workspace import copied
from tests import once
from tests.once import BuiltOnce

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.dont_write_bytecode = False  # else each process of each test compiles every module anew, whatever a shell has set
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# a busy machine is no bug; what is tried is the same in every run, so that none fails by chance (`tasks.py fuzz` tries others)
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("anew", deadline=None, max_examples=200)
settings.load_profile("suite")
ROOT = Path(__file__).resolve().parent.parent
_WIDGETS: set[str] = set()  # tests that made widgets since all garbage was collected
LOOPBACK = ("127.0.0.1", "::1", "localhost")


LONGEST_FIRST = (  # what needs no town stands before the flows: while one process founds theirs, the other works
    "tests/screen", "tests/package", "tests/flow", "tests/test_", "tests/torture", "tests/forms", "tests/ui", "tests/models",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden pages are written anew only when somebody asks for it, and looks at what changed."""
    parser.addoption("--remake-golden", action="store_true", help="write the golden pages and texts anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: each file runs in one process, and none should be left alone with one at the end."""

    def rank(item: pytest.Item) -> int:
        place = item.nodeid
        return next((n for n, room in enumerate(LONGEST_FIRST) if place.startswith(room)), len(LONGEST_FIRST))

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: collections of garbage pass over it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collected_in_its_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where there are widgets only the thread of the window collects garbage, as in the program (`gc_tuning`)."""
    if "qapp" not in request.fixturenames:
        if _WIDGETS:  # of the tests before: a thread of this one must not find them
            gc.collect()
            _WIDGETS.clear()
        yield
        return
    from ui.basics.gc_tuning import collect_due

    _WIDGETS.add(request.node.nodeid)
    gc.disable()
    yield
    collect_due()
    gc.enable()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is offline: a test that reaches out fails."""
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
                raise AssertionError(f"network: {address!r}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)


@pytest.fixture(autouse=True, scope="session")
def cheap_keys() -> Iterator[int]:
    """Key files of tests cost little to open; gives what they cost otherwise. The cost itself has a test of its own."""
    patch, real = pytest.MonkeyPatch(), keys.ROUNDS
    patch.setattr(keys, "ROUNDS", 2000)
    yield real
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def disk_not_awaited() -> Iterator[str]:
    """Nobody pulls a plug here, so nothing waits for the disk; gives how the store does wait.

    Processes a test starts do wait (`tests/torture` cuts their power).
    """
    patch, real = pytest.MonkeyPatch(), one_thread.SYNCHRONOUS
    patch.setattr(one_thread, "SYNCHRONOUS", "OFF")
    patch.setattr(os, "fsync", lambda _: None)
    yield real
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def copies_of_towns() -> Iterator[None]:
    """Tests copy workspaces all day, each in place of its original (`tests/models/workspace/test_copied.py` asks)."""
    patch = pytest.MonkeyPatch()
    patch.setattr(copied, "LOOKED_FOR", False)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings and data of the person at this machine are out of reach."""
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        patch.setenv(name, str(home))
    yield home
    patch.undo()


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> BuiltOnce:
    """Makes a folder once for all the processes of this run (`tests.once`)."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    return lambda name, make: once.built_once(shared, name, make)


@pytest.fixture(scope="session")
def kept_files() -> list[Path]:
    """The files of the project: those git knows, or without git (an unpacked archive) those .gitignore does not name."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
        if listed:
            return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    ignored = [".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split())]
    files = (path for path in ROOT.rglob("*") if path.is_file())
    return [
        path
        for path in files
        if not any(fnmatch(part, one) for part in path.relative_to(ROOT).parts for one in ignored)
    ]


@pytest.fixture
def english() -> Iterator[None]:
    """The program as it speaks after an English start."""
    choose_language(ENGLISH)
    yield
    choose_language(None)
