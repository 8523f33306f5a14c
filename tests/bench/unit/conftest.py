"""Two desks of one county on a screen: with the plan as it ships, and with one of ten times the items."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton

from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.plan import ColumnType
from models.sheet.cells import read_cell
from models.sheet.fillable import Slot
from models.sheet.rows import read_row
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace
from tests.bench.made.large_plan import large_plan
from tests.ui.conftest import COUNTY, PERIOD, qapp  # noqa: F401 - the application is a fixture
from ui.basics.gc_tuning import freeze_heap
from ui.basics.jobs import Lane
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk

ROWS = 20
TEXTS = {ColumnType.NUMBER: "12.5", ColumnType.WHOLE: "12", ColumnType.DATE: "2020-05-06", ColumnType.YES_NO: "是"}


@pytest.fixture(scope="module")
def desks(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, UnitDesk]]:  # noqa: F811
    """The same county with the plan as it ships and ten times over."""
    made = {
        "real": _desk(tmp_path_factory.mktemp("real") / "unit", plan_files(SHIPPED)),
        "ten": _desk(tmp_path_factory.mktemp("ten") / "unit", large_plan()),
    }
    freeze_heap()  # as the window does when it has opened a workspace
    yield made
    for desk in made.values():
        desk.desk.lane.close()
        desk.session.workspace.close()
        desk.deleteLater()


def _desk(folder: Path, files: dict[str, bytes]) -> UnitDesk:
    """A desk whose figures are all filled in, and a register with some rows."""
    plan = load_plan_bytes(files)
    store = UnitStore.create(folder, COUNTY)
    with store.transaction(why="bench"):
        store.put_plan(plan.digest, plan.id, plan.version, files)
        store.put_value("test", "1")
    session = Session(UnitWorkspace(folder, store), PERIOD)
    cells = {at: read_cell(slot.item, "12.5") for at, slot in session.sheet.slots.items() if _typed(slot)}
    store.sheets.put_cells(PERIOD, cells, "bench")
    register = session.plan.registers["R08"]
    texts = {column.name: TEXTS.get(column.type) or next(iter(column.choices), "测试") for column in register.columns}
    rows = [read_row(register, n, texts | {register.columns[0].name: f"项目{n}"}) for n in range(1, ROWS + 1)]
    store.sheets.put_rows(PERIOD, "R08", rows, "bench")
    session.reload()
    desk = UnitDesk(session, Lane(), QToolButton())
    desk.resize(1280, 800)
    desk.show()
    return desk


def _typed(slot: Slot) -> bool:
    return slot.item.entered and slot.item.numeric
