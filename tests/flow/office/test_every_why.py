"""Whatever is done leaves a line that says why in words, at both desks: the document, the sentence somebody typed, or
what was done; a verb of the program's own is no reason."""

from pathlib import Path

from forms.office.office import keep_settings
from models.basics.period import parse_time
from models.office.settings_history import settings_history
from models.proof.about import about_words
from models.todo.matters import MatterKind
from models.todo.settling import settle, take_up
from models.todo.todo import todo
from models.workspace.act import ActKind
from models.workspace.approval import Approval, put_approval
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.test_cases import forest
from tests.flow.town import Town

PERIOD, LATER = "2020Q3", parse_time("2020-10-20T09:00")
DUE = '[due]\n"2020Q3" = "2020-10-15T17:30"\n'


def whys(town: Town) -> dict[int, tuple[str, str, str]]:
    with OfficeWorkspace.open(town.office) as office:
        return {row.number: (row.kind, row.by, row.why) for row in office.store.acts.rows()}


def test_a_setting_without_a_document_says_what_was_set(town: Town) -> None:
    file = town.root / "set.toml"
    file.write_text(DUE + '[parameters]\nq16_average = "ratio_of_sums"\n', "utf-8")
    town.call("office", "set", "--data", town.office, file, "--by", "测试甲")
    (*_, (kind, by, why)) = whys(town).values()
    assert (kind, by) == (ActKind.SET, "测试甲")
    assert "2020年第三季度" in why and "截止时间" in why and ActKind.SET.value != why
    file.write_text(DUE.replace("10-15", "10-16"), "utf-8")
    town.call("office", "set", "--data", town.office, file, "--by", "测试甲", "--document", "测试〔2020〕9号")
    assert "测试〔2020〕9号" in [*whys(town).values()][-1][2]
    town.call("office", "contact", "0915-0000000", "--data", town.office, "--by", "测试甲")
    assert "0915-0000000" in [*whys(town).values()][-1][2]
    with OfficeWorkspace.open(town.office) as office:
        documents = [one.document for one in settings_history(office) if one.key == f"due.{PERIOD}"]
    assert documents == ["", "测试〔2020〕9号"], "what was done is no document"


def test_no_line_of_the_office_has_a_verb_for_its_reason(town: Town) -> None:
    town.settings(DUE)
    with OfficeWorkspace.open(town.office) as office:
        keep_settings(office, DUE, "测试甲", LATER)
        one = next(each for each in todo(office, PERIOD, LATER) if each.kind is MatterKind.MISSING)
    asked = ("--log", "电话", "--by", "测试甲", "--at", "2020-10-20T09:00")
    town.call("office", "chase", PERIOD, one.unit, "--data", town.office, *asked)
    with OfficeWorkspace.open(town.office) as office:
        settle(office, one, "停电", by="测试甲", at=LATER)
        take_up(office, one, by="测试甲", at=LATER)
    town.call("office", "trace", PERIOD, "Q06", "--data", town.office, "--out", town.out, "--by", "测试甲")
    said = whys(town)
    assert not [row for row in said.values() if row[2] in ("", row[0])]


def test_no_line_of_a_unit_has_a_verb_for_its_reason(town: Town) -> None:
    town.settings(DUE)
    unit = "610924"
    filed = town.file(unit, PERIOD, town.completed(unit, PERIOD, {"cells": {"Q06.1": "1.20"}}))
    town.receive(*filed["files"], at="2020-10-13T09:00")
    (receipt,) = town.call("office", "receipt", "--data", town.office, "--unit", unit, "--out", town.out)["files"]
    town.call("unit", "open", receipt, "--data", town.unit_folder(unit))
    with UnitWorkspace.open(town.unit_folder(unit)) as workspace:
        put_approval(workspace.store, PERIOD, Approval(digest="0", leader="测试乙", day="2020-10-12"), "测试甲")
        said = {row.kind: row.why for row in workspace.store.acts.rows()}
    assert not {kind: why for kind, why in said.items() if why in ("", kind)}
    assert "第1版" in said[ActKind.FILE] and "2020年第三季度" in said[ActKind.FILE]
    assert "回执" in said[ActKind.OPEN] and "测试乙" in said[ActKind.SIGN] and ActKind.REQUEST in said


def test_who_got_more_time_and_which_check_is_waived_stand_in_the_line(town: Town) -> None:
    more = '[[extension]]\nperiod = "2020Q3"\nunit = "610922"\nuntil = "2020-10-19T17:30"\nreason = "停电"\napproved_by = "李某"\n'
    waived = (
        '[[waiver]]\ncheck = "CK-A16"\nunit = "610922"\nperiod = "2020Q3"\nreason = "口径调整"\napproved_by = "李某"\n'
    )
    with OfficeWorkspace.open(town.office) as office:
        keep_settings(office, DUE + more, "测试甲", LATER)
        keep_settings(office, waived, "测试甲", LATER)
        keep_settings(office, more.replace("10-19", "10-21"), "测试甲", LATER)
    first, second, third = [why for kind, _, why in whys(town).values() if kind == ActKind.SET][-3:]
    name, period = "石泉县人民政府", "2020年第三季度（1—9月）"
    assert f"{name}{period}延期至2020-10-19 17:30" in first and "停电" in first
    assert f"{name}{period}免审CK-A16" in second and "延期" not in second
    assert "延期至2020-10-21 17:30" in third and "取消" not in third


def test_the_line_of_a_reception_says_whose_return_came(town: Town) -> None:
    filed = town.file("610922", PERIOD, town.completed("610922", PERIOD, {}))
    plain = town.root / "附件(1).pdf"
    plain.write_bytes(next(Path(one) for one in filed["files"] if one.endswith(".pdf")).read_bytes())
    (town.root / "别的.pdf").write_bytes(b"%PDF-1.4 nothing of ours")
    files = (plain, town.root / "别的.pdf")
    town.call("office", "receive", *files, "--data", town.office, "--by", "测试甲", expect=1)
    with OfficeWorkspace.open(town.office) as office:
        came, other = office.store.acts.rows(ActKind.RECEIVE)[-2:]
        said = about_words(came, {"610922": "石泉县"})
    assert (came.about["unit"], came.about["period"], came.about["revision"]) == ("610922", PERIOD, "1")
    assert said == "石泉县，2020Q3，附件(1).pdf，第1版"
    assert "unit" not in other.about
    assert came.why == other.why == "未注明渠道", "a verb is no reason"


def test_a_matter_begins_when_the_last_paper_came_not_when_its_line_began(town: Town) -> None:
    """A figure rests on a correction that came late in an old line: oldest first would put it before everything."""
    for figure, day, reason in (("5", 12, ""), ("6", 20, "漏报")):
        said = town.completed("610922", PERIOD, {"cells": forest(figure)})
        town.receive(
            *town.file("610922", PERIOD, said, reason=reason, out=town.out / figure)["files"], at=f"2020-10-{day}T09:00"
        )
        if day == 12:
            given = ("--reason", "会商", "--document", "测试〔2020〕1号", "--checked-by", "测试乙", "--by", "测试甲")
            town.call(
                "office",
                "adjudicate",
                PERIOD,
                "Q06",
                "75.69",
                *given,
                "--data",
                town.office,
                "--at",
                "2020-10-13T09:00",
            )
    with OfficeWorkspace.open(town.office) as office:
        (changed,) = [
            one for one in todo(office, PERIOD, parse_time("2020-10-21T09:00")) if one.kind is MatterKind.DIFFERENCE
        ]
    assert changed.since == parse_time("2020-10-20T09:00")
