"""Trial workspace: lets a person try the program before a pack has come. All its papers are marked 测试数据."""

from datetime import datetime
from pathlib import Path

from models.basics.period import PLAN_ZONE
from models.plan.load import SHIPPED, load_plan, plan_files
from models.plan.plan import Part
from models.settings.load import settings_json
from models.settings.settings import Settings
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace

TEST = "test"


def trial_unit() -> str:
    """Return the unit the program is tried as: the first that adds its figures to the whole."""
    plan = load_plan(SHIPPED)
    adding = {unit for one in plan.assignments if one.part is Part.ADDS and not one.split for unit in one.units}
    return next((unit.id for unit in plan.filing_units if unit.id in adding), plan.filing_units[0].id)


def make_trial(folder: Path, unit_id: str, settings: Settings | None = None) -> UnitWorkspace:
    """Make an empty workspace of the shipped plan for a unit. Raises as `UnitStore.create`."""
    plan = load_plan(SHIPPED)
    store = UnitStore.create(folder, unit_id)
    with store.transaction(why="trial"):
        store.put_plan(plan.digest, plan.id, plan.version, plan_files(SHIPPED))
        if settings is not None:
            store.put_settings(settings.version, settings_json(settings), datetime.now(PLAN_ZONE), "")
        store.put_value(TEST, "1")
    return UnitWorkspace(folder, store)
