"""Renaming: a unit is called otherwise from a day on, in the next version of every plan in force that has it.

Nobody has to write a plan for that: only the unit's names and the version change, which is a change of words. The name
on covers and the short names change with the name, as far as the old ones say how. Papers of
periods that ended before keep the name they had.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from models.basics.errors import AppError
from models.basics.messages import joined, say
from models.plan.load import PlanProblems, load_plan_bytes
from models.plan.plan import Plan
from models.plan.records.units import Unit, called, folded_name
from models.planning.rewriting import rewritten
from models.planning.source import plan_rows
from models.sheet.explanation import LONGEST_NAME, require_line, written_words
from models.versions.held import rows_in_force, stored_plan
from models.workspace.act import ActKind, act, stated
from models.workspace.office_workspace import OfficeWorkspace


def rename_unit(
    office: OfficeWorkspace, unit: str, name: str, since: date, *, by: str, document: str, at: datetime | None = None
) -> tuple[Plan, ...]:
    """Put a new version of every plan in force that has the unit in force, with another name of it from a day on.

    `document`: what it rests on; `at`: when it is done, None for now. Raises AppError("name_wanted"),
    "name_long", ("unit_called_so") where it has that name already, ("unit_name_taken") for another unit's,
    ("renamed_before") for a day on which it was not yet called as it is now, ("plan_unreadable") for a name no plan can
    have.
    """
    name, now = " ".join(written_words(name).split()), office.store.current_plan_digest()
    if not name:
        raise AppError("name_wanted")
    if len(name) > LONGEST_NAME:
        raise AppError("name_long", n=len(name), 最多=LONGEST_NAME)
    made = []
    for row in rows_in_force(office.store):
        plan = stored_plan(office.store, row.digest)
        before = plan.units[unit].names[-1].name if unit in plan.units else name
        if folded_name(before) != folded_name(name):
            _check(plan, plan.units[unit], name, since)
            made.append((before, row.digest == now, *_renamed(office, plan, unit, name, since)))
    if not made:
        raise AppError("unit_called_so", 名称=name)
    plans = tuple(plan for *_, plan, _ in made)
    facts = {"原名": "、".join(dict.fromkeys(before for before, *_ in made)), "名称": name, "日": since.isoformat()}
    document = require_line(document, "field.document")
    why = "；".join(filter(None, (say("record.why.renamed", 各版=version_words(plans), **facts), document)))
    about = {"plan": " ".join(one.digest for one in plans), "version": "、".join(one.version for one in plans)}
    with act(office.store, by, ActKind.PLAN, why=why, about={**about, "unit": unit, **stated(at)}):
        for _, current, plan, files in made:  # in all of them or in none
            office.store.put_plan(plan.digest, plan.id, plan.version, files, current=current)
    return plans


def version_words(plans: Sequence[Plan]) -> str:
    """Return the versions that plans have now, each with its plan where there are several."""
    if len(plans) == 1:
        return say("record.why.renamed_version", 版=plans[0].version)
    return "、".join(say("record.why.renamed_plan", 方案=plan.short_title, 版=plan.version) for plan in plans)


def _check(plan: Plan, unit: Unit, name: str, since: date) -> None:
    last = unit.names[-1]
    if last.since is not None and since <= last.since:
        raise AppError("renamed_before", 单位=last.name, 日=last.since)
    for other in plan.units.values():
        if other.id != unit.id and folded_name(name) in map(folded_name, called(other)):
            raise AppError("unit_name_taken", 名称=name, 单位=other.names[-1].name)


def _renamed(
    office: OfficeWorkspace, plan: Plan, unit: str, name: str, since: date
) -> tuple[Plan, Mapping[str, bytes]]:
    """The next version of a plan, with its files."""
    before = office.store.plan_files(plan.digest) or {}
    rows = plan_rows(before)
    row = next(one for one in rows["unit"] if one["id"] == unit)
    names = row.pop("names", None) or [_first_name(row)]
    names[-1] = {**names[-1], "until": since}
    kept = {"code": names[-1]["code"]} if "code" in names[-1] else {}
    if full := _full_name(plan.units[unit], name):
        kept["full_name"] = full
    row["names"] = [*names, {"name": name, **kept, "since": since}]
    if more := _new_aliases(plan, plan.units[unit], name):
        row["aliases"] = [*row["aliases"], *more]
    head = rows["plan"][0]
    first, second, third = str(head["version"]).split(".")
    head["version"] = f"{first}.{second}.{int(third) + 1}"
    files = rewritten(before, rows)
    try:
        return load_plan_bytes(files), files
    except PlanProblems as error:
        raise AppError(
            "plan_unreadable", n=len(error.problems), 问题=joined(one.message for one in error.problems[:3])
        ) from error


def _full_name(unit: Unit, name: str) -> str:
    """What covers print for a new name: the old full one with the new name at its end.

    "" where nothing can be said: the old full name does not end with the old name, the new name has its beginning
    already, or nothing of the old name is left at the start of the new one (安康 of 安康市林业局 before 林草局).
    """
    before = unit.names[-1].name
    full = unit.full_name_on(date.max)
    start = full.removesuffix(before)
    if start in ("", full) or name.startswith(start) or name[0] != before[0]:
        return ""
    return start + name


def _new_aliases(plan: Plan, unit: Unit, name: str) -> list[str]:
    """The unit's other names as the new one changes them: 石泉县 and 石泉县政府 become 石泉市 and 石泉市政府.

    Where in the middle of the name one word stands for another; none that another unit goes by.
    """
    before = unit.names[-1].name
    start = _begin_alike(before, name)
    end = _begin_alike(before[start:][::-1], name[start:][::-1])
    old, new = before[: len(before) - end], name[: len(name) - end]
    if not start or start in (len(old), len(new)):
        return []
    taken = {folded_name(text) for one in plan.units.values() for text in called(one)}
    made = dict.fromkeys(alias.replace(old, new) for alias in unit.aliases if old in alias)
    return [alias for alias in made if folded_name(alias) not in taken]


def _begin_alike(one: str, other: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _first_name(row: dict[str, Any]) -> dict[str, Any]:
    """Take the one name and code out of a unit's row, as a dated name."""
    return {key: row.pop(key) for key in ("name", "code") if key in row}
