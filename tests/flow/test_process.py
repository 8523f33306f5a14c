"""Each command in a process of its own, as people and scripts run it: nothing may lean on what another one has loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.flow.test_cases import ANSWERS, Q3, pasted
from tests.flow.town import SECRET, Town

ROOT = Path(__file__).resolve().parents[2]
UNIT = "610902"


def call(*words: object, home: Path, expect: int = 0) -> Any:
    settings = {**os.environ, "TANBAO_PASSPHRASE": SECRET, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "main.py", *map(str, words), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == expect, f"{words}: {done.returncode}\n{done.stdout[-800:]}\n{done.stderr[-800:]}"
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def test_the_whole_chain_works_one_process_at_a_time(tmp_path: Path, town: Town) -> None:
    """From the pack to the receipt; offices and keys are made by the town, in this process."""
    office, enrolled, out = town.office, town.unit_folder(UNIT), tmp_path / "out"
    said = tmp_path / "said.json"
    said.write_text(json.dumps(pasted(town, explanations=ANSWERS), ensure_ascii=False), "utf-8")
    pack = next(town.out.glob("任务包*.pdf"))
    call("unit", "open", pack, "--data", tmp_path / "unit", "--unit", "汉滨", home=tmp_path)
    call("unit", "check", "--data", tmp_path / "unit", "--period", Q3, "--from", said, home=tmp_path)
    words = ["unit", "file", "--data", enrolled, "--period", Q3, "--from", said, "--out", out]
    pdf, xlsx = call(*words, home=tmp_path)["files"]
    for found in call("verify", pdf, xlsx, "--trust", office / "office_root.pem", home=tmp_path)["items"]:
        assert (found["seals"]["data"], found["seals"]["workbook"], found["differences"]) == ("valid", "valid", [])
    (first,) = call("office", "receive", xlsx, "--data", office, "--at", "2020-10-13T10:00", home=tmp_path)["items"]
    assert first["decision"] == "accepted"
    figures = call("office", "summary", "--data", office, "--period", Q3, "--out", out, home=tmp_path)["indicators"]
    assert {one["id"]: one["value"] for one in figures}["Q20"] == "95.79"
    receipt = call("office", "receipt", "--data", office, "--out", out, home=tmp_path)["files"][0]
    assert call("unit", "open", receipt, "--data", enrolled, home=tmp_path)["kind"] == "receipt"
