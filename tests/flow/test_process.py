"""Each command in a process of its own, as people and scripts run it: nothing may lean on what another one has loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from forms.seals.keys.keys import load_signer, save_signer
from tests.flow.test_cases import ANSWERS, Q3, pasted
from tests.flow.town import SECRET, Town

ROOT = Path(__file__).resolve().parents[2]


def call(*words: object, home: Path, expect: int = 0) -> Any:
    settings = {**os.environ, "TANBAO_PASSPHRASE": SECRET, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "main.py", *map(str, words), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == expect, f"{words}: {done.returncode}\n{done.stdout[-800:]}\n{done.stderr[-800:]}"
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def cheap(folder: Path) -> None:
    """Save the keys of a folder so that one opening costs little: each process would pay for what it costs people."""
    for path in folder.glob("*.p12"):
        save_signer(path, load_signer(path, SECRET), SECRET)


def test_the_whole_chain_works_one_process_at_a_time(tmp_path: Path, town: Town) -> None:
    office, unit, out = tmp_path / "office", tmp_path / "unit", tmp_path / "out"
    said = tmp_path / "said.json"
    said.write_text(json.dumps(pasted(town, explanations=ANSWERS), ensure_ascii=False), "utf-8")
    call("office", "init", "--data", office, home=tmp_path)
    cheap(office)
    pack = call("office", "pack", "--data", office, "--out", out, home=tmp_path)["files"][0]
    call("unit", "open", pack, "--data", unit, "--unit", "汉滨", home=tmp_path)
    asked = call("unit", "request", "--data", unit, "--out", out, home=tmp_path)
    cheap(unit)
    given = call(
        "office", "enrol", asked["file"], "--data", office, "--code", asked["code"], "--out", out, home=tmp_path
    )
    call("unit", "open", given["file"], "--data", unit, home=tmp_path)
    call("unit", "check", "--data", unit, "--period", Q3, "--from", said, home=tmp_path)
    pdf, xlsx = call("unit", "file", "--data", unit, "--period", Q3, "--from", said, "--out", out, home=tmp_path)[
        "files"
    ]
    for found in call("verify", pdf, xlsx, "--trust", office / "office_root.pem", home=tmp_path)["items"]:
        assert (found["seals"]["data"], found["seals"]["workbook"], found["differences"]) == ("valid", "valid", [])
    (first,) = call("office", "receive", xlsx, "--data", office, "--at", "2020-10-13T10:00", home=tmp_path)["items"]
    assert first["decision"] == "accepted"
    assert call("office", "status", "--data", office, "--period", Q3, home=tmp_path)["received"] == 1
    figures = call("office", "summary", "--data", office, "--period", Q3, "--out", out, home=tmp_path)["indicators"]
    assert {one["id"]: one["value"] for one in figures}["Q20"] == "95.79"
    receipt = call("office", "receipt", "--data", office, "--out", out, home=tmp_path)["files"][0]
    assert call("unit", "open", receipt, "--data", unit, home=tmp_path)["kind"] == "receipt"
    assert call("verify", receipt, home=tmp_path)["items"][0]["kind"] == "receipt"
