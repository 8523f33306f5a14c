"""A workspace whose plan is in a format that is no longer read is refused in one sentence, never a crash."""

from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.plan.load import SHIPPED, plan_digest, plan_files
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [(b"format = 2\n", b"", "store_plan_old"), (b'rounding = "gbt8170"', b'rounding = "other"', "store_plan_bad")],
)
def test_a_store_with_a_plan_nobody_reads_is_refused(tmp_path: Path, before: bytes, after: bytes, code: str) -> None:
    files = dict(plan_files(SHIPPED))
    assert before in files["plan.toml"]
    files["plan.toml"] = files["plan.toml"].replace(before, after)
    store = UnitStore.create(tmp_path / "unit", "610924")
    with store.transaction(why="test"):
        store.put_plan(plan_digest(files), "AK-LC-2020", "1.0.0", files)
    with pytest.raises(AppError) as raised:
        UnitWorkspace(tmp_path / "unit", store).sheet("2020Q3")
    assert raised.value.code == code
    assert "工作目录" in sentence(raised.value)
    store.close()
