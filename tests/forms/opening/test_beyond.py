"""Beyond its return a paper says nothing strange where it merely says more than its workbook lists."""

from dataclasses import replace

import pytest

from forms.document.document import write_document
from forms.opening import beyond
from forms.page_reading.read_pages import page_texts
from forms.workbook import texts
from forms.workbook.workbook import read_workbook, write_workbook
from models.checks.run import run_checks
from models.returns.frozen import freeze
from models.sheet.cells import Cell, State, read_cell
from tests.forms.opening.pages.test_document_pages import pages_of
from tests.forms.sample_return import county, filed, police, sealed_of, sheet_of


def test_figures_in_findings_that_the_workbook_leaves_out_are_no_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of 10,000 rows raises more findings than a sheet lists; the pages name figures in these too."""
    sheet = sheet_of(county())
    content, findings = filed(sheet), run_checks(sheet)
    pages = list(
        page_texts(pages_of())
    )  # before the patch: the workbook that is made with them is kept for other tests
    for module in (texts, beyond):
        monkeypatch.setattr(module, "MOST_FINDINGS", 3)
    book = read_workbook(write_workbook(content, sheet, findings, sealed_of(content)), own=True)
    said = beyond.Beyond(content, sheet, findings, book)
    assert list(said.of_document(pages, ())) == []
    (told,) = said.of_book()
    assert f" {len(findings)} 条" in told and " 3 条" in told
    assert [hint for hint in said.of_document([*pages, "Q06.9 10.875"], ()) if f"第{len(pages) + 1}页" in hint]


def test_what_was_typed_and_what_a_correction_says_in_words_is_no_repetition() -> None:
    """约5.15 stands beside its figure, and a note that was changed also in the list of changes; on pages alone."""
    sheet = sheet_of(police())
    figure, noted = [address for address, slot in sheet.slots.items() if slot.item.numeric and not slot.last_year][:2]
    typed = {figure: read_cell(sheet.slots[figure].item, "约5.15"), noted: Cell(State.AWAITED, note="等统计局")}
    first = replace(sheet, cells={**sheet.cells, **typed})
    second = replace(first, cells={**first.cells, noted: Cell(State.AWAITED, note="统计局预计5.15左右")})
    before = freeze(first)
    content, findings = freeze(second, ancestors=(before.digest,), reason="补报"), run_checks(second)
    book = read_workbook(write_workbook(content, second, findings, sealed_of(content)), own=True)
    pages = list(page_texts(write_document(content, second, findings, before=before)))
    said = beyond.Beyond(content, second, findings, book)
    assert any("约5.15" in page for page in pages) and list(said.of_document(pages, ())) == []
    assert [hint for hint in said.of_document([*pages, "应为5.15"], ()) if f"第{len(pages) + 1}页" in hint]
