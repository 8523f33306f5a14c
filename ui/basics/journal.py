"""Journal: what the program did, for support — never what a person typed, who they are or where their files lie.

A line is a time, a word of ours and words of ours beside it: a value that is anything but a short run of ASCII letters
and figures is written as "-", so that no name, path or text can get in by mistake. Two files of 200 KB at most, and the
last ten crash reports; `packed` makes one file of them to be sent. A disk that takes no line keeps nobody from working.
"""

import io
import re
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from models.basics.period import PLAN_ZONE
from models.basics.version import VERSION
from ui.basics.folders import settings_folder

FOLDER, NAME, OLDER, CRASH = "logs", "tanbao.log", "tanbao.1.log", "crash-"
MOST_BYTES, MOST_CRASHES = 200_000, 10
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,60}", re.ASCII)


def folder() -> Path:
    """Return where the journal lies."""
    return settings_folder() / FOLDER


def note(event: str, **facts: object) -> None:
    """Write a line: `note("command", verb="office.pack", code=0)`."""
    said = [f"{datetime.now(PLAN_ZONE):%Y-%m-%d %H:%M:%S}", VERSION, _plain(event)]
    line = " ".join([*said, *(f"{_plain(name)}={_plain(value)}" for name, value in facts.items())])
    with suppress(OSError):
        path = folder() / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(OLDER))
        with path.open("a", encoding="ascii") as stream:
            stream.write(f"{line}\n")


def _plain(value: object) -> str:
    text = str(value)
    return text if _WORD.fullmatch(text) else "-"


def keep_crash(report: str) -> Path | None:
    """Keep a report of a bug of ours, in place of the oldest; it holds no data. None when the disk does not let us."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / f"{CRASH}{datetime.now(PLAN_ZONE):%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(report, "utf-8")
        for old in sorted(folder().glob(f"{CRASH}*.txt"))[:-MOST_CRASHES]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def packed() -> bytes:
    """Return journal and crash reports as one zip. Raises OSError."""
    found = sorted(folder().glob("*.log")) + sorted(folder().glob(f"{CRASH}*.txt"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for one in found:
            pack.write(one, one.name)
    return out.getvalue()
