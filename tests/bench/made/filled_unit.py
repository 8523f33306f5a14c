"""A unit's workspace that is filled in, the one the program opens when it is started."""

from datetime import timedelta
from pathlib import Path

from forms.demo.made_up import made_up_sheet
from forms.demo.practice import practice_period
from forms.unit.open_paper import replace_sheet
from ui.basics.folders import LAST
from ui.session.trial_workspace import make_trial


def filled_unit(folder: Path) -> None:
    """Make the workspace; a program whose settings lie in the folder (XDG_CONFIG_HOME) opens it."""
    with make_trial(folder / "unit", "610924") as workspace:
        period = workspace.plan.periods[practice_period(workspace.plan)]
        empty = workspace.sheet(period.id, period.end + timedelta(days=10))
        replace_sheet(workspace, made_up_sheet(empty, 1), "bench")
    (folder / "tanbao").mkdir()
    (folder / "tanbao" / LAST).write_text(str(folder / "unit"), "utf-8")
