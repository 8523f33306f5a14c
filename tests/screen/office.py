"""The office at the other end of the e-mail, through its commands."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli.run import run

SECRET = "Correct-Horse-12"


class Office:
    """An office with its pack, made on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.call("init")
        self.pack = Path(self.call("pack", "--out", folder.parent / "out")["files"][0])

    def call(self, *words: object) -> Any:
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
            patch.setenv("TANBAO_PASSPHRASE", SECRET)
            code = run(["office", *map(str, words), "--data", str(self._folder), "--json"])
        assert code in (0, 1), out.getvalue()
        return json.loads(out.getvalue())

    def receive(self, papers: list[Path]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("receive", *papers)["items"]
        return found
