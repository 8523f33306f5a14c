"""Figures of a paper that its own unit sealed, drawn where or how a person would read them otherwise, are told."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from forms.document.document import write_document
from forms.document.in_columns import out_of_columns
from forms.document.printed import page_faults
from forms.document.rows import useful_columns
from forms.opening.open_return import open_return
from forms.page_reading.read_pages import read_pages
from forms.page_reading.ruled import RuledCell, RuledRow
from models.basics.messages import say
from models.checks.run import run_checks
from models.plan.plan import Column, ColumnType, Register
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.guards.sealed_books import known, sealed_return
from tests.forms.opening.pages.hostile_pages import FIGURE, made, page_of, redrawn, written
from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.sample_return import county, filed, forestry, plan, police, sheet_of

Rows = dict[int, tuple[RuledRow, ...]]
MARKS = frozenset({say("papers.test")})
UNIT = re.compile(rb"BT 1 0 0 1 227\.8819 240\.95 Tm [^\n]* ET")  # its letters are numbered as the file needs them


def sized(size: float) -> bytes:
    return b"BT /F4+0 %g Tf 1 0 0 1 457.063 240.95 Tm (182.4000) Tj ET" % size


def before_its_measure() -> bytes:
    """The figure drawn before its measure, and so in front of it."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        content = page["/Contents"].data
        unit = UNIT.search(content)
        assert unit and FIGURE in content
        moved = written(b"182.4000", -275) + b" " + unit[0]
        content = content.replace(FIGURE, b"", 1).replace(unit[0], moved, 1)
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=content))
        writer.update_container(page)

    return made(act)()


TWISTED: dict[str, Callable[[], bytes]] = {
    "in the blank column beside its own": redrawn(written(b"182.4000", 73)),
    "in the column of words": redrawn(written(b"182.4000", 190)),
    "before its measure": before_its_measure,
    "a digit half a letter off": redrawn(written(b"18", -8), written(b"2.4000", 9.5)),
    "a digit four letters off": redrawn(written(b"18", -40), written(b"2.4000", 9.5)),
    "a digit on a line of its own": redrawn(written(b"18", 0, 4), written(b"2.4000", 0, -3)),
    "three points higher": redrawn(written(b"182.4000", 0, 3)),
    "two points lower": redrawn(written(b"182.4000", 0, -2)),
    "in a frame": redrawn(FIGURE, b"q 0.5 w 440 238.5 80 11 re S Q"),
    "in a frame of rules": redrawn(
        FIGURE, b"q 0.4 w 440 238.4 m 520 238.4 l S 440 250.6 m 520 250.6 l S 440 238.4 m 440 250.6 l S Q"
    ),
    "over a rule of its own": redrawn(FIGURE, b"q 0.4 w 440 238.4 m 520 238.4 l S Q"),
    "in 4.1 points": redrawn(sized(4.1)),
    "in 30 points": redrawn(sized(30)),
    "in 13 points": redrawn(sized(13)),
}


@pytest.mark.parametrize("name", TWISTED)
def test_a_figure_that_people_read_otherwise_is_told_with_its_page(name: str) -> None:
    found = open_return(document(TWISTED[name]()), known)
    told = [*found.hints, *(one.message for one in found.reasons)]
    assert [one for one in told if "第3页" in one and ("182.4" in one or "2.4000" in one or found.reasons)]


@pytest.mark.parametrize("unit", [county, police, forestry])
def test_every_figure_of_an_untouched_paper_stands_where_it_should(unit: Callable[[], str]) -> None:
    sheet = sheet_of(unit(), 25)
    content = filed(sheet)
    read = read_pages(write_document(content, sheet, run_checks(sheet)), marks=MARKS)
    assert read is not None and sum(map(len, read.rows.values())) > 20
    assert (read.odd, read.placed, out_of_columns(read.rows, content, sheet)) == ({}, {}, ())


