"""The return as a document: all that was sealed can be read on paper, masked where it must be, every time alike."""

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from forms.document.approval import write_approval_sheet
from forms.document.document import write_document
from forms.document.printed import page_faults
from forms.page_reading.read_pages import page_texts
from forms.wording.paper_texts import (
    check_code,
    cover_text,
    day_of_return,
    entry_figure,
    figure,
    header_lines,
    in_fours,
    state_words,
)
from forms.workbook.workbook import write_workbook
from models.basics.messages import say
from models.checks.findings import Finding, Outcome, explanation_of, unexplained
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Item, ItemType, Level, Means, Plan
from models.returns.returns import Entry, Return, freeze, parse_return, thaw
from models.settings.settings import Settings, Target
from models.sheet.cells import Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet
from tests.golden.pages import looks_as_before

COUNTY, POLICE, FORESTRY = "610924", "M10", "M03"
PROGRESS = "已开展入户调查，完成初稿并征求12个镇办意见"
COVER = {"负责人": "张三丰", "审核人": "李四光", "填表人": "王小五", "电话": "0915-3210000", "报出日期": "2020.10.13"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The shipped plan."""
    return load_plan(SHIPPED)


def typed(item: Item, place: int) -> str:
    """What a clerk might type for an item."""
    if item.type is ItemType.CHOICE:
        return item.choices[0]
    if item.type in (ItemType.YES_NO, ItemType.DATE, ItemType.TEXT):
        return {ItemType.YES_NO: "是", ItemType.DATE: "2020-09-18", ItemType.TEXT: "安政办发〔2020〕21号"}[item.type]
    return str(place + 3) if item.type is ItemType.WHOLE else f"{place + 2}.37"


def vehicles(plan: Plan, count: int) -> tuple[Row, ...]:
    """Rows of the vehicle register, each with its own plate and number."""
    said = {
        "号牌种类": "大型汽车", "车辆类型": "重型货车", "燃料种类": "柴油", "排放阶段": "国三", "使用性质": "营运",
        "淘汰方式": "报废注销", "完成日期": "2020-08-07", "县区": "紫阳县", "所有人": "欧阳建国",
    }  # fmt: skip
    rows = ({**said, "号牌号码": f"陕G{n:05d}", "VIN": f"LSVAA{n:012d}"} for n in range(1, count + 1))
    return tuple(read_row(plan.registers["R02"], n, row) for n, row in enumerate(rows, 1))


def filled(plan: Plan, unit: str, period: str = "2020Q3", *, rows: int = 5) -> Sheet:
    """A sheet with every due cell typed, one of each state, and each warning explained."""
    targets = (
        Target(unit=COUNTY, indicator="Q06", value=Decimal("15.5"), doc_no="安政办〔2020〕9号", doc_date="2020-08-20"),
    )
    empty = Sheet(plan=plan, unit_id=unit, period_id=period, settings=Settings(version=3, targets=targets))
    due = [slot for slot in empty.slots.values() if slot.due and slot.item.entered and not slot.total]
    cells = {s.address: read_cell(s.item, "1" if s.last_year else typed(s.item, n)) for n, s in enumerate(due)}
    for slot in empty.fields.values():
        text = COVER.get(slot.column.name) or {"阶段": "推进中", "完成百分比": "65"}.get(slot.column.name, PROGRESS)
        cells[slot.address] = read_field(slot.column, text)
    free = [slot.address for slot in due if slot.item.numeric and not slot.last_year][:3]
    states = (Cell(State.NIL), Cell(State.NA, note="辖区无此类设施"), Cell(State.AWAITED, note="待住建局，10月20日"))
    cells.update(zip(free, states, strict=False))
    registers = {"R02": vehicles(plan, rows)} if "R02" in empty.register_ids and rows else {}
    sheet = replace(empty, cells=cells, registers=registers)
    found = unexplained(run_checks(sheet), {})
    texts = {f.key: Explanation(f"第{n}处已与主管部门核对，原因是结转项目") for n, f in enumerate(found, 1)}
    return replace(sheet, explanations=texts)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """Return the text of a PDF as a reader would copy it."""
    path = tmp_path / "return.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True).stdout


def dense(text: str) -> str:
    """Return a text without white space: lines of a PDF break where the page does."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def printed(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Return, Sheet, str]]:
    """Return a unit's return, its sheet and the text of its document."""

    def of(unit: str) -> tuple[Return, Sheet, str]:
        sheet = filled(plan, unit)
        filed = freeze(sheet)
        return filed, sheet, text_of(write_document(filed, sheet, run_checks(sheet)), tmp_path_factory.mktemp(unit))

    return of


Printed = Callable[[str], tuple[Return, Sheet, str]]


@pytest.mark.parametrize("unit", [COUNTY, POLICE, FORESTRY])
def test_every_figure_and_every_state_of_the_return_is_on_paper(unit: str, printed: Printed) -> None:
    filed, sheet, text = printed(unit)
    short = dense(text)
    for address, entry in filed.cells.items():
        item = sheet.slots[address].item
        said = entry_figure(item, entry) or state_words(entry.state, entry.note).partition("：")[0]
        assert dense(said) in short, (address, said)
        assert dense(entry.note) in short
        assert dense(item.name) in short


def test_progress_cover_and_people_who_sign_are_on_paper(printed: Printed) -> None:
    _, _, text = printed(COUNTY)
    for words in ("张三丰", "李四光", "王小五", "0915-3210000", "2020年10月13日", "安康市紫阳县人民政府", "盖章处"):
        assert words in text
    assert PROGRESS in dense(text)
    assert "严禁录入国家秘密" in text
    assert "请用碳报打开，改名不影响" in text
    assert "待市办填写" not in text and "表号" not in text, "an empty 表号 block is not printed"


def test_the_legal_marks_stand_on_the_cover_once_the_office_has_one_of_them() -> None:
    assert header_lines({"表号": "", "有效期至": ""}) == ()
    said = header_lines({"表号": "AKLC-01", "有效期至": ""})
    assert (said[0], len(said)) == ("表号：AKLC-01", 2) and "填写" in said[1]


def test_every_warning_stands_with_its_explanation_and_its_clause(printed: Printed) -> None:
    _, sheet, text = printed(COUNTY)
    short = dense(text)
    findings = run_checks(sheet)
    warnings = [f for f in findings if f.outcome is Outcome.BROKEN and f.level is Level.WARNING]
    assert warnings
    for finding in warnings:
        written = explanation_of(finding, sheet.explanations)
        assert written is not None
        assert dense(finding.message) in short
        assert dense(written.text) in short


def test_a_warning_nobody_explained_says_so(plan: Plan, tmp_path: Path) -> None:
    sheet = replace(filled(plan, COUNTY), explanations={})
    text = text_of(write_document(freeze(sheet), sheet, run_checks(sheet), draft=True), tmp_path)
    assert "尚未说明" in text


def test_check_code_and_whole_digest_are_on_the_cover_and_the_id_on_each_page(printed: Printed) -> None:
    filed, _, text = printed(COUNTY)
    pages = text.rstrip("\f").split("\f")
    assert check_code(filed.digest) in pages[0]
    assert in_fours(filed.digest[:32]) in pages[0]
    assert in_fours(filed.digest[32:]) in pages[0]
    for number, page in enumerate(pages, 1):
        assert check_code(filed.digest) in page
        assert f"第{number}页共{len(pages)}页" in dense(page)


def words_outside(pdf: bytes, folder: Path) -> list[str]:
    """Words in the binding edge (28 mm) or in the outer 15 mm of a paper printed on both sides and bound at the left."""
    (folder / "bound.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-bbox", "bound.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    )
    found: list[str] = []
    for number, page in enumerate(said.stdout.split("<page ")[1:], 1):
        width, height = (float(edge) for edge in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        words = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        for left, top, right, bottom, word in words:
            near, far = (float(left), width - float(right)) if height > width else (float(top), height - float(bottom))
            binding, outer = (near, far) if number % 2 else (far, near)
            if (binding + 1) * 25.4 / 72 < 28 or (outer + 1) * 25.4 / 72 < 15:
                found.append(f"{number}: {word}")
    return found


def test_the_same_return_gives_the_same_bytes_also_after_a_journey(plan: Plan, tmp_path: Path) -> None:
    """Its pages, on both sides of the paper, leave the binding edge and the outer edge free."""
    sheet = filled(plan, POLICE)
    filed = freeze(sheet)
    travelled = parse_return(filed.content)
    again = thaw(travelled, plan, sheet.settings)
    first = write_document(filed, sheet, run_checks(sheet))
    assert words_outside(first, tmp_path) == []
    assert write_document(filed, sheet, run_checks(sheet)) == first
    assert write_document(travelled, again, run_checks(again)) == first


def test_pages_and_workbook_of_a_return_say_one_day_of_their_making_and_it_is_the_covers(plan: Plan) -> None:
    sheet = filled(plan, POLICE)
    filed = freeze(sheet)
    day = day_of_return(filed, plan)
    pages = (write_document(filed, sheet, ()), write_approval_sheet(filed, sheet, ()))
    said = [pypdfium2.PdfDocument(one).get_metadata_dict()["CreationDate"] for one in pages]
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(filed, sheet, (), None)))
    assert said == [f"D:{day:%Y%m%d}"] * 2 and book.properties.created.date() == day
    assert day.isoformat() == cover_text(filed, plan.field_name(Means.DATED))


def test_sensitive_columns_show_only_their_mask(printed: Printed) -> None:
    _, _, text = printed(POLICE)
    assert "陕G***01" in text
    assert "陕G00001" not in text
    assert "建国" not in text
    assert "已脱敏" in text


def test_a_finding_about_a_row_does_not_give_its_plate_away(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, POLICE)
    second = sheet.registers["R02"][1]
    other = replace(second, values={**second.values, "排放阶段": "国六"})
    wrong = tuple(other if row is second else row for row in sheet.registers["R02"])
    sheet = replace(sheet, registers={"R02": wrong})
    findings = run_checks(sheet)
    assert any("陕G00002" in finding.message for finding in findings)
    for write in (write_document, write_approval_sheet):
        text = text_of(write(freeze(sheet), sheet, findings), tmp_path)
        assert "陕G00002" not in text
        assert "陕G***02" in text


def test_a_long_register_prints_two_hundred_rows_says_how_many_more(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, POLICE, rows=1000)
    filed, findings = freeze(sheet), run_checks(sheet)
    content = write_document(filed, sheet, findings)
    text = text_of(content, tmp_path)
    assert "其余 800 行见随附Excel" in text
    assert "共1000行" in text
    assert "LSVAA000000000200" in text
    assert "LSVAA000000000201" not in text


def test_a_unit_without_a_decomposed_target_is_told_it_is_not_judged(printed: Printed) -> None:
    _, _, text = printed(COUNTY)
    assert "无分解目标，不评价" in text
    assert "≥15.5" in text  # the one target the office gave


def test_a_split_table_has_a_line_for_each_county_and_their_total(printed: Printed, plan: Plan) -> None:
    filed, sheet, text = printed(FORESTRY)
    lines = {slot.line for slot in sheet.slots.values() if slot.line}
    assert len(lines) >= 10
    for line in lines:
        assert plan.unit_name(line) in text
    total = next(slot for slot in sheet.slots.values() if slot.total and filed.cells[slot.address].value)
    assert "合计" in text
    assert entry_figure(total.item, filed.cells[total.address]) in text


def test_the_growth_on_the_year_before_is_printed(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, COUNTY)
    now = next(s for s in sheet.slots.values() if s.address == "Q06.2")
    cells = {**sheet.cells, "Q06.2": read_cell(now.item, "6"), "Q06.2/last_year": read_cell(now.item, "4.8")}
    sheet = replace(sheet, cells=cells)
    text = text_of(write_document(freeze(sheet), sheet, ()), tmp_path)
    assert re.search(r"6\.0000\s+4\.8000\s+\+25\.0", text)


def test_drafts_test_data_and_corrections_are_marked(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, COUNTY)
    reason = "飞播造林由500亩订正为0.05万亩，" * 30
    filed = freeze(sheet, ancestors=("ab" * 32, "cd" * 32), reason=reason, test=True)
    text = text_of(write_document(filed, sheet, run_checks(sheet), draft=True, files_note="佐证另附。"), tmp_path)
    assert "第2次订正（此前已有2版）" in text
    assert "ABAB ABAB ABAB ABAB" in text
    assert dense(reason) in dense(text)
    assert "佐证另附。" in text
    assert "未经数据签名，不得报送" in text
    assert dense(text).count("测试数据送审稿") == text.count("\f")  # the mark across each page


def test_a_draft_looks_as_it_did(plan: Plan, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    sheet = filled(plan, POLICE, rows=60)
    text = text_of(write_document(freeze(sheet), sheet, run_checks(sheet), draft=True), tmp_path)
    assert looks_as_before(tmp_path / "return.pdf", "returns/draft", request)
    assert f"续表{plan.registers['R02'].name}" in dense(text)


def test_texts_of_any_length_and_kind_never_stop_a_document(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, COUNTY)
    long = "很长的说明CO₂㎡😀" * 120  # longer than a page where its column is narrow
    slots = [s.address for s in sheet.slots.values() if s.due and s.item.entered and not s.last_year][:4]
    cells = dict(sheet.cells) | {address: Cell(State.AWAITED, note=long) for address in slots}
    cells |= {address: Cell(State.VALUE, long, long) for address in sheet.fields if not address.endswith("日期")}
    explanations = {key: Explanation(long) for key in sheet.explanations}
    sheet = replace(sheet, cells=cells, explanations=explanations)
    filed, findings = freeze(sheet, ancestors=("ab" * 32,), reason=long), run_checks(sheet)
    text = text_of(write_document(filed, sheet, findings), tmp_path)
    assert dense(text).count("很长的说明") > 300
    assert write_approval_sheet(filed, sheet, findings).startswith(b"%PDF")


def test_a_return_that_says_nothing_still_makes_a_paper(plan: Plan) -> None:
    for number, period in enumerate(plan.periods):
        unit = plan.filing_units[number % len(plan.filing_units)]
        sheet = Sheet(plan=plan, unit_id=unit.id, period_id=period, settings=Settings())
        assert write_document(freeze(sheet), sheet, run_checks(sheet)).startswith(b"%PDF")


def test_the_approval_sheet_is_one_page_with_figures_explanations_and_code(
    plan: Plan, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sheet = filled(plan, FORESTRY)
    filed, findings = freeze(sheet), run_checks(sheet)
    content = write_approval_sheet(filed, sheet, findings)
    assert write_approval_sheet(filed, sheet, findings) == content
    text = text_of(content, tmp_path)
    assert looks_as_before(tmp_path / "return.pdf", "returns/approval", request)
    assert text.count("\f") == 1
    for words in ("审签单", check_code(filed.digest), "单位负责人意见", "盖章处", "安康市林业局", "签名："):
        assert words in text


def test_of_many_like_findings_ten_are_printed_and_each_other_explanation(plan: Plan, tmp_path: Path) -> None:
    sheet = filled(plan, POLICE)
    check = next(c for c in plan.checks.values() if c.level is Level.WARNING and not c.confirm)
    findings = [Finding(check, Outcome.BROKEN, f"R02[陕G{n:05d}|大型汽车]") for n in range(1, 41)]
    alone = {findings[30].key: Explanation("第三十一辆另有原因，系法院查封")}
    sheet = replace(sheet, explanations={check.id: Explanation("车辆清单已与交管平台逐条核对"), **alone})
    text = text_of(write_document(freeze(sheet), sheet, findings), tmp_path)
    assert text.count("车辆清单已与交管平台逐条核对") == 10
    assert "系法院查封" in text
    assert "全部列见随附Excel" in text


def test_a_later_revision_lists_what_it_changed_and_its_list_passes_for_no_table(
    plan: Plan, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sheet = filled(plan, COUNTY)
    first = freeze(sheet)
    nil, old, new = (
        Entry(state=state, value=text) for state, text in (("nil", ""), ("value", "65800"), ("value", "6.58"))
    )
    before = replace(first, cells={**first.cells, "Q06.1": old, "Q06.2": nil})
    after = replace(first, ancestors=(before.digest,), reason="单位填错", cells={**first.cells, "Q06.1": new})
    pdf = write_document(after, sheet, run_checks(sheet), before=before)
    decimals = plan.items["Q06.1"].decimals
    shown = [figure(Decimal(text), decimals) for text in ("65800", "6.58")]
    listed = dense(text_of(pdf, tmp_path)).partition("相比的改动（2处）")[2]
    assert f"人工造林第1版{shown[0]}第2版{shown[1]}" in listed and "第1版未开展" in listed
    texts = page_texts(pdf) or ()
    assert page_faults(texts, after, sheet) == ()
    draft = write_document(after, sheet, run_checks(sheet), draft=True, before=before)
    assert len(page_texts(draft) or ()) == 2 and "第1版未开展" in dense(text_of(draft, tmp_path))
    assert looks_as_before(tmp_path / "return.pdf", "returns/draft-of-correction", request)
    altered = [
        "".join(texts[:1]),
        *(text.replace(shown[1], "9.9900", 1) if n == 1 else text for n, text in enumerate(texts[1:])),
    ]
    assert altered != list(texts), "the figure of the table was changed, the list still says the sealed one"
    assert [one.address for one in page_faults(altered, after, sheet)] == ["Q06.1"]


def test_tables_number_their_columns_bear_codes_and_end_with_who_answers(printed: Printed) -> None:
    _, _, text = printed(COUNTY)
    flat = re.sub(r"\s+", " ", text)
    assert "甲 乙 丙 1 2 3 4 5 6" in flat
    assert "Q06.1" in flat and "审核关系：" in flat and "Q06.8＝" in flat
    assert re.search(r"　其中|其中：", text) and COVER["填表人"] in flat


def test_a_table_has_no_column_in_which_nothing_can_stand(plan: Plan) -> None:
    sheet = filled(plan, COUNTY)
    pages = page_texts(write_document(freeze(sheet), sheet, run_checks(sheet))) or ()
    process = next(page for page in pages if dense("续表过程指标表") in dense(page))
    assert dense(say("papers.table.growth")) not in dense(process)
    figures = next(page for page in pages if dense("续表县区（园区）主要指标表") in dense(page))
    assert dense(say("papers.table.growth")) in dense(figures)


def test_the_cover_has_an_empty_back_and_tasks_are_lines_of_one_table(plan: Plan) -> None:
    sheet = filled(plan, COUNTY)
    filed = freeze(sheet)
    pages = [dense(page) for page in page_texts(write_document(filed, sheet, run_checks(sheet))) or ()]
    assert dense(say("papers.document.back")) in pages[1] and len(pages[1]) < 200
    heads = [page for page in pages if dense(say("papers.progress.block")) + "阶段" in page]
    assert heads and all("本期进展" in page for page in heads)
    titles = [dense(plan.blocks[block].title) for block in filed.progress if block in plan.blocks]
    assert titles and all(any(title in page for page in heads) for title in titles)
