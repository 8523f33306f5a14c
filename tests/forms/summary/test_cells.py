"""The table of all cells: each once, figures as sealed, nothing a spreadsheet would run, nothing that is masked."""

from forms.summary.cells import cell_rows
from tests.forms import sample_return as sample


def test_each_cell_of_a_return_is_one_line_with_its_figure_as_sealed() -> None:
    filed = sample.filed(sample.sheet_of(sample.county()))
    lines = list(cell_rows(filed, sample.plan()))
    cells = {address: (state, value) for kind, address, _, _, state, value, _ in lines if kind == "指标"}
    assert cells.keys() == filed.cells.keys()
    assert cells["Q06.9"] == ("数值", filed.cells["Q06.9"].value)
    assert any(value.startswith("-") for _, value in cells.values()), "a figure below 0 is no formula"
    assert {state for state, _ in cells.values()} > {"数值", "未开展", "暂无数据", "缺"}
    assert sum(len(row) for rows in filed.registers.values() for row in rows) == sum(
        kind == "台账" for kind, *_ in lines
    )


def test_no_text_of_it_is_run_by_a_spreadsheet_and_no_plate_stands_in_it() -> None:
    filed = sample.filed(sample.sheet_of(sample.police()))
    lines = list(cell_rows(filed, sample.plan()))
    texts = [text for line in lines for text in line]
    assert "'=测试甲" in texts
    assert not [text for text in texts if text.startswith(("=", "@", "+"))]
    assert sample.PLATE not in "".join(texts)
