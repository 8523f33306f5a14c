"""Lines of `plan diff` and `plan show`: names of what is gone, targets that are a word."""

from dataclasses import replace
from pathlib import Path

from models.plan.load import load_plan
from models.planning.effects import ReturnEffect
from tests.flow.town import said_by
from ui.cli.plan.diff import effect_lines
from ui.office.planning.rows import compared_rows

FOLDER = Path(__file__).resolve().parents[2] / "plans" / "yunze-2027"


def test_a_unit_and_a_period_the_new_plan_lacks_go_by_their_old_names() -> None:
    before = load_plan(FOLDER)
    (unit, gone), (period, past) = next(iter(before.units.items())), next(iter(before.periods.items()))
    after = replace(
        before,
        units={id: one for id, one in before.units.items() if id != unit},
        periods={id: one for id, one in before.periods.items() if id != period},
    )
    found = ReturnEffect(unit=unit, period=period, revision=2, refused="unit_gone")
    told = "\n".join(effect_lines(before, after, [found]))
    assert f"{before.unit_name(gone.id)} {past.name}第2版" in told and f"{unit} {period}" not in told
    rows = compared_rows(before, before, [replace(found, refused="period_gone")])
    place = f"{before.unit_name(gone.id)} {past.name}"
    (shown,) = [row.cells[1].text for row in rows if row.cells[0].text == place]
    assert shown == "新方案没有这个报告期。", "the window says what the command says"


def test_a_target_that_is_a_word_is_said_once() -> None:
    code, told, _ = said_by("plan", "show", FOLDER, "--indicator", "立法")
    assert (code, told.splitlines()[0].partition("（")[2]) == (0, "目标 是）")
