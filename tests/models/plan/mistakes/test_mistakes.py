"""Mistakes people make in a plan: each is named, in the file and at the place where it stands, before anything is filed.

`tests/data/plan_mistakes.toml` holds them, one slip of the pen in the shipped plan each: what is refused is a
problem, what can be read and does not work is worth a second look.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.plan.load import SHIPPED, PlanProblems, load_plan_bytes, plan_files
from models.plan.looks.looks import looks_of
from tests.models.plan.mistakes.edited import changed, several_at_once

DATA, OTHER = Path(__file__).resolve().parents[3] / "data", Path(__file__).resolve().parents[3] / "plans" / "yunze-2027"
MISTAKES: list[dict[str, Any]] = tomllib.loads((DATA / "plan_mistakes.toml").read_text("utf-8"))["mistake"]
ONE_PROBLEM: list[dict[str, Any]] = tomllib.loads((DATA / "plan_mistakes_other.toml").read_text("utf-8"))["mistake"]


def said_of(files: dict[str, bytes]) -> set[tuple[str, str, str]]:
    try:
        return {("look", look.path, look.message) for look in looks_of(load_plan_bytes(files))}
    except PlanProblems as error:
        return {("problem", problem.path, problem.message) for problem in error.problems}


@cache
def told_together() -> frozenset[str]:
    """Titles of the mistakes that are named although others stand beside them in the same plan."""
    told: set[str] = set()
    for kind, groups in (("problem", 20), ("look", 4)):
        these = [one for one in MISTAKES if one["kind"] == kind]
        slips = [(one["file"], one["before"], one["after"]) for one in these]
        for numbers, files in several_at_once(slips, groups):
            said = said_of(files)
            told |= {these[n]["title"] for n in numbers if (kind, these[n]["path"], these[n]["says"]) in said}
    return frozenset(told)


@pytest.mark.parametrize("one", MISTAKES, ids=[str(one["title"]) for one in MISTAKES])
def test_each_mistake_is_named_where_it_stands(one: dict[str, Any]) -> None:
    if one["title"] in told_together():
        return
    assert (one["kind"], one["path"], one["says"]) in said_of(changed(one["file"], (one["before"], one["after"])))


def test_there_are_mistakes_of_every_file_a_plan_has() -> None:
    assert {one["file"] for one in MISTAKES} == set(plan_files(SHIPPED))
    assert len(MISTAKES) > 100 and len({one["title"] for one in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("one", ONE_PROBLEM, ids=lambda one: str(one["path"]))
def test_one_slip_makes_one_problem(one: dict[str, Any]) -> None:
    """A misspelt head or key is read on as what is meant, so that nothing else is found wrong because of it."""
    text = (OTHER / "plan.toml").read_text("utf-8")
    assert one["before"] in text
    text = text.replace(one["before"], one["after"], -1 if one.get("everywhere") else 1)
    with pytest.raises(PlanProblems) as refused:
        load_plan_bytes({"plan.toml": text.encode()})
    assert [(problem.path, problem.message) for problem in refused.value.problems] == [(one["path"], one["says"])]
