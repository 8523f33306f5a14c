"""Runs tests again and again without starting Python anew: `python -m tests.mutate.server`, in the tree to be tested.

Reads a JSON list of test ids a line, forks, runs them in the child until one fails, and answers a JSON pair: pytest's exit
code and the test that failed. The parent has loaded the libraries and nothing of the tree, so each child reads the changed
file.
"""

import importlib
import json
import os
import resource
import signal
import sys

import pytest

LIBRARIES = (
    "pytestqt.plugin",
    "hypothesis",
    "hypothesis.strategies",
    "PySide6.QtTest",
    "PySide6.QtWidgets",
    "sqlite3",
    "cryptography.hazmat.primitives.serialization.pkcs12",
    "lxml.etree",
    "openpyxl",
    "xlsxwriter",
    "reportlab.platypus",
)
WORDS = [
    "-q",
    "-x",
    "--no-header",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]  # the libraries are loaded before


class Failed:
    """Tells the parent which test is the first to fail."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the test's id when it failed; `-x` ends the run with it."""
        if report.failed:
            os.write(self.pipe, report.nodeid.encode())


def serve(longest: int) -> None:
    """Answer each line of stdin; the exit code is negative for tests that used more than `longest` seconds of the
    processor, or stood still for ten times as long."""
    for name in LIBRARIES:
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))  # equal on a busy machine and a quiet one
            signal.alarm(10 * longest)
            code = pytest.main([*WORDS, *json.loads(line)], plugins=[Failed(write)])
            os._exit(int(code))
        os.close(write)
        _, status = os.waitpid(child, 0)
        failed = os.read(read, 4096).decode()
        os.close(read)
        print(json.dumps([os.waitstatus_to_exitcode(status), failed]), file=answers, flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
