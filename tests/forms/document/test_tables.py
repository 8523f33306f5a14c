"""The tables of a document: a line for each county and their total, growth, codes, and no column without a use."""

import re
from dataclasses import replace

from forms.document.document import write_document
from forms.page_reading.read_pages import page_texts
from forms.wording.paper_texts import entry_figure
from models.basics.messages import say
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.returns.frozen import freeze
from models.sheet.cells import read_cell
from tests.forms.document.filled import COUNTY, COVER, FORESTRY, POLICE, Printed, dense, filled
from tests.pdf_text import pdf_text


def test_a_long_register_prints_two_hundred_rows_says_how_many_more(plan: Plan) -> None:
    sheet = filled(plan, POLICE, rows=1000)
    filed, findings = freeze(sheet), run_checks(sheet)
    content = write_document(filed, sheet, findings)
    text = pdf_text(content, "-raw")
    assert "其余 800 行见随附Excel" in text
    assert "共1000行" in text
    assert "LSVAA000000000200" in text
    assert "LSVAA000000000201" not in text


def test_a_split_table_has_a_line_for_each_county_and_their_total(printed: Printed, plan: Plan) -> None:
    filed, sheet, text = printed(FORESTRY)
    lines = {slot.line for slot in sheet.slots.values() if slot.line}
    assert len(lines) >= 10
    for line in lines:
        assert plan.unit_name(line) in text
    total = next(slot for slot in sheet.slots.values() if slot.total and filed.cells[slot.address].value)
    assert "合计" in text
    assert entry_figure(total.item, filed.cells[total.address]) in text


def test_the_growth_on_the_year_before_is_printed(plan: Plan) -> None:
    sheet = filled(plan, COUNTY)
    now = next(s for s in sheet.slots.values() if s.address == "Q06.2")
    cells = {**sheet.cells, "Q06.2": read_cell(now.item, "6"), "Q06.2/last_year": read_cell(now.item, "4.8")}
    sheet = replace(sheet, cells=cells)
    text = pdf_text(write_document(freeze(sheet), sheet, ()), "-raw")
    assert re.search(r"6\.0000\s+4\.8000\s+\+25\.0", text)


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
