"""The office's settings file: TOML → Settings, refused whole with every problem at once.

What the file does not name stays as it was; entries of lists replace the one they are about and leave the others.
Nothing is taken that the plan does not know, nothing is filled in. What each section says: `models.settings.sections`.
"""

import re
from dataclasses import replace
from typing import Any

import tomli

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import toml_number
from models.plan.plan import Plan
from models.plan.rows.problems import Problem
from models.settings.sections import PLACE, SECTIONS, SettingsReading
from models.settings.settings import Settings

PLAN = "plan"  # names the plan a settings file is about, where a workspace holds several


def read_settings(text: str, plan: Plan, before: Settings) -> Settings:
    """Return the settings a TOML text makes of those before it, with the next version.

    Raises AppError("settings_unreadable") for a text that is no TOML, AppError("settings_refused", problems=...) with
    one sentence for everything that does not fit the plan.
    """
    found = _toml(text)
    draft = SettingsReading(plan)
    named = found.pop(PLAN, plan.id)
    if named != plan.id:
        draft.problems.note("", PLAN, "settings_other_plan", 编号=named, 现行=plan.id)
    given: dict[str, Any] = {}
    for name in found:
        if name not in SECTIONS:
            near = draft.problems.near(name, SECTIONS)
            draft.problems.note("", "", "unknown_key", 键=name, 提示=near)
    for section, reader in SECTIONS.items():
        if section in found:
            given.update(reader(draft, draft.rows(section, found[section]), before))
    problems = tuple(_said(problem) for problem in draft.problems.listed())
    if problems:
        listing = "\n".join(problems)
        raise AppError("settings_refused", problems=problems, count=len(problems), listing=listing)
    return replace(before, version=before.version + 1, plan=plan.id, **given)


def plan_meant(text: str) -> str:
    """Return the id of the plan a settings file names, "" for none. Raises AppError("settings_unreadable")."""
    named = _toml(text).get(PLAN, "")
    return named if isinstance(named, str) else ""


def periods_meant(text: str) -> frozenset[str]:
    """Return the ids of the periods a settings file speaks of. Raises AppError("settings_unreadable")."""
    found = _toml(text)
    due, rows = found.get("due"), [found.get(name) for name in ("extension", "waiver")]
    named = [row.get("period") for one in rows if isinstance(one, list) for row in one if isinstance(row, dict)]
    return frozenset([*(due if isinstance(due, dict) else ()), *(one for one in named if isinstance(one, str))])


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomli.loads(text, parse_float=toml_number)
    except (ValueError, RecursionError, ArithmeticError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise AppError("settings_unreadable", line=int(line[1]) if line else text.count("\n") + 1) from error


def _said(problem: Problem) -> str:
    """Return a problem as people read it: the place in words, then the sentence."""
    found = PLACE.fullmatch(problem.path)
    if found is None:
        return say("settings.at", where=section_name("file"), what=problem.message)
    where = section_name(found["section"])
    if found["number"]:
        where = say("settings.item", number=found["number"], section=where)
    elif found["key"]:
        where = say("settings.entry", section=where, name=found["key"])
    return say("settings.at", where=where, what=problem.message)


def section_name(section: str) -> str:
    """Return the words for a section of the file."""
    return say(f"settings.section.{section}")
