"""Trial workspace: lets a person try the program before a pack has come. All its papers are marked 测试数据."""

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.plan.load import SHIPPED, load_plan, plan_files
from models.plan.plan import Part
from models.settings.settings import Settings
from models.store import UnitStore
from models.store.connection.lock import LOCK, StoreLock
from models.workspace.unit_workspace import UnitWorkspace
from ui.basics.completion import Mark
from ui.basics.folders import TRIAL
from ui.basics.jobs import Job, Lane, Progress


def trial_unit() -> str:
    """Return the unit the program is tried as: the first that adds its figures to the whole."""
    plan = load_plan(SHIPPED)
    adding = {unit for one in plan.assignments if one.part is Part.ADDS and not one.split for unit in one.units}
    return next((unit.id for unit in plan.filing_units if unit.id in adding), plan.filing_units[0].id)


def make_trial(folder: Path, unit_id: str, settings: Settings | None = None) -> UnitWorkspace:
    """Make an empty workspace of the shipped plan for a unit. Raises as `UnitStore.create`."""
    from models.workspace.freeze import TEST

    plan = load_plan(SHIPPED)
    store = UnitStore.create(folder, unit_id)
    with store.transaction(why="trial"):
        store.put_plan(plan.digest, plan.id, plan.version, plan_files(SHIPPED))
        if settings is not None:
            from models.settings.json import settings_json

            store.put_settings(settings.version, settings_json(settings), datetime.now(PLAN_ZONE), "")
        store.put_value(TEST, "1")
    return UnitWorkspace(folder, store)


YOUNG = 600  # seconds: a trial that is being made right now is left alone
PREFIX, INSIDE = TRIAL, "trial"  # of the temporary folders trials are made in


def make_practice(parent: Path | None = None) -> Path:
    """Make a workspace with a filled quarter and planted mistakes in a temporary folder; return the workspace's folder.

    Raises as `make_trial`.
    """
    from forms.demo.practice import prepare_practice

    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent)) / INSIDE
    with make_trial(folder, trial_unit()) as workspace:
        prepare_practice(workspace)
    return folder


def make_city(progress: Progress, parent: Path | None = None) -> Path:
    """Make an office in mid-year in a temporary folder; return the workspace's folder. One that is stopped leaves none.

    Raises what `progress` raises, and as `OfficeStore.create`.
    """
    from forms.demo.city import prepare_city

    root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        return prepare_city(root, INSIDE, progress)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


def begin_trial(
    owner: QObject,
    lane: Lane,
    tell: Callable[[str, Mark], None],
    opened: Callable[[Path], None],
    failed: Callable[[BaseException], None],
    *,
    city: Callable[[Job], None] | None,
) -> None:
    """Make a trial in the background: a unit's quarter, or a city, which takes a minute or two and can be stopped.

    `opened` is given its folder, `city` the job of making one (None: a unit's quarter).
    """
    tell(say("window.overview.trial_making"), Mark.HINT)
    if city is None:
        lane.run(owner, lambda _: make_practice(), opened, failed, words=say("window.overview.trial_making"))
        return
    job = lane.run(owner, make_city, opened, failed)
    job.progress.connect(lambda done, of: tell(say("tour.making", n=done, m=of), Mark.HINT))
    city(job)


def is_trial(folder: Path) -> bool:
    """True for a folder that was made by `make_practice` or `make_city`."""
    return folder.name == INSIDE and folder.parent.name.startswith(PREFIX)


def drop_trial(folder: Path) -> None:
    """Take a trial away with its temporary folder; any other folder stays."""
    if is_trial(folder):
        shutil.rmtree(folder.parent, ignore_errors=True)


def sweep_trials(parent: Path | None = None) -> None:
    """Take away what earlier trials left; one that is open in another window stays."""
    for found in Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*/{INSIDE}"):
        try:
            if time.time() - found.stat().st_mtime < YOUNG:
                continue
            StoreLock(found / LOCK).release()
        except (AppError, OSError):
            continue
        drop_trial(found)
