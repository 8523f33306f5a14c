"""Plugin of pytest that records which functions of the mutated rooms each test calls, and how long the test takes.

`python -m pytest -p tests.mutate.callers --callers FILE …` writes one JSON object: test id → [seconds, [function, …]],
where a function is "path:qualified name". What a fixture of the module or session calls is booked to the test that asked first.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WATCHED = (f"{ROOT}/models/", f"{ROOT}/forms/")


class Callers:
    """Collects for the running test the code objects that are called."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.called: set[CodeType] = set()
        self.found: dict[str, tuple[float, list[str]]] = {}

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Remember a called function; the interpreter calls this for every event."""
        if event == "call":
            self.called.add(frame.f_code)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test with its fixtures."""
        self.called = set()
        begun = time.perf_counter()
        threading.setprofile(self.note)
        sys.setprofile(self.note)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]
            took = round(time.perf_counter() - begun, 3)
            self.found[item.nodeid] = (took, sorted(filter(None, map(_name, self.called))))

    def pytest_sessionfinish(self) -> None:
        """Write what was found."""
        self.target.write_text(json.dumps(self.found, ensure_ascii=False), "utf-8")


def _name(code: CodeType) -> str:
    file = code.co_filename
    return f"{file[len(str(ROOT)) + 1 :]}:{code.co_qualname}" if file.startswith(WATCHED) else ""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--callers FILE`."""
    parser.addoption("--callers", type=Path, default=None, help="where to write which test calls which function")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch when a file is named."""
    if config.getoption("--callers"):
        config.pluginmanager.register(Callers(config.getoption("--callers")))
