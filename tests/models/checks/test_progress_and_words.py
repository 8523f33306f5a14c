"""The rule about task progress, part by part, and the sentences of texts that could not be read."""

from dataclasses import replace
from decimal import Decimal

from models.basics.addresses import COVER, field_address
from models.basics.reading import APPROXIMATE, CONVERTED, NORMALISED, NOT_A_DATE, UNREADABLE, WRONG_MEASURE
from models.checks.findings import Finding
from models.checks.progress_rules import PARTS
from models.checks.rules import RULES
from models.checks.run import run_checks
from models.help.checks import looks_at, sentence_of
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ColumnType, Direction, Means, Plan
from models.settings.settings import Settings, Target
from models.sheet.cells import read_cell, read_field
from models.sheet.sheet import Sheet

COUNTY, Q3 = "610924", "2020Q3"


def with_parts(parts: tuple[str, ...]) -> Plan:
    plan = load_plan(SHIPPED)
    check = plan.checks_of("progress_against_value")[0]
    return replace(plan, checks={**plan.checks, check.id: replace(check, inputs={"parts": parts})})


def progress_of(plan: Plan) -> list[Finding]:
    """Return what is found of a block called done that says the words of last time and a smaller percentage."""
    fields = Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings()).fields
    block = next(field.group for field in fields.values() if field.group != COVER)
    names = {means: field_address(block, plan.field_name(means)) for means in Means}
    done = plan.column_meaning(Means.STAGE)
    typed = {names[Means.STAGE]: getattr(done, "done", ())[0], names[Means.WORDS]: "按计划推进"}
    before, now = ({**typed, names[Means.PERCENT]: percent} for percent in ("80", "70"))
    last, this = ({at: read_field(fields[at].column, text) for at, text in one.items()} for one in (before, now))
    sheet = Sheet(
        plan=plan,
        unit_id=COUNTY,
        period_id=Q3,
        settings=Settings(),
        cells=this,
        previous=Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings(), cells=last),
    )
    return [finding for finding in run_checks(sheet) if finding.check.rule == "progress_against_value"]


def test_a_check_that_names_parts_of_progress_asks_for_those_alone() -> None:
    everything = {finding.at for finding in progress_of(with_parts(()))}
    assert len(everything) == 3
    for part in ("done_without_evidence", "copied", "fell"):
        (only,) = progress_of(with_parts((part,)))
        assert only.at in everything
        assert only.at is not None
        assert load_plan(SHIPPED).field_name(PARTS[part][0]) == only.at.partition(".")[2]
    assert progress_of(with_parts(("done_below_target",))) == []


def test_a_block_called_done_is_held_against_the_units_own_target_where_more_is_better() -> None:
    plan = with_parts(("done_below_target",))
    indicator = plan.indicators["Q06"]
    stage = field_address(indicator.block, plan.field_name(Means.STAGE))
    said = {}
    for value, direction in (("14.9", "at_least"), ("15", "at_least"), ("14.9", "at_most")):
        one = replace(indicator, direction=Direction(direction))
        target = Target(unit=COUNTY, indicator="Q06", value=Decimal(15), doc_no="〔2020〕1号", doc_date="2020-08-20")
        sheet = Sheet(
            plan=replace(plan, indicators={**plan.indicators, "Q06": one}),
            unit_id=COUNTY,
            period_id=Q3,
            settings=Settings(targets=(target,)),
            cells={
                stage: read_field(plan.column_meaning(Means.STAGE), "已完成"),
                **{f"Q06.{part}": read_cell(plan.items[f"Q06.{part}"], "0") for part in range(1, 6)},
                "Q06.7": read_cell(plan.items["Q06.7"], value),
            },
        )
        found = [one.at for one in run_checks(sheet) if one.check.rule == "progress_against_value"]
        said[value, direction] = found
    assert said == {("14.9", "at_least"): [stage], ("15", "at_least"): [], ("14.9", "at_most"): []}


def test_a_percentage_that_is_no_number_is_not_called_too_long_a_text() -> None:
    plan = load_plan(SHIPPED)
    fields = Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings()).fields
    at = next(name for name, field in fields.items() if field.column.means is Means.PERCENT)
    sheet = Sheet(
        plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings(), cells={at: read_field(fields[at].column, "大半")}
    )
    (finding,) = [one for one in run_checks(sheet) if one.at == at]
    assert "文字过长" not in finding.message
    assert "大半" in finding.message


def test_who_reviews_neither_filled_in_nor_answers() -> None:
    plan = load_plan(SHIPPED)
    empty = Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings())
    (check,) = plan.checks_of("cover_people")
    places = [field_address(COVER, plan.field_name(means)) for means in (Means.PREPARED, Means.REVIEWED, Means.ANSWERS)]

    def found(*names: str) -> list[str | None]:
        cells = {at: read_field(empty.fields[at].column, name) for at, name in zip(places, names, strict=True) if name}
        return [one.at for one in run_checks(replace(empty, cells=cells)) if one.check.id == check.id]

    assert found("张三", "李四", "王五") == found("张三", "李四", "张三") == found("张三", "", "") == []
    assert found("张三", "张三", "王五") == found("张三", "李四", "李四") == [places[1]]


def test_every_place_a_check_says_it_looks_at_is_one_it_has_a_sentence_for() -> None:
    plan = load_plan(SHIPPED)
    sheet = Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings())
    fields = {at: looks_at(sheet, at) for at in sheet.fields}
    assert [at for at, looks in fields.items() for one in looks if not sentence_of(sheet, one.check, at)] == []
    signed = {at for at, looks in fields.items() if any(one.check.rule == "cover_complete" for one in looks)}
    found = {one.at for one in run_checks(sheet) if one.check.rule == "cover_complete"}
    assert signed == found
    assert signed < {at for at, field in sheet.fields.items() if field.group == COVER}


def test_a_check_of_reading_looks_at_the_fields_in_which_its_remark_can_be_found() -> None:
    plan = load_plan(SHIPPED)
    field = next(iter(Sheet(plan=plan, unit_id=COUNTY, period_id=Q3, settings=Settings()).fields.values()))
    base = plan.checks_of("reading")[0]
    looks: dict[str, set[str]] = {}
    for kind in (ColumnType.NUMBER, ColumnType.DATE, ColumnType.TEXT, ColumnType.CHOICE):
        column = replace(field, column=replace(field.column, type=kind))
        looks[kind.value] = {
            of
            for of in (UNREADABLE, WRONG_MEASURE, NOT_A_DATE, NORMALISED, APPROXIMATE, CONVERTED)
            if RULES["reading"].at_field(replace(base, inputs={**base.inputs, "of": of}), column)
        }
    assert looks == {
        "number": {UNREADABLE, WRONG_MEASURE, NORMALISED, APPROXIMATE, CONVERTED},
        "date": {UNREADABLE, NOT_A_DATE},
        "text": {UNREADABLE, NORMALISED},
        "choice": {UNREADABLE},
    }


def test_a_blank_that_a_register_counts_names_the_register() -> None:
    sheet = Sheet(plan=load_plan(SHIPPED), unit_id="M12", period_id=Q3, settings=Settings())
    (said,) = (one.message for one in run_checks(sheet) if one.at == "Q10.2" and one.check.rule == "required")
    register = sheet.plan.registers[sheet.slots["Q10.2"].item.count[0].register].name
    assert said.startswith("“其中：分类达标小区数”由台账《") and f"《{register}》" in said and "未开展" in said
