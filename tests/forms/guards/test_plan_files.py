"""Whether a file is a plan is told without looking through it again and again, whatever stands in it."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from forms.guards.plan_files import is_plan, plan_at
from models.plan.load import SHIPPED

ROOT = Path(__file__).parents[3]
AT_ONCE = "import sys; from forms.guards.plan_files import is_plan; print(is_plan(sys.stdin.buffer.read()))"


def book(part: str) -> bytes:
    """Return a package whose list of sheets is some text."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", part)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\n" * 65_536, b" \n" * 32_768, b"[\n" * 32_768, book("<sheet " * 9_000), book("<sheet " + "name " * 13_000)],
    ids=["line ends", "blank lines", "brackets", "sheets without an end", "names without a value"],
)
def test_what_is_built_to_be_looked_at_for_long_is_no_plan_at_once(content: bytes) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); "  # of which it needs a tenth
    done = subprocess.run([sys.executable, "-c", limited + AT_ONCE], input=content, cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stdout.split()) == (0, [b"False"])


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_the_shipped_plan_is_one(path: Path) -> None:
    assert is_plan(path.read_bytes())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name is one of POSIX")
def test_a_pipe_nobody_writes_to_is_no_plan_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.toml"
    os.mkfifo(pipe)
    assert plan_at(pipe) is None
