"""Refusals: what is asked of a return before its line is — a plan and settings that are here, whose it is, figures.

What is refused is rejected whatever else came; a return under unknown settings waits.
"""

from forms.office.remarks import words_of
from forms.opening.opened import Opened, Reason, reason, reason_of
from models.basics.errors import AppError
from models.returns.frozen import check_figures
from models.returns.returns import Return
from models.store.office.office_store import OfficeStore
from models.versions.held import stored_plan, stored_settings
from models.workspace.office_workspace import OfficeWorkspace


def refusals(office: OfficeWorkspace, opened: Opened, filed: Return) -> tuple[Reason, ...]:
    """Return why a return is rejected whatever its line says, () for none."""
    plans = office.store.plans()
    said = {"单位": filed.unit, "报告期": filed.period}  # codes of a plan that is not here
    if filed.plan_id not in {row.id for row in plans}:
        other = {**said, "方案": filed.plan_id, "版本": filed.plan_version}
        return _refused("plan_version", AppError("plan_of_others", **other))
    if filed.plan_digest not in {row.digest for row in plans}:
        facts = {"版本": filed.plan_version, "摘要": filed.plan_digest[:8], "现行": office.plan.version}
        return _refused("plan_version", AppError("plan_not_here", **said, **facts))
    plan, current = stored_plan(office.store, filed.plan_digest), office.plan
    if major(plan.version) != major(current.version):
        words = words_of(office, "plan_version", a=plan.version, b=current.version)
        return (reason("plan_version", None, words),)
    unit = plan.units.get(filed.unit)
    if unit is None or filed.period not in plan.periods:
        return _refused("plan_version", AppError("not_of_this_plan", **said))
    if opened.named_unit != filed.unit:
        name = plan.unit_in(unit.id, filed.period)
        return _refused("key", AppError("certificate_of_another_unit", 单位=name))
    try:
        if not opened.sound:
            check_figures(filed, plan)
    except AppError as error:
        return _refused("seal", error)
    return ()


def _refused(check: str, error: AppError) -> tuple[Reason, ...]:
    return (reason_of(check, error),)


def knows_settings(store: OfficeStore, filed: Return) -> bool:
    """True when the settings a return names are here, and are those of its plan."""
    if filed.settings == 0:
        return True
    here = filed.settings in store.settings_versions()
    return here and stored_settings(store, filed.settings).plan in ("", filed.plan_id)


def unknown_settings(office: OfficeWorkspace, filed: Return) -> tuple[Reason, ...]:
    """Checked against nothing is not checked: a return made under settings that are not here waits."""
    error = AppError("settings_not_here", 版本=filed.settings, 现行=office.settings.version)
    return (reason_of("plan_version", error),)


def major(version: str) -> str:
    """Return the part of a plan's version that changes when a definition does; items may come and go within one."""
    return version.partition(".")[0]
