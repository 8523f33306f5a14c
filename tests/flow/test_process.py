"""Each command in a process of its own, as people and scripts run it: nothing may lean on what another one has loaded."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.flow.test_cases import ANSWERS, Q3, pasted
from tests.flow.town import SECRET, Town

ROOT = Path(__file__).resolve().parents[2]
UNIT = "610902"


# root reads whatever it likes, but for one that gave that right away
NO_SUPERUSER = () if os.geteuid() else ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def call(*words: object, home: Path, expect: int = 0, by: Sequence[str] = ()) -> Any:
    settings = {**os.environ, "TANBAO_PASSPHRASE": SECRET, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [*by, sys.executable, "main.py", *map(str, words), "--json"]
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


def test_a_file_nobody_may_read_and_a_closed_folder_are_told_and_stop_no_other(tmp_path: Path, town: Town) -> None:
    """One book that another program held kept four hundred from being received."""
    shut, inbox = tmp_path / "inbox/a/b", tmp_path / "inbox"
    shut.mkdir(parents=True)
    said = pasted(town, explanations=ANSWERS)
    (paper,) = [Path(one) for one in town.file(UNIT, Q3, said)["files"] if one.endswith("xlsx")]
    for name in ("1.xlsx", "2.xlsx", "a/b/3.xlsx"):
        (inbox / name).write_bytes(paper.read_bytes())
    (inbox / "1.xlsx").chmod(0)
    shut.chmod(0)
    try:
        words = ["office", "receive", inbox, "--data", town.office, "--at", "2020-10-13T10:00"]
        items = call(*words, home=tmp_path, expect=1, by=NO_SUPERUSER)["items"]
    finally:
        shut.chmod(0o700)
        (inbox / "1.xlsx").chmod(0o600)
    told = {Path(one["file"]).name: (one["decision"], [each["message"] for each in one["reasons"]]) for one in items}
    assert told["2.xlsx"] == ("accepted", [])
    assert {name: decision for name, (decision, _) in told.items() if name != "2.xlsx"} == {
        "1.xlsx": "rejected",
        "b": "rejected",
    }
    assert "1.xlsx" in told["1.xlsx"][1][0] and "b" in told["b"][1][0]
    again = call(*words, home=tmp_path)["items"]
    assert {one["decision"] for one in again} <= {"accepted", "duplicate"}
