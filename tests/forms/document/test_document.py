"""The return as a document: all that was sealed can be read on paper, masked where it must be, every time alike."""

import io
import re
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
from models.checks.findings import Finding, Outcome, explanation_of
from models.checks.run import run_checks
from models.plan.plan import Level, Means, Plan
from models.returns.frozen import freeze, thaw
from models.returns.returns import Entry, parse_return
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from tests.forms.document.filled import COUNTY, FORESTRY, POLICE, PROGRESS, Printed, dense, filled
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_text


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


def test_a_warning_nobody_explained_says_so(plan: Plan) -> None:
    sheet = replace(filled(plan, COUNTY), explanations={})
    text = pdf_text(write_document(freeze(sheet), sheet, run_checks(sheet), draft=True), "-raw")
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


def words_outside(pdf: bytes) -> list[str]:
    """Words in the binding edge (28 mm) or in the outer 15 mm of a paper printed on both sides and bound at the left."""
    found: list[str] = []
    for number, page in enumerate(pdf_text(pdf, "-bbox").split("<page ")[1:], 1):
        width, height = (float(edge) for edge in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        words = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        for left, top, right, bottom, word in words:
            near, far = (float(left), width - float(right)) if height > width else (float(top), height - float(bottom))
            binding, outer = (near, far) if number % 2 else (far, near)
            if (binding + 1) * 25.4 / 72 < 28 or (outer + 1) * 25.4 / 72 < 15:
                found.append(f"{number}: {word}")
    return found


def test_the_same_return_gives_the_same_bytes_also_after_a_journey(plan: Plan) -> None:
    """Its pages, on both sides of the paper, leave the binding edge and the outer edge free."""
    sheet = filled(plan, POLICE)
    filed = freeze(sheet)
    travelled = parse_return(filed.content)
    again = thaw(travelled, plan, sheet.settings)
    first = write_document(filed, sheet, run_checks(sheet))
    assert words_outside(first) == []
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


def test_a_finding_about_a_row_does_not_give_its_plate_away(plan: Plan) -> None:
    sheet = filled(plan, POLICE)
    second = sheet.registers["R02"][1]
    other = replace(second, values={**second.values, "排放阶段": "国六"})
    wrong = tuple(other if row is second else row for row in sheet.registers["R02"])
    sheet = replace(sheet, registers={"R02": wrong})
    findings = run_checks(sheet)
    assert any("陕G00002" in finding.message for finding in findings)
    for write in (write_document, write_approval_sheet):
        text = pdf_text(write(freeze(sheet), sheet, findings), "-raw")
        assert "陕G00002" not in text
        assert "陕G***02" in text


def test_a_unit_without_a_decomposed_target_is_told_it_is_not_judged(printed: Printed) -> None:
    _, _, text = printed(COUNTY)
    assert "无分解目标，不评价" in text
    assert "≥15.5" in text  # the one target the office gave


def test_drafts_test_data_and_corrections_are_marked(plan: Plan) -> None:
    sheet = filled(plan, COUNTY)
    reason = "飞播造林由500亩订正为0.05万亩，" * 30
    filed = freeze(sheet, ancestors=("ab" * 32, "cd" * 32), reason=reason, test=True)
    text = pdf_text(write_document(filed, sheet, run_checks(sheet), draft=True, files_note="佐证另附。"), "-raw")
    assert "第2次订正（此前已有2版）" in text
    assert "ABAB ABAB ABAB ABAB" in text
    assert dense(reason) in dense(text)
    assert "佐证另附。" in text
    assert "未经数据签名，不得报送" in text
    assert dense(text).count("测试数据送审稿") == text.count("\f")  # the mark across each page


def test_a_draft_looks_as_it_did(plan: Plan, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    sheet = filled(plan, POLICE, rows=60)
    paper = tmp_path / "draft.pdf"
    paper.write_bytes(write_document(freeze(sheet), sheet, run_checks(sheet), draft=True))
    assert looks_as_before(paper, "returns/draft", request)
    assert f"续表{plan.registers['R02'].name}" in dense(pdf_text(paper, "-raw"))


def test_texts_of_any_length_and_kind_never_stop_a_document(plan: Plan) -> None:
    sheet = filled(plan, COUNTY)
    long = "很长的说明CO₂㎡😀" * 120  # longer than a page where its column is narrow
    slots = [s.address for s in sheet.slots.values() if s.due and s.item.entered and not s.last_year][:4]
    cells = dict(sheet.cells) | {address: Cell(State.AWAITED, note=long) for address in slots}
    cells |= {address: Cell(State.VALUE, long, long) for address in sheet.fields if not address.endswith("日期")}
    explanations = {key: Explanation(long) for key in sheet.explanations}
    sheet = replace(sheet, cells=cells, explanations=explanations)
    filed, findings = freeze(sheet, ancestors=("ab" * 32,), reason=long), run_checks(sheet)
    text = pdf_text(write_document(filed, sheet, findings), "-raw")
    assert dense(text).count("很长的说明") > 300
    assert write_approval_sheet(filed, sheet, findings).startswith(b"%PDF")


@pytest.mark.parametrize("unit", [COUNTY, POLICE])
def test_a_paper_that_was_corrected_many_times_names_each_version_before_it(plan: Plan, unit: str) -> None:
    """The list of versions grows beyond half a page, beyond a page, beyond two."""
    sheet = filled(plan, unit)
    findings = run_checks(sheet)
    for count in (*range(24, 60, 3), 200):
        ancestors = tuple(f"{number:064x}" for number in range(1, count + 1))
        filed = freeze(sheet, ancestors=ancestors, reason="更正")
        pages = write_document(filed, sheet, findings)
        if count > 50:
            text = dense(pdf_text(pages, "-raw"))
            assert [one for one in ancestors if dense(check_code(one)) not in text] == []


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
    paper = tmp_path / "approval.pdf"
    paper.write_bytes(content)
    assert looks_as_before(paper, "returns/approval", request)
    text = pdf_text(content, "-raw")
    assert text.count("\f") == 1
    for words in ("审签单", check_code(filed.digest), "单位负责人意见", "盖章处", "安康市林业局", "签名："):
        assert words in text


def test_of_many_like_findings_ten_are_printed_and_each_other_explanation(plan: Plan) -> None:
    sheet = filled(plan, POLICE)
    check = next(c for c in plan.checks.values() if c.level is Level.WARNING and not c.confirm)
    findings = [Finding(check, Outcome.BROKEN, f"R02[陕G{n:05d}|大型汽车]") for n in range(1, 41)]
    alone = {findings[30].key: Explanation("第三十一辆另有原因，系法院查封")}
    sheet = replace(sheet, explanations={check.id: Explanation("车辆清单已与交管平台逐条核对"), **alone})
    text = pdf_text(write_document(freeze(sheet), sheet, findings), "-raw")
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
    listed = dense(pdf_text(pdf, "-raw")).partition("相比的改动（2处）")[2]
    assert f"人工造林第1版{shown[0]}第2版{shown[1]}" in listed and "第1版未开展" in listed
    texts = page_texts(pdf) or ()
    assert page_faults(texts, after, sheet) == ()
    draft = write_document(after, sheet, run_checks(sheet), draft=True, before=before)
    assert len(page_texts(draft) or ()) == 2 and "第1版未开展" in dense(pdf_text(draft, "-raw"))
    paper = tmp_path / "draft.pdf"
    paper.write_bytes(draft)
    assert looks_as_before(paper, "returns/draft-of-correction", request)
    altered = [
        "".join(texts[:1]),
        *(text.replace(shown[1], "9.9900", 1) if n == 1 else text for n, text in enumerate(texts[1:])),
    ]
    assert altered != list(texts), "the figure of the table was changed, the list still says the sealed one"
    assert [one.address for one in page_faults(altered, after, sheet)] == ["Q06.1"]