def test_a_registers_figure_in_another_row_is_told() -> None:
    """Two rows' figures exchanged: the texts of the page are all there, and a pen could have drawn them in any order."""
    unit = next(one.units[0] for one in plan().registers.values() if one.units and figures_of(one))
    sheet = sheet_of(unit)
    content = filed(sheet)
    read = read_pages(write_document(content, sheet, run_checks(sheet)), marks=MARKS)
    name = next(name for name in content.registers if figures_of(plan().registers[name]))
    first, second, *rest = content.registers[name]
    column = figures_of(plan().registers[name])[0].name
    exchanged = {**first, column: second[column]}, {**second, column: first[column]}, *rest
    other = replace(content, registers={**content.registers, name: exchanged})
    assert read is not None and {said for _, said in out_of_columns(read.rows, other, sheet)} == {
        first[column],
        second[column],
    }


def with_text(rows: Rows, old: str, new: str, *, head: bool = False) -> Rows:
    """The rows of pages with the text of one cell changed: in the row of Q06.9, or in its head."""

    def cell(one: RuledCell) -> RuledCell:
        changed = tuple(piece._replace(words=piece.words.replace(old, new)) for piece in one.pieces)
        return one._replace(pieces=changed, text=one.text.replace(old, new))

    return {
        page: tuple(
            row._replace(cells=tuple(map(cell, row.cells)))
            if old in [cell.text for cell in row.cells] and (head or "Q06.9" in [cell.text for cell in row.cells])
            else row
            for row in held
        )
        for page, held in rows.items()
    }


@cache
def rows_of_county() -> Rows:
    read = read_pages(pages_of(), marks=MARKS)
    assert read is not None
    return read.rows


@pytest.mark.parametrize("shown", [
    "(182.4000)", "182.4000*", "*182.4000", "/182.4000", "<182.4000", "~182.4000", "182.4000'", "$182.4000", "≈182.4000",
    "182.4000?", "182.4000‰", "¬182.4000", "＋182.4000", "182.4000",
])  # fmt: skip
def test_signs_around_a_figure_are_told(shown: str) -> None:
    """Brackets make a figure negative, a star a note of it, a sign before it another one."""
    sheet, (content, _) = sheet_of(county()), sealed_return()
    found = out_of_columns(with_text(rows_of_county(), "182.4000", shown), content, sheet)
    assert [said for _, said in found] == ([] if shown == "182.4000" else ["182.4000"])


@pytest.mark.parametrize("measure", ["亩", "万吨", "%", "", "万亩"])
def test_another_measure_in_a_figures_row_is_told(measure: str) -> None:
    """万亩 that became 亩 is another figure, though both words stand in the paper."""
    sheet, (content, _) = sheet_of(county()), sealed_return()
    found = out_of_columns(with_text(rows_of_county(), "万亩", measure), content, sheet)
    assert [said for _, said in found] == ([] if measure == "万亩" else ["万亩"])


@pytest.mark.parametrize("head", ["上年同期", "目标", "", "计量单位"])
def test_a_column_of_figures_under_another_head_is_told(head: str) -> None:
    sheet, (content, _) = sheet_of(county()), sealed_return()
    found = out_of_columns(with_text(rows_of_county(), "本年累计", head, head=True), content, sheet)
    assert "本年累计" in {said for _, said in found}


def figures_of(register: Register) -> list[Column]:
    return [one for one in useful_columns(register) if one.type in (ColumnType.NUMBER, ColumnType.WHOLE)]


def test_pages_with_other_heads_are_another_layout() -> None:
    sheet, (content, _) = sheet_of(county()), sealed_return()
    read = read_pages(pages_of(), marks=MARKS)
    assert read is not None
    headless = {page: rows[1:] for page, rows in read.rows.items() if page == 3}
    cells = {**content.cells, "Q06.9": replace(content.cells["Q06.9"], value="1")}
    assert out_of_columns(headless, replace(content, cells=cells), sheet) == ()


def test_a_unit_without_work_in_a_period_has_pages_within_their_edges() -> None:
    sheet = next(
        one
        for unit in plan().units
        for period in plan().periods
        if not (one := Sheet(plan=plan(), unit_id=unit, period_id=period, settings=Settings(version=1))).slots
        and not one.register_ids
    )
    content = freeze(sheet, ancestors=(), reason="", evidence=(), test=True)
    read = read_pages(write_document(content, sheet, run_checks(sheet)), marks=MARKS)
    assert read is not None and read.odd == {} and page_faults(read.texts, content, sheet) == ()
