"""The shipped plan with something edited in it, and what the loader says of that."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from models.plan.load import SHIPPED, PlanProblems, load_plan_bytes, plan_files
from models.plan.rows.problems import Problem

Files = dict[str, bytes]


@cache
def shipped() -> Mapping[str, bytes]:
    return plan_files(SHIPPED)


def changed(name: str, *slips: tuple[str, str]) -> Files:
    """Return the shipped files with the first occurrence of each text replaced in one of them."""
    return changed_files(dict(shipped()), name, *slips)


def changed_files(files: Files, name: str, *slips: tuple[str, str]) -> Files:
    text = files[name].decode()
    for before, after in slips:
        assert before in text, before
        text = text.replace(before, after, 1)
    return files | {name: text.encode()}


def added(name: str, text: str) -> Files:
    return dict(shipped()) | {name: shipped()[name] + f"\n{text}\n".encode()}


def several_at_once(slips: Sequence[tuple[str, str, str]], groups: int) -> list[tuple[set[int], Files]]:
    """Return plans with several slips (file, before, after) each, and their numbers: reading a plan takes a tenth of a second.

    Neighbours in the list, which are often at the same place, are in different plans; a slip whose text another one
    took away is in none.
    """
    made: list[tuple[set[int], Files]] = [(set(), dict(shipped())) for _ in range(groups)]
    for number, (name, before, after) in enumerate(slips):
        numbers, files = made[number % groups]
        text = files[name].decode()
        if before in text:
            files[name] = text.replace(before, after, 1).encode()
            numbers.add(number)
    return made


def problems(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(files)
    assert raised.value.problems
    return raised.value.problems


def only(files: Mapping[str, bytes]) -> tuple[str, str, str]:
    found = problems(files)
    assert len(found) == 1, found
    return found[0].file, found[0].path, found[0].message
