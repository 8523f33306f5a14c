"""Help on every place of plans of another kind: it is there, and speaks of nothing of the first plan."""

from pathlib import Path

import pytest

from models.basics.messages import in_words
from models.help.phrases import place_name, slot_formula
from models.help.topics import help_of_place
from models.plan.load import load_plan
from models.settings.settings import Settings
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

PLANS = Path(__file__).resolve().parents[2] / "plans"
FIRST = ("安康", "低碳", "县区", "市办", "佐证编号", "完成百分比", "从1月1日", "…之间", "牵头：；")


@pytest.mark.parametrize("name", ["yunze-2027", "lincheng-2026"])
def test_there_is_help_on_every_place_of_every_unit(name: str) -> None:
    plan = load_plan(PLANS / name)
    said: list[str] = []
    with in_words(plan.words):
        for unit in plan.filing_units:
            for period in plan.periods:
                sheet = Sheet(plan=plan, unit_id=unit.id, period_id=period, settings=Settings())
                for at in (*sheet.slots, *sheet.fields):
                    topic = help_of_place(sheet, at)
                    said += [place_name(sheet, at), *(line for part in topic.sections for line in part.lines)]
    text = "\n".join(dict.fromkeys(said))
    kept = FIRST if name == "yunze-2027" else FIRST[:-3]  # its year begins on 1 January
    assert [word for word in kept if word in text] == []


def test_a_figure_counted_from_april_says_so_and_a_range_both_ends() -> None:
    plan = load_plan(PLANS / "yunze-2027")

    def lines(unit: str, at: str) -> str:
        sheet = Sheet(plan=plan, unit_id=unit, period_id="FY28", settings=Settings())
        return "\n".join(line for part in help_of_place(sheet, at).sections for line in part.lines)

    assert "从2027年4月1日起" in lines("B1", "节水.1")
    assert "8—10%" in lines("W1", "漏损.3")
    assert "不能小于 0" in lines("W1", "漏损.1")
    assert "牵头：州水务局" in lines("W1", "漏损.1")


def test_how_a_count_comes_about_says_what_is_asked_of_a_row_and_how_many_say_so() -> None:
    plan = load_plan(PLANS / "yunze-2027")
    register = plan.registers["滴灌账"]
    texts = [
        {"户主": "甲", "面积": "1", "验收": "合格", "完工": "2027-05-01"},
        {"户主": "乙", "面积": "2", "验收": "不合格", "完工": "2027-05-01"},
        {"户主": "丙", "面积": "4", "验收": "合格", "完工": "2029-05-01"},
    ]
    rows = tuple(read_row(register, number, row) for number, row in enumerate(texts, 1))
    sheet = Sheet(plan=plan, unit_id="B1", period_id="FY28", settings=Settings(), registers={"滴灌账": rows})
    words = slot_formula(sheet, sheet.slots["节水.1"])
    assert "现有 3 行" in words and "计入 1 行" in words
    assert "验收 ＝ “合格”" in words and "“完工”" in words
