"""What one act costs grows with the register and no faster: counted in calls and comparisons, on rows that are all bad."""

import sys
from collections.abc import Callable, Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QToolButton

from models.sheet.rows import read_row
from tests.vehicles import trucks
from ui.basics.completion import Counts, Mark, Standing
from ui.basics.jobs import Lane
from ui.boxes.finding_box import FindingBox
from ui.session.next_step import next_place
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

YEAR = "2020Y初步"
FEW, MANY = 60, 240
NAMES = count(1)


class Counted(str):
    """An address that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def comparisons(size: int, step: int) -> int:
    """How often addresses are compared to find the next of `count` places, standing in the middle."""
    places = [Counted(f"R02[陕G{n:05}].完成日期") for n in range(size)]
    finding = SimpleNamespace()
    found = {at: ((finding, Mark.ERROR),) for at in places}
    standing = Standing(findings=(), places=found, counts=Counts())  # type: ignore[arg-type]
    session: Any = SimpleNamespace(
        standing=standing, sheet=SimpleNamespace(plan=SimpleNamespace(derived={}), slots={}, fields={})
    )
    Counted.compared = 0
    here = size // 2
    assert next_place(session, Counted(str(places[here])), step) == places[here + step]
    return Counted.compared


@pytest.mark.parametrize("step", [1, -1])
def test_the_next_place_is_found_in_one_pass(step: int) -> None:
    few, many = comparisons(500, step), comparisons(2000, step)
    assert many <= 5 * max(few, 500), (few, many)


@pytest.fixture(scope="module")
def desks(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, UnitDesk]]:
    """Two desks whose register is bad throughout: an unread date and a stage the rule leaves out."""
    lane, made = Lane(), {}
    for size in (FEW, MANY):
        workspace = make_trial(tmp_path_factory.mktemp("bad") / "unit", "M10")
        texts = [one | {"完成日期": "某天", "排放阶段": "国四"} for one in trucks(size)]
        rows = [read_row(workspace.plan.registers["R02"], n, one) for n, one in enumerate(texts, 1)]
        workspace.store.sheets.put_rows(YEAR, "R02", rows, "测试")
        made[size] = UnitDesk(Session(workspace, YEAR), lane, QToolButton())
        made[size].show()
    yield made
    lane.close()
    for desk in made.values():
        desk.session.workspace.close()
        desk.deleteLater()


def calls(act: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's."""
    called = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("page", ["R02", "findings", "cover"])
def test_an_act_calls_no_more_than_the_rows_ask_for(desks: dict[int, UnitDesk], page: str) -> None:
    first = desks[FEW].session.standing.findings
    assert len(desks[MANY].session.standing.findings) > 3 * len(first) > FEW
    spent: dict[str, list[int]] = {}
    for desk in desks.values():
        desk.go(page)
        row = desk.session.rows("R02")[3]
        at = f"R02[{row.get('号牌号码')}|{row.get('号牌种类')}].完成日期"
        acts: dict[str, Callable[[], object]] = {
            "an edit": lambda desk=desk: desk.edits.put("封面.负责人", f"张{next(NAMES)}"),
            "a click": lambda desk=desk, at=at: desk._place(at),
            "F7": lambda desk=desk: desk.next_finding(1),
            "the findings": lambda desk=desk: desk.go("findings"),
        }
        for name, act in acts.items():
            act()  # what is made once is made
            spent.setdefault(name, []).append(calls(act))
    for name, (few, many) in spent.items():
        assert many <= 1.3 * MANY / FEW * few, (name, few, many)


def test_a_box_of_one_finding_does_not_look_through_all(desks: dict[int, UnitDesk]) -> None:
    class Watched(tuple):  # type: ignore[type-arg]
        passes = 0

        def __iter__(self) -> Iterator[Any]:
            Watched.passes += 1
            return super().__iter__()

    desk = desks[FEW]
    standing = desk.session.standing
    rows = ((one, mark) for one, mark in standing.findings if (one.at or "").startswith("R02["))
    finding, mark = next((one, mark) for one, mark in rows if mark is Mark.WARNING and not one.check.confirm)
    object.__setattr__(standing, "findings", Watched(standing.findings))
    box = FindingBox(desk.desk, finding, mark)
    assert box.text is not None and Watched.passes == 0
    assert desk.session.alike_key(finding) == f"{finding.check.id}@R02"
    box.deleteLater()
