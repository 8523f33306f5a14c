"""考核评分: nothing by default; by the office's rules previewed, locked, exported; what comes later moves nothing."""

from typing import Any

import openpyxl
import pytest

from forms.office.checking import audit
from models.scoring.locking import preview_scores
from models.scoring.rules import ScorePart, read_rules
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.test_cases import OWN, forest
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page
from ui.office.scoring.page import ScoresPage
from ui.window.office_desk import OfficeDesk

HALF, FULL, MISSING = COUNTIES[0], COUNTIES[1], COUNTIES[-1]
RULES = """
document = "测试〔2021〕2号"
veto_grade = "未完成"
[[grade]]
name = "完成"
from = "80"
[[grade]]
name = "基本完成"
from = 60
[[scope]]
name = "县区"
kinds = ["county"]
indicators = "60"
tasks = "20"
quality = "20"
stages = { "推进中" = "50" }
late = "1"
missing = "10"
[[scope.indicator]]
id = "Q06"
weight = "60"
method = "capped"
veto = true
"""


def target(unit: str, value: str) -> str:
    said = f'unit = "{unit}"\nindicator = "Q06"\nvalue = "{value}"\ndoc_no = "测试1号"\ndoc_date = 2020-08-20'
    return f"[[target]]\n{said}\n"


def points_of_the_first_line(scores: ScoresPage, unit: str) -> list[str]:
    scores._unfold(unit)
    row = next(row for row in scores.grid.lines.rows if row.key == f"{unit}|0")
    return [cell.text for cell in row.cells[1:4]]


def test_scores_follow_the_rules_until_they_are_locked(town: Town, request: pytest.FixtureRequest) -> None:
    def call(*words: object, expect: int = 0) -> Any:
        return town.call("office", *words, "--data", town.office, expect=expect)

    assert call("score", PERIOD, expect=1)["error"]["code"] == "no_score_rules"
    town.settings(target(HALF, str(2 * float(OWN[HALF]))) + target(FULL, OWN[FULL]))
    path = town.root / "rules.toml"
    path.write_text(str(call("score-rules")["rules"]), "utf-8")
    assert call("score-rules", path, "--preview")["lacking"], "the blank form gives nothing, and locks nothing"
    for said, wrong in (
        ('method = "capped"', 'method = "best"'),
        ('weight = "60"', 'weight = "6e1"'),
        ('weight = "60"', "weight = 6.05e1"),
    ):
        path.write_text(RULES.replace(said, wrong, 1), "utf-8")
        assert call("score-rules", path, expect=1)["error"]["code"] == "score_rules_refused", wrong
    path.write_text(RULES, "utf-8")
    assert call("score-rules", path, "--by", "测试甲")["lacking"] == []

    found = {one["unit"]: one for one in call("score", PERIOD)["units"]}
    assert (found[HALF]["shown"], found[HALF]["grade"]) == ("60.00", "未完成"), "30 + 10 + 20, and the veto"
    assert (found[FULL]["shown"], found[FULL]["grade"]) == ("90.00", "完成")
    assert found[FULL]["parts"]["tasks"] == "10", "13 shares of a 13th are the whole"
    free = found[COUNTIES[2]]
    assert free["shown"] == "75.00" and free["remarks"] == ["指标没有可评的项，其余按比例归一"], "(10 + 20) of 40"
    assert "indicators" not in free["parts"], "what took no part is no 0"
    assert found[MISSING]["shown"] == "25.00", "nothing for tasks, 10 of 20 for reporting, of 40"

    with OfficeWorkspace.open(town.office) as office:
        assert [one.what for one in audit(office)][-1] == office.plan.short_title, "in the words of people"
        harder = read_rules(RULES.replace('missing = "10"', 'missing = "25"'), office.plan)
        (one,) = (each for each in preview_scores(office, PERIOD, harder) if each.unit == MISSING)
    quality = [line.points for line in one.lines if line.share == ScorePart.QUALITY]
    assert sum(quality) == one.parts[ScorePart.QUALITY] == 0 and len(quality) == 3, "what is taken off ends at nothing"

    desk: OfficeDesk = request.getfixturevalue("desk")
    scores = page(desk, ScoresPage)
    desk.go("scores", "")
    assert len(scores.scores) == 10 and scores.primary() and points_of_the_first_line(scores, HALF)[0] != "—"
    assert points_of_the_first_line(scores, COUNTIES[2]) == ["—", "", ""], "what took no part has no points, nor 0"
    desk.bottom.primary.click()
    scores.dialog.edits["by"].setText("测试甲")
    is_done(desk, scores.dialog.primary.click)
    assert scores.locked is not None and not scores.locked.after
    is_done(desk, scores.export.click)
    (book,) = (desk.session.workspace.folder / "考核评分").glob("*.xlsx")
    sums, lines = (list(sheet.values) for sheet in openpyxl.load_workbook(book).worksheets[:2])
    assert any(60 in row for row in sums), "figures are figures"
    rows = {row[2:7:2] for row in lines if "基准分" in row or row[4] == "—"}
    assert rows == {("基准分", 20, 20), ("营造林面积", "—", "—")}, "as the rules give it; of what took no part nothing"
    request.getfixturevalue("window").close()

    later = town.file(HALF, PERIOD, town.completed(HALF, PERIOD, {"cells": forest("50")}), reason="漏报")
    town.receive(*later["files"], at="2021-01-20T09:00")
    again = call("score", PERIOD)
    assert {one["unit"]: one["shown"] for one in again["units"]}[HALF] == "60.00"
    assert [one["unit"] for one in again["after"]] == [HALF]
    assert call("score", PERIOD, "--lock", "--by", "测试甲", expect=1)["error"]["code"] == "locked_already"
    vague = call("score", PERIOD, "--lock", "--reason", "正常", "--by", "测试甲", expect=1)
    assert vague["error"]["code"] == "reason_vague"
    relocked = call("score", PERIOD, "--lock", "--reason", "补报后重评", "--by", "测试甲")
    assert relocked["locked"]["number"] == 2 and relocked["after"] == []
