"""LibreOffice as a foreign program: files converted by it. One profile for all tests of a process: making one costs a start."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LONGEST = 300  # seconds, on a machine that does much else


@cache
def _profile() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="tanbao-libreoffice-", ignore_cleanup_errors=True)


def converted(form: str, out: Path, *sources: Path) -> list[Path]:
    """Let LibreOffice convert files in one start; return what lies in the folder then, by name."""
    assert SOFFICE, "LibreOffice is part of what the tests need"
    profile = f"-env:UserInstallation={Path(_profile().name).as_uri()}"
    words = [SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(out), *map(str, sources)]
    subprocess.run(words, check=True, capture_output=True, timeout=LONGEST)
    return sorted(out.iterdir())
