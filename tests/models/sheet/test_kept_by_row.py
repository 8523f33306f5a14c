"""What is kept under a row's address stays with that row: queries, explanations, evidence, marks."""

from dataclasses import replace

import pytest

from models.basics.errors import AppError
from models.checks.explanations import fingerprint_of, live_explanations
from models.checks.findings import Finding, unexplained
from models.checks.run import run_checks
from models.filling.carry import carry_rows
from models.ledger.ledger import Decision
from models.ledger.queries import QueryStep, Receipt, Remark, queries_of
from models.returns.evidence import place_of
from models.returns.frozen import freeze, thaw
from models.returns.returns import NO_OCCURRENCE, parse_return
from models.settings.settings import Settings
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from tests.models.sheet.test_row_identity import AT, FIRST, PLAN, Q3, SECOND, keyless, sheet_of
from tests.vehicles import truck


def receipt(digest: str, *places: str) -> Receipt:
    remarks = tuple(Remark("CK-D05", at, "请核对") for at in places)
    return Receipt(
        digest=digest, period=Q3, revision=1, decision=Decision.RETURNED, registered=AT, issued=AT, remarks=remarks
    )


def steps(
    filed_rows: list[dict[str, str]], now: list[dict[str, str]], *places: str, engine: str = ""
) -> list[QueryStep]:
    filed = freeze(sheet_of(*filed_rows))
    filed = replace(filed, engine=engine) if engine else filed
    return [one.step for one in queries_of(receipt(filed.digest, *places), filed, sheet_of(*now))]


def test_a_query_on_a_row_without_its_key_stays_open_until_something_is_done() -> None:
    rows = [truck(1), keyless(), keyless(完成日期="2020-03-03")]
    assert steps(rows, rows, "R02[第2行]", "R02[第3行]") == [QueryStep.OPEN, QueryStep.OPEN]
    assert steps(rows, rows[1:], "R02[第2行]", "R02[第3行]") == [
        QueryStep.OPEN,
        QueryStep.OPEN,
    ]  # they moved up, no more
    assert steps(rows, [rows[0], truck(7), rows[2]], "R02[第2行]", "R02[第3行]") == [QueryStep.CHANGED, QueryStep.OPEN]
    assert steps([keyless(), keyless()], [keyless()], "R02[第1行]", "R02[第2行]") == [
        QueryStep.CHANGED,
        QueryStep.CHANGED,
    ]


def test_a_query_on_one_of_two_rows_of_a_key_is_settled_by_that_row_alone() -> None:
    rows = [truck(1), truck(1, VIN="LTEST000000000077")]
    assert steps(rows, rows, FIRST, SECOND) == [QueryStep.OPEN, QueryStep.OPEN]
    assert steps(rows, [rows[0], truck(1, VIN="LTEST000000000078")], FIRST, SECOND) == [
        QueryStep.OPEN,
        QueryStep.CHANGED,
    ]
    assert steps(rows, rows[:1], FIRST, SECOND) == [QueryStep.OPEN, QueryStep.CHANGED]


def test_a_query_of_an_older_paper_speaks_of_all_rows_of_its_key() -> None:
    rows = [truck(1), truck(1, VIN="LTEST000000000077")]
    assert steps(rows, rows, FIRST, engine=NO_OCCURRENCE) == [QueryStep.OPEN]
    assert steps(rows, rows[:1], FIRST, engine=NO_OCCURRENCE) == [QueryStep.CHANGED]


def warned(sheet: Sheet, check: str = "CK-D05") -> list[Finding]:
    return [one for one in run_checks(sheet) if one.check.id == check]


def test_an_explanation_of_one_row_does_not_answer_another_row_of_its_key() -> None:
    late = {"完成日期": "2020-01-02"}
    sheet = sheet_of(truck(1, **late), truck(1, VIN="LTEST000000000077", **late))
    by_check: dict[str, list[Finding]] = {}
    for one in run_checks(sheet):
        if one.at and one.at.startswith(FIRST):
            by_check.setdefault(one.check.id, []).append(one)
    assert [one.at for one in by_check["CK-D01"]] == [SECOND]
    twin = next((found for found in by_check.values() if len(found) == 2), None)
    if twin is not None:
        first, second = twin
        live = live_explanations(twin, {first.key: (Explanation("已与车管所核对"), fingerprint_of(first.key, [first]))})
        assert list(live) == [first.key]
        assert second not in live
    (repeat,) = by_check["CK-D01"]
    assert unexplained([repeat], {f"CK-D01@{FIRST}": Explanation("重复登记已与车管所核对")}) == (repeat,)
    assert unexplained([repeat], {repeat.key: Explanation("重复登记已与车管所核对")}) == ()


def test_a_paper_of_the_older_engine_keeps_its_explanations() -> None:
    sheet = sheet_of(truck(1), truck(1, VIN="LTEST000000000077"))
    said = {f"CK-D01@{FIRST}": Explanation("重复登记已与车管所核对"), "CK-A17@Q06.8": Explanation("结转项目已核对")}
    filed = replace(freeze(replace(sheet, explanations=said)), engine=NO_OCCURRENCE)
    again = thaw(parse_return(filed.content), PLAN, Settings())
    assert not [one for one in unexplained(run_checks(again), again.explanations) if one.check.id == "CK-D01"]
    assert again.explanations["CK-A17@Q06.8"] == said["CK-A17@Q06.8"]


def test_what_is_sealed_now_thaws_with_the_very_explanations() -> None:
    said = {f"CK-D01@{SECOND}": Explanation("重复登记已与车管所核对"), f"CK-D05@{FIRST}": Explanation("已核对过了的")}
    sheet = replace(sheet_of(truck(1), truck(1, VIN="LTEST000000000077")), explanations=said)
    assert thaw(parse_return(freeze(sheet).content), PLAN, Settings()).explanations == said


def test_evidence_is_kept_with_the_row_that_was_named() -> None:
    sheet = sheet_of(truck(1), truck(1, VIN="LTEST000000000077"), keyless())
    assert place_of(sheet, f"{SECOND}.完成日期") == SECOND
    assert place_of(sheet, f"CK-D01@{SECOND}") == f"CK-D01@{SECOND}"
    assert place_of(sheet, "R02[第3行].VIN") == "R02[第3行]"
    assert place_of(sheet, "R02[第2行]") == SECOND
    with pytest.raises(AppError):
        place_of(sheet, "R02[陕G00001|大型汽车]#3")


def test_carried_rows_of_one_key_have_a_mark_each() -> None:
    before = sheet_of(truck(1), truck(1, VIN="LTEST000000000077"), keyless())
    found = carry_rows(replace(sheet_of(truck(9)), previous=before))
    assert set(found.marks) == {FIRST, SECOND, "R02[第4行]"}
    assert carry_rows(replace(replace(sheet_of(), registers=found.rows), previous=before)).empty
